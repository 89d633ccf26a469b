"""Blocks of a portfolio's parties, with what new entries are looked for by.

Folding names and reading addresses takes most of the time of screening a party that no
entry is like. It is done once, when the portfolio is screened whole.
"""

from __future__ import annotations

import itertools
import json
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from queue import SimpleQueue
from typing import Any

from listgate.cases.changed import Leads
from listgate.errors import QueryError
from listgate.matching.address import places
from listgate.matching.evidence import address_keys, label
from listgate.matching.identifiers import LEAST_KEY, given_number
from listgate.matching.index import Index
from listgate.matching.rarity import digest
from listgate.names.fold import fold_lines
from listgate.records import Party, PartyType
from listgate.screening.asked import as_party
from listgate.screening.decision import REVIEW
from listgate.screening.lines import name_lines

BLOCK = 2048  # parties a block, as screening takes them

# A name is looked at again when one new entry alone is this like it. Nothing but an
# address or a number lifts a name that is less like than ``REVIEW``, and these lead to
# the party by themselves; the rest is room for what the whole lists' words change.
FLOOR = REVIEW - 0.05

_HEAD = struct.Struct("<6I")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a block's parties are looked for by.

    ``lines`` are folded names one after the other, ``offsets`` where each begins and
    the last ends; ``owners`` and ``key_owners`` are parties' places in the block, and
    ``crowded`` those of parties that any change of the lists may be about.
    """

    lines: bytes
    offsets: array[int]
    owners: array[int]
    types: bytes
    keys: array[int]
    key_owners: array[int]
    crowded: array[int]

    def packed(self) -> bytes:
        """The same as bytes, for this machine."""
        parts = (
            self.lines,
            self.offsets.tobytes(),
            self.owners.tobytes(),
            self.types,
            self.keys.tobytes(),
            self.key_owners.tobytes(),
        )
        head = _HEAD.pack(*map(len, parts))
        return zlib.compress(head + b"".join(parts) + self.crowded.tobytes(), 1)


def unpacked(data: bytes) -> Prepared:
    """The block that ``Prepared.packed`` gave."""
    raw = zlib.decompress(data)
    parts, at = [], _HEAD.size
    for length in (*_HEAD.unpack_from(raw), len(raw)):
        parts.append(raw[at : at + length])
        at += length
    lines, offsets, owners, types, keys, key_owners, crowded = parts
    return Prepared(
        lines,
        array("I", offsets),
        array("I", owners),
        types,
        array("Q", keys),
        array("I", key_owners),
        array("I", crowded),
    )


def prepare(rows: Sequence[Mapping[str, Any]], crowded: Iterable[int]) -> Prepared:
    """What the parties of a block are looked for by; rows that are none have nothing.

    Args:
        rows: The parties of the block.
        crowded: Places of those whose names are like so many that some were not
            looked at: an entry that leaves may make room for one that was there.
    """
    parties: list[Party | str] = []
    places_of = array("I")
    for number, row in enumerate(rows):
        try:
            parties.append(as_party(row))
        except QueryError:
            continue
        places_of.append(number)
    names = name_lines(parties)
    block, offsets = fold_lines(names.texts)
    keys, owners = array("Q"), array("I")
    for number, party in zip(places_of, parties, strict=True):
        for key in _keys(party):
            keys.append(digest(key))
            owners.append(number)
    return Prepared(
        block,
        array("I", offsets),
        array("I", (places_of[n] for n in names.owners)),
        names.types,
        keys,
        owners,
        array("I", crowded),
    )


def _keys(party: Party | str) -> Iterator[str]:
    """The keys that lead from a party to entries by anything but a name."""
    if isinstance(party, str):
        return
    for text in party.identifiers:
        key = given_number(text).key
        if len(key) >= LEAST_KEY:
            yield key
    text = party.address
    if party.type is PartyType.ADDRESS:
        text = text or "; ".join((party.name, *party.aliases))
        yield label(party.name)
    for part in filter(None, map(str.strip, text.split(";"))):
        for place in places(part):
            yield from (key for key, _ in address_keys(place))


def led(blocks: Sequence[bytes], to: Leads, day: date) -> Iterator[set[int]]:
    """The places of the parties that new entries may be hits of, by block.

    Blocks are looked through side by side, an index each, from now on, whatever the
    caller does until it asks: the kernel runs outside of the interpreter's lock.

    Args:
        blocks: Blocks as ``Prepared.packed`` gave them.
        to: What leads to the new entries.
        day: The day asked about.
    """
    free: SimpleQueue[Index] = SimpleQueue()
    for index in to.indexes:
        free.put(index)

    def look(packed: bytes) -> set[int]:
        index = free.get()
        try:
            return _led(unpacked(packed), index, to.keys, day)
        finally:
            free.put(index)

    pool = ThreadPoolExecutor(len(to.indexes))
    found = pool.map(look, blocks)
    pool.shutdown(wait=False)  # ends when all is looked through
    return found


def _led(prepared: Prepared, index: Index, keys: frozenset[int], day: date) -> set[int]:
    found = set(prepared.crowded)
    if len(prepared.offsets) > 1:
        hits = index.search(
            *(prepared.lines, prepared.offsets),
            day=day,
            floor=FLOOR,
            limit=1,
            types=prepared.types,
        )
        found.update(itertools.compress(prepared.owners, hits.counts))
    if keys and not keys.isdisjoint(prepared.keys):
        found |= {
            owner
            for owner, key in zip(prepared.key_owners, prepared.keys, strict=True)
            if key in keys
        }
    return found


def pack_rows(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as compressed JSON lines."""
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return zlib.compress(lines.encode("utf-8", "surrogatepass"), 6)


def unpack_rows(data: bytes) -> list[str]:
    """The JSON lines of the rows, each still to be read."""
    # JSON escapes every line break, so a line is a row; other separators are no breaks.
    return zlib.decompress(data).decode("utf-8", "surrogatepass").split("\n")


def party_keys(rows: Sequence[Mapping[str, Any]], taken: dict[str, int]) -> list[str]:
    """A key for each row by which it is known from one file to the next.

    It is the row's ``id``, else what the row says. Where one is taken, it is counted.

    Args:
        rows: The rows of a block.
        taken: The keys so far and how often each was; added to.
    """
    found = []
    for row in rows:
        number = str(row.get("id") or "").strip()
        if number:
            key = f"id {number}"
        else:
            said = json.dumps(row, ensure_ascii=False, sort_keys=True)
            whole = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12)
            key = f"row {whole.hexdigest()}"
        if len(key) > 120:
            whole = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12)
            key = f"row {whole.hexdigest()}"
        taken[key] = taken.get(key, 0) + 1
        found.append(key if taken[key] == 1 else f"{key} #{taken[key]}")
    return found
