"""A list ten times as long as the real one, made to its own statistics of words.

Each real entry gets nine siblings. A word that many names share stays in them (so it
becomes ten times as frequent); a rare one is mostly replaced, the same way throughout one
copy, by a new word of the list's own letter sequences and of the same length. So both the
vocabulary and the frequencies of common words grow, as they do in longer real lists.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

WORD = re.compile(r"[^\W\d_]+")
# A word on so many names is kept in half of the copies.
HALF_KEPT = 20
TIMES = 10


class Speller:
    """Makes words that look like the list's own, from what follows two letters."""

    def __init__(self, words: Counter[str]) -> None:
        self._next: dict[str, list[str]] = defaultdict(list)
        for word in words:
            padded = f"^^{word}"
            for at in range(2, len(padded)):
                self._next[padded[at - 2 : at]].append(padded[at])

    def word(self, length: int, rng: random.Random) -> str:
        """A new word of the length."""
        text = "^^"
        while len(text) < length + 2:
            text += rng.choice(self._next.get(text[-2:]) or ["a"])
        return text[2:]


def _cased(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


def names_of(row: dict[str, Any]) -> list[str]:
    """Every name of a row of the consolidated list."""
    return [row["name"], *row["alt_names"]]


def synthesise(document: dict[str, Any], *, seed: int = 1) -> dict[str, Any]:
    """The document with ``TIMES`` as many entries."""
    rows = document["results"]
    frequency = Counter(
        word.lower()
        for row in rows
        for name in names_of(row)
        for word in set(WORD.findall(name))
    )
    speller = Speller(frequency)
    made = list(rows)
    for copy in range(1, TIMES):
        rng = random.Random(seed * TIMES + copy)
        renamed: dict[str, str] = {}
        for word, count in frequency.items():
            if word.isascii() and rng.random() >= count / (count + HALF_KEPT):
                renamed[word] = speller.word(len(word), rng)

        def rename(name: str, renamed: dict[str, str] = renamed) -> str:
            return WORD.sub(
                lambda m: _cased(renamed.get(m[0].lower(), m[0].lower()), m[0]), name
            )

        for row in rows:
            number = row.get("entity_number")
            made.append(
                {
                    **row,
                    "name": rename(row["name"]),
                    "alt_names": [rename(name) for name in row["alt_names"]],
                    "entity_number": f"{copy}{number:0>6}" if number else number,
                }
            )
    return {**document, "total": len(made), "results": made}


def write(document: dict[str, Any], path: Path) -> list[str]:
    """Write the longer list as the publisher would; return its names."""
    longer = synthesise(document)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        json.dump(longer, file, ensure_ascii=False)
    return [name for row in longer["results"] for name in names_of(row)]
