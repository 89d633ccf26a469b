"""Units of a listed parent: the parent's name asks about them, it does not name them."""

from __future__ import annotations

from collections.abc import Sequence

from listgate.matching.caps import PARENT_CAP
from listgate.matching.explain import score as score_of
from listgate.matching.index import Index
from listgate.names.latin import renderings

_TRIED = 2


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
    if not any([parented[number] for number, _, _ in found]):  # noqa: C419 (faster)
        return found
    out = []
    for number, line, score in found:
        if index.parented[number] and score > PARENT_CAP:
            parents = [n for n in index.lines_of(number) if index.is_parent(n)]
            best, likest = max((_score(names, n, number, index), -n) for n in parents)
            if best >= score:
                line, score = -likest, PARENT_CAP
        out.append((number, line, score))
    return sorted(out, key=lambda h: (-h[2], h[0]))


def _score(names: Sequence[str], line: int, number: int, index: Index) -> float:
    kind = index.entry_type[number]
    return max(
        score_of(index.kernel, a, b, kind)
        for name in names
        for a in renderings(name)[:_TRIED]
        for b in renderings(index.name(line))[:_TRIED]
    )
