from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from listgate.errors import QueryError
from listgate.history.story import Story
from listgate.matching.compile import compile_index
from listgate.matching.index import Index
from listgate.records import ListEntry, Party, PartyType
from listgate.screening.decision import MATCH, REVIEW, Screening
from listgate.screening.decisions import Clearance, Decisions
from listgate.screening.screen import Asking, screen
from listgate.screening.thresholds import ByList, thresholds

DAY = date(2026, 8, 1)
NAMES = {
    "us-bis-el:one": "Ferntree Optics Zhengzhou",
    "us-bis-el:two": "Quiet Harbor Trading",
    "own:mine:three": "Ferntree Optics Zhengzhou",
}


def listed(entry: str, name: str, **more: Any) -> ListEntry:
    code = entry.rpartition(":")[0]
    return ListEntry(
        list=code, name=name, entry=entry, type=PartyType.ORGANIZATION, **more
    )


def indexed(folder: Path, *entries: ListEntry) -> Index:
    path = folder / "index"
    path.write_bytes(compile_index([Story(e.entry, ((date.min, e),)) for e in entries]))
    return Index(path)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    entries = [listed(e, n, countries=("CN",)) for e, n in NAMES.items()]
    return indexed(tmp_path, *entries)


def clearance(index: Index, entry: str, party: Party | str, **more: Any) -> Clearance:
    card = index.card_of(entry, DAY)
    assert card is not None
    told = {
        "list": "own:fine",
        "party": party if isinstance(party, Party) else Party(party),
        "whole": isinstance(party, Party),
        "entry": entry,
        "text": card.text(DAY, index.phrases).digest,
        "by": "Lee",
        "when": date(2026, 1, 2),
        "why": "another owner",
        **more,
    }
    return Clearance(**told)


def ask(index: Index, party: Party | str, *given: Clearance, **more: Any) -> Screening:
    more.setdefault("day", DAY)
    return screen([party], index, Asking(decisions=Decisions(given), **more))[0]


FERNTREE = "Ferntree Optics Zhengzhou"
ONE, TWO, THREE = NAMES


def test_a_hit_that_was_cleared_is_shown_and_does_not_count(index: Index) -> None:
    plain = screen([FERNTREE], index, Asking(DAY))[0]
    assert plain.status == "match"
    both = [clearance(index, e, FERNTREE) for e in (ONE, THREE)]
    found = ask(index, FERNTREE, *both)
    assert found.status == "clear"
    assert [h.entry for h in found.hits] == [h.entry for h in plain.hits]
    assert found.hits[0].to_dict()["suppressed"] == {
        "list": "own:fine",
        "by": "Lee",
        "when": "2026-01-02",
        "why": "another owner",
        "until": None,
    }
    said = "suppressed: cleared by Lee on 2026-01-02: another owner"
    assert said in found.hits[0].reasons


def test_other_hits_of_the_party_count_and_come_first(index: Index) -> None:
    found = ask(index, FERNTREE, clearance(index, ONE, FERNTREE))
    assert found.status == "match"
    assert [(h.entry, h.suppressed is None) for h in found.hits] == [
        (THREE, True),
        (ONE, False),
    ]
    assert "suppressed" not in found.hits[0].to_dict()


def test_another_party_is_not_cleared(index: Index) -> None:
    given = clearance(index, TWO, "Quiet Harbor")
    assert ask(index, "Quiet Harbor Trading", given).status == "match"
    assert ask(index, " quiet  HARBOR ", given).status == "clear"


def test_a_clearance_ends_on_its_day(index: Index) -> None:
    given = clearance(index, TWO, NAMES[TWO], until=DAY)
    assert ask(index, NAMES[TWO], given, day=date(2026, 7, 31)).status == "clear"
    found = ask(index, NAMES[TWO], given)
    assert found.status == "match"
    assert "not counted: it ended on 2026-08-01" in " ".join(found.hits[0].reasons)


@pytest.mark.parametrize(
    "change",
    [
        {"license_review_policy": "Policy of denial."},
        {"countries": ("HK",)},
        {"programs": ("NPWMD",)},
        {"details": (("remarks", "new"),)},
    ],
)
def test_a_clearance_ends_when_the_entry_changes(
    index: Index, tmp_path: Path, change: dict[str, Any]
) -> None:
    given = clearance(index, TWO, NAMES[TWO])
    entry = listed(TWO, NAMES[TWO], **{"countries": ("CN",), **change})
    (tmp_path / "new").mkdir()
    found = ask(indexed(tmp_path / "new", entry), NAMES[TWO], given)
    assert found.status == "match"
    assert "not counted: the entry has changed since" in found.hits[0].reasons[-1]


ROW = Party(
    NAMES[TWO], country="DE", address="1 Lake Road, Bonn", identifiers=("HRB1",)
)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (ROW, "clear"),
        (Party(ROW.name, "7", (), ROW.address, "DE", identifiers=("hrb1",)), "clear"),
        (Party(ROW.name, address=ROW.address, identifiers=("HRB1",)), "match"),
        (Party(ROW.name, country="CN", address=ROW.address), "match"),
        (ROW.name, "match"),
    ],
)
def test_a_clearance_of_a_whole_row_ends_when_the_row_changes(
    index: Index, row: Party | str, status: str
) -> None:
    given = clearance(index, TWO, ROW)
    assert ask(index, row, given, match=0.7, review=0.6).status == status


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (Party(NAMES[TWO], country="DE"), "clear"),
        (Party(NAMES[TWO], address="1 Lake Road, Bonn"), "clear"),
        (Party(NAMES[TWO], country="CN"), "match"),
        (Party(NAMES[TWO], aliases=("Harbor Group",)), "match"),
    ],
)
def test_a_clearance_of_a_name_holds_until_the_row_says_more_for_the_entry(
    index: Index, row: Party, status: str
) -> None:
    given = clearance(index, TWO, NAMES[TWO])
    assert ask(index, row, given, match=0.7, review=0.6).status == status


def test_of_two_clearances_the_one_that_counts_goes_first(index: Index) -> None:
    old = clearance(index, TWO, NAMES[TWO], until=date(2026, 2, 1))
    new = clearance(index, TWO, NAMES[TWO], by="Kim")
    for given in ((old, new), (new, old)):
        found = ask(index, NAMES[TWO], *given)
        assert found.hits[0].suppressed == new


def test_cleared_hits_take_no_place_of_others(tmp_path: Path) -> None:
    entries = [listed(f"us-bis-el:{n:03}", "Ferntree Optics") for n in range(20)]
    index = indexed(tmp_path, *entries)
    given = [clearance(index, e.entry, "Ferntree Optics") for e in entries]
    found = ask(index, "Ferntree Optics", *given[:16], limit=3)
    assert found.status == "match"
    assert [h.entry[-3:] for h in found.hits] == ["016", "017", "018"]
    every = ask(index, "Ferntree Optics", *given, limit=3)
    assert every.status == "match"
    assert "more than 16 entries" in " ".join(every.hits[0].reasons)


def test_thresholds_differ_by_list(index: Index) -> None:
    name = "Ferntree Optics"
    score = screen([name], index, Asking(DAY, review=0.3))[0].hits[0].score

    def status(match: Any, review: Any) -> tuple[str, list[str]]:
        most, least, levels = thresholds(match, review, index.lists)
        asking = Asking(DAY, match=most, review=least, levels=levels)
        found = screen([name], index, asking)[0]
        return found.status, sorted({h.list for h in found.hits})

    low, high = score - 0.01, score + 0.01
    assert status({"us-bis-el": high, "*": low}, low) == (
        "match",
        ["own:mine", "us-bis-el"],
    )
    assert status({"us-bis-el": high, "own:mine": high}, {"*": low}) == (
        "review",
        ["own:mine", "us-bis-el"],
    )
    assert status(None, {"us-bis-el": high, "own:mine": low})[1] == ["own:mine"]
    assert status(1.0, {"*": high}) == ("clear", [])


def test_one_threshold_for_all_lists_needs_no_table() -> None:
    assert thresholds(None, None, ["a"]) == (MATCH, REVIEW, None)
    assert thresholds(None, 0.9, ["a"]) == (0.9, 0.9, None)


@pytest.mark.parametrize(
    ("match", "review", "said"),
    [
        (0.5, {"a": 0.6}, "0 <= review <= match"),
        ({"a": 1.2}, None, "0 <= review <= match"),
        (None, {"b": 0.6}, "'b' is not loaded"),
    ],
)
def test_thresholds_that_cannot_be_are_refused(
    match: Any, review: Any, said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        thresholds(match, review, ["a"])


def test_thresholds_by_list_read_as_they_are_given() -> None:
    assert str(ByList({"*": 0.85, "us-bis-el": 0.9})) == "0.85 us-bis-el=0.9"
