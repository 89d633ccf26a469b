"""What is known of single words and phrases in names, read from the package's tables.

Everything is in the folded form of ``names.fold``. Tables are facts kept by hand in
``names/data/*.toml``; ``load`` refuses tables that contradict themselves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from listgate.names.fold import fold

_DATA = Path(__file__).with_name("data")

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form that a phrase stands for.

    Attributes:
        canonical: One word for all phrases of the form, ``llc``.
        family: Forms of one family say the same in different countries, ``limited``.
        ambiguous: The phrase is a form only at an end of a name.
    """

    canonical: str
    family: str
    ambiguous: bool


class Kinship(StrEnum):
    """How the names of a group relate."""

    SPELLING = "spelling"  # one name in other letters
    COGNATE = "cognate"  # the same name in another language, often another person
    NICKNAME = "nickname"  # the first name and what its bearer is called


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Person names that may stand for each other."""

    kind: Kinship
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All tables; keys and values are folded.

    Attributes:
        forms: Phrase → legal form.
        abbreviations: Short or inflected word → its full form.
        translations: Word of another language → English word.
        phrases: Fixed phrase → the one word it stands for.
        numbers: Number in words, ordinal or Roman numeral → digits.
        compass: Word → point of the compass, ``severnyi`` → ``north``.
        weak: Words that say next to nothing of who an organization is.
        mild: Words that say little.
        stop: Articles, conjunctions and prepositions.
        particles: Parts of person names that carry no name.
        titles: Words before and after a person's name.
        also_names: Particles and titles that are names of their own elsewhere.
        acronyms: Short name of an organization → what it may stand for.
        countries: Country or people → ISO code, ``XX`` for a larger region.
        places: City, province or river → ISO code of its country.
        place_spellings: Other name of a place → the one word it stands for.
        groups: Person names that may stand for each other.
    """

    forms: Mapping[str, LegalForm]
    abbreviations: Mapping[str, str]
    translations: Mapping[str, str]
    phrases: Mapping[str, str]
    numbers: Mapping[str, str]
    compass: Mapping[str, str]
    weak: frozenset[str]
    mild: frozenset[str]
    stop: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    also_names: frozenset[str]
    acronyms: Mapping[str, tuple[str, ...]]
    countries: Mapping[str, str]
    places: Mapping[str, str]
    place_spellings: Mapping[str, str]
    groups: tuple[NameGroup, ...]


@dataclass(frozen=True, slots=True)
class WordCount:
    """In how many company and person names a word stands."""

    word: str
    companies: int
    persons: int


def _read(name: str) -> dict[str, Any]:
    with (_DATA / name).open("rb") as file:
        return tomllib.load(file)


def _once(pairs: Iterable[tuple[str, Any]], table: str) -> Mapping[str, Any]:
    """The pairs as a mapping.

    Raises:
        ValueError: A key is not folded, or stands twice with different values.
    """
    found: dict[str, Any] = {}
    for key, value in pairs:
        if fold(key) != key or not key:
            raise ValueError(f"{table}: {key!r} is not in folded form")
        if found.setdefault(key, value) != value:
            raise ValueError(f"{table}: {key!r} stands for two things")
    return MappingProxyType(found)


def _turned(table: Table) -> Iterator[tuple[str, str]]:
    """Pairs variant → canonical of a table canonical → variants."""
    for canonical, variants in table.items():
        for variant in variants:
            yield variant, canonical


def _variants(table: Table, name: str) -> Mapping[str, str]:
    """A table of variants, each canonical one word and no variant of another.

    Raises:
        ValueError: A canonical is several words, or itself a variant.
    """
    found = _once(_turned(table), name)
    for canonical in table:
        if " " in canonical or found.get(canonical, canonical) != canonical:
            raise ValueError(f"{name}: {canonical!r} can't be what others stand for")
    return found


def _legal_forms(rows: Iterable[Table]) -> Iterator[tuple[str, LegalForm]]:
    families: dict[str, str] = {}
    for row in rows:
        canonical, family = row["canonical"], row["family"]
        if families.setdefault(canonical, family) != family:
            raise ValueError(f"legal forms: {canonical!r} is in two families")
        form = LegalForm(canonical, family, row.get("ambiguous", False))
        for phrase in row["phrases"]:
            yield phrase, form


@lru_cache(maxsize=1)
def load() -> Words:
    """All tables, read and checked once.

    Raises:
        ValueError: A table contradicts itself; the message names table and word.
    """
    words = _read("words.toml")
    sets = {
        name: frozenset(_once(((w, w) for w in listed), name))
        for name, listed in (
            ("weak", words["generic"]["weak"]),
            ("mild", words["generic"]["mild"]),
            ("stop", words["stop"]["words"]),
            ("particles", words["particles"]["words"]),
            ("titles", words["titles"]["words"]),
            ("also names", words["particles"]["also_names"]),
            ("titles also names", words["titles"]["also_names"]),
        )
    }
    also_particles, also_titles = sets["also names"], sets["titles also names"]
    return Words(
        forms=_once(_legal_forms(_read("legal_forms.toml")["form"]), "legal forms"),
        abbreviations=_variants(words["abbreviation"], "abbreviations"),
        translations=_variants(words["translation"], "translations"),
        phrases=_variants(words["phrase"], "phrases"),
        numbers=_once(words["numbers"].items(), "numbers"),
        compass=_variants(words["compass"], "compass"),
        weak=sets["weak"],
        mild=sets["mild"],
        stop=sets["stop"],
        particles=sets["particles"] | also_particles,
        titles=sets["titles"] | also_titles,
        also_names=also_particles | also_titles,
        acronyms=_once(
            ((key, tuple(value)) for key, value in words["acronyms"].items()),
            "acronyms",
        ),
        countries=_once(_turned(words["countries"]), "countries"),
        places=_once(_turned(words["places"]), "places"),
        place_spellings=_variants(words["place_spelling"], "place spellings"),
        groups=tuple(
            NameGroup(Kinship(row["kind"]), tuple(row["forms"]))
            for row in _read("given_names.toml")["names"]
        ),
    )


@lru_cache(maxsize=1)
def counts() -> tuple[tuple[WordCount, ...], int, int]:
    """Each word's counts, and the number of company and of person names counted."""
    text = (_DATA / "token_weights.tsv").read_text("utf-8")
    totals: dict[str, int] = {}
    rows = []
    for line in text.splitlines():
        if not line.startswith("#"):
            word, companies, persons = line.split("\t")
            rows.append(WordCount(word, int(companies), int(persons)))
        elif line.startswith(("# companies ", "# persons ")):
            name, number = line[2:].rsplit(" ", 1)
            if number.isdigit():
                totals[name] = int(number)
    return tuple(rows), totals["companies"], totals["persons"]
