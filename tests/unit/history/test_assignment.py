from __future__ import annotations

import random
from itertools import permutations

from listgate.history.assignment import best_pairs


def test_the_sum_counts_not_the_best_single_pair() -> None:
    assert best_pairs({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}) == [(0, 1), (1, 0)]


def test_a_side_without_an_allowed_partner_stays_single() -> None:
    assert best_pairs({(0, 0): 0.9, (1, 0): 0.8, (2, 5): 0.1}) == [(0, 0), (2, 5)]


def test_nothing_offered_gives_nothing() -> None:
    assert best_pairs({}) == []


def test_no_pairing_beats_it() -> None:
    chance = random.Random(7)  # noqa: S311 - not for secrets
    for _ in range(60):
        rows, columns = chance.randint(1, 4), chance.randint(1, 4)
        scores = {
            (i, j): round(chance.uniform(0.1, 1), 3)
            for i in range(rows)
            for j in range(columns)
            if chance.random() < 0.7
        }
        found = best_pairs(scores)
        assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
        total = sum(scores[p] for p in found)
        wide = max(rows, columns)
        best = max(
            sum(scores.get((i, j), 0.0) for i, j in enumerate(order))
            for order in permutations(range(wide))
        )
        assert abs(total - best) < 1e-9
