"""Two texts of one list: what only one has, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from listgate.history.destinations import carried, joined
from listgate.history.identity import identify
from listgate.history.reconcile import Reconciliation, Side, Why, reconcile
from listgate.records import Citation, DatedBy, ListEntry, ListVersion, Origin

RULE = Citation("76 FR 71867", "76 FR 71869", date(2011, 11, 21))


def entry(
    name: str, *countries: str, destination: str = "", cite: Citation = RULE
) -> ListEntry:
    return ListEntry(
        list="us-bis-el",
        name=name,
        countries=countries,
        citations=(cite,),
        license_requirement="For all items subject to the EAR.",
        details=(("destination", destination),) if destination else (),
    )


def version(day: date, entries: int) -> ListVersion:
    return ListVersion(
        "us-bis-el", "sha256:0", day, DatedBy.CONTENT, Origin.LOADED, entries
    )


def compared(ours: list[ListEntry], own: list[ListEntry]) -> Reconciliation:
    first = identify(ours, ())
    second = identify(joined(own, first), first)
    return reconcile(
        (version(date(2026, 7, 31), len(ours)), first),
        (version(date(2026, 7, 9), len(own)), second),
    )


def test_one_row_for_two_countries_is_the_regulations_two_entries() -> None:
    found = compared(
        [entry("Abdul Satar Ghoura", "AF", "PK")],
        [
            entry("Abdul Satar Ghoura", "AF", destination="AFGHANISTAN"),
            entry("Abdul Satar Ghoura", "PK", destination="PAKISTAN"),
        ],
    )
    assert (found.both, found.joined, found.differences) == (1, 1, ())


def test_rows_of_both_texts_under_each_country_stay_apart() -> None:
    rows = [
        entry("EKT Electronics", "LB", destination="LEBANON"),
        entry("EKT Electronics", "SY", destination="SYRIA"),
    ]
    known = identify(
        [entry("EKT Electronics", "LB"), entry("EKT Electronics", "SY")], ()
    )
    assert joined(rows, known) == tuple(rows)


def test_hong_kong_stands_under_china() -> None:
    found = compared(
        [entry("Action Global", "HK", "SG")],
        [
            entry("Action Global", "CN", destination="CHINA"),
            entry("Action Global", "SG", destination="SINGAPORE"),
        ],
    )
    assert (found.both, found.differences) == (1, ())


def test_rows_with_other_requirements_are_not_made_one() -> None:
    here = entry("Dart Aviation", "FR", destination="FRANCE")
    there = ListEntry(
        list="us-bis-el",
        name="Dart Aviation",
        countries=("IR",),
        license_requirement="See § 744.2",
        details=(("destination", "IRAN"),),
    )
    assert (
        len(joined([here, there], identify([entry("Dart Aviation", "FR", "IR")], ())))
        == 2
    )


def test_joining_loses_nothing_of_a_row() -> None:
    (one,) = joined(
        [
            entry("X Ltd.", "AF", destination="AFGHANISTAN"),
            entry(
                "X Ltd.",
                "PK",
                destination="PAKISTAN",
                cite=Citation("1 FR 1", "1 FR 1"),
            ),
        ],
        identify([entry("X Ltd.", "AF", "PK")], ()),
    )
    assert one.countries == ("AF", "PK")
    assert len(one.citations) == 2
    assert one.details == (("destination", "AFGHANISTAN"), ("destination", "PAKISTAN"))


def test_a_second_row_is_carried_along_when_the_regulation_has_one_entry() -> None:
    other = Citation("87 FR 77508", "87 FR 77508", date(2022, 12, 19))
    before = identify(
        [
            entry("Cambricon Technologies Corporation Limited", "CN"),
            entry("Cambricon Technologies Corporation Limited", "CN", cite=other),
            entry("Gone Party Ltd.", "CN"),
        ],
        (),
    )
    rows = identify(
        [
            entry(
                "Cambricon Technologies Corporation Limited", "CN", destination="CHINA"
            )
        ],
        before,
    )
    (kept,) = carried(rows, before)
    assert kept.entry in {e.entry for e in before} - {e.entry for e in rows}
    assert kept.notes == ("The regulation's text has this party in one entry.",)


def test_a_unit_named_in_its_parents_cell_is_carried_along() -> None:
    parent = "China Electronics Technology Group Corporation 14th Research Institute"
    unit = f"{parent}. Subordinate Institution - Nanjing SunSea Industry"
    before = identify([entry(parent, "CN"), entry(unit, "CN")], ())
    row = replace(
        entry(parent, "CN", destination="CHINA"),
        published=(("Entity", f"{parent}, with Nanjing SunSea Industry"),),
    )
    rows = identify([row], before)
    assert [e.name for e in carried(rows, before)] == [unit]
    bare = replace(rows[0], published=(("Entity", parent),))
    assert carried([bare], before) == ()


def why(found: Reconciliation) -> list[tuple[Side, Why, str]]:
    return [(d.side, d.why, d.entry.name) for d in found.differences]


def test_a_respelling_is_in_both_and_said() -> None:
    found = compared(
        [entry("Kizilsu Kyrgyz Autonomous Prefecture Public Security Bureau", "CN")],
        [entry("Kezilsu Kyrgyz Autonomous Prefecture Public Security Bureau", "CN")],
    )
    assert [w[:2] for w in why(found)] == [(Side.BOTH, Why.RESPELLED)]


def test_a_newer_rule_explains_an_entry_that_the_older_text_lacks() -> None:
    new = Citation("91 FR 40000", "91 FR 40000", date(2026, 7, 20))
    found = compared(
        [entry("New Party Ltd.", "CN", cite=new)], [entry("Old Ltd.", "RU")]
    )
    assert (Side.CONSOLIDATED, Why.NEWER, "New Party Ltd.") in why(found)
    assert (Side.OWN, Why.UNEXPLAINED, "Old Ltd.") in why(found)


def test_a_second_row_of_one_party_is_told() -> None:
    other = Citation("87 FR 77508", "87 FR 77508", date(2022, 12, 19))
    found = compared(
        [
            entry("Cambricon Technologies Corporation Limited", "CN"),
            entry("Cambricon Technologies Corporation Limited", "CN", cite=other),
        ],
        [entry("Cambricon Technologies Corporation Limited", "CN")],
    )
    assert [w[:2] for w in why(found)] == [(Side.CONSOLIDATED, Why.TWICE)]


def test_a_unit_that_the_regulation_names_inside_its_parent_is_told() -> None:
    parent = "China Electronics Technology Group Corporation 14th Research Institute"
    found = compared(
        [
            entry(parent, "CN"),
            entry(f"{parent}. Subordinate Institution - Nanjing SunSea Industry", "CN"),
        ],
        [entry(parent, "CN")],
    )
    assert [w[:2] for w in why(found)] == [(Side.CONSOLIDATED, Why.UNIT)]
    assert found.differences[0].other is not None
