from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from listgate.cases.watches import Watches
from listgate.errors import HistoryError, QueryError
from listgate.service import Gate

Listed = Callable[..., None]
Write = Callable[..., Path]
PARTIES = """id,name,country,address,identifier
1,Ferntree Optics Zhengzhou,CN,,
2,Green Meadow Bakery,DE,,
3,Quiet Harbor Trading,AE,,
4,Unnamed Holdings Four,HK,"Room 1605, Ho King Commercial Center, 2-16 Fa Yuen Street, Mong Kok, Kowloon",
5,Sea Lift Five,PA,,IMO 9187629
"""
FERN = "A1,Ferntree Optics Zhengzhou,CN,,"
QUIET = "A2,Quiet Harbor Trading LLC,AE,,"


@pytest.fixture
def watches(gate: Gate, file: Write, listed: Listed) -> Iterator[Watches]:
    listed(FERN)
    with gate.watches() as opened:
        assert opened.add("customers", file(PARTIES)) == 5
        yield opened


def told(watches: Watches, name: str = "customers", **more: Any) -> list[Any]:
    watches.run(name, **more)
    reports = watches.reports([name])
    watches.given_out(reports)
    return [(r["change"], r["party"]["id"], r["hit"]["entry"]) for _, r in reports]


def test_the_first_run_reports_every_hit_as_new_and_the_next_nothing(
    watches: Watches,
) -> None:
    assert told(watches) == [("new", "1", "own:bad:A1")]
    assert told(watches) == []
    assert told(watches, full=True) == []


def test_only_what_can_have_changed_is_screened(
    watches: Watches, listed: Listed
) -> None:
    watches.run("customers")
    assert watches.run("customers").screened == 0
    listed(FERN, QUIET, day="2026-11-02")
    done = watches.run("customers")
    assert (done.screened, done.new) == (1, 1)


def test_a_gone_hit_is_reported_with_what_it_was(
    watches: Watches, listed: Listed
) -> None:
    watches.run("customers")
    listed(QUIET, day="2026-11-02")
    assert set(told(watches)[1:]) == {
        ("gone", "1", "own:bad:A1"),
        ("new", "3", "own:bad:A2"),
    }


def test_a_changed_entry_is_a_changed_hit_with_the_fields(
    watches: Watches, listed: Listed
) -> None:
    told(watches)
    listed("A1,Ferntree Optics Zhengzhou,CN;HK,,", day="2026-11-02")
    watches.run("customers")
    ((_, report),) = watches.reports(["customers"])
    assert report["change"] == "changed"
    assert "countries" in report["fields"]
    assert report["before"]["countries"] == ["CN"]
    assert report["hit"]["countries"] == ["CN", "HK"]


def test_addresses_and_numbers_lead_to_a_party_too(
    watches: Watches, listed: Listed
) -> None:
    told(watches)
    listed(
        FERN,
        'B1,Other Name Import,HK,"Room 1605, Ho King Commercial Center, '
        '2-16 Fa Yuen Street, Mong Kok, Kowloon, Hong Kong",',
        "B2,Abadan,,,IMO 9187629",
        day="2026-11-02",
    )
    assert told(watches) == [("new", "4", "own:bad:B1"), ("new", "5", "own:bad:B2")]


def test_what_was_not_given_out_is_given_out_later_under_its_number(
    watches: Watches, listed: Listed
) -> None:
    watches.run("customers")  # printed by nobody
    first = watches.reports(["customers"])
    listed(FERN, QUIET, day="2026-11-02")
    watches.run("customers")
    both = watches.reports(["customers"])
    assert both[:1] == first
    assert len(both) == 2
    watches.given_out(both)
    assert watches.reports(["customers"]) == []


def test_a_file_has_each_report_once_although_a_line_was_cut_short(
    watches: Watches, listed: Listed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "changes.jsonl"
    watches.run("customers")
    with monkeypatch.context() as patch:
        # The power went after the lines were written and before that was noted.
        patch.setattr(Watches, "given_out", lambda *_: None)
        assert watches.append(["customers"], out) == 1
    listed(FERN, QUIET, day="2026-11-02")
    watches.run("customers")
    with out.open("ab") as file:
        file.write(b'{"report": 2, "portfo')
    assert watches.append(["customers"], out) == 1
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["hit"]["entry"] for line in lines] == ["own:bad:A1", "own:bad:A2"]


def test_of_two_runs_at_one_time_one_gives_way_and_nothing_is_told_twice(
    watches: Watches, gate: Gate
) -> None:
    from listgate.cases.store import PortfolioStore
    from listgate.cases.watch import run

    store = PortfolioStore(gate.settings.database)
    stale = store.portfolio("customers")
    watches.run("customers")
    with pytest.raises(HistoryError, match="in the meantime"):
        run(store, stale, gate)
    assert len(watches.reports(["customers"])) == 1
    store.close()


def test_a_renewed_portfolio_reports_only_what_differs(
    watches: Watches, file: Write
) -> None:
    told(watches)
    rows = PARTIES.splitlines()
    rows[2] = "2,Ferntree Optics,CN,,"
    watches.add("customers", file("\n".join(rows)), replace=True)
    assert told(watches) == [("new", "2", "own:bad:A1")]
    watches.add("customers", file("\n".join([rows[0], *rows[2:]])), replace=True)
    assert told(watches) == [("gone", "1", "own:bad:A1")]


def test_a_row_that_names_nobody_is_reported_once_as_an_error(
    watches: Watches, file: Write
) -> None:
    watches.add("odd", file("id,name\n1,!!!\n2,Green Meadow\n"))
    watches.run("odd")
    ((_, report),) = watches.reports(["odd"])
    assert (report["status"], report["hit"]) == ("error", None)
    assert "no letter" in report["error"]
    watches.given_out(watches.reports(["odd"]))
    watches.run("odd", full=True)
    assert watches.reports(["odd"]) == []


def test_a_cleared_hit_is_a_changed_one(
    watches: Watches, gate: Gate, file: Write
) -> None:
    told(watches)
    rows = file(PARTIES)
    cleared = "party,entry,by,when,why\n"
    cleared += "Ferntree Optics Zhengzhou,own:bad:A1,Ann,2026-11-20,another town\n"
    gate.update_own("own:good", file(cleared, "good.csv"), kind="cleared", parties=rows)
    watches.run("customers")
    ((_, report),) = watches.reports(["customers"])
    assert report["change"] == "changed"
    assert report["fields"][0] == "status"
    assert "suppressed" in report["fields"]


def test_mistakes_are_one_sentence(watches: Watches, file: Write) -> None:
    with pytest.raises(QueryError, match="--replace"):
        watches.add("customers", file(PARTIES))
    with pytest.raises(QueryError, match="none called"):
        watches.run("suppliers")
    with pytest.raises(QueryError, match="no name"):
        watches.add("a\nb", file(PARTIES))
    watches.remove("customers")
    assert watches.portfolios() == ()


def test_a_birth_that_is_put_right_leads_to_a_party_again(
    watches: Watches, gate: Gate, file: Write
) -> None:
    head = "id,name,birth_date,type\n"
    born = head + "9,Amira Quietharbor,1970-05-02,person\n"
    watches.add("born", file(born, "born.csv"))
    for day, year in (("2026-11-02", "1941"), ("2026-11-03", "1970")):
        row = f"P1,Amira Quietharbor,{year}-05-02,person\n"
        gate.update_own(
            "own:bad", file(head + row, "bad.csv"), published=day, force=True
        )
        assert watches.run("born").screened == 1
    assert watches.run("born").screened == 0


def test_a_name_that_too_many_are_like_is_screened_at_every_change(
    watches: Watches, listed: Listed, file: Write
) -> None:
    # The kernel looks closely at some dozens of names: of more that share as much with
    # the party's, an entry that leaves may make room for one that was not looked at.
    marks = [a + b for a in "BCDFGHJKLM" for b in "QVWXYZ"]
    crowd = [f"C{n},{mark} Technology Group,CN,," for n, mark in enumerate(marks)]
    text = "id,name,country,address,identifier\n9,Quaint Technology Group,,,\n"
    watches.add("crowd", file(text, "crowd.csv"))
    listed(FERN, *crowd, day="2026-11-02")
    assert told(watches, "crowd") == []
    assert watches.run("crowd").screened == 0
    listed(*crowd, day="2026-11-03")  # an entry that is nothing like it leaves
    assert watches.run("crowd").screened == 1
