"""Screens blocks of parties against an index: the pure heart of the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from listgate.matching.compile import MAX_RENDERINGS, TYPES
from listgate.matching.explain import explain
from listgate.matching.index import ALL_LISTS, Index
from listgate.names.fold import fold_lines, one_line
from listgate.names.latin import renderings
from listgate.records import Party, PartyType
from listgate.screening.decision import FLOOR, MATCH, REVIEW, Hit, Screening, status_of
from listgate.screening.weigh import Weighed, weigh

# Entries the kernel keeps a line, so that no list's best hit is cut by another's.
DEPTH = 24

# A named match of other characters is still a sound-alike: a person may look.
SOUNDS_ALIKE = REVIEW - 0.01


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of every party of a block; ``lists`` are the index's bits."""

    day: date
    lists: int = ALL_LISTS
    limit: int = 10
    match: float = MATCH
    review: float = REVIEW


def screen(
    parties: Sequence[Party | str], index: Index, asking: Asking
) -> list[Screening]:
    """One screening a party, in their order.

    Args:
        parties: Parties, or plain names where nothing else is known.
        index: Compiled lists.
        asking: The day, the lists, the thresholds.

    Returns:
        Hits best first, none below ``review``, at most ``limit`` and one an entry; the
        best hit of each list is among them.
    """
    lines: list[str] = []
    owners: list[int] = []
    types = bytearray()
    plain = True
    for number, party in enumerate(parties):
        name = party if isinstance(party, str) else party.name
        kind = 0 if isinstance(party, str) else TYPES[party.type]
        names = (name,) if isinstance(party, str) else (name, *party.aliases)
        for each in names:
            for line in (each,) if each.isascii() else renderings(each):
                lines.append(line)
                owners.append(number)
                types.append(kind)
        plain = plain and len(lines) == number + 1
    evident = any(not isinstance(p, str) and _evident(p) for p in parties)
    floor = min(FLOOR, asking.review) if evident else asking.review
    block, offsets = fold_lines([one_line(line) for line in lines])
    found = index.search(
        *(block, offsets),
        day=asking.day,
        lists=asking.lists,
        floor=floor,
        limit=max(DEPTH, asking.limit),
        types=bytes(types),
    )
    counts, depth = found.counts, found.limit
    entries, names_at, scores = found.entries, found.names, found.scores
    by_party: dict[int, list[tuple[int, int, float]]] = {}
    for i, number in enumerate(owners):
        n = counts[i]
        if n:
            at = i * depth
            got = list(
                zip(
                    entries[at : at + n],
                    names_at[at : at + n],
                    scores[at : at + n],
                    strict=True,
                )
            )
            before = by_party.get(number)
            by_party[number] = got if before is None else _best(before + got)
    out = []
    for number, party in enumerate(parties):
        hits = by_party.get(number)
        bare = isinstance(party, str) or not _evident(party)
        if hits is None and bare:
            out.append(Screening(party, "clear"))
        else:
            out.append(_decided(party, hits or [], index, asking))
    return out


def _evident(party: Party) -> bool:
    """Whether more than a name is known that can confirm or refute."""
    return bool(
        party.country
        or party.address
        or party.identifiers
        or party.type is not PartyType.UNKNOWN
    )


def _best(hits: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """The best line of each entry, best first."""
    best: dict[int, tuple[int, int, float]] = {}
    for hit in hits:
        held = best.get(hit[0])
        if held is None or (hit[2], -hit[1]) > (held[2], -held[1]):
            best[hit[0]] = hit
    return sorted(best.values(), key=lambda h: (-h[2], h[0]))


def _decided(
    party: Party | str,
    found: list[tuple[int, int, float]],
    index: Index,
    asking: Asking,
) -> Screening:
    name = party if isinstance(party, str) else party.name
    if not name.isascii():
        found = _by_characters(name, found, index, asking)
    remarks: dict[int, tuple[str, ...]] = {}
    if not isinstance(party, str) and _evident(party):
        weighed: list[Weighed] = weigh(party, found, index)
        remarks = {w.number: w.remarks for w in weighed}
        found = sorted(
            ((w.number, w.line, w.score) for w in weighed), key=lambda h: (-h[2], h[0])
        )
    kept = [h for h in found if h[2] >= asking.review]
    if len(kept) > asking.limit:
        kept = _cut(kept, index, asking.limit)
    hits = tuple(
        Hit(
            *(index, number, line, score, asking.day),
            partial(_reasons, party, index, number, remarks.get(number, ())),
        )
        for number, line, score in kept
    )
    return Screening(party, status_of(hits, asking.match, asking.review), hits)


def _cut(
    hits: list[tuple[int, int, float]], index: Index, limit: int
) -> list[tuple[int, int, float]]:
    """The first hits, and the best of each list among them."""
    best_of_list: dict[int, int] = {}
    for place, hit in enumerate(hits):
        best_of_list.setdefault(index.entry_list[hit[0]], place)
    wanted = sorted(best_of_list.values())[:limit]
    rest = (p for p in range(len(hits)) if p not in wanted)
    while len(wanted) < limit:
        wanted.append(next(rest))
    return [hits[p] for p in sorted(wanted)]


def _by_characters(
    name: str,
    found: list[tuple[int, int, float]],
    index: Index,
    asking: Asking,
) -> list[tuple[int, int, float]]:
    """Hits of a name in Chinese script, those that only sound alike put below others."""
    from listgate.screening.characters import agree

    out = []
    for number, line, score in found:
        listed = index.name(line)
        if not agree(name, listed):
            # Another of the entry's names may still agree: its Latin ones know no
            # characters, and of its Chinese ones this was only the likest by sound.
            others = [
                (other, score_of(index, name, other, number))
                for other in index.lines_of(number)
                if agree(name, index.name(other))
            ]
            line, score = max(
                [(line, min(score, SOUNDS_ALIKE)), *others], key=lambda o: (o[1], -o[0])
            )
        out.append((number, line, score))
    return sorted(out, key=lambda h: (-h[2], h[0]))


def score_of(index: Index, name: str, line: int, number: int) -> float:
    """The score of a name against one listed name of an entry."""
    kind = index.entry_type[number]
    return max(
        min(explain(index.kernel, a, b, kind).score, index.cap(line))
        for a in renderings(name)
        for b in renderings(index.name(line))[:MAX_RENDERINGS]
    )


def _reasons(
    party: Party | str,
    index: Index,
    number: int,
    remarks: tuple[str, ...],
    line: int,
) -> tuple[str, ...]:
    """Why an entry is a hit: the likest of the party's names against the listed one."""
    if line < 0:
        return remarks
    names = (party,) if isinstance(party, str) else (party.name, *party.aliases)
    listed = index.name(line)
    kind = index.entry_type[number]
    if not kind and not isinstance(party, str):
        kind = TYPES[party.type]
    best = max(
        (
            explain(index.kernel, a, b, kind)
            for name in names
            for a in renderings(name)
            for b in renderings(listed)
        ),
        key=lambda x: x.score,
    )
    shown = [f"matched the listed name “{listed}”"] if listed.isascii() else []
    if not listed.isascii():
        shown = [f"matched the listed name “{listed}” by its reading"]
    return (*remarks, *shown, *best.reasons)
