from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from listgate.history.diff import changed_fields, diff
from listgate.history.merge import stories
from listgate.records import ListEntry, ListVersion

Make = Callable[..., ListEntry]
MakeVersion = Callable[..., ListVersion]


def test_a_respelling_is_a_change_and_a_removal_is_dated_at_the_later_version(
    entry: Make, version: MakeVersion
) -> None:
    told = stories(
        [
            (
                version("2022-04-30"),
                (
                    entry("Kezilsu PSB", "k", cites=("84 FR 54002",)),
                    entry("Gone", "g", cites=("84 FR 54002",)),
                ),
            ),
            (
                version("2026-07-31"),
                (
                    entry("Kizilsu PSB", "k", cites=("84 FR 54002",)),
                    entry("New", "n", cites=("90 FR 44496",)),
                ),
            ),
        ]
    )
    found = diff(told, date(2022, 4, 30), date(2026, 8, 1))
    assert [e.name for e in found.added] == ["New"]
    assert [e.name for e in found.removed] == ["Gone"]
    assert [(c.before.name, c.after.name, c.fields) for c in found.changed] == [
        ("Kezilsu PSB", "Kizilsu PSB", ("name",))
    ]
    assert diff(told, date(2022, 4, 30), date(2026, 7, 30)).removed == ()
    assert len(diff(told, date(2026, 7, 30), date(2026, 7, 31)).removed) == 1


def test_an_addition_that_an_earlier_version_lacks_is_dated_where_it_is_seen(
    entry: Make, version: MakeVersion
) -> None:
    old = entry("Old", "o", cites=("84 FR 54002",))
    late = entry("Late", "l", cites=("83 FR 37423",))
    told = stories(
        [(version("2022-04-30"), (old,)), (version("2026-07-31"), (old, late))]
    )
    found = diff(told, date(2022, 4, 30), date(2026, 8, 1))
    assert [e.name for e in found.added] == ["Late"]
    assert "2022-04-30" in found.added[0].notes[0]


def test_only_the_lists_asked_for_are_compared(
    entry: Make, version: MakeVersion
) -> None:
    told = stories(
        [(version("2022-04-30"), (entry("A", "a", cites=("84 FR 54002",)),))]
    )
    days = date(2019, 10, 8), date(2019, 10, 9)
    assert len(diff(told, *days, ["us-bis-el"]).added) == 1
    assert diff(told, *days, ["us-bis-dpl"]).added == ()


def test_wording_without_a_legal_difference_is_no_change(entry: Make) -> None:
    before = entry(
        "Xi?an  University",
        requirement="All items subject to the EAR (See §744.11 of the EAR)",
        policy="Casa-by-case review.",
    )
    after = entry(
        "Xi'an University",
        requirement="For all items subject to the EAR.",
        policy="Case-by-case review",
    )
    assert changed_fields(before, after) == ()


def test_another_section_or_footnote_or_policy_is_a_change(entry: Make) -> None:
    before = entry(
        "A", requirement="For all items subject to the EAR.", policy="Denial."
    )
    after = replace(
        entry(
            "A",
            requirement="For all items subject to the EAR. (See §§ 734.9(e) of the EAR)4",
            policy="Case-by-case.",
        ),
        footnotes=(4,),
    )
    assert changed_fields(before, after) == (
        "license_requirement",
        "license_review_policy",
        "footnotes",
    )


def test_a_field_that_one_file_does_not_carry_is_no_change(entry: Make) -> None:
    assert changed_fields(entry("A", addresses=("1 Road, Moscow",)), entry("A")) == ()
    moved = entry("A", addresses=("2 Street, Moscow",))
    assert changed_fields(entry("A", addresses=("1 Road, Moscow",)), moved) == (
        "addresses",
    )


def test_the_json_has_the_outside_surface_keys(
    entry: Make, version: MakeVersion
) -> None:
    told = stories(
        [(version("2022-04-30"), (entry("A", "a", cites=("84 FR 54002",)),))]
    )
    found = diff(told, date(2019, 10, 8), date(2019, 10, 9)).to_dict()
    assert (found["from"], found["to"]) == ("2019-10-08", "2019-10-09")
    assert found["added"][0]["effective_from"] == "2019-10-09"
    assert found["removed"] == found["changed"] == []
