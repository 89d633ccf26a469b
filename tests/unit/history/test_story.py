from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from listgate.history.merge import stories
from listgate.history.story import AS_STATED, Story
from listgate.records import (
    Address,
    Alias,
    AliasKind,
    Basis,
    Citation,
    ListEntry,
    ListVersion,
    Origin,
)
from listgate.sources.compact import EarlierText

Make = Callable[..., ListEntry]
MakeVersion = Callable[..., ListVersion]

# 84 FR 54002: published and effective 2019-10-09; 85 FR 44159: effective 2020-07-22.
ADDED, CHANGED = "84 FR 54002", "85 FR 44159"


def only(*versions: tuple[ListVersion, tuple[ListEntry, ...]]) -> Story:
    (story,) = stories(versions)
    return story


def test_an_entry_holds_from_the_day_of_its_first_rule(
    entry: Make, version: MakeVersion
) -> None:
    row = entry("Dahua Technology", "d", cites=(ADDED,), start=date(2019, 10, 9))
    story = only((version("2022-04-30"), (row,)))
    assert story.on(date(2019, 10, 8)) is None
    held = story.on(date(2019, 10, 9))
    assert held is not None
    assert held.effective_from == date(2019, 10, 9)
    assert held.effective_to is None
    assert held.versions == ("sha256:2022-04-30",)


def test_with_no_date_it_holds_as_far_back_as_asked(
    entry: Make, version: MakeVersion
) -> None:
    story = only((version("2022-04-30"), (entry("Someone", "s"),)))
    held = story.on(date(1950, 1, 1))
    assert held is not None
    assert held.effective_from is None
    assert held.effective_from_basis is Basis.UNKNOWN


def test_the_start_date_counts_where_nothing_is_cited(
    entry: Make, version: MakeVersion
) -> None:
    story = only((version("2022-04-30"), (entry("S", "s", start=date(2015, 5, 5)),)))
    assert story.on(date(2015, 5, 4)) is None
    held = story.on(date(2015, 5, 5))
    assert held is not None
    assert held.effective_from_basis is Basis.START_DATE


def test_a_rule_overrides_the_start_date_and_both_are_shown(
    entry: Make, version: MakeVersion
) -> None:
    row = entry("NetPosa", "n", cites=("85 FR 34505",), start=date(2019, 10, 9))
    story = only((version("2022-04-30"), (row,)))
    assert story.on(date(2020, 6, 4)) is None
    held = story.on(date(2020, 6, 5))
    assert held is not None
    assert held.effective_from == date(2020, 6, 5)
    assert "2019-10-09" in held.notes[0]
    assert "2020-06-05" in held.notes[0]


def test_the_regulations_dated_citations_override_the_files(
    entry: Make, version: MakeVersion
) -> None:
    ours = replace(
        entry("NetPosa", "n"),
        citations=(Citation("85 FR 34503", "85 FR 34505", date(2020, 6, 5)),),
    )
    loaded = entry("NetPosa", "n", cites=(ADDED, "85 FR 34505"))
    story = only(
        (version("2026-07-31", origin=Origin.EMBEDDED), (ours,)),
        (version("2022-04-30"), (loaded,)),
    )
    assert story.held_from == date(2020, 6, 5)


def test_between_the_last_version_and_the_first_without_it_may_have_ended(
    entry: Make, version: MakeVersion
) -> None:
    row = entry("Nanchang O-Film Tech", "o", cites=("85 FR 44159",))
    other = entry("Other", "x", cites=(ADDED,))
    gone = next(
        s
        for s in stories(
            [
                (version("2022-04-30"), (row, other)),
                (version("2026-07-31"), (other,)),
            ]
        )
        if s.entry == "us-bis-el:o"
    )
    assert not gone.in_doubt(date(2022, 4, 30))
    assert gone.in_doubt(date(2022, 5, 1))
    assert gone.in_doubt(date(2026, 7, 30))
    held = gone.on(date(2026, 7, 30))
    assert held is not None
    assert "2022-04-30" in held.notes[-1]
    assert "2026-07-31" in held.notes[-1]
    assert gone.on(date(2026, 7, 31)) is None


def test_a_later_text_under_a_newer_rule_is_given_as_stated(
    entry: Make, version: MakeVersion
) -> None:
    row = entry("Yitu", "y", cites=(ADDED, CHANGED), policy="New policy.")
    story = only((version("2022-04-30"), (row,)))
    before, after = story.on(date(2020, 7, 21)), story.on(date(2020, 7, 22))
    assert before is not None
    assert after is not None
    assert before.license_review_policy == "New policy."
    assert before.notes[-1].startswith(f"{AS_STATED} 2020-07-22")
    assert [c.cite for c in before.citations] == [ADDED]
    assert after.notes == ()
    assert [c.cite for c in after.citations] == [ADDED, CHANGED]


def test_a_known_earlier_text_holds_until_the_rule_that_ended_it(
    entry: Make, version: MakeVersion
) -> None:
    row = entry("Yitu", "y", cites=(ADDED, CHANGED), policy="New policy.")
    old = EarlierText(
        entry="us-bis-el:y",
        day_from=None,
        day_to=date(2020, 7, 22),
        license_review_policy="Old policy.",
    )
    (story,) = stories([(version("2022-04-30"), (row,))], {"us-bis-el:y": (old,)})
    before, after = story.on(date(2020, 7, 21)), story.on(date(2020, 7, 22))
    assert before is not None
    assert after is not None
    assert before.license_review_policy == "Old policy."
    assert before.notes == ()
    assert after.license_review_policy == "New policy."


def test_a_text_counts_from_the_rule_that_dates_it_else_from_its_version(
    entry: Make, version: MakeVersion
) -> None:
    old = entry("Dahua", "d", cites=(ADDED,), policy="Old.")
    by_rule = entry("Dahua", "d", cites=(ADDED, "87 FR 62202"), policy="New.")
    by_hand = entry("Dahua", "d", cites=(ADDED,), policy="New.")
    first = (version("2022-04-30"), (old,))
    ruled = only(first, (version("2026-07-31"), (by_rule,)))
    assert [s[0] for s in ruled.states] == [date(2019, 10, 9), date(2022, 10, 21)]
    unruled = only(first, (version("2026-07-31"), (by_hand,)))
    assert [s[0] for s in unruled.states] == [date(2019, 10, 9), date(2026, 7, 31)]


def test_of_two_versions_of_one_date_the_loaded_one_counts_and_is_enriched(
    entry: Make, version: MakeVersion
) -> None:
    ours = replace(
        entry("Hikvision", "h", cites=(ADDED,), policy="Embedded."),
        aliases=(Alias("海康威视", AliasKind.SCRIPT, source="https://example.org"),),
        addresses=(Address("555 Qianmo Road", "CN", "15 CFR 744 Supp. 4"),),
    )
    only_ours = entry("Dropped", "x", cites=(ADDED,))
    loaded = entry("Hikvision", "h", cites=(ADDED,), policy="Loaded.")
    story = only(
        (version("2026-07-31", origin=Origin.EMBEDDED), (ours, only_ours)),
        (version("2026-07-31", name="loaded"), (loaded,)),
    )
    held = story.on(date(2026, 8, 1))
    assert held is not None
    assert held.license_review_policy == "Loaded."
    assert [a.name for a in held.aliases] == ["海康威视"]
    assert [a.source for a in held.addresses] == ["15 CFR 744 Supp. 4"]


def test_a_quarantined_version_counts_for_nothing(
    entry: Make, version: MakeVersion
) -> None:
    row = entry("A", "a", cites=(ADDED,))
    story = only(
        (version("2022-04-30"), (row,)),
        (version("2022-05-07", quarantined=True), ()),
    )
    assert story.held_to is None


def test_an_entry_that_returns_under_a_newer_rule_has_two_stays(
    entry: Make, version: MakeVersion
) -> None:
    first = entry("A", "a", cites=(ADDED,))
    second = entry("A", "a", cites=("87 FR 62202",))
    told = stories(
        [
            (version("2020-01-01"), (first,)),
            (version("2021-01-01"), (entry("B", "b", cites=(ADDED,)),)),
            (version("2023-01-01"), (second,)),
        ]
    )
    stays = [s for s in told if s.entry == "us-bis-el:a"]
    assert [(s.held_from, s.held_to) for s in stays] == [
        (date(2019, 10, 9), date(2021, 1, 1)),
        (date(2022, 10, 21), None),
    ]


def test_an_entry_that_one_version_skips_under_the_same_rules_never_left(
    entry: Make, version: MakeVersion
) -> None:
    row = entry("A", "a", cites=(ADDED,))
    told = stories(
        [
            (version("2020-01-01"), (row,)),
            (version("2021-01-01"), (entry("B", "b", cites=(ADDED,)),)),
            (version("2023-01-01"), (row,)),
        ]
    )
    assert [(s.held_from, s.held_to) for s in told if s.entry == "us-bis-el:a"] == [
        (date(2019, 10, 9), None)
    ]


def test_an_earlier_text_seen_on_a_day_holds_from_the_last_rule_before_it(
    entry: Make, version: MakeVersion
) -> None:
    row = entry("Yitu", "y", cites=(ADDED, CHANGED, "87 FR 62202"), policy="Newest.")
    old = EarlierText(
        entry="us-bis-el:y",
        day_from=None,
        day_to=date(2022, 10, 21),
        seen_on=date(2022, 4, 21),
        license_review_policy="Seen.",
    )
    (story,) = stories([(version("2026-07-31"), (row,))], {"us-bis-el:y": (old,)})
    said = {
        day: story.on(date.fromisoformat(day))
        for day in ("2020-07-21", "2020-07-22", "2022-10-20", "2022-10-21")
    }
    assert [e and e.license_review_policy for e in said.values()] == [
        "Seen.",
        "Seen.",
        "Seen.",
        "Newest.",
    ]
    assert [bool(e and e.notes) for e in said.values()] == [True, False, False, False]


def test_an_earlier_text_between_two_versions_is_told_between_them(
    entry: Make, version: MakeVersion
) -> None:
    first = entry("Yitu", "y", cites=(ADDED,), policy="First.")
    last = entry("Yitu", "y", cites=(ADDED, CHANGED, "87 FR 62202"), policy="Last.")
    middle = EarlierText(
        entry="us-bis-el:y",
        day_from=date(2020, 7, 22),
        day_to=date(2022, 10, 21),
        license_review_policy="Middle.",
    )
    (story,) = stories(
        [(version("2020-01-01"), (first,)), (version("2026-07-31"), (last,))],
        {"us-bis-el:y": (middle,)},
    )
    assert [(d.isoformat(), e.license_review_policy) for d, e in story.states] == [
        ("2019-10-09", "First."),
        ("2020-07-22", "Middle."),
        ("2022-10-21", "Last."),
    ]
