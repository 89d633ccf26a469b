"""What changed on the lists between two days."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from listgate.history.own import list_of
from listgate.history.story import Story
from listgate.records import AliasKind, ListEntry, entry_dict


@dataclass(frozen=True, slots=True)
class Change:
    """An entry before and after, and the fields in which it differs."""

    before: ListEntry
    after: ListEntry
    fields: tuple[str, ...]


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
            "changed": [
                {
                    "before": entry_dict(c.before),
                    "after": entry_dict(c.after),
                    "fields": list(c.fields),
                }
                for c in self.changed
            ],
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
    before: dict[str, ListEntry] = {}
    after: dict[str, ListEntry] = {}
    for story in stories:
        if codes and list_of(story.entry) not in codes:
            continue
        for side, day in ((before, from_day), (after, to_day)):
            if story.shown(day) and (entry := story.on(day)) is not None:
                side[story.entry] = entry
    changed = []
    for entry_id, new in after.items():
        old = before.get(entry_id)
        if old is not None and (fields := changed_fields(old, new)):
            changed.append(Change(old, new, fields))
    return Diff(
        from_day=from_day,
        to_day=to_day,
        added=tuple(e for i, e in after.items() if i not in before),
        removed=tuple(e for i, e in before.items() if i not in after),
        changed=tuple(changed),
    )


def changed_fields(old: ListEntry, new: ListEntry) -> tuple[str, ...]:
    """The names of the fields in which two texts of one entry differ in substance.

    Only what a publisher says is compared: what other sources add to an entry is the
    same on both sides. A field that one of the two publications does not carry at all
    (addresses in a file that gives countries only) is not a change.
    """
    return tuple(name for name, differs in _FIELDS.items() if differs(old, new))


def _text(value: str) -> str:
    """A text with everything folded that changes without meaning anything."""
    plain = value if value.isascii() else unicodedata.normalize("NFKD", value)
    return "".join(c for c in plain.casefold() if c.isalnum())


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
    "citations": _differ(lambda e: {c.cite for c in e.citations}),
    "end_date": _differ(lambda e: e.end_date, both=True),
}
