"""Whether a name is written in Latin letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def is_latin(text: str) -> bool:
    """Whether most letters of a text are Latin; a text without letters counts so."""
    if text.isascii():
        return True
    latin = other = 0
    for char in text:
        if char.isalpha():
            if _latin(char):
                latin += 1
            else:
                other += 1
    return latin >= other


@lru_cache(maxsize=4096)
def _latin(char: str) -> bool:
    name = unicodedata.name(char, "")
    return name.startswith(("LATIN", "MODIFIER", "FULLWIDTH LATIN"))
