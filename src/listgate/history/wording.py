"""Which words of an entry changed, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from listgate.records import ListEntry

_WORD = re.compile(r"\S+")
_TEXTS = ("name", "license_requirement", "license_review_policy")


@dataclass(frozen=True, slots=True)
class Wording:
    """What of one field went and what came, each in the publisher's own words.

    Of a text these are runs of words, in their order; of a list, its members.
    """

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``diff`` and ``history``."""
        return {
            "field": self.field,
            "removed": list(self.removed),
            "added": list(self.added),
        }

    @property
    def told(self) -> str:
        """The change on one line."""
        parts = [f"− {text}" for text in self.removed]
        parts += [f"+ {text}" for text in self.added]
        return f"{self.field}: {'; '.join(parts)}"


def wordings(
    old: ListEntry, new: ListEntry, fields: Iterable[str]
) -> tuple[Wording, ...]:
    """The words that changed in each of some fields; a field without any is left out."""
    found = []
    for field in fields:
        if field in _TEXTS:
            removed, added = _runs(getattr(old, field), getattr(new, field))
        else:
            take = _MEMBERS.get(field, _whole(field))
            before, after = take(old), take(new)
            removed = tuple(x for x in before if x not in after)
            added = tuple(x for x in after if x not in before)
        if removed or added:
            found.append(Wording(field, removed, added))
    return tuple(found)


def _runs(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Runs of words that only one of two texts has; letters' case counts for nothing."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, _folded(a), _folded(b), autojunk=False)
    removed, added = [], []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            removed += [" ".join(a[i:j])] if j > i else []
            added += [" ".join(b[k:m])] if m > k else []
    return tuple(removed), tuple(added)


def _folded(words: Iterable[str]) -> list[str]:
    return ["".join(filter(str.isalnum, w.casefold())) or w for w in words]


def _whole(field: str) -> Callable[[ListEntry], tuple[str, ...]]:
    """A field as members: a list's, or the one value, if there is one."""

    def take(entry: ListEntry) -> tuple[str, ...]:
        value = getattr(entry, field)
        members = value if isinstance(value, tuple) else (value,) if value else ()
        return tuple(map(str, members))

    return take


_MEMBERS: dict[str, Callable[[ListEntry], tuple[str, ...]]] = {
    "type": lambda e: (e.type.value,),
    # What other sources add to an entry is on both sides and is no change of the list.
    "aliases": lambda e: tuple(a.name for a in e.aliases if a.source == "publisher"),
    "addresses": lambda e: tuple(
        a.text for a in e.addresses if a.source == "publisher"
    ),
    "identifiers": lambda e: tuple(f"{i.kind} {i.value}" for i in e.identifiers),
    "citations": lambda e: tuple(dict.fromkeys(c.cite for c in e.citations)),
}
