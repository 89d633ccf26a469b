"""Owners carried down, against an oracle that tries every share that is not known."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from listgate.license.affiliates import inherited
from listgate.license.ear_codec import embedded
from listgate.license.facts import Owner
from listgate.license.facts_json import parse_transaction
from listgate.license.rule_files import rulebook
from listgate.license.screened import CLEAR, Listing, Screened

HALF = Fraction(1, 2)
LISTED = Screened("match", (Listing("us-bis-el", "us-bis-el:1", "Listed"),))
GROUPS = embedded().groups


@st.composite
def owners(draw: st.DrawFn, depth: int = 2, place: str = "") -> list[dict[str, Any]]:
    # Every owner has a name of its own: one told in two places is one owner.
    out = []
    left = 100
    for n in range(draw(st.integers(0, 3))):
        at = f"{place}{n}"
        percent: int | str | None = draw(
            st.none() | st.sampled_from([0, 10, 24, 25, 26, 49, 50, 51, 60])
        )
        if percent is not None:
            least = percent = min(int(percent), left)
            left -= least
            if draw(st.booleans()):
                percent = f"{least}-{min(100, least + draw(st.integers(0, 60)))}"
        listed = draw(st.booleans())
        above = draw(owners(depth - 1, at)) if depth and not listed else []
        name = f"{'Listed' if listed else 'Holding'} {depth} {at}"
        out.append({"name": name, "percent": percent, "owners": above})
    return out


def worlds(who: tuple[Owner, ...]) -> Iterator[tuple[Fraction, ...]]:
    """Every way to give what is left to owners whose share is open, one after another."""
    open_ = [n for n, o in enumerate(who) if o.low != o.high]
    for size in range(len(open_) + 1):
        for takers in itertools.permutations(open_, size):
            shares = [o.low for o in who]
            left = 1 - sum(shares, Fraction(0))
            for n in takers:
                more = min(who[n].high - who[n].low, left)
                shares[n] += more
                left -= more
            yield tuple(shares)


def outcomes(owner: Owner) -> set[bool]:
    """Whether an owner counts, in each world of its own owners."""
    if owner.name.startswith("Listed"):
        return {True}
    return caught(owner.owners)


def caught(who: tuple[Owner, ...]) -> set[bool]:
    found: set[bool] = set()
    for shares in worlds(who):
        for counts in itertools.product(*(outcomes(o) for o in who)):
            total = sum(
                (s for s, c in zip(shares, counts, strict=True) if c), Fraction(0)
            )
            found.add(total >= HALF)
    return found


@given(owners())
@settings(max_examples=150, deadline=None)
def test_an_affiliate_is_caught_or_open_as_every_world_says(
    told: list[dict[str, Any]],
) -> None:
    tx = parse_transaction(
        {
            "on": "2025-10-15",
            "destination": "CN",
            "item": {"eccn": "EAR99", "subject_to_ear": True},
            "parties": [
                {
                    "name": "Lens Works",
                    "role": "end-user",
                    "country": "CN",
                    "owners": told,
                }
            ],
        },
        date(2025, 10, 15),
    )
    screened = [
        LISTED if who.name.startswith("Listed") else CLEAR for who in tx.people()
    ]
    party = tx.parties[0]
    found = inherited(party, tx, screened, rulebook(), GROUPS)
    expected = caught(party.owners)
    assert bool(found.bis) == (True in expected)
    if found.bis:
        assert all(bool(c.open) == (False in expected) for c in found.bis)
