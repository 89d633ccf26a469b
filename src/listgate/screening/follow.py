"""From an entry that a number names to the same party's entries on other lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from listgate.matching.index import Index
from listgate.names.fold import fold_lines, one_line
from listgate.names.latin import renderings
from listgate.screening.decision import MATCH
from listgate.screening.subjects import joins, listed
from listgate.screening.weigh import NEVER_CERTAIN, Weighed

_MOST = 24


def followed(
    named: Iterable[int], index: Index, day: date, lists: int
) -> list[Weighed]:
    """Entries of other lists that are the party of the entries that a number names.

    A number stands on one list and not on the next, and the party may have come under
    a name that is on none.

    Args:
        named: Entries that an identifier of the party names.
        index: The index they come from.
        day: The day asked about.
        lists: Bits of the lists asked.
    """
    found: dict[int, Weighed] = {}
    for number in named:
        own = listed(index, number)
        names = [renderings(name)[0] for name in own.names.values()]
        if not names:
            continue
        block, offsets = fold_lines([one_line(name) for name in names])
        hits = index.search(
            *(block, offsets), day=day, lists=lists, floor=MATCH, limit=_MOST
        )
        for i, count in enumerate(hits.counts):
            for place in range(i * _MOST, i * _MOST + count):
                other = hits.entries[place]
                why = joins(own, listed(index, other), index.evidence.tells)
                if why:
                    said = f"the same party as {own.entry}, joined by {why}"
                    found[other] = Weighed(other, -1, NEVER_CERTAIN, (said,))
    return list(found.values())
