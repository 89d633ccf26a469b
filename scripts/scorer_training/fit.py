"""Learns the trees, and writes them as the kernel reads them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from listgate.matching.features import SIGNS

from .bench import Features

Labels = NDArray[np.int8]
Numbers = NDArray[np.float64]
# Shallow trees: the kernel walks four of them at once, as deep as the deepest.
ROUNDS, LEAVES, DEPTH, RATE = 170, 24, 5, 0.11
# Cases that a quick first model is sure of count less, so that the trees are spent
# where the thresholds lie.
SURE, SURE_COUNTS = 3.5, 0.15
_GATES = (4, 8, 12, 16, 24, 32, 48, 64, 96)


@dataclass(frozen=True, slots=True)
class Cased:
    """Cases as arrays: features, whether one party's, weights."""

    features: Features
    same: Labels
    weights: Numbers

    def plus(self, other: Cased) -> Cased:
        """Both sets of cases."""
        return Cased(
            np.vstack([self.features, other.features]),
            np.concatenate([self.same, other.same]),
            np.concatenate([self.weights, other.weights]),
        )


def learn(
    cases: Cased, rounds: int = ROUNDS, rate: float = RATE, seed: int = 4
) -> lightgbm.Booster:
    """Monotone boosted trees; the same bits on every run of one LightGBM."""
    settings = {
        "objective": "binary",
        "num_leaves": LEAVES,
        "max_depth": DEPTH,
        "learning_rate": rate,
        "monotone_constraints": list(SIGNS),
        "monotone_constraints_method": "intermediate",
        "min_data_in_leaf": 60,
        "min_sum_hessian_in_leaf": 3,
        "lambda_l2": 3,
        "feature_fraction": 0.7,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "max_bin": 127,
        "seed": seed,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
    }
    data = lightgbm.Dataset(cases.features, cases.same, weight=cases.weights)
    return lightgbm.train(settings, data, rounds)


def raw(model: lightgbm.Booster, features: Features, rounds: int = -1) -> Numbers:
    """The sums of the trees."""
    sums = model.predict(features, raw_score=True, num_iteration=rounds)
    return np.asarray(sums, np.float64)


def focused(cases: Cased) -> Cased:
    """The cases with those that are easy to tell made light."""
    sums = raw(learn(cases, rounds=50, rate=0.25, seed=3), cases.features)
    sure = np.where(cases.same == 1, sums > SURE, sums < -SURE)
    weights = np.where(sure, cases.weights * SURE_COUNTS, cases.weights)
    return Cased(cases.features, cases.same, weights)


def _single(threshold: float) -> float:
    """The greatest 32-bit value not above: the kernel compares 32-bit features."""
    near = np.float32(threshold)
    if float(near) > threshold:
        near = np.nextafter(near, np.float32(-np.inf))
    short = float(f"{float(near):.9g}")
    if struct.pack("<f", short) != struct.pack("<f", near):
        raise ValueError(f"{near} does not survive nine digits")
    return short


def _tree(root: dict[str, Any]) -> list[list[float | int]]:
    nodes: list[list[float | int]] = []

    def walk(node: dict[str, Any]) -> int:
        number = len(nodes)
        nodes.append([])
        if "split_feature" not in node:
            nodes[number] = [-1, 0.0, 0, 0, round(node["leaf_value"], 6)]
            return number
        threshold = _single(node["threshold"])
        left, right = walk(node["left_child"]), walk(node["right_child"])
        value = round(node["internal_value"], 6)
        nodes[number] = [node["split_feature"], threshold, left, right, value]
        return number

    walk(root)
    return nodes


def trees(model: lightgbm.Booster) -> list[list[list[float | int]]]:
    """Each tree's nodes: feature or -1, threshold, left, right, mean value below."""
    return [_tree(t["tree_structure"]) for t in model.dump_model()["tree_info"]]


def gates(
    model: lightgbm.Booster, features: Features, review: float
) -> list[list[float]]:
    """After so many trees, the sum below which no case ends near a review."""
    chosen = np.random.default_rng(1).permutation(len(features))[:60_000]
    sample = features[np.sort(chosen)]
    near = sample[raw(model, sample) >= review - 0.8]
    return [
        [n, round(float(np.quantile(raw(model, near, n), 0.0008)) - 0.05, 4)]
        for n in _GATES
    ]


def curve(review: float, match: float, sure: float) -> Sequence[tuple[float, float]]:
    """From sums to scores: 0.70 where a review begins, 0.85 where a match does.

    Args:
        review: The sum at which a party is to be looked at.
        match: The sum at which it is taken for the listed one.
        sure: A sum that names alike in all but details reach.
    """
    top = max(sure, match + 2.0)
    points = (
        *((-12.0, 0.0), (review - 4.0, 0.25), (review, 0.70)),
        *((match, 0.85), (top, 0.99), (top + 3.0, 1.0)),
    )
    return [(round(at, 4), score) for at, score in points]
