"""What beside a name tells who a party is: identifiers and addresses, as an index.

Keys are 64-bit digests, sorted; each leads to entries of the index.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from listgate.matching.told import Told
from listgate.names.fold import fold
from listgate.names.latin import renderings
from listgate.records import Address

# Numbers that name one party in the world, and those that do within a country.
DECISIVE = frozenset(
    "uscc imo lei mmsi registration tax-id passport national-id isin ticker duns "
    "aircraft-serial aircraft-tail swift company-number ogrn inn".split()
)

# Words that stand in addresses everywhere.
_COMMON = frozenset(
    "no number nos room rm suite unit floor fl flat apt apartment office block bldg "
    "building tower plaza center centre house street st str road rd avenue ave av lane "
    "ln boulevard blvd drive dr way highway square district dist county province prov "
    "city town village region state republic area zone park industrial development "
    "high tech new technology economic north south east west central middle main "
    "po box pob postal code zip the of and de la el al km ul ulitsa prospekt pr d dom "
    "g p china russia iran hong kong peoples federation".split()
)
_PAIR_REACH = 6


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def identifier_key(value: str) -> str:
    """An identifier in the form it is compared in: letters and digits, capitals."""
    return re.sub(r"[^0-9A-Z]", "", value.upper())


@lru_cache(maxsize=4096)
def address_words(text: str) -> tuple[str, ...]:
    """Words and numbers of an address that tell one from another, in order."""
    words = fold(renderings(text)[0]).split()
    return tuple(w for w in words if w not in _COMMON and (len(w) > 2 or w.isdigit()))


def address_keys(words: Sequence[str]) -> set[int]:
    """Digests of a number and a word that stand near each other."""
    keys = set()
    for i, number in enumerate(words):
        if not any(ch.isdigit() for ch in number):
            continue
        near = words[max(0, i - _PAIR_REACH) : i + _PAIR_REACH + 1]
        for word in near:
            if word.isalpha() and len(word) > 3:
                keys.add(_digest(f"{number} {word}"))
    return keys


def _sorted(pairs: Iterable[tuple[int, int]]) -> tuple[bytes, bytes]:
    rows = sorted(set(pairs))
    return (
        array("Q", (k for k, _ in rows)).tobytes(),
        array("I", (v for _, v in rows)).tobytes(),
    )


def sections(stories: Sequence[Told]) -> dict[str, bytes]:
    """The sections of an index file for the identifiers and addresses of stories."""
    identifiers: list[tuple[int, int]] = []
    where: list[tuple[int, int]] = []
    texts: list[list[object]] = []
    for number, story in enumerate(stories):
        seen = set()
        for _, entry in story.states:
            for known in entry.identifiers:
                key = identifier_key(known.value)
                if len(key) > 4 and known.kind in DECISIVE:
                    identifiers.append((_digest(key), number))
            for address in entry.addresses:
                if address.text in seen:
                    continue
                seen.add(address.text)
                words = address_words(address.text)
                keys = address_keys(words)
                if keys:
                    where.extend((k, len(texts)) for k in keys)
                    texts.append([number, address.text])
    id_keys, id_entries = _sorted(identifiers)
    at_keys, at_texts = _sorted(where)
    body = bytearray()
    starts = array("I", [0])
    for text in texts:
        body += json.dumps(text, ensure_ascii=False).encode()
        starts.append(len(body))
    return {
        "ident.keys": id_keys,
        "ident.entries": id_entries,
        "addr.keys": at_keys,
        "addr.texts": at_texts,
        "addr.body": bytes(body),
        "addr.starts": starts.tobytes(),
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
    likeness: float
    text: str


class Evidence:
    """Identifiers and addresses of an opened index."""

    def __init__(self, parts: Mapping[str, memoryview]) -> None:
        self._id_keys = parts["ident.keys"].cast("Q")
        self._id_entries = parts["ident.entries"].cast("I")
        self._at_keys = parts["addr.keys"].cast("Q")
        self._at_texts = parts["addr.texts"].cast("I")
        self._body = parts["addr.body"]
        self._starts = parts["addr.starts"].cast("I")

    def by_identifier(self, value: str) -> tuple[int, ...]:
        """Entries that bear an identifier."""
        key = identifier_key(value)
        if len(key) < 5:
            return ()
        found = _equal_range(self._id_keys, _digest(key))
        return tuple(dict.fromkeys(self._id_entries[i] for i in found))

    def by_address(self, text: str) -> tuple[SharedAddress, ...]:
        """Entries with an address like this one, likest first."""
        words = address_words(text)
        times: dict[int, int] = {}
        for key in address_keys(words):
            for i in _equal_range(self._at_keys, key):
                number = self._at_texts[i]
                times[number] = times.get(number, 0) + 1
        best: dict[int, SharedAddress] = {}
        likely = sorted(times, key=lambda n: (-times[n], n))[:200]
        for number in likely:
            entry, listed = json.loads(
                bytes(self._body[self._starts[number] : self._starts[number + 1]])
            )
            likeness = address_likeness(words, address_words(listed))
            held = best.get(entry)
            if likeness >= 0.6 and (held is None or likeness > held.likeness):
                best[entry] = SharedAddress(entry, likeness, listed)
        return tuple(sorted(best.values(), key=lambda s: (-s.likeness, s.entry)))


def address_likeness(asked: Sequence[str], listed: Sequence[str]) -> float:
    """How much of the shorter address stands in the other, 0 to 1.

    A street number weighs double, and one that both give and that differs refutes:
    555 Qianmo Road is not 700 Qianmo Road.
    """
    if not asked or not listed:
        return 0.0

    def weight(word: str) -> float:
        return 2.0 if any(ch.isdigit() for ch in word) else 1.0

    a, b = set(asked), set(listed)
    both = sum(weight(w) for w in a & b)
    least = min(sum(map(weight, a)), sum(map(weight, b)))
    return both / least if least else 0.0


def address_text(addresses: Iterable[Address]) -> str:
    """Addresses in one line, for showing."""
    return "; ".join(a.text for a in addresses)
