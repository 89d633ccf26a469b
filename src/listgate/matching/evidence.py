"""What beside a name tells who a party is: identifiers and addresses, as an index.

Keys are 64-bit digests, sorted; each leads to entries of the index.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from listgate.matching.address import Place, places
from listgate.matching.identifiers import (
    LEAST_KEY,
    Number,
    given_number,
    listed_number,
    one_family,
)
from listgate.matching.rarity import (
    LEAST_TOTAL,
    Rarity,
    count_words,
    digest,
    weight_of,
    word_sections,
)
from listgate.matching.shared import Agreement, Extent, agreement
from listgate.matching.told import Told
from listgate.names.fold import fold
from listgate.names.latin import strip_marks
from listgate.records import PartyType

# A key that leads to more addresses than this says too little to follow.
_CROWDED = 400
# A word that stands in a share of all addresses makes no key: it is a town.
TELLING = 0.3
_LOOKED_AT = 200


def _sorted(pairs: Iterable[tuple[int, int]]) -> tuple[bytes, bytes]:
    rows = sorted(set(pairs))
    return (
        array("Q", (k for k, _ in rows)).tobytes(),
        array("I", (v for _, v in rows)).tobytes(),
    )


def _joined(rows: Iterable[bytes]) -> tuple[bytes, bytes]:
    body = bytearray()
    starts = array("I", [0])
    for row in rows:
        body += row
        starts.append(len(body))
    return bytes(body), starts.tobytes()


def label(name: str) -> str:
    """The key of an address by the label that a list gives it (`Address 01`)."""
    return f"label {fold(strip_marks(name).encode('ascii', 'ignore').decode())}"


def address_keys(place: Place) -> Iterator[tuple[str, str]]:
    """What leads from one address to another that may be the same place.

    A key, and the word that it tells by; none where it tells as it is.
    """
    for number, name in place.near:
        yield f"{number} {name}", "" if number.startswith("box") else name
    if not place.numbers and place.built and len(place.words) > 1:
        yield "whole " + " ".join(sorted(place.words)), ""


def sections(stories: Sequence[Told]) -> dict[str, bytes]:
    """The sections of an index file for the identifiers and addresses of stories."""
    identifiers: list[tuple[int, int]] = []
    numbers: list[list[tuple[str, str, str]]] = []
    texts: list[tuple[int, str]] = []
    for entry, story in enumerate(stories):
        own = {
            (known.kind, known.value, known.country): None
            for _, text in story.states
            for known in text.identifiers
        }
        numbers.append(list(own))
        for kind, value, country in own:
            key = listed_number(kind, value, country).key
            if len(key) >= LEAST_KEY:
                identifiers.append((digest(key), entry))
        newest = story.states[-1][1]
        if newest.type is PartyType.ADDRESS:
            identifiers.append((digest(label(newest.name)), entry))
        seen = {a.text: None for _, text in story.states for a in text.addresses}
        texts.extend((entry, text) for text in seen)
    id_keys, id_entries = _sorted(identifiers)
    id_body, id_starts = _joined(json.dumps(n).encode() if n else b"" for n in numbers)
    body, starts = _joined(f"{entry} {text}".encode() for entry, text in texts)
    return {
        "ident.keys": id_keys,
        "ident.entries": id_entries,
        "ident.body": id_body,
        "ident.starts": id_starts,
        "addr.body": body,
        "addr.entries": _firsts((e for e, _ in texts), len(stories)),
        "addr.starts": starts,
        **_places(texts),
    }


def _firsts(owners: Iterable[int], n: int) -> bytes:
    """Where each entry's texts begin among all, and the end of the last one's."""
    counts = array("I", [0] * (n + 1))
    for owner in owners:
        counts[owner + 1] += 1
    for i in range(n):
        counts[i + 1] += counts[i]
    return counts.tobytes()


def _places(texts: Sequence[tuple[int, str]]) -> dict[str, bytes]:
    from listgate.names.words import load

    read = [places(text) for _, text in texts]
    # Many addresses tell by themselves which words are towns.
    towns = load().places if 0 < len(texts) < LEAST_TOTAL else ()
    counts = count_words((p for ways in read for p in ways), towns)
    total = len(texts)
    tells = {word: weight_of(n, total) for word, n in counts.items()}
    where = [
        (digest(key), number)
        for number, ways in enumerate(read)
        for place in ways
        for key, word in address_keys(place)
        if tells.get(word, 1.0) >= TELLING
    ]
    at_keys, at_texts = _sorted(where)
    return {
        "addr.keys": at_keys,
        "addr.texts": at_texts,
        **word_sections(counts, total),
    }


def _equal_range(keys: memoryview, key: int) -> range:
    start = bisect_left(keys, key)
    end = start
    while end < len(keys) and keys[end] == key:
        end += 1
    return range(start, end)


@dataclass(frozen=True, slots=True)
class SharedAddress:
    """An entry whose address the party shares, how far (0 to 1), and the listed text."""

    entry: int
    agreement: Agreement
    text: str


@dataclass(frozen=True, slots=True)
class SharedNumber:
    """An entry that bears a number equal to one of the party's."""

    entry: int
    given: Number
    listed: Number


class Evidence:
    """Identifiers and addresses of an opened index."""

    def __init__(self, parts: Mapping[str, memoryview]) -> None:
        self._id_keys = parts["ident.keys"].cast("Q")
        self._id_entries = parts["ident.entries"].cast("I")
        self._id_body = parts["ident.body"]
        self._id_starts = parts["ident.starts"].cast("I")
        self._at_keys = parts["addr.keys"].cast("Q")
        self._at_texts = parts["addr.texts"].cast("I")
        self._body = parts["addr.body"]
        self._starts = parts["addr.starts"].cast("I")
        self._firsts = parts["addr.entries"].cast("I")
        self.tells = Rarity(parts)

    def addresses(self, entry: int) -> tuple[Place, ...]:
        """The addresses of an entry, read."""
        numbers = range(self._firsts[entry], self._firsts[entry + 1])
        return tuple(p for n in numbers for p in places(self._text(n)[1]))

    def _text(self, number: int) -> tuple[int, str]:
        raw = bytes(self._body[self._starts[number] : self._starts[number + 1]])
        entry, _, text = raw.decode().partition(" ")
        return int(entry), text

    def numbers(self, entry: int) -> tuple[Number, ...]:
        """The identifiers of an entry."""
        raw = bytes(self._id_body[self._id_starts[entry] : self._id_starts[entry + 1]])
        return tuple(listed_number(*row) for row in json.loads(raw)) if raw else ()

    def by_identifier(self, text: str) -> tuple[SharedNumber, ...]:
        """Entries that bear an identifier, of a kind that it can be."""
        given = given_number(text)
        if len(given.key) < LEAST_KEY:
            return ()
        found = []
        for i in _equal_range(self._id_keys, digest(given.key)):
            entry = self._id_entries[i]
            same = [
                n
                for n in self.numbers(entry)
                if n.key == given.key and one_family(given, n)
            ]
            if same:
                found.append(SharedNumber(entry, given, same[0]))
        return tuple(found)

    def by_label(self, name: str) -> tuple[int, ...]:
        """Entries that are only an address, by the label a list gives it."""
        found = _equal_range(self._id_keys, digest(label(name)))
        return tuple(self._id_entries[i] for i in found)

    def by_address(self, text: str) -> tuple[SharedAddress, ...]:
        """Entries with an address like this one, likest first."""
        best: dict[int, SharedAddress] = {}
        for part in filter(None, map(str.strip, text.split(";"))):
            for asked in places(part):
                for shared in self._like(asked):
                    held = best.get(shared.entry)
                    if held is None or _rank(shared) < _rank(held):
                        best[shared.entry] = shared
        return tuple(sorted(best.values(), key=lambda s: (_rank(s), s.entry)))

    def _like(self, asked: Place) -> Iterable[SharedAddress]:
        times: dict[int, int] = {}
        for key, _ in address_keys(asked):
            found = _equal_range(self._at_keys, digest(key))
            if len(found) > _CROWDED:
                continue
            for i in found:
                number = self._at_texts[i]
                times[number] = times.get(number, 0) + 1
        likely = sorted(times, key=lambda n: (-times[n], n))[:_LOOKED_AT]
        for number in likely:
            entry, text = self._text(number)
            for listed in places(text):
                agreed = agreement(asked, listed, self.tells)
                if agreed is not None:
                    yield SharedAddress(entry, agreed, text)


def _rank(shared: SharedAddress) -> tuple[int, float, str]:
    order = (Extent.SAME, Extent.PART, Extent.OTHER_UNIT)
    extent = order.index(shared.agreement.extent)
    return extent, -shared.agreement.likeness, shared.text
