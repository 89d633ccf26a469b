"""Word and character tables for Han script, read once from the package's data files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")


class Kind(Enum):
    """What a part of a Chinese name does in it."""

    PLACE = "place"
    BRAND = "brand"
    TRADE = "trade"
    SOFT = "soft"
    BUSINESS = "business"
    INSTITUTION = "institution"
    NUMBER = "number"
    FORM = "form"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the tables.

    Attributes:
        text: The word in Simplified characters.
        kind: What it does in a name.
        english: Its Latin forms, the usual one first; empty when pinyin is the form.
    """

    text: str
    kind: Kind
    english: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words by their text.

    Attributes:
        words: Kind and unparsed Latin forms by Simplified text; :func:`word` gives a
            :class:`Word`. A text has one kind, the most telling one.
        longest: Length of the longest text, characters.
        suffixes: Place suffix → English forms, ``""`` where English leaves it out.
        prefixes: Group names that other names follow directly.
        province: Prefecture or city → the province it belongs to, where known.
    """

    words: dict[str, tuple[Kind, str]]
    longest: int
    suffixes: dict[str, tuple[str, ...]]
    prefixes: frozenset[str]
    province: dict[str, str]


def _read_toml(name: str) -> dict[str, Any]:
    with (_DATA / name).open("rb") as file:
        return tomllib.load(file)


def read_columns(name: str) -> list[list[str]]:
    """Rows of a tab-separated data file without comments."""
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def read_words(name: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Sections of a data file whose values are alternatives parted by ``|``.

    A section is a table, or one ``words`` block with a ``key = value`` a line.
    """
    return {
        section: {key: _alternatives(value) for key, value in _pairs(entries)}
        for section, entries in _read_toml(name).items()
    }


def _pairs(entries: dict[str, str]) -> Iterator[tuple[str, str]]:
    block = entries.get("words", "")
    if len(entries) == 1 and "\n" in block:
        for line in block.strip().splitlines():
            key, _, value = line.partition(" = ")
            yield key, value
    else:
        yield from entries.items()


def _alternatives(value: str) -> tuple[str, ...]:
    if "|" not in value:
        value = value.strip()
        return (value,) if value else ()
    return tuple(filter(None, (part.strip() for part in value.split("|"))))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words of places, business, institutions, forms and brands."""
    words: dict[str, tuple[Kind, str]] = {}
    province: dict[str, str] = {}
    places = _read_toml("han_places.toml")
    for line in "\n".join(places["pinyin"].values()).splitlines():
        region, _, cities = line.rpartition(":")
        for text in cities.split():
            words[text] = (Kind.PLACE, "")
            if region:
                province[text] = region
    words.update(
        (text, (Kind.PLACE, forms)) for text, forms in _pairs(places["exonyms"])
    )
    terms = _read_toml("han_terms.toml")
    # A text in two sections has the kind of the last one.
    for kind in (Kind.SOFT, Kind.BUSINESS, Kind.INSTITUTION, Kind.FORM):
        words.update((text, (kind, forms)) for text, forms in _pairs(terms[kind.value]))
    brands = _read_toml("han_brands.toml")
    prefixes = frozenset(brands.pop("prefixes")["words"].split())
    for section in brands.values():
        words.update((text, (Kind.BRAND, forms)) for text, forms in _pairs(section))
    return Lexicon(
        words=words,
        longest=max(map(len, words)),
        suffixes={
            text: tuple(part.strip() for part in value.split("|"))
            for text, value in places["suffix"].items()
        },
        prefixes=prefixes,
        province=province,
    )


@lru_cache(maxsize=8192)
def word(text: str) -> Word:
    """The word of the tables with this text.

    Raises:
        KeyError: The tables have no such word.
    """
    kind, forms = lexicon().words[text]
    return Word(text, kind, _alternatives(forms))


@lru_cache(maxsize=1)
def syllables() -> dict[str, str]:
    """Character → its first pinyin syllable, toneless; ``ü`` is ``v``."""
    return {
        char: syllable
        for syllable, chars in read_columns("han_pinyin.tsv")
        for char in chars
    }


@lru_cache(maxsize=1)
def cantonese() -> dict[str, str]:
    """Character → its syllable as Hong Kong spells names."""
    return {
        char: syllable
        for syllable, chars in read_columns("han_cantonese.tsv")
        for char in chars
    }


@lru_cache(maxsize=1)
def to_simplified() -> dict[int, str]:
    """Translation table of traditional and Japanese characters to Simplified."""
    return {
        ord(char): plain
        for plain, chars in read_columns("han_simplified.tsv")
        for char in chars
    }
