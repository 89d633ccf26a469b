from __future__ import annotations

import random
import time
from fractions import Fraction

import numpy as np
import pytest

from listgate.errors import QueryError
from listgate.ownership import Holding, owned_parties, percent_bounds
from listgate.ownership.around import Above
from listgate.ownership.bulk import owned_in
from listgate.ownership.graph import Graph

ALL = percent_bounds(100)


@pytest.mark.parametrize("seed", range(3))
def test_wide_and_narrow_tiers_say_what_the_fractions_say(seed: int) -> None:
    # Hubs with hundreds of holdings, so that tiers cross from narrow to wide and back.
    draw = random.Random(seed)  # noqa: S311
    shares = [
        percent_bounds(s) for s in (100, 60, 50, 49, 30, "25-50", "", "1/3", "1/6")
    ]
    held = []
    for _ in range(6000):
        owner = draw.choice([draw.randrange(20), draw.randrange(3000)])
        held.append(
            Holding(f"p{owner}", f"p{draw.randrange(3000)}", *draw.choice(shares))
        )
    graph = Graph.of(held)
    listed = {f"p{n}" for n in range(5)}
    mask = np.array([key in listed for key in graph.keys])
    found = owned_in(graph, mask)
    sure = {graph.keys[i] for i in np.flatnonzero(found.sure)}
    possible = {graph.keys[i] for i in np.flatnonzero(found.possible)}
    assert len(sure) > 200
    assert sure == owned_parties(held, listed)
    assert possible == owned_parties(held, listed, possible=True)


def test_a_chain_of_a_hundred_thousand_companies_is_no_trouble() -> None:
    graph = Graph()
    for n in range(100_000):
        graph.party(str(n))
    for n in range(99_999):
        graph.hold(n, n + 1, ALL)
    listed = np.zeros(len(graph), np.bool_)
    listed[0] = True
    start = time.process_time()
    assert owned_in(graph, listed).sure.sum() == 99_999
    assert time.process_time() - start < 5


def test_everyone_above_a_party_is_found_nearest_first() -> None:
    held = [("X", "A"), ("A", "B"), ("B", "A"), ("Y", "B"), ("B", "C"), ("Z", "Other")]
    graph = Graph.of(Holding(owner, owned, *ALL) for owner, owned in held)
    above = Above(graph)
    c = graph.number("C")
    assert c is not None
    numbers = above.parties(c)
    keys = [graph.keys[n] for n in numbers]
    assert keys[:2] == ["C", "B"]
    assert sorted(keys) == ["A", "B", "C", "X", "Y"]
    places = above.holdings(numbers)
    assert len(list(graph.holdings(places.tolist()))) == 5


def test_thirds_decide_exactly_in_a_large_graph() -> None:
    third, sixth = Fraction(1, 3), Fraction(1, 6)
    near = sixth - Fraction(1, 10**12)
    graph = Graph.of(
        [
            Holding("X", "A", third, third),
            Holding("Y", "A", sixth, sixth),
            Holding("X", "B", third, third),
            Holding("Y", "B", near, near),
        ]
    )
    listed = np.array([key in "XY" for key in graph.keys])
    found = owned_in(graph, listed)
    assert [graph.keys[i] for i in np.flatnonzero(found.possible)] == ["A"]


def test_a_threshold_out_of_range_is_refused() -> None:
    with pytest.raises(QueryError, match="threshold"):
        owned_in(Graph(), np.zeros(0, np.bool_), threshold=Fraction(0))


def test_an_empty_graph_has_no_owned_party() -> None:
    assert not owned_in(Graph(), np.zeros(0, np.bool_)).sure.any()


def test_the_digest_names_what_was_read() -> None:
    one, same, other = (
        Graph.of([Holding("X", "A", *percent_bounds(share))]) for share in (50, 50, 51)
    )
    assert one.digest() == same.digest() != other.digest()
