"""How much the words of addresses tell, counted on the addresses of an index."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from zlib import crc32

from listgate.matching.address import Place

# A small index says little of what is common, so words are weighed as if in this many.
LEAST_TOTAL = 3000
# A known city or province stands in every so-manieth address of the world.
PLACE_SHARE = 12


def digest(text: str) -> int:
    """A 64-bit key of a text; what it leads to is always looked at, so a quick one."""
    raw = text.encode()
    return crc32(raw) << 32 | crc32(raw[::-1])


def count_words(places: Iterable[Place], towns: Iterable[str]) -> dict[str, int]:
    """In how many addresses each word stands; names of towns in many."""
    read = list(places)
    counts = Counter(word for place in read for word in place.words)
    many = max(len(read), LEAST_TOTAL) // PLACE_SHARE
    for name in towns:
        for word in name.split():
            if word in counts:
                counts[word] = max(counts[word], many)
    return dict(counts)


def weight_of(count: int, total: int) -> float:
    """What a word tells that stands in ``count`` of ``total`` addresses, 0 to 1."""
    return max(0.05, 1 - math.log(1 + count) / math.log(1 + max(total, LEAST_TOTAL)))


def word_sections(counts: Mapping[str, int], total: int) -> dict[str, bytes]:
    """The sections of an index file for the counts."""
    rows = sorted((digest(word), n) for word, n in counts.items())
    return {
        "addr.words": array("Q", (k for k, _ in rows)).tobytes(),
        "addr.counts": array("I", [*(n for _, n in rows), total]).tobytes(),
    }


class Rarity:
    """The counts of an opened index."""

    def __init__(self, parts: Mapping[str, memoryview]) -> None:
        self._words = parts["addr.words"].cast("Q")
        self._counts = parts["addr.counts"].cast("I")
        self._total = self._counts[-1]

    def __call__(self, word: str) -> float:
        """What a word tells, 0 to 1; a word of no address as much as one of one."""
        key = digest(word)
        at = bisect_left(self._words, key)
        found = at < len(self._words) and self._words[at] == key
        return weight_of(self._counts[at] if found else 1, self._total)
