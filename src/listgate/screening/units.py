"""Units of a parent: the parent's name asks about them, it does not name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from listgate.matching.caps import BEGINS_WITH_PARENT, BEHIND_PARENT, PARENT_CAP
from listgate.matching.explain import score as score_of
from listgate.matching.index import Index
from listgate.names.fold import fold
from listgate.names.latin import renderings
from listgate.names.scripts import has_han

_TRIED = 2
# `China Electronics Technology Group Corporation (CETC)`: one name, told twice.
_ACRONYM = re.compile(r"\s*\([A-Z]{2,8}\)\s*$")

Found = tuple[int, int, float]  # entry, index line, score


def of_units(
    names: Sequence[str], found: list[tuple[int, int, float]], index: Index
) -> list[tuple[int, int, float]]:
    """Hits, those held back that rest on the name of a unit's parent.

    The regulation writes a unit behind its parent (`… Second Academy. Subordinate
    Institution - 204th Research Institute`), so the parent's name is much of the whole
    one. Where it fits the parent better than the whole, the parent was meant.

    Args:
        names: All names of the party.
        found: Entry number, index line and score of each hit.
        index: The index they come from.

    Returns:
        The same entries, likest first.
    """
    parented = index.parented
    if not any([parented[n] & BEHIND_PARENT for n, _, _ in found]):  # noqa: C419 (faster)
        return found
    out = []
    for number, line, score in found:
        if parented[number] & BEHIND_PARENT and score > PARENT_CAP:
            parents = [n for n in index.lines_of(number) if index.is_parent(n)]
            best, likest = max((_score(names, n, number, index), -n) for n in parents)
            if best >= score:
                line, score = -likest, PARENT_CAP
        out.append((number, line, score))
    return sorted(out, key=lambda h: (-h[2], h[0]))


def _score(names: Sequence[str], line: int, number: int, index: Index) -> float:
    return _likeness(names, index.name(line), index.entry_type[number], index)


def _likeness(names: Sequence[str], listed: str, kind: int, index: Index) -> float:
    return max(
        score_of(index.kernel, a, b, kind)
        for name in names
        for a in renderings(name)[:_TRIED]
        for b in renderings(listed)[:_TRIED]
    )


def of_chinese_units(
    names: Sequence[str], found: list[Found], index: Index
) -> list[Found]:
    """Hits, those held back that rest on what a unit's Chinese name begins with.

    No list says in a column that 中国科学院物理研究所 is an institute of 中国科学院; its
    Chinese name does, word for word. Where the party's name fits the parent no worse
    than any of the unit's own names, the parent was meant, and a person must look.

    Args:
        names: All names of the party.
        found: Entry number, index line and score of each hit.
        index: The index they come from.

    Returns:
        The same entries, likest first.
    """
    parented = index.parented
    if not any([parented[n] & BEGINS_WITH_PARENT for n, _, _ in found]):  # noqa: C419 (faster)
        return found
    most = max(len(fold(a).split()) for n in names for a in renderings(n)[:_TRIED])
    out, changed = [], False
    for number, line, score in found:
        held = score
        if (
            parented[number] & BEGINS_WITH_PARENT
            and score > PARENT_CAP
            and line >= 0
            and _says_more(index.name(line), most)
        ):
            held = _held(names, number, line, score, most, index)
        changed = changed or held != score
        out.append((number, line, held))
    return sorted(out, key=lambda h: (-h[2], h[0])) if changed else found


def _says_more(listed: str, words: int) -> bool:
    """Whether a listed name may be longer than what is asked."""
    return not listed.isascii() or len(listed.split()) > words


def _held(
    names: Sequence[str],
    number: int,
    line: int,
    score: float,
    most: int,
    index: Index,
) -> float:
    """The score of a hit, held where the party's name is the parent's."""
    known = _PARENTS.setdefault(index, {})
    parents = known.get(number)
    if parents is None:
        parents = known[number] = _parents(number, index)
    if not parents:
        return score
    listed = {index.name(n) for n in index.lines_of(number)}
    kind = index.entry_type[number]
    plain = tuple(dict.fromkeys((*names, *(_ACRONYM.sub("", n) for n in names))))
    if not any(_likeness(plain, p, kind, index) >= score for p in parents):
        return score
    # A short name that the unit has for itself still counts in full.
    own = [
        _likeness(names, name, kind, index)
        for name in listed
        if not has_han(name) and len(fold(name).split()) <= most
    ]
    return max(PARENT_CAP, min(score, max(own, default=0.0)))


# What an entry's names say does not change while its index is open.
_PARENTS: WeakKeyDictionary[Index, dict[int, tuple[str, ...]]] = WeakKeyDictionary()


def _parents(number: int, index: Index) -> tuple[str, ...]:
    from listgate.names.han_units import parents_of

    listed = {index.name(n) for n in index.lines_of(number)}
    found = {p: None for n in sorted(filter(has_han, listed)) for p in parents_of(n)}
    # What the entry is called itself names it, whatever else it is called.
    return tuple(p for p in found if p not in listed)
