"""What is new on the lists since a position, and what could lead a party to it.

An entry is new when anything by which parties are compared with it differs from every
entry that held at the position: its names and what a match of each counts, its type,
its addresses, its numbers, its births, its list. An entry that is gone leads no one
anywhere; who had it as a hit is known.
"""

from __future__ import annotations

import os
import sys
import tempfile
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import pairwise
from operator import sub
from pathlib import Path

from listgate.matching.caps import PARENT_CAP
from listgate.matching.compile import TYPES, compile_index
from listgate.matching.evidence import TELLING, address_keys, label
from listgate.matching.identifiers import LEAST_KEY
from listgate.matching.index import Index
from listgate.matching.rarity import digest
from listgate.records import (
    Alias,
    AliasKind,
    AliasQuality,
    Basis,
    Births,
    ListEntry,
    PartyType,
)

# Changes when ``prints`` come out otherwise for the same lists.
FORM = 4

_MOST_WORKERS = 4
_TYPE_OF = {number: kind for kind, number in TYPES.items()}


@dataclass(frozen=True, slots=True)
class Position:
    """What held when a portfolio was last screened.

    Attributes:
        program: Names the program's scores; another one's are screened anew.
        day: The legal date asked about.
        held: The prints of the entries that held, ascending.
    """

    program: str
    day: date
    held: array[int]

    def packed(self) -> bytes:
        """The prints as bytes, the least significant first."""
        return zlib.compress(_little(self.held).tobytes(), 1)


def unpacked(data: bytes) -> array[int]:
    """The prints that ``Position.packed`` gave."""
    return _little(array("Q", zlib.decompress(data)))


def _little(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers = array("Q", numbers)
        numbers.byteswap()
    return numbers


def prints(index: Index, known: Sequence[str], births: Births) -> array[int]:
    """What each entry of an index is compared by, as a number of 64 bits.

    Equal entries of two indexes have equal numbers, wherever they stand in them.

    Args:
        index: The lists.
        known: The ids of its entries.
        births: When and where listed persons were born, by id.
    """
    cut = index.sections
    kinds, owners = bytes(index.entry_type), bytes(index.entry_list)
    lists = [code.encode() for code in index.lists]
    names, starts = bytes(cut["names.text"]), cut["names.starts"].cast("I").tolist()
    lengths = array("I", map(sub, starts[1:], starts)).tobytes()
    # The name of an entry that is only an address has no line, and so no cap.
    caps = array("f", bytes(len(lengths)))
    shown, most = cut["name.shown"].cast("I").tolist(), cut["name.cap"].cast("f")
    for at, cap in zip(shown, most.tolist(), strict=True):
        caps[at] = cap
    counted = caps.tobytes()
    first = [*cut["entry.shown"].cast("I").tolist(), len(starts) - 1]
    said_at = _addresses(index)
    numbers_of, id_at = bytes(cut["ident.body"]), cut["ident.starts"].cast("I").tolist()
    whole = [
        b"\0".join(
            (
                b"%d" % kinds[entry],
                lists[owners[entry]],
                lengths[4 * at : 4 * end],
                counted[4 * at : 4 * end],
                names[starts[at] : starts[end]],
                said_at.get(entry, b""),
                numbers_of[id_at[entry] : id_at[entry + 1]],
                *(
                    (repr(births[known[entry]]).encode(),)
                    if known[entry] in births
                    else ()
                ),
            )
        )
        for entry, (at, end) in enumerate(pairwise(first))
    ]
    digests = b"".join([blake2b(said, digest_size=8).digest() for said in whole])
    return _little(array("Q", digests))


def _addresses(index: Index) -> dict[int, bytes]:
    """The addresses of the entries that have some."""
    cut = index.sections
    body, starts = bytes(cut["addr.body"]), cut["addr.starts"].cast("I").tolist()
    firsts = cut["addr.entries"].cast("I").tolist()
    return {
        # An address stands behind its entry's number, which is the index's own.
        entry: b"\0".join(
            body[starts[n] : starts[n + 1]].partition(b" ")[2] for n in range(at, end)
        )
        for entry, (at, end) in enumerate(pairwise(firsts))
        if at < end
    }


def ids(index: Index) -> list[str]:
    """The ids of the entries, by number."""
    cut = index.sections
    cards, starts = bytes(cut["cards.text"]), cut["cards.starts"].cast("I").tolist()
    found = []
    for number, at in enumerate(starts[:-1]):
        # A card is a list in JSON that begins with the id.
        text = cards[at + 2 : cards.index(b'"', at + 2)]
        found.append(
            index.card(number).entry if b"\\" in text else text.decode("utf-8")
        )
    return found


def numbers(index: Index, known: Sequence[str], day: date) -> dict[str, int]:
    """The numbers of the entries that hold on a day, by id."""
    found: dict[str, int] = {}
    for number, entry in enumerate(known):
        if index.admits(number, day):
            found.setdefault(entry, number)
    return found


def position(index: Index, known: array[int], program: str, day: date) -> Position:
    """What holds on a day, of the entries whose prints are ``known``."""
    held = (p for n, p in enumerate(known) if index.admits(n, day))
    return Position(program, day, array("Q", sorted(held)))


def new_entries(
    index: Index, known: array[int], old: Position, new: Position
) -> list[int]:
    """Numbers of the entries of ``index`` that hold at ``new`` and did not at ``old``.

    Of entries that are alike in everything compared, all are new when their count is
    another.

    Args:
        index: The lists now.
        known: The prints of its entries.
        old: What held when the parties were last screened.
        new: What holds now.
    """
    before, after = Counter(old.held), Counter(new.held)
    fresh = {p for p, n in after.items() if before[p] != n}
    return [n for n, p in enumerate(known) if p in fresh and index.admits(n, new.day)]


@dataclass(frozen=True, slots=True)
class Leads:
    """What leads parties to some entries: an index of their names, and keys.

    The index is opened once for each thread that is to use it.
    """

    indexes: tuple[Index, ...]
    keys: frozenset[int]


def leads(index: Index, entries: Sequence[int], day: date) -> Leads:
    """What leads to entries of an index: their names; addresses' and numbers' keys."""
    keys = frozenset(digest(key) for n in entries for key in _keys_of(index, n))
    told = [_told(index, n, day) for n in entries]
    with tempfile.TemporaryDirectory(
        prefix="listgate-", ignore_cleanup_errors=True
    ) as folder:
        path = Path(folder) / "changed.index"
        path.write_bytes(compile_index(told))
        return Leads(tuple(Index(path) for _ in range(_workers())), keys)


def _workers() -> int:
    """How many threads the machine gives this process."""
    may = getattr(os, "sched_getaffinity", None)  # not everywhere
    return min(_MOST_WORKERS, len(may(0)) if may else os.cpu_count() or 1)


def _keys_of(index: Index, entry: int) -> Iterator[str]:
    """The keys by which the whole index leads to an entry, other than its names."""
    evidence = index.evidence
    for number in evidence.numbers(entry):
        if len(number.key) >= LEAST_KEY:
            yield number.key
    if _TYPE_OF[index.entry_type[entry]] is PartyType.ADDRESS:
        yield from map(label, index.card(entry).names())
    for place in evidence.addresses(entry):
        for key, word in address_keys(place):
            if not word or evidence.tells(word) >= TELLING:
                yield key


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of an entry, on every day: what the small index is compiled from."""

    entry: str
    states: tuple[tuple[date, ListEntry], ...]
    held_from: date | None = None
    basis: Basis = Basis.UNKNOWN
    held_to: date | None = None
    doubtful_from: date | None = None
    first_day: date | None = None
    absent_on: date | None = None
    seen_from: date | None = None
    versions: tuple[str, ...] = ()


def _told(index: Index, entry: int, day: date) -> _Names:
    lines = index.lines_of(entry)
    caps = {index.name(line): index.cap(line) for line in lines}
    first, *others = caps or {index.card(entry).entry: 1.0}
    kind = _TYPE_OF[index.entry_type[entry]]
    text = ListEntry(
        list=index.lists[index.entry_list[entry]],
        name=first,
        type=kind,
        aliases=tuple(_alias(name, caps[name]) for name in others),
    )
    return _Names(f"{entry}", ((day, text),))


def _alias(name: str, cap: float) -> Alias:
    """An alias whose matches count no less than the cap says."""
    if cap == 1.0:
        return Alias(name)
    if abs(cap - PARENT_CAP) < 1e-6:
        return Alias(name, AliasKind.PARENT)
    return Alias(name, quality=AliasQuality.WEAK)
