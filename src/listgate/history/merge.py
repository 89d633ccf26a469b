"""All versions of a list → one story for each entry (*What held on day D*)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter

from listgate.history.own import OWN
from listgate.history.own_stories import own_stories
from listgate.history.story import Story, in_force_from
from listgate.history.versions import rank
from listgate.records import Basis, ListEntry, ListVersion, Origin
from listgate.sources.compact import EarlierText
from listgate.sources.embedded import enrich, text_on
from listgate.sources.removals import Removal, removals_of
from listgate.sources.rules import OF_ORDERS, since

Versioned = tuple[ListVersion, tuple[ListEntry, ...]]
Texts = Sequence[tuple[ListVersion, ListEntry]]

# A rule is published before it takes effect, so a version may list what holds later.
# The longest wait seen: 60 days, from an order of December to its effect in February.
_AHEAD = timedelta(days=90)

# The longest that a file was seen to have what a rule had taken away or not yet what it
# brought: five days (88 FR 6622); a month is room enough.
_BEHIND = timedelta(days=31)

_STRENGTH = {basis: i for i, basis in enumerate(Basis)}


def stories(
    versions: Iterable[Versioned],
    earlier: Mapping[str, Sequence[EarlierText]] | None = None,
) -> tuple[Story, ...]:
    """One story for each stay of each entry, list by list.

    Args:
        versions: Versions of any lists with their entries, which carry ids; loaded and
            embedded. Quarantined ones do not count.
        earlier: Texts that entries had before rules changed them, by entry id.

    Returns:
        Stories by list, in the order in which the newest version has the entries; those
        that are gone come last.
    """
    by_list: dict[str, list[Versioned]] = {}
    for version, entries in versions:
        if not version.quarantined:
            by_list.setdefault(version.code, []).append((version, entries))
    told: list[Story] = []
    for code in by_list:
        if code.startswith(OWN):
            told.extend(own_stories(by_list[code]))
        else:
            told.extend(_stories_of(by_list[code], earlier or {}))
    return tuple(told)


def _stories_of(
    versions: list[Versioned], earlier: Mapping[str, Sequence[EarlierText]]
) -> list[Story]:
    """The stories of one list."""
    versions = sorted(versions, key=lambda v: rank(v[0]))
    embedded = {
        e.entry: e
        for version, entries in versions
        if version.origin is Origin.EMBEDDED
        for e in entries
    }
    # Of two versions with one date the last counts: the loaded one before the embedded.
    counting = list({v.published_at: (v, entries) for v, entries in versions}.values())
    rows = [{e.entry: e for e in entries} for _, entries in counting]
    order: dict[str, None] = {}
    for held in reversed(rows):
        order.update(dict.fromkeys(held))
    told: list[Story] = []
    for entry in order:
        known = embedded.get(entry)
        stays = _stays([entry in held for held in rows])
        texts: list[tuple[int, ListVersion, ListEntry]] = []
        for at in (i for stay in stays for i in stay):
            version = counting[at][0]
            text = rows[at][entry]
            if known is not None and version.origin is Origin.LOADED:
                text = enrich(text, known)
            texts.append((at, version, text))
        told.extend(
            _story(stay, counting, known, earlier.get(entry, ()))
            for stay in _joined(texts)
        )
    return told


def _stays(present: Sequence[bool]) -> list[list[int]]:
    """Runs of versions that have the entry, as positions."""
    runs: list[list[int]] = []
    for at, here in enumerate(present):
        if not here:
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _joined(
    texts: list[tuple[int, ListVersion, ListEntry]],
) -> list[list[tuple[int, ListVersion, ListEntry]]]:
    """Texts by stay: one that comes back with no newer rule had never left."""
    stays: list[list[tuple[int, ListVersion, ListEntry]]] = []
    for at, version, text in texts:
        if stays:
            before, last, _ = stays[-1][-1]
            first = min(
                (d for c in text.citations if (d := in_force_from(c))), default=None
            )
            if at == before + 1 or first is None or first <= last.published_at:
                stays[-1].append((at, version, text))
                continue
        stays.append([(at, version, text)])
    return stays


def _story(
    stay: list[tuple[int, ListVersion, ListEntry]],
    counting: Sequence[Versioned],
    known: ListEntry | None,
    earlier: Sequence[EarlierText],
) -> Story:
    """The story of one stay."""
    texts = [(version, text) for _, version, text in stay]
    first_at, first = stay[0][0], stay[0][1]
    last_at, last = stay[-1][0], stay[-1][1]
    held_from, basis, notes = _beginning(texts, known)
    seen_from = absent_on = None
    if first_at > 0 and (
        held_from is None or held_from <= counting[first_at - 1][0].published_at
    ):
        lacking = counting[first_at - 1][0].published_at
        seen_from = first.published_at
        absent_on = lacking if held_from is None else None
        notes.append(
            f"The version of {lacking.isoformat()} does not have this entry, the one of "
            f"{seen_from.isoformat()} does."
        )
    held_to = doubtful_from = None
    ended_by = ""
    if last_at + 1 < len(counting):
        held_to = counting[last_at + 1][0].published_at
        doubtful_from = last.published_at
        removal = _removal(texts[-1][1], held_from, doubtful_from, held_to)
        if removal is not None:
            held_to, doubtful_from, ended_by = removal.day, None, removal.cite
            notes.append(f"Removed by {ended_by}, in force from {held_to}.")
        if held_from is not None and held_from >= held_to:
            held_from, basis = None, Basis.UNKNOWN
        if absent_on is not None and absent_on + timedelta(days=1) >= held_to:
            absent_on = None
    return Story(
        entry=texts[0][1].entry,
        states=_states(texts, earlier, held_from),
        held_from=held_from,
        basis=basis,
        held_to=held_to,
        doubtful_from=doubtful_from,
        seen_from=seen_from,
        absent_on=absent_on,
        notes=tuple(notes),
        versions=tuple(v.version for v, _ in texts),
        ended_by=ended_by,
    )


def _removal(
    text: ListEntry, held_from: date | None, last: date, lacking: date
) -> Removal | None:
    """The rule that took an entry off, between the last version with it and the next.

    A file can be behind the law by some days, so that the last version may be younger.
    """
    for removal in removals_of(text.list, text.name):
        after = held_from is None or held_from < removal.day
        if after and last - _BEHIND < removal.day <= lacking:
            return removal
    return None


def _beginning(
    texts: Texts, known: ListEntry | None
) -> tuple[date | None, Basis, list[str]]:
    """The first day, what it rests on, and a note on each source that says otherwise."""
    latest = texts[0][0].published_at + _AHEAD
    found: list[tuple[int, date, Basis]] = []
    for entry in ([known] if known is not None else []) + [t for _, t in texts]:
        day, basis = since(entry.citations, entry.start_date, entry.list)
        # A citation newer than a version that has the entry is of a change, not of the
        # addition.
        if day is not None and day <= latest:
            found.append((_STRENGTH[basis], day, basis))
        if entry.start_date is not None and entry.start_date <= latest:
            found.append(
                (_STRENGTH[Basis.START_DATE], entry.start_date, Basis.START_DATE)
            )
    if not found:
        return None, Basis.UNKNOWN, []
    if texts[0][1].list in OF_ORDERS:
        found = [(0, day, basis) for _, day, basis in found]  # the earliest day counts
    _, day, basis = min(found)
    starts = {t.start_date for _, t in texts if t.start_date}
    notes = [
        f"The file's start date is {start.isoformat()}; {day.isoformat()} rests on "
        f"{_SAYS[basis]}."
        for start in sorted(starts - {day})
    ]
    return day, basis, notes


_SAYS = {
    Basis.RULE: "the registry of rules",
    Basis.CITATION: "the regulation's dated citations",
    Basis.FILE_CITATION: "the file's citations",
    Basis.START_DATE: "an earlier start date of the file",
    Basis.UNKNOWN: "nothing",
}


def _states(
    texts: Texts, earlier: Sequence[EarlierText], held_from: date | None
) -> tuple[tuple[date, ListEntry], ...]:
    """The texts with the day from which each counts, ascending."""
    told = _Told(held_from or date.min)
    for version, text in texts:
        gap = [t for t in earlier if told.lacks(t, version.published_at)]
        for old in sorted(gap, key=_end):
            told.add_earlier(old, text_on(text, _stood(old), gap), text)
        told.add_version(version.published_at, text)
    return tuple(told.states)


class _Told:
    """The states of one stay, as far as they have been told."""

    def __init__(self, begin: date) -> None:
        self.states: list[tuple[date, ListEntry]] = []
        self.begin = begin
        self.floor = begin  # no later text counts before this day
        self.seen: date | None = None  # the last day on which the newest text stood
        self.version: date | None = None  # the last version

    def lacks(self, old: EarlierText, until: date) -> bool:
        """Whether an earlier text tells of the time since the version before."""
        if _end(old) > until or _stood(old) < self.begin:
            return False
        if self.version is None:
            return True
        return any(d and d > self.version for d in (old.seen_on, old.day_from))

    def add_earlier(self, old: EarlierText, text: ListEntry, newer: ListEntry) -> None:
        """A text that a rule or an edit ended before the version that has ``newer``."""
        # One that a source shows on a day holds from the last rule it can have been of.
        # What ended the text before by a known day brought this one, whatever it cites.
        over = bool(self.states) and self.floor > self.states[-1][0]
        start = old.day_from or (
            _changed(newer, old.seen_on) if old.seen_on and not over else self.floor
        )
        last = self.states[-1][0] if self.states else self.begin
        start = max(start or self.begin, self.floor, last)
        if self.states and last == start:
            self.states.pop()
        self.states.append((start, text))
        self.seen = None if old.day_to else old.seen_on
        self.floor = old.day_to or self.floor

    def add_version(self, published: date, text: ListEntry) -> None:
        """The text of a version, from the rule that dates it, else from its date."""
        before, self.seen, self.version = self.seen, published, published
        if self.states and _same(self.states[-1][1], text):
            return
        changed = _changed(text, published)
        over = bool(self.states) and self.floor > self.states[-1][0]
        if changed is not None and (before is None or changed > before):
            start = self.floor if over and before is None else max(changed, self.floor)
        elif before is not None:
            start = published
        else:
            start = self.floor
        if self.states and start <= self.states[-1][0]:
            start = max(published, self.states[-1][0] + timedelta(days=1))
        self.states.append((start, text))


def _end(old: EarlierText) -> date:
    """The day by which an earlier text was over, or on which it was last seen."""
    return old.day_to or old.seen_on or date.max


def _stood(old: EarlierText) -> date:
    """A day on which an earlier text stood."""
    return old.seen_on or (old.day_to - timedelta(days=1) if old.day_to else date.min)


def _changed(text: ListEntry, until: date) -> date | None:
    """The day of the last rule that a text cites, up to a day on which it stood."""
    days = (in_force_from(c) for c in text.citations)
    return max((d for d in days if d is not None and d <= until), default=None)


def _same(a: ListEntry, b: ListEntry) -> bool:
    """Whether two texts say the same in every field that a version gives."""
    return bool(_said(a) == _said(b))


_said = attrgetter(
    "name",
    "license_requirement",
    "license_review_policy",
    "aliases",
    "addresses",
    "citations",
    "countries",
    "type",
    "identifiers",
    "programs",
    "footnotes",
    "start_date",
    "end_date",
    "details",
    "notes",
)
