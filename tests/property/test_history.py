"""What a difference says, laid over the first day, is what held on the second."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from listgate.history.diff import changed_fields, diff
from listgate.history.identity import identify
from listgate.history.merge import stories
from listgate.history.story import Story
from listgate.history.timeline import timeline
from listgate.records import (
    Alias,
    Citation,
    DatedBy,
    ListEntry,
    ListVersion,
    Origin,
)

EL = "us-bis-el"
CITES = ("84 FR 54002", "85 FR 34503", "85 FR 44159", "87 FR 62202", "87 FR 75173")
NAMES = (
    "Ferntree Optics",
    "Ferntree Optik",
    "Quiet Harbor Trading",
    "Uighur Bureau",
    "Uyghur Bureau",
    "Safe Technical Supply Co., LLC",
    "Address 01",
)

entries = st.builds(
    lambda name, cites, country, alias, policy: ListEntry(
        list=EL,
        name=name,
        countries=(country,),
        aliases=(Alias(alias),) if alias else (),
        citations=tuple(Citation(c, c) for c in sorted(cites)),
        license_review_policy=policy,
    ),
    st.sampled_from(NAMES),
    st.sets(st.sampled_from(CITES), max_size=2),
    st.sampled_from(["CN", "HK", "RU"]),
    st.sampled_from(["", "Fern"]),
    st.sampled_from(["Denial.", "Case by case."]),
)
days = st.dates(date(2019, 1, 1), date(2026, 12, 31))
versions = st.lists(
    st.tuples(days, st.lists(entries, max_size=6)),
    min_size=1,
    max_size=4,
    unique_by=lambda v: v[0],
)


def told(published: list[tuple[date, list[ListEntry]]]) -> tuple[Story, ...]:
    """The stories of versions, each with the ids that those before it gave."""
    found: list[tuple[ListVersion, tuple[ListEntry, ...]]] = []
    known: list[ListEntry] = []
    for day, rows in sorted(published, key=lambda v: v[0]):
        version = ListVersion(
            EL, f"sha256:{day}", day, DatedBy.USER, Origin.LOADED, len(rows)
        )
        found.append((version, identify(rows, reversed(known))))
        known.extend(found[-1][1])
    return stories(found)


def as_of(known: tuple[Story, ...], day: date) -> dict[str, ListEntry]:
    return {
        s.entry: entry
        for s in known
        if s.shown(day) and (entry := s.on(day)) is not None
    }


@settings(deadline=None, max_examples=200)
@given(published=versions, days=st.tuples(days, days))
def test_the_second_day_is_the_first_with_the_difference(
    published: list[tuple[date, list[ListEntry]]], days: tuple[date, date]
) -> None:
    first, last = sorted(days)
    known = told(published)
    before, after = as_of(known, first), as_of(known, last)
    found = diff(known, first, last)
    made = dict(before)
    for entry in found.removed:
        assert made.pop(entry.entry) == entry
    for entry in found.added:
        assert entry.entry not in made
        made[entry.entry] = entry
    changed = {c.after.entry for c in found.changed}
    for change in found.changed:
        assert made[change.after.entry] == change.before
        made[change.after.entry] = change.after
    assert made.keys() == after.keys()
    for entry_id, entry in after.items():
        assert not changed_fields(made[entry_id], entry)
        if entry_id in before and entry_id not in changed:
            assert not changed_fields(before[entry_id], entry)


@settings(deadline=None, max_examples=100)
@given(published=versions)
def test_each_row_of_each_version_has_one_id_and_one_story(
    published: list[tuple[date, list[ListEntry]]],
) -> None:
    known = told(published)
    for day, rows in published:
        having = [s for s in known if f"sha256:{day}" in s.versions]
        assert len({s.entry for s in having}) == len(rows) == len(having)
    for story in known:
        events = timeline(story, {f"sha256:{d}": d for d, _ in published})
        assert events[0].kind == "added"
        dated = [e.day for e in events if e.day]
        assert dated == sorted(dated)
