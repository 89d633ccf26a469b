"""Own lists and cleared pairs, through the gate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import listgate
from listgate.errors import ParseError, QueryError, RefusedError
from listgate.history.updates import Outcome
from listgate.service import Gate
from listgate.settings import Settings

TODAY = date(2026, 11, 24)
HEAD = "id,name,country,reason,until\n"
WATCHED = HEAD + (
    "A1,Ferntree Optics Zhengzhou,CN,unpaid invoices,\n"
    "A2,Quiet Harbor Trading,AE,relabels cameras,2027-01-01\n"
)
CLEARED = "party,entry,by,when,why,until\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The lists that come with the package would take seconds to compile.
    monkeypatch.setattr("listgate.sources.embedded.EMBEDDED_CODES", ())
    return tmp_path / "home"


@pytest.fixture
def gate(home: Path) -> Gate:
    return Gate(Settings(home), today=TODAY)


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "list.csv") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_an_own_list_is_screened_beside_the_others_and_says_why(
    gate: Gate, file: Callable[..., Path]
) -> None:
    report = gate.update_own("own:watched", file(WATCHED))
    assert [(t.version.code, t.outcome) for t in report.lists] == [
        ("own:watched", Outcome.SERVING)
    ]
    found = gate.screen("Ferntree Optics Zhengzhou")
    assert found.status == "match"
    assert found.hits[0].entry == "own:watched:A1"
    assert found.hits[0].list == "own:watched"
    assert "on the list own:watched for: unpaid invoices" in found.hits[0].reasons
    assert gate.show("own:watched:A1").name == "Ferntree Optics Zhengzhou"
    assert gate.screen("Ferntree Optics", lists=["own:watched"]).hits


def test_an_entry_ends_on_its_day(gate: Gate, file: Callable[..., Path]) -> None:
    gate.update_own("own:watched", file(WATCHED))
    name = "Quiet Harbor Trading"
    assert gate.screen(name, on="2026-12-31").status == "match"
    assert gate.screen(name, on="2027-01-01").status == "clear"


def test_a_newer_file_replaces_the_list_and_the_old_one_can_come_back(
    gate: Gate, file: Callable[..., Path]
) -> None:
    first = file(WATCHED)
    gate.update_own("own:watched", first)
    gate.update_own("own:watched", file(HEAD + "A3,Long Meadow Steel,CN,x,\n", "b.csv"))
    assert gate.screen("Ferntree Optics Zhengzhou").status == "clear"
    assert gate.screen("Long Meadow Steel").status == "match"
    again = gate.update_own("own:watched", first)
    assert again.lists[0].outcome is Outcome.SERVING
    assert gate.screen("Ferntree Optics Zhengzhou").status == "match"
    assert gate.screen("Long Meadow Steel").status == "clear"
    same = gate.update_own("own:watched", first)
    assert same.lists[0].outcome is Outcome.KNOWN


def test_a_list_that_lost_many_rows_waits_for_force(
    gate: Gate, file: Callable[..., Path]
) -> None:
    rows = [f"N{i},Number{i} Trading,CN,x,\n" for i in range(120)]
    gate.update_own("own:watched", file(HEAD + "".join(rows)))
    shorter = file(HEAD + "".join(rows[:90]), "b.csv")
    with pytest.raises(RefusedError, match="has 90 entries"):
        gate.update_own("own:watched", shorter)
    gate.update_own("own:watched", shorter, force=True)
    assert len([s for s in gate.lists() if s.serving]) == 1


def test_a_file_with_one_wrong_row_changes_nothing(
    gate: Gate, file: Callable[..., Path]
) -> None:
    gate.update_own("own:watched", file(WATCHED))
    before = gate.lists()
    with pytest.raises(ParseError, match="row 2"):
        gate.update_own(
            "own:watched", file(HEAD + "1,A,CN,x,\n2,B,CN,x,soon\n", "b.csv")
        )
    assert gate.lists() == before


def test_a_determination_does_not_count_a_cleared_pair(
    gate: Gate, file: Callable[..., Path]
) -> None:
    gate.update_own("own:watched", file(WATCHED))
    asked = {
        "on": "2026-11-24",
        "destination": "CN",
        "item": {"eccn": "EAR99", "subject_to_ear": True},
        "parties": [{"name": "Ferntree Optics Zhengzhou", "role": "end-user"}],
    }
    before = gate.determine(asked).to_dict()
    assert [r["regime"] for r in before["other_regimes"]] == ["own list"]
    pair = "Ferntree Optics Zhengzhou,own:watched:A1,S. Lind,2026-11-01,paid by now,\n"
    gate.update_own("own:fine", file(CLEARED + pair, "c.csv"), kind="cleared")
    after = gate.determine(asked).to_dict()
    assert after["other_regimes"] == []
    assert "own:fine" in after["inputs"]["decisions"]
    assert after["digest"] != before["digest"]


def test_a_cleared_pair_is_shown_but_does_not_count(
    gate: Gate, home: Path, file: Callable[..., Path]
) -> None:
    gate.update_own("own:watched", file(WATCHED))
    pair = "Ferntree Optics Zhengzhou,own:watched:A1,Lee,2026-11-01,other owner,\n"
    report = gate.update_own("own:fine", file(CLEARED + pair, "c.csv"), kind="cleared")
    assert [t.version.code for t in report.lists] == ["own:fine"]
    assert "name alone" in report.sentences[-1]
    for each in (gate, Gate(Settings(home), today=TODAY)):
        found = each.screen("Ferntree Optics Zhengzhou")
        assert found.status == "clear"
        assert found.hits[0].to_dict()["suppressed"]["by"] == "Lee"
    shown = {s.version.code: s.to_dict().get("kind") for s in gate.lists()}
    assert shown == {"own:watched": None, "own:fine": "cleared"}


def test_loading_a_file_again_renews_no_older_clearance(
    gate: Gate, file: Callable[..., Path]
) -> None:
    gate.update_own("own:watched", file(WATCHED))
    pair = "Ferntree Optics Zhengzhou,own:watched:A1,Lee,2026-11-01,other owner,\n"
    other = "Quiet Harbor Trading,own:watched:A2,Lee,2026-11-20,other owner,\n"
    cleared = file(CLEARED + pair, "c.csv")
    gate.update_own("own:fine", cleared, kind="cleared")
    changed = WATCHED.replace("unpaid invoices", "front of a listed party")
    gate.update_own("own:watched", file(changed, "b.csv"))
    asked = ["Ferntree Optics Zhengzhou", "Quiet Harbor Trading"]
    assert [gate.screen(a).status for a in asked] == ["match", "match"]
    gate.update_own("own:fine", file(CLEARED + pair + other, "c.csv"), kind="cleared")
    assert [gate.screen(a).status for a in asked] == ["match", "clear"]
    anew = pair.replace("2026-11-01", "2026-11-24")
    gate.update_own("own:fine", file(CLEARED + anew + other, "c.csv"), kind="cleared")
    assert [gate.screen(a).status for a in asked] == ["clear", "clear"]


def test_a_clearance_of_a_row_ends_when_the_row_changes(
    gate: Gate, file: Callable[..., Path]
) -> None:
    gate.update_own("own:watched", file(WATCHED))
    rows = file("id,name,country\n7,Ferntree Optics Zhengzhou,CN\n", "rows.csv")
    pair = file(CLEARED + "7,own:watched:A1,Lee,2026-11-01,other owner,\n", "c.csv")
    gate.update_own("own:fine", pair, kind="cleared", parties=rows)
    row = {"id": "7", "name": "Ferntree Optics Zhengzhou", "country": "CN"}
    assert gate.screen(row).status == "clear"
    assert gate.screen({**row, "identifier": "HRB 1"}).status == "match"
    assert gate.screen({**row, "country": "HK"}).status != "clear"


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("own:No Name", "parties", "is no name of an own list"),
        ("own:watched", "cleared", "is a list of parties"),
        ("own:new", "other", "neither parties nor cleared"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    gate: Gate, file: Callable[..., Path], code: str, kind: str, said: str
) -> None:
    path = file(WATCHED)
    gate.update_own("own:watched", path)
    with pytest.raises(QueryError, match=said):
        gate.update_own(code, path, kind=kind)


def test_an_entry_that_is_nowhere_listed_is_refused(
    gate: Gate, file: Callable[..., Path]
) -> None:
    gate.update_own("own:watched", file(WATCHED))
    pair = file(CLEARED + "A,own:watched:A9,Lee,2026-11-01,w,\n", "c.csv")
    with pytest.raises(ParseError, match="row 1: no list at hand has an entry"):
        gate.update_own("own:fine", pair, kind="cleared")


def test_a_list_without_an_embedded_version_is_told_alone(
    gate: Gate, file: Callable[..., Path]
) -> None:
    gate.update_own("own:watched", file(WATCHED))
    assert {e.list for e in gate.entries(lists=["own:watched"])} == {"own:watched"}
    found = gate.diff("2019-01-01", "2026-08-01", lists=["own:watched"])
    assert {e.list for e in found.added} <= {"own:watched"}
    codes = {s.version.code for s in gate.lists(codes=["own:watched"])}
    assert codes == {"own:watched"}


def test_thresholds_may_differ_by_list(gate: Gate, file: Callable[..., Path]) -> None:
    gate.update_own("own:watched", file(WATCHED))
    asked = "Ferntree Optics"
    assert gate.screen(asked, match={"own:watched": 0.999}).status == "review"
    assert gate.screen(asked, review={"own:watched": 0.999}).status == "clear"
    (found,) = gate.screen_many([asked], match={"*": 0.999})
    assert found.status == "review"
    assert listgate.MATCH < 0.999
