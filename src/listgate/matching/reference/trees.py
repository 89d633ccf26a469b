"""The learned score: small trees over the features, then a curve to 0..1."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import pairwise

from listgate.matching.reference.tables import Node, Tables

_SINGLE = struct.Struct("<f")


def single(value: float) -> float:
    """The nearest 32-bit value: features are compared as such."""
    return float(_SINGLE.unpack(_SINGLE.pack(value))[0])


def _leaf(tree: Sequence[Node], features: Sequence[float]) -> float:
    at = 0
    while True:
        node = tree[at]
        step = node.left if features[node.feature] <= node.threshold else node.right
        if step == at:
            return node.value
        at = step


def raw_sum(tables: Tables, features: Sequence[float]) -> float:
    """The sum of the trees' leaves, in their order."""
    singles = [single(value) for value in features]
    total = 0.0
    for tree in tables.trees:
        total += _leaf(tree, singles)
    return total


def curve_at(tables: Tables, raw: float) -> float:
    """The score that a sum stands for: straight lines between the curve's points."""
    points = tables.curve
    if not points:
        return raw
    if raw <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if raw <= x1:
            return y0 + (y1 - y0) * ((raw - x0) / (x1 - x0))
    return points[-1][1]
