"""Measures on pairs that people have judged, with pairs that share a name kept together."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .bench import Bench, Features
from .fit import Cased, Numbers
from .inputs import Pair
from .sets import spellings

COUNTS = 12.0  # what one judged pair counts beside one made case
Score = Callable[[Features], Numbers]


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged pairs with the features of each of their spellings, and their fold."""

    pairs: Sequence[Pair]
    features: Sequence[Features]
    folds: Sequence[int]

    @classmethod
    def of(cls, pairs: Sequence[Pair], bench: Bench, folds: int = 3) -> Judged:
        """Features of the pairs; names that share a pair fall into one fold."""
        features = [
            bench.pairs(
                [
                    (a, b, p.type)
                    for a in spellings(p.asked)
                    for b in spellings(p.listed)
                ]
            )
            for p in pairs
        ]
        roots: dict[str, str] = {}

        def root(name: str) -> str:
            while roots.setdefault(name, name) != name:
                name = roots[name]
            return name

        for p in pairs:
            roots[root(p.asked.lower())] = root(p.listed.lower())
        numbers = [zlib.crc32(root(p.asked.lower()).encode()) % folds for p in pairs]
        return cls(pairs, features, numbers)

    def cases(self, fold: int | None = None) -> Cased:
        """The pairs as cases, but those of one fold."""
        rows: list[Features] = []
        same: list[int] = []
        weights: list[float] = []
        for pair, spelled, own in zip(
            self.pairs, self.features, self.folds, strict=True
        ):
            if own == fold:
                continue
            # One spelling must agree where the names are one party's, none where not.
            used = spelled[:1] if pair.same else spelled
            rows.append(used)
            same += [int(pair.same)] * len(used)
            weights += [COUNTS * pair.weight / len(used)] * len(used)
        return Cased(np.vstack(rows), np.array(same, np.int8), np.array(weights))


@dataclass(slots=True)
class Tally:
    """How judged pairs came out."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    strong_wrong: int = 0
    complaints: int = 0
    complaints_right: int = 0

    @property
    def f1(self) -> float:
        """F1 of the benchmark's pairs at the review threshold."""
        return 2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)

    @property
    def right(self) -> float:
        """Share of the complaints that come out right."""
        return self.complaints_right / max(1, self.complaints)

    def count(
        self, judged: Judged, score: Score, cuts: tuple[float, float], fold: int | None
    ) -> None:
        """Adds the pairs of one fold, or of all."""
        review, match = cuts
        for pair, spelled, own in zip(
            judged.pairs, judged.features, judged.folds, strict=True
        ):
            if fold is not None and own != fold:
                continue
            best = float(score(spelled).max())
            found = best >= review
            if pair.source == "bench":
                self.hits += found and pair.same
                self.false += found and not pair.same
                self.missed += pair.same and not found
                self.strong_wrong += pair.expected == "STRONG" and found != pair.same
            elif pair.source == "complaint":
                fine = {"clear": not found, "not-match": best < match}
                self.complaints += 1
                self.complaints_right += fine.get(pair.expected, found)
