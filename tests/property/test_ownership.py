"""The two fixed points against every world there is, on small graphs; fast against slow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from listgate.ownership import Holding, Verdict, joint_share, owned_parties
from listgate.ownership.bulk import owned_in
from listgate.ownership.deciding import Question
from listgate.ownership.graph import Graph

PARTIES = "ABCDE"
# Tenths, and a sixth and a third, which no decimal holds: they meet at one half.
SHARES = [Fraction(n, 10) for n in range(11)] + [Fraction(1, 6), Fraction(1, 3)]
THRESHOLDS = [Fraction(1, 2), Fraction(1, 4), Fraction(51, 100), Fraction(1)]


@st.composite
def holdings(draw: st.DrawFn, most: int = 7, doubles: bool = False) -> list[Holding]:
    """Some holdings among five parties, self-holdings and rings among them."""
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)),
            max_size=most,
            unique=not doubles,
        )
    )
    found = []
    for owner, owned in pairs:
        bounds = sorted(draw(st.tuples(*[st.sampled_from(SHARES)] * 2)))
        if draw(st.booleans()):
            bounds[1] = bounds[0]
        source = draw(st.sampled_from(["", "a", "b"])) if doubles else ""
        found.append(Holding(owner, owned, bounds[0], bounds[1], source=source))
    return found


def worlds_of(
    stakes: list[Holding], threshold: Fraction
) -> Iterator[list[tuple[str, Fraction, Fraction]]]:
    """Every choice of the shares in one party that can matter: (owner, share, needed).

    Bounds are linear, so it is enough to look at the corners: each share at its least,
    its greatest, or what the others leave.
    """
    own = [h for h in stakes if h.owner == h.owned]
    others = [h for h in stakes if h.owner != h.owned]
    for own_share in {s for h in own for s in (h.low, h.high)} or {Fraction(0)}:
        for order in itertools.permutations(range(len(others))):
            # Greedy in this order: all at their least, then each as high as room allows.
            shares = [h.low for h in others]
            room = 1 - own_share - sum(shares)
            if room < 0:
                continue
            for i in order:
                up = min(room, others[i].high - others[i].low)
                shares[i] += up
                room -= up
                for base in {Fraction(1), 1 - own_share}:
                    yield [
                        (h.owner, s, threshold * base)
                        for h, s in zip(others, shares, strict=True)
                    ]
            if not others:
                yield []
    if others:
        least = [h.low for h in others]
        if sum(least) + sum(h.low for h in own) <= 1:
            yield [(h.owner, s, threshold) for h, s in zip(others, least, strict=True)]


def owned_in_world(
    world: dict[str, list[tuple[str, Fraction, Fraction]]], listed: set[str]
) -> set[str]:
    """Slow and obvious: again and again until nothing changes."""
    found: set[str] = set()
    while True:
        more = {
            owned
            for owned, into in world.items()
            if into
            and any(s for o, s, _ in into if o in listed | found)
            and sum(s for o, s, _ in into if o in listed | found) >= into[0][2]
        }
        if more <= found:
            return found
        found |= more


@settings(max_examples=150, deadline=None)
@given(
    holdings(most=6),
    st.sets(st.sampled_from(PARTIES), max_size=2),
    st.sets(st.sampled_from(PARTIES), max_size=1),
    st.sampled_from(THRESHOLDS),
)
def test_the_verdict_is_what_all_worlds_say(
    held: list[Holding], listed: set[str], maybe: set[str], threshold: Fraction
) -> None:
    into: dict[str, list[Holding]] = {}
    for h in held:
        into.setdefault(h.owned, []).append(h)
    for stakes in into.values():
        # What contradicts itself, or bounds a self-holding, has tests of its own.
        if sum(h.low for h in stakes) > 1:
            return
        if any(h.owner == h.owned and (h.low < h.high or h.low == 1) for h in stakes):
            return
    choices = {
        owned: {tuple(w) for w in worlds_of(stakes, threshold)}
        for owned, stakes in into.items()
    }
    size = 1
    for worlds in choices.values():
        size *= max(1, len(worlds))
    if size > 3000:
        return
    for party in PARTIES:
        seeds = [listed - {party}, (listed | maybe) - {party}]
        seen = {
            party
            in owned_in_world(
                {o: list(w) for o, w in zip(choices, world, strict=True)}, s
            )
            for world in itertools.product(*choices.values())
            for s in seeds
        }
        expected = Verdict.DEPENDS
        if len(seen) == 1:
            expected = Verdict.YES if seen.pop() else Verdict.NO
        found = joint_share(party, held, listed, maybe=maybe, threshold=threshold)
        assert found.verdict is expected


@settings(max_examples=300, deadline=None)
@given(
    holdings(most=10, doubles=True),
    st.sets(st.sampled_from(PARTIES), max_size=2),
    st.sets(st.sampled_from(PARTIES), max_size=2),
    st.sampled_from(THRESHOLDS),
)
def test_the_arrays_say_what_the_fractions_say(
    held: list[Holding], listed: set[str], maybe: set[str], threshold: Fraction
) -> None:
    graph = Graph.of(held)
    masks = [
        np.array([k in some for k in graph.keys], bool) for some in (listed, maybe)
    ]
    found = owned_in(graph, masks[0], masks[1], threshold=threshold)
    sure = owned_parties(held, listed, threshold=threshold)
    possible = owned_parties(held, listed | maybe, threshold=threshold, possible=True)
    assert {graph.keys[i] for i in np.flatnonzero(found.sure)} == sure
    assert {graph.keys[i] for i in np.flatnonzero(found.possible)} == possible | (
        sure & maybe
    )


@settings(max_examples=200, deadline=None)
@given(
    holdings(most=8),
    st.sets(st.sampled_from(PARTIES), max_size=2),
    st.sampled_from(PARTIES),
    st.sampled_from(PARTIES),
)
def test_the_answer_agrees_with_itself(
    held: list[Holding], listed: set[str], more: str, party: str
) -> None:
    found = joint_share(party, held, listed)
    assert found.low <= found.high
    if found.verdict is Verdict.YES:
        assert found.low >= found.threshold
        assert any(o.counts is Verdict.YES for o in found.owners)
    if found.verdict is Verdict.DEPENDS:
        assert found.low < found.threshold <= found.high
        assert found.deciding
    if found.verdict is Verdict.NO:
        assert found.high < found.threshold
    # One more listed party never makes an answer milder.
    order = [Verdict.NO, Verdict.DEPENDS, Verdict.YES]
    wider = joint_share(party, held, listed | {more})
    assert order.index(wider.verdict) >= order.index(found.verdict)


@settings(max_examples=200, deadline=None)
@given(
    holdings(most=8),
    st.sets(st.sampled_from(PARTIES), max_size=2),
    st.sampled_from(PARTIES),
)
def test_a_deciding_share_decides(
    held: list[Holding], listed: set[str], party: str
) -> None:
    found = joint_share(party, held, listed)
    for fact in found.deciding:
        if fact.needed is None:
            continue
        settled = [
            Holding(h.owner, h.owned, max(h.low, fact.needed), max(h.high, fact.needed))
            if (h.owner, h.owned) == (fact.owner, fact.owned)
            else h
            for h in held
        ]
        assert joint_share(party, settled, listed).verdict is Verdict.YES


QUARTERS = [Fraction(n, 4) for n in range(5)]


@st.composite
def few_holdings(draw: st.DrawFn) -> list[Holding]:
    """At most four holdings among four parties, in quarters; rings, but no self-holdings."""
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")).filter(
                lambda pair: pair[0] != pair[1]
            ),
            max_size=4,
            unique=True,
        )
    )
    bounds = st.tuples(*[st.sampled_from(QUARTERS)] * 2).map(sorted)
    return [Holding(*pair, *draw(bounds)) for pair in pairs]


def facts_that_decide(
    held: list[Holding], listed: set[str], maybe: set[str], party: str
) -> set[tuple[str, ...]]:
    """Each share and listing that alone turns the answer in some world."""
    # A listing is a choice of 0 or 1, beside the shares.
    names = sorted(maybe)
    choices = [[s for s in QUARTERS if h.low <= s <= h.high] for h in held]
    choices += [[Fraction(0), Fraction(1)] for _ in names]
    facts = [("share", h.owner, h.owned) for h in held]
    answers: dict[tuple[Fraction, ...], bool] = {}
    for world in itertools.product(*choices):
        into: dict[str, list[tuple[str, Fraction, Fraction]]] = {}
        for h, share in zip(held, world, strict=False):
            into.setdefault(h.owned, []).append((h.owner, share, Fraction(1, 2)))
        if all(sum(s for _, s, _ in stakes) <= 1 for stakes in into.values()):
            told = zip(names, world[len(held) :], strict=True)
            known = {name for name, is_listed in told if is_listed}
            answers[world] = party in owned_in_world(into, listed | known)
    return {
        (*facts, *(("listing", name) for name in names))[i]
        for world, answer in answers.items()
        for i, choice in enumerate(choices)
        for other in choice
        if answers.get((*world[:i], other, *world[i + 1 :]), answer) != answer
    }


@settings(max_examples=200, deadline=None)
@given(
    few_holdings(),
    st.sets(st.sampled_from("ABCD"), max_size=2),
    st.sets(st.sampled_from("ABCD"), max_size=2),
    st.sampled_from("ABCD"),
)
def test_no_fact_that_can_decide_is_left_out(
    held: list[Holding], listed: set[str], maybe: set[str], party: str
) -> None:
    listed, maybe = listed - {party}, maybe - listed - {party}
    if any(
        sum(h.low for h in held if h.owned == owned) > 1
        for owned in {h.owned for h in held}
    ):
        return
    found = joint_share(party, held, listed, maybe=maybe)
    named = {
        ("listing", f.owner)
        if f.question is Question.LISTING
        else ("share", f.owner, f.owned)
        for f in found.deciding
    }
    assert facts_that_decide(held, listed, maybe, party) <= named
