"""What changed on the lists between two days."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from listgate.history.own import list_of
from listgate.history.story import Story, in_force_from
from listgate.history.wording import Wording, wordings
from listgate.records import AliasKind, ListEntry, entry_dict


@dataclass(frozen=True, slots=True)
class Change:
    """An entry before and after, and the fields in which it differs.

    Attributes:
        before: As it held on the first day.
        after: As it held on the last.
        fields: The fields that differ.
        days: The days on which it changed, each with the rule that dates it; without
            one, the day is that of the version which has the new text.
    """

    before: ListEntry
    after: ListEntry
    fields: tuple[str, ...]
    days: tuple[tuple[date, str], ...] = ()

    @property
    def words(self) -> tuple[Wording, ...]:
        """The words that changed."""
        return wordings(self.before, self.after, self.fields)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``diff``."""
        return {
            "before": entry_dict(self.before),
            "after": entry_dict(self.after),
            "fields": list(self.fields),
            "words": [w.to_dict() for w in self.words],
            "dated": [
                {
                    "on": day.isoformat(),
                    "basis": "citation" if cite else "versions",
                    "cite": cite or None,
                }
                for day, cite in self.days
            ],
        }


@dataclass(frozen=True, slots=True)
class Diff:
    """What was added, removed and changed between two days."""

    from_day: date
    to_day: date
    added: tuple[ListEntry, ...]
    removed: tuple[ListEntry, ...]
    changed: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``diff --format json``."""
        return {
            "from": self.from_day.isoformat(),
            "to": self.to_day.isoformat(),
            "added": [entry_dict(e) for e in self.added],
            "removed": [entry_dict(e) for e in self.removed],
            "changed": [c.to_dict() for c in self.changed],
        }


def diff(
    stories: Iterable[Story],
    from_day: date,
    to_day: date,
    codes: Collection[str] = (),
) -> Diff:
    """The difference between what held on two days.

    An entry that ended between two versions is dated at the later one. Wording that
    differs only in white space, punctuation, case or a lost character is the same;
    a name spelt otherwise is a change, never a removal and an addition.

    Args:
        stories: Stories of any lists.
        from_day: The day before; may be after ``to_day``, which swaps the sides.
        to_day: The day after.
        codes: Only these lists; all when empty.
    """
    before: dict[str, Story] = {}
    after: dict[str, Story] = {}
    for story in stories:
        if codes and list_of(story.entry) not in codes:
            continue
        for side, day in ((before, from_day), (after, to_day)):
            if story.shown(day):
                side[story.entry] = story
    changed = []
    for entry_id, new in after.items():
        old = before.get(entry_id)
        # Most entries are the same, and telling so costs little; telling them whole does.
        if old is None or (new is old and new.says_the_same(from_day, to_day)):
            continue
        was, now = old.on(from_day), new.on(to_day)
        if was and now and (fields := changed_fields(was, now)):
            days = tuple(_changes(new, from_day, to_day))
            changed.append(Change(was, now, fields, days))
    return Diff(
        from_day=from_day,
        to_day=to_day,
        added=tuple(_told(after, before, to_day)),
        removed=tuple(_told(before, after, from_day)),
        changed=tuple(changed),
    )


def _changes(story: Story, first: date, last: date) -> Iterator[tuple[date, str]]:
    """The days up to ``last`` on which a text changed, and by which rule, if known."""
    for (_, old), (day, new) in pairwise(story.states):
        if first < day <= last and changed_fields(old, new):
            cites = (c.cite for c in new.citations if in_force_from(c) == day)
            yield day, next(cites, "")


def _told(
    held: Mapping[str, Story], other: Collection[str], day: date
) -> Iterator[ListEntry]:
    """The entries of one day that the other day has not."""
    for entry_id, story in held.items():
        if entry_id not in other and (entry := story.on(day)) is not None:
            yield entry


def changed_fields(old: ListEntry, new: ListEntry) -> tuple[str, ...]:
    """The names of the fields in which two texts of one entry differ in substance.

    Only what a publisher says is compared: what other sources add to an entry is the
    same on both sides. A field that one of the two publications does not carry at all
    (addresses in a file that gives countries only) is not a change.
    """
    return tuple(
        name
        for name, differs in _FIELDS.items()
        if getattr(old, name) != getattr(new, name) and differs(old, new)
    )


_NOT_LETTERS = re.compile(r"[\W_]+")


def _text(value: str) -> str:
    """A text with everything folded that changes without meaning anything."""
    plain = value if value.isascii() else unicodedata.normalize("NFKD", value)
    return _NOT_LETTERS.sub("", plain.casefold())


# Words of a requirement or policy that come and go without a legal difference.
_LIGHT_WORDS = "for of the and or see section sections ear this part to in"
_LIGHT = frozenset(_LIGHT_WORDS.split())
_SECTION = re.compile(r"\b(7\d\d)\.(\d+)l?((?: ?\([a-z0-9]+\))*)")
# A footnote's superscript, flattened into the text (`of the EAR)4`, `734.9(g),3`).
_SUPERSCRIPT = re.compile(r"(?<=[).,])\s?\d\b(?!\.?\d)")


def _provision(value: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """What a requirement or policy says: the sections it names, and its telling words.

    15 CFR 744.11 is the section of every entry, so naming it or not is the same.
    """
    plain = value.casefold().replace("casa-by-case", "case-by-case")
    plain = re.sub(r"(?<=744\.2)l(?=\()", "1", plain)
    sections = frozenset(
        f"{part}.{number}{rest.replace(' ', '')}"
        for part, number, rest in _SECTION.findall(plain)
    )
    words = re.findall(r"[^\W_]+", _SUPERSCRIPT.sub(" ", _SECTION.sub(" ", plain)))
    return sections - {"744.11"}, tuple(w for w in words if w not in _LIGHT)


def _aliases(entry: ListEntry) -> set[str]:
    """Aliases as published, without what a parser made of them."""
    return {
        _text(a.name)
        for a in entry.aliases
        if a.source == "publisher" and a.kind in (AliasKind.AKA, AliasKind.FKA)
    } - {_text(entry.name)}


def _addresses(entry: ListEntry) -> set[str]:
    return {
        " ".join(sorted(re.findall(r"\w+", a.text.casefold())))
        for a in entry.addresses
        if a.source == "publisher" and re.search(r"[^\W_]{3,}", a.text)
    }


def _differ(take: Callable[[ListEntry], Any], *, both: bool = False) -> Any:
    """A comparison of one field; ``both``: only where both texts carry it."""

    def differs(old: ListEntry, new: ListEntry) -> bool:
        a, b = take(old), take(new)
        return bool(a != b and not (both and not (a and b)))

    return differs


def _cites_differ(old: ListEntry, new: ListEntry) -> bool:
    """Whether a rule came or went.

    A page that tells no day is of a rule that is not known here, or a misprint; one
    that is only gone was put right (`249 FR No. 195`) or is not carried by this source.
    """
    had, has = ({c.cite for c in e.citations} for e in (old, new))
    went = (c for c in old.citations if c.cite not in has)
    return bool(has - had) or any(in_force_from(c) is not None for c in went)


_FIELDS: dict[str, Callable[[ListEntry, ListEntry], bool]] = {
    "name": _differ(lambda e: _text(e.name)),
    "type": _differ(
        lambda e: e.type.value if e.type.value != "unknown" else "", both=True
    ),
    "aliases": _differ(_aliases),
    "addresses": _differ(_addresses, both=True),
    "countries": _differ(lambda e: set(e.countries), both=True),
    "identifiers": _differ(
        lambda e: {(i.kind, _text(i.value)) for i in e.identifiers}, both=True
    ),
    "programs": _differ(lambda e: Counter(map(_text, e.programs)), both=True),
    "license_requirement": _differ(
        lambda e: _provision(e.license_requirement) if e.license_requirement else (),
        both=True,
    ),
    "license_review_policy": _differ(
        lambda e: (
            _provision(e.license_review_policy) if e.license_review_policy else ()
        ),
        both=True,
    ),
    "footnotes": _differ(lambda e: set(e.footnotes)),
    "citations": _cites_differ,
    "end_date": _differ(lambda e: e.end_date, both=True),
}
