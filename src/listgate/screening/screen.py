"""Screens blocks of parties against an index: the pure heart of the product."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import compress
from types import MappingProxyType

from listgate.matching.compile import TYPES
from listgate.matching.explain import explain
from listgate.matching.index import ALL_LISTS, Index
from listgate.names.fold import fold_lines
from listgate.names.latin import renderings
from listgate.names.scripts import has_han
from listgate.records import Births, Party, PartyType
from listgate.screening.characters import by_characters
from listgate.screening.decision import FLOOR, MATCH, REVIEW, Hit, Screening, status_of
from listgate.screening.decisions import Decisions, Judged, suppressed_last
from listgate.screening.lines import name_lines, windows
from listgate.screening.thresholds import Levels
from listgate.screening.units import of_chinese_units, of_units
from listgate.screening.weigh import weigh

# Entries the kernel keeps a line, so that no list's best hit is cut by another's.
DEPTH = 24

# From so many hits on, others may have been kept from being looked at: of 4,000 listed
# names none lost a hit that had fewer than seven.
CROWDED = 7


# What is shorter is told to be too little to ask by.
LEAST_ASKED = 3

NO_REMARKS: Mapping[int, tuple[str, ...]] = MappingProxyType({})

Found = tuple[int, int, float]  # entry, index line (-1: no name agrees), score


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of every party of a block; ``lists`` are the index's bits."""

    day: date
    lists: int = ALL_LISTS
    limit: int = 10
    match: float = MATCH
    review: float = REVIEW
    levels: Levels | None = None  # where thresholds differ by list
    decisions: Decisions | None = None
    births: Callable[[], Births] | None = None  # asked for when a party gives its own

    def status(self, hits: tuple[Hit, ...]) -> str:
        """The outcome of the hits that are not suppressed."""
        if self.decisions is not None:
            hits = tuple(h for h in hits if h.suppressed is None)
        if self.levels is not None and hits:
            return self.levels.status(hits, hits[0].index.entry_list)
        return status_of(hits, self.match, self.review)


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
    by_party, crowded = _alike(parties, index, asking)
    out = []
    usual = asking.levels is None and asking.decisions is None
    for number, party in enumerate(parties):
        found = by_party.get(number)
        if isinstance(party, str):
            if found is None:
                # Nearly all rows of nearly all files: no call more than is needed.
                short = len(party.strip()) < LEAST_ASKED
                out.append(_clear(party) if short else Screening(party, "clear"))
            elif usual and party.isascii() and not _parented(found, index):
                out.append(_named(party, found, index, asking))
            else:
                out.append(_decided(party, found, index, asking))
        elif found is None and not _evident(party):
            out.append(_clear(party))
        else:
            out.append(_decided(party, found or [], index, asking))
    for number in crowded:
        out[number].crowded = True
    return out


def _alike(
    parties: Sequence[Party | str], index: Index, asking: Asking
) -> tuple[dict[int, list[Found]], list[int]]:
    """Entries with a name like one of a party's, best first, by the party's number.

    And the numbers of the parties that so many are alike that some may be missing.
    """
    lines = name_lines(parties)
    # Only an address or a number can lift a name that is not alike enough by itself.
    lifted = any(
        not isinstance(p, str) and (p.address or p.identifiers) for p in parties
    )
    floor = min(FLOOR, asking.review) if lifted else asking.review
    block, offsets = fold_lines(lines.texts)
    found = index.search(
        *(block, offsets),
        day=asking.day,
        lists=asking.lists,
        floor=floor,
        limit=max(DEPTH, asking.limit)
        + (asking.decisions.most if asking.decisions else 0),
        types=lines.types,
    )
    depth, owners, caps = found.limit, lines.owners, lines.caps
    entries, names_at, scores = found.entries, found.names, found.scores
    by_party: dict[int, list[Found]] = {}
    crowded = list(compress(owners, found.crowded))
    for i, n in found.hit_lines():
        at = i * depth
        if n == 1:
            got = [(entries[at], names_at[at], scores[at])]
        else:
            end = at + n
            got = list(
                zip(entries[at:end], names_at[at:end], scores[at:end], strict=True)
            )
        if caps and i in caps:
            most = caps[i]
            got = [(e, found_at, min(s, most)) for e, found_at, s in got]
        if n >= CROWDED and got[CROWDED - 1][2] >= asking.review:
            line = block[offsets[i] : offsets[i + 1]]
            got += _crowded_out(got, line, lines.types[i], index, asking)
            got = _best(got)
            crowded.append(owners[i])
        number = owners[i]
        before = by_party.get(number)
        by_party[number] = got if before is None else _best(before + got)
    return by_party, crowded


def _crowded_out(
    got: list[Found], line: bytes, kind: int, index: Index, asking: Asking
) -> list[Found]:
    """Hits of lists that have none yet, where those of others were many.

    The kernel looks closely at some dozens of names; two dozen companies of one group
    on one list would keep the group's entry on the next from being seen.
    """
    more: list[Found] = []
    lists = asking.lists
    # The floor is lower where any party of the block has an address; that of others
    # must not tell which lists have a hit of this one.
    latest = [hit for hit in got if hit[2] >= asking.review]
    while latest:
        for number, _, _ in latest:
            lists &= ~(1 << index.entry_list[number])
        found = index.search(
            *(line, [0, len(line)]),
            day=asking.day,
            lists=lists,
            floor=asking.review,
            limit=DEPTH,
            types=bytes([kind]),
        )
        n = found.counts[0]
        latest = list(
            zip(found.entries[:n], found.names[:n], found.scores[:n], strict=True)
        )
        more += latest
        if n < CROWDED:
            break
    return more


def _clear(party: Party | str) -> Screening:
    """Nothing was found; which says nothing where there was too little to look for."""
    if isinstance(party, str) and len(party.strip()) > 2:
        return Screening(party, "clear")
    names = (party,) if isinstance(party, str) else (party.name, *party.aliases)
    if any(len(name.strip()) > 2 for name in names):
        return Screening(party, "clear")
    if max(sum(map(str.isalnum, name)) for name in names) < 2:
        said = "name: one letter is too little to screen by; give the whole name"
        return Screening(party, "error", (), said)
    return Screening(party, "clear")


def _evident(party: Party) -> bool:
    """Whether more than a name is known that can confirm or refute."""
    return bool(
        party.country
        or party.address
        or party.identifiers
        or party.birth_date
        or party.birth_place
        or party.type is not PartyType.UNKNOWN
    )


def _parented(found: list[Found], index: Index) -> bool:
    """Whether a hit is a unit whose parent may have been meant."""
    parented = index.parented
    # A generator takes three times as long, and every plain name with a hit comes by.
    for number, _, _ in found:  # noqa: SIM110
        if parented[number]:
            return True
    return False


def _named(party: str, found: list[Found], index: Index, asking: Asking) -> Screening:
    """What is decided of a plain name in plain letters: its hits are as they were found."""
    review, day = asking.review, asking.day
    if found[-1][2] < review:
        found = [hit for hit in found if hit[2] >= review]
        if not found:
            return _clear(party)
    if len(found) > asking.limit:
        found = _cut(found, index, asking.limit)
    why = partial(_reasons, party, index, NO_REMARKS)
    hits = tuple(
        [Hit(index, number, line, score, day, why) for number, line, score in found]
    )
    return Screening(party, status_of(hits, asking.match, review), hits)


def _best(hits: list[Found]) -> list[Found]:
    """The best line of each entry, best first."""
    best: dict[int, Found] = {}
    for hit in hits:
        held = best.get(hit[0])
        if held is None or (hit[2], -hit[1]) > (held[2], -held[1]):
            best[hit[0]] = hit
    return sorted(best.values(), key=lambda h: (-h[2], h[0]))


def _decided(
    party: Party | str,
    found: list[Found],
    index: Index,
    asking: Asking,
) -> Screening:
    names = (party,) if isinstance(party, str) else (party.name, *party.aliases)
    if not all(map(str.isascii, names)) and any(map(has_han, names)):
        found = by_characters(names, found, index)
    found = of_chinese_units(names, of_units(names, found, index), index)
    remarks: dict[int, tuple[str, ...]] = {}
    by_name = found
    if not isinstance(party, str) and _evident(party):
        born = asking.births if party.birth_date or party.birth_place else None
        weighed = {
            w.number: w
            for w in weigh(party, found, index, asking.review, born() if born else None)
        }
        named = [w.number for w in weighed.values() if w.named]
        if named:
            from listgate.screening.follow import followed

            for other in followed(named, index, asking.day, asking.lists):
                held = weighed.get(other.number)
                if held is None or held.score < other.score:
                    weighed[other.number] = other
        counted = [
            w
            for w in weighed.values()
            if index.admits(w.number, asking.day, asking.lists)
        ]
        remarks = {w.number: w.remarks for w in counted}
        found = sorted(
            ((w.number, w.line, w.score) for w in counted), key=lambda h: (-h[2], h[0])
        )
    kept = [h for h in found if h[2] >= asking.review]
    if asking.levels is not None:
        kept = asking.levels.kept(kept, index.entry_list)
    judged: dict[int, Judged] = {}
    if asking.decisions is not None:
        judged = asking.decisions.judged(party, kept, by_name, index, asking.day)
        kept = suppressed_last(kept, judged)
    if len(kept) > asking.limit:
        kept = _cut(kept, index, asking.limit)
    why = partial(_reasons, party, index, remarks)
    day = asking.day
    hits = tuple(
        [Hit(index, number, line, score, day, why) for number, line, score in kept]
    )
    for hit in hits if judged else ():
        hit.judged = judged.get(hit.number)
    if not hits and (isinstance(party, str) or party.name):
        return _clear(party)
    return Screening(party, asking.status(hits), hits)


def _cut(hits: list[Found], index: Index, limit: int) -> list[Found]:
    """The first hits, and the best of each list among them."""
    best_of_list: dict[int, int] = {}
    for place, hit in enumerate(hits):
        best_of_list.setdefault(index.entry_list[hit[0]], place)
    wanted = sorted(best_of_list.values())[:limit]
    rest = (p for p in range(len(hits)) if p not in wanted)
    while len(wanted) < limit:
        wanted.append(next(rest))
    return [hits[p] for p in sorted(wanted)]


def _reasons(
    party: Party | str,
    index: Index,
    remarks: Mapping[int, tuple[str, ...]],
    number: int,
    line: int,
) -> tuple[str, ...]:
    """Why an entry is a hit: the likest of the party's names against the listed one."""
    said = remarks.get(number, ())
    if line < 0:
        return said
    names = (party,) if isinstance(party, str) else (party.name, *party.aliases)
    listed = index.name(line)
    kind = index.entry_type[number]
    if not kind and not isinstance(party, str):
        kind = TYPES[party.type]
    best = max(
        (
            explain(index.kernel, a, b, kind)
            for name in names
            for line in renderings(name)
            for a in windows(line)
            for b in renderings(listed)
        ),
        key=lambda x: x.score,
    )
    how = "" if listed.isascii() else " by its reading"
    what = "listed name"
    if index.is_parent(line):
        what = "name of its parent"
    elif index.cap(line) < 1:
        what = "weak alias"
    shown = [f"matched the {what} “{listed}”{how}"]
    return (*said, *shown, *best.reasons)
