from __future__ import annotations

from collections.abc import Callable
from datetime import date

from listgate.history.diff import diff
from listgate.history.merge import stories
from listgate.history.story import Story
from listgate.history.timeline import Event, timeline
from listgate.history.wording import Wording, wordings
from listgate.records import ListEntry, ListVersion

Make = Callable[..., ListEntry]
MakeVersion = Callable[..., ListVersion]

OLD, NEW = "2022-04-30", "2026-07-31"


def told(*versions: tuple[ListVersion, tuple[ListEntry, ...]]) -> tuple[Event, ...]:
    (story,) = stories(versions)
    return timeline(story, {v.version: v.published_at for v, _ in versions})


def test_a_change_is_dated_by_the_citation_that_came_with_it(
    entry: Make, version: MakeVersion
) -> None:
    before = entry("A", "a", cites=("84 FR 54002",), policy="Case by case.")
    after = entry("A", "a", cites=("84 FR 54002", "87 FR 62202"), policy="Denial.")
    added, changed = told((version(OLD), (before,)), (version(NEW), (after,)))
    assert (added.day, added.kind) == (date(2019, 10, 9), "added")
    assert added.citations == ("84 FR 54002",)
    assert (changed.day, changed.after) == (date(2022, 10, 21), None)
    assert "license_review_policy" in changed.fields
    assert changed.basis == "dated by the rule that came with it"


def test_a_change_without_one_is_bounded_by_two_versions(
    entry: Make, version: MakeVersion
) -> None:
    before = entry("Uighur Bureau", "a", cites=("84 FR 54002",))
    after = entry("Uyghur Bureau", "a", cites=("84 FR 54002",))
    changed = told((version(OLD), (before,)), (version(NEW), (after,)))[-1]
    assert (changed.after, changed.day) == (date(2022, 4, 30), date(2026, 7, 31))
    assert changed.words == (Wording("name", ("Uighur",), ("Uyghur",)),)
    assert changed.to_dict()["after"] == OLD


def test_a_removal_says_whether_a_rule_or_two_versions_date_it(
    entry: Make, version: MakeVersion
) -> None:
    safe = entry("SAFE TECHNICAL SUPPLY CO., LLC", "a", cites=("84 FR 61538",))
    other = entry("Nanchang O-Film Tech", "b", cites=("85 FR 44159",))
    known = stories([(version(OLD), (safe, other)), (version(NEW), ())])
    ends = {s.entry[-1]: timeline(s, {})[-1] for s in known}
    assert (ends["a"].day, ends["a"].citations) == (date(2022, 12, 8), ("87 FR 75173",))
    assert ends["a"].after is None
    assert (ends["b"].day, ends["b"].after) == (date(2026, 7, 31), date(2022, 4, 30))
    held = {s.entry[-1]: s for s in known}
    assert held["a"].holds(date(2022, 12, 7))
    assert not held["a"].holds(date(2022, 12, 8))
    assert not held["a"].in_doubt(date(2022, 12, 7))
    assert held["b"].in_doubt(date(2022, 12, 8))


def test_a_rule_of_another_time_did_not_remove_it(
    entry: Make, version: MakeVersion
) -> None:
    safe = entry("Safe Technical Supply Co., LLC", "a", cites=("84 FR 61538",))
    (late,) = stories([(version("2023-06-01"), (safe,)), (version(NEW), ())])
    assert (late.ended_by, late.held_to) == ("", date(2026, 7, 31))
    # A file that is five days behind the law is no other time.
    (behind,) = stories([(version("2022-12-13"), (safe,)), (version(NEW), ())])
    assert (behind.ended_by, behind.held_to) == ("87 FR 75173", date(2022, 12, 8))


def test_a_difference_tells_its_words_and_what_dates_it(
    entry: Make, version: MakeVersion
) -> None:
    before = entry("A", "a", cites=("84 FR 54002",), policy="Case by case for X.")
    after = entry("A", "a", cites=("84 FR 54002", "87 FR 62202"), policy="Denial.")
    known: tuple[Story, ...] = stories(
        [(version(OLD), (before,)), (version(NEW), (after,))]
    )
    (change,) = diff(known, date(2022, 10, 20), date(2022, 10, 21)).changed
    said = change.to_dict()
    assert said["dated"] == [
        {"on": "2022-10-21", "basis": "citation", "cite": "87 FR 62202"}
    ]
    assert {
        "field": "license_review_policy",
        "removed": ["Case by case for X."],
        "added": ["Denial."],
    } in said["words"]
    assert diff(known, date(2022, 10, 21), date(2026, 8, 1)).changed == ()


def test_members_of_lists_come_and_go_whole(entry: Make) -> None:
    old = entry("A", aliases=("One", "Two"), countries="CN")
    new = entry("A", aliases=("Two", "Three"), countries="CN HK")
    assert wordings(old, new, ("aliases", "countries", "footnotes")) == (
        Wording("aliases", ("One",), ("Three",)),
        Wording("countries", (), ("HK",)),
    )
