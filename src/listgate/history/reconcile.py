"""The consolidated file against a publisher's own text: what one has and the other lacks.

Both know entries under the ids that identity gave them. What stands on one side only is
explained as far as both texts and the registry of rules explain it; what they do not
explain is said to be unexplained, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from typing import Any

from listgate.history.evidence import fold, pages, respelling_score, traits
from listgate.history.story import in_force_from
from listgate.records import ListEntry, ListVersion
from listgate.sources.catalog import by_csl_source
from listgate.sources.composite import parent_and_unit

Versioned = tuple[ListVersion, tuple[ListEntry, ...]]
_HEAD = 7  # letters that the shorter of two names must have to stand for the longer
_NEARLY = 0.93
_ALIKE = 0.6  # below what makes two rows one party: here a person reads the pair


class Side(StrEnum):
    """Which text an entry stands in."""

    CONSOLIDATED = "consolidated-only"
    OWN = "own-only"
    BOTH = "written-otherwise"


class Why(StrEnum):
    """What explains a difference."""

    RESPELLED = "respelling"
    COUNTRIES = "several-countries"
    TWICE = "second-row"
    UNIT = "named-inside-another-entry"
    NEWER = "newer-rule"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that the texts do not have alike.

    ``other`` is the entry of the other text that explains it, if one does.
    """

    side: Side
    entry: ListEntry
    why: Why
    sentence: str
    other: ListEntry | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "side": self.side.value,
            "entry": self.entry.entry,
            "name": self.entry.name,
            "countries": list(self.entry.countries),
            "why": self.why.value,
            "sentence": self.sentence,
            "other": self.other.entry if self.other else None,
            "other_name": self.other.name if self.other else None,
        }


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One list in both texts.

    ``both`` counts the parties that both have, ``joined`` the entries of the own text
    that are one with another one under another country.
    """

    code: str
    consolidated: ListVersion
    own: ListVersion
    both: int
    joined: int
    differences: tuple[Difference, ...]

    def count(self, side: Side | None = None, why: Why | None = None) -> int:
        """How many differences are of a side and of a kind."""
        return sum(
            side in (None, d.side) and why in (None, d.why) for d in self.differences
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "list": self.code,
            "consolidated": _version_dict(self.consolidated),
            "own": _version_dict(self.own),
            "both": self.both,
            "joined": self.joined,
            "unexplained": self.count(why=Why.UNEXPLAINED),
            "counts": {
                side.value: {
                    why.value: n for why in Why if (n := self.count(side, why))
                }
                for side in Side
            },
            "differences": [d.to_dict() for d in self.differences],
        }


def is_consolidated(entries: Sequence[ListEntry]) -> bool:
    """Whether entries, with their published columns, come from the consolidated file."""
    columns = dict(entries[0].published) if entries else {}
    return "source" in columns and by_csl_source(columns["source"]) is not None


def reconcile(consolidated: Versioned, own: Versioned) -> Reconciliation:
    """Every difference between two texts of one list, explained where it can be."""
    ours = {e.entry: e for e in consolidated[1]}
    theirs = {e.entry: e for e in own[1]}
    both = ours.keys() & theirs.keys()
    left = _Text([e for k, e in ours.items() if k not in both], ours.values())
    right = _Text([e for k, e in theirs.items() if k not in both], theirs.values())
    found = [
        Difference(
            Side.BOTH,
            ours[key],
            Why.RESPELLED,
            f"The own text writes {theirs[key].name!r}.",
            theirs[key],
        )
        for key in ours
        if key in both and fold(ours[key].name) != fold(theirs[key].name)
    ]
    dates = consolidated[0].published_at, own[0].published_at
    found += [
        _explained(e, Side.CONSOLIDATED, left, right, dates[1]) for e in left.alone
    ]
    found += [_explained(e, Side.OWN, right, left, dates[0]) for e in right.alone]
    return Reconciliation(
        consolidated[0].code,
        consolidated[0],
        own[0],
        len(both),
        max(own[0].entries - len(theirs), 0),
        tuple(found),
    )


class _Text:
    """One text: its entries, and those that the other lacks."""

    def __init__(self, alone: Sequence[ListEntry], every: Iterable[ListEntry]) -> None:
        self.alone = alone
        self.every = tuple(every)

    @cached_property
    def by_name(self) -> Mapping[str, list[ListEntry]]:
        """Entries by each of their names, folded."""
        found: dict[str, list[ListEntry]] = defaultdict(list)
        for entry in self.every:
            for name in {fold(n) for n in entry.names()}:
                if len(name) > 2:
                    found[name].append(entry)
        return found

    @cached_property
    def by_page(self) -> Mapping[tuple[int, int], list[ListEntry]]:
        """Entries by the Federal Register pages that they cite."""
        found: dict[tuple[int, int], list[ListEntry]] = defaultdict(list)
        for entry in self.every:
            for page in pages(entry.citations):
                found[page].append(entry)
        return found

    def near(self, entry: ListEntry) -> tuple[ListEntry, ...]:
        """Entries that cite a page which this one cites too."""
        found: dict[str, ListEntry] = {}
        for page in pages(entry.citations):
            found.update((e.entry, e) for e in self.by_page.get(page, ()))
        return tuple(found.values())

    @cached_property
    def texts(self) -> tuple[tuple[str, ListEntry], ...]:
        """Everything that each entry says, folded."""
        return tuple(
            (
                fold(
                    " ".join(
                        (
                            *e.names(),
                            *(a.text for a in e.addresses),
                            *e.notes,
                            *(v for _, v in e.published),
                        )
                    )
                ),
                e,
            )
            for e in self.every
        )


def _explained(
    entry: ListEntry, side: Side, own: _Text, other: _Text, day: date
) -> Difference:
    """The difference that an entry is, with the first explanation that holds."""
    name = fold(entry.name)
    there = other.by_name.get(name, [])
    if first := _added_after(entry, day):
        return Difference(
            side,
            entry,
            Why.NEWER,
            f"It rests on a rule of {first}; the other text is of {day}.",
        )
    if same := [e for e in there if fold(e.name) == name]:
        return _same_name(entry, side, own, same)
    if there:
        return Difference(
            side,
            entry,
            Why.RESPELLED,
            f"The other text has this name as an alias of {there[0].name!r}.",
            there[0],
        )
    # What neither text has under one name is first looked for among what is left over.
    if near := _alike(entry, other.alone):
        return Difference(
            side, entry, Why.RESPELLED, f"The other text writes {near.name!r}.", near
        )
    # The unit of a composite name: the regulation names it within its parent's entry.
    if unit := _inside(entry, other):
        return Difference(
            side,
            entry,
            Why.UNIT,
            f"The other text names it inside the entry of {unit.name!r}.",
            unit,
        )
    if near := _alike(entry, other.near(entry)) or _letters_alike(entry, other):
        return Difference(
            side, entry, Why.RESPELLED, f"The other text writes {near.name!r}.", near
        )
    shared = next(
        (
            held[0]
            for alias in entry.aliases
            if len(fold(alias.name)) >= _HEAD
            and (held := other.by_name.get(fold(alias.name)))
            and _lands(held[0]) & _lands(entry)
        ),
        None,
    )
    if shared:
        return Difference(
            side,
            entry,
            Why.UNIT,
            f"The other text has its other names in the entry of {shared.name!r}.",
            shared,
        )
    cites = ", ".join(c.printed for c in entry.citations) or "no rule"
    return Difference(
        side,
        entry,
        Why.UNEXPLAINED,
        f"The other text of {day} has nothing like it, and no rule known here explains "
        f"that ({cites}): read it in the regulation.",
    )


def _same_name(
    entry: ListEntry, side: Side, own: _Text, same: Sequence[ListEntry]
) -> Difference:
    """A name that both texts have, more often in one."""
    mine = [
        e for e in own.by_name[fold(entry.name)] if fold(e.name) == fold(entry.name)
    ]
    lands = (
        ", ".join(dict.fromkeys(c for e in mine for c in e.countries)) or "no country"
    )
    counts = f"{len(mine)} here ({lands}), {len(same)} in the other text"
    alike = [
        e
        for e in mine
        if e is not entry and _lands(e) & _lands(entry) == (_lands(e) or _lands(entry))
    ]
    if alike or len({c for e in (*mine, *same) for c in _lands(e)}) < 2:
        return Difference(
            side,
            entry,
            Why.TWICE,
            f"Rows of this name: {counts}; this one repeats the party under the same "
            "country with other citations or addresses.",
            same[0],
        )
    return Difference(
        side,
        entry,
        Why.COUNTRIES,
        f"One entity under several countries: {counts}.",
        same[0],
    )


def _lands(entry: ListEntry) -> frozenset[str]:
    """Countries, Hong Kong and Macau counted as China, as the regulation does."""
    return frozenset("CN" if c in ("HK", "MO") else c for c in entry.countries)


def _added_after(entry: ListEntry, day: date) -> date | None:
    """The day of the entry's first rule where that is after a day."""
    days = [d for c in entry.citations if (d := c.published_at or in_force_from(c))]
    days += [entry.start_date] if entry.start_date else []
    return min(days) if days and min(days) > day else None


def _inside(entry: ListEntry, other: _Text) -> ListEntry | None:
    """The entry of the other text within which this one is named."""
    name = fold(entry.name)
    if composite := parent_and_unit(entry.name):
        parent, unit = map(fold, composite)
        holders = [found for text, found in other.texts if parent in text]
        named = [
            f for f in holders if unit in fold(" ".join(v for _, v in f.published))
        ]
        return next(iter((*named, *other.by_name.get(parent, ()), *holders)), None)
    if len(name) >= _HEAD:
        for text, found in other.texts:
            if name in text:
                return found
    head = entry.name
    while "," in head:  # `Academy of Military Medical Sciences, Institute of …`
        head = head.rpartition(",")[0]
        for held in other.by_name.get(fold(head), ()):
            return held
    return None


def _alike(entry: ListEntry, candidates: Iterable[ListEntry]) -> ListEntry | None:
    """The entry that reads alike, or whose name goes on where the other ends."""
    own = traits(entry)
    best, score = None, 0.0
    for candidate in candidates:
        short, long = sorted((own.name, fold(candidate.name)), key=len)
        shared = set(_lands(entry)) & set(_lands(candidate))
        if own.bare == traits(candidate).bare and len(own.bare) >= _HEAD and shared:
            likeness = 0.95
        elif len(short) >= _HEAD and long.startswith(short) and shared:
            likeness = 0.9
        else:
            likeness = respelling_score(own, traits(candidate))
        if likeness > score:
            best, score = candidate, likeness
    return best if score >= _ALIKE else None


def _letters_alike(entry: ListEntry, other: _Text) -> ListEntry | None:
    """The entry of the same country with nearly the same letters, whatever it cites."""
    matcher = SequenceMatcher(b=fold(entry.name))
    for candidate in other.every:
        if _lands(candidate) & _lands(entry):
            matcher.set_seq1(fold(candidate.name))
            if (
                matcher.real_quick_ratio() >= _NEARLY
                and matcher.quick_ratio() >= _NEARLY
                and matcher.ratio() >= _NEARLY
            ):
                return candidate
    return None


def _version_dict(version: ListVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "published": version.published_at.isoformat(),
        "origin": version.origin.value,
        "entries": version.entries,
    }
