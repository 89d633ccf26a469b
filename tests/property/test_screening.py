"""What must hold for any names and any lists, on small indexes of true entries."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listgate.errors import QueryError
from listgate.history.story import Story
from listgate.matching.index import Index
from listgate.names.fold import fold_lines
from listgate.names.latin import renderings
from listgate.records import Party
from listgate.screening.asked import as_party
from listgate.screening.screen import Asking, screen

DAY = date(2026, 1, 1)
QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TRUE_NAMES = (
    "Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision", "海康威视",
    "Dahua Technology", "大华股份", "Beijing Zhipu Huazhang Technology", "BANK MELLI IRAN",
    "BMI", "Wolf Holding", "FADHIL, Mustafa Mohamed", "ARTAVIL", "The Handle Group",
    "China Aerospace Science and Industry Corporation Second Academy", "Address 01",
)  # fmt: skip
ADDRESSES = (
    "", "555 Qianmo Rd, Hangzhou", "1 Zhongguancun East Road, Beijing", "Moscow",
    "Room 1605, Ho King Commercial Centre, 2-16 Fa Yuen Street", "杭州市滨江区阡陌路555号",
)  # fmt: skip
NUMBERS = ("", "IMO 9187629", "91330000733796106P", "IMO 1234567", "12773667")


@st.composite
def names(draw: st.DrawFn) -> str:
    """A true name, damaged now and then, or any text."""
    if draw(st.booleans()):
        return draw(st.text(max_size=40))
    name = draw(st.sampled_from(TRUE_NAMES))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(name)))
        name = (
            name[:at]
            + draw(st.sampled_from(string.ascii_letters + " 海\u200b-"))
            + name[at + 1 :]
        )
    return name


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    return {
        "name": draw(names()),
        "alias": draw(st.sampled_from(("", "海康威视", "Dahua", "Nobody"))),
        "address": draw(st.sampled_from(ADDRESSES)),
        "country": draw(st.sampled_from(("", "CN", "HK", "IR", "US", "CN;HK"))),
        "type": draw(st.sampled_from(("", "person", "organization", "vessel"))),
        "identifier": draw(st.sampled_from(NUMBERS)),
    }


def party_of(row: dict[str, str]) -> Party | str | None:
    try:
        return as_party(row)
    except QueryError:
        return None


@pytest.fixture(scope="module")
def halves(
    small_stories: tuple[Story, ...], index_of: Callable[[Iterable[Story]], Index]
) -> tuple[Index, Index]:
    """An index of the Entity List alone, and one with every list."""
    first = index_of(s for s in small_stories if s.entry.startswith("us-bis-el:"))
    return first, index_of(small_stories)


@QUICK
@given(row=rows())
def test_adding_lists_never_removes_a_hit_or_lowers_its_score(
    halves: tuple[Index, Index], row: dict[str, str]
) -> None:
    party = party_of(row)
    if party is None:
        return
    few, all_ = (screen([party], x, Asking(DAY, limit=50))[0] for x in halves)
    scores = {h.entry: h.score for h in all_.hits}
    for hit in few.hits:
        # What words of addresses tell is counted on the index, so a shared address
        # may weigh a hair more or less in a larger one.
        slack = 0.02 if isinstance(party, Party) and party.address else 0.0
        assert scores.get(hit.entry, 0.0) >= hit.score - slack


@QUICK
@given(row=rows())
def test_asking_more_lists_never_removes_a_hit_or_lowers_its_score(
    small_index: Index, row: dict[str, str]
) -> None:
    party = party_of(row)
    if party is None:
        return
    bits = small_index.lists_bits(["us-bis-el", "us-ofac-sdn"])
    few = screen([party], small_index, Asking(DAY, lists=bits, limit=50))[0]
    every = screen([party], small_index, Asking(DAY, limit=50))[0]
    scores = {h.entry: h.score for h in every.hits}
    assert all(scores.get(h.entry, 0.0) >= h.score for h in few.hits)


@QUICK
@given(block=st.lists(rows(), max_size=6))
def test_a_block_gives_what_its_rows_give_alone_in_any_order(
    small_index: Index, block: list[dict[str, str]]
) -> None:
    parties = [p for p in map(party_of, block) if p is not None]
    alone = [screen([p], small_index, Asking(DAY))[0].to_dict() for p in parties]
    assert [s.to_dict() for s in screen(parties, small_index, Asking(DAY))] == alone
    turned = screen(parties[::-1], small_index, Asking(DAY))
    assert [s.to_dict() for s in turned][::-1] == alone


@QUICK
@given(
    row=rows(), limit=st.integers(1, 6), review=st.floats(0, 1), match=st.floats(0, 1)
)
def test_limits_and_thresholds_are_kept(
    small_index: Index, row: dict[str, str], limit: int, review: float, match: float
) -> None:
    party = party_of(row)
    if party is None:
        return
    review, match = sorted((review, match))
    found = screen(
        [party], small_index, Asking(DAY, limit=limit, match=match, review=review)
    )[0]
    scores = [h.score for h in found.hits]
    assert len(scores) <= limit
    assert scores == sorted(scores, reverse=True)
    assert all(review <= score <= 1 for score in scores)
    assert len({h.entry for h in found.hits}) == len(scores)
    if found.status != "error":
        best = max(scores, default=-1.0)
        status = "match" if best >= match else "review" if best >= review else "clear"
        assert found.status == status


@QUICK
@given(name=st.text(max_size=60))
def test_any_text_gives_an_outcome(small_index: Index, name: str) -> None:
    try:
        party = as_party(name)
    except QueryError:
        return
    found = screen([party], small_index, Asking(DAY))[0]
    assert found.status in {"match", "review", "clear", "error"}
    found.to_dict()


@QUICK
@given(texts=st.lists(st.text(max_size=30), max_size=5))
def test_lines_never_run_into_each_other(texts: list[str]) -> None:
    lines = [line for text in texts for line in renderings(text) if line.isprintable()]
    block, offsets = fold_lines(lines)
    assert len(offsets) == max(1, len(lines)) + 1
    for i, line in enumerate(lines):
        alone, _ = fold_lines([line])
        assert block[offsets[i] : offsets[i + 1]].split() == alone.split()


@QUICK
@given(address=st.text(max_size=80))
def test_any_text_is_an_address_that_shares_at_most_itself(
    small_index: Index, address: str
) -> None:
    for shared in small_index.evidence.by_address(address):
        assert 0 <= shared.agreement.likeness <= 1
