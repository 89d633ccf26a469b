"""Personal names in Han script: Mandarin, Wade-Giles and Cantonese spellings."""

from __future__ import annotations

from functools import lru_cache

from listgate.names.han_tables import Kind, cantonese, lexicon, read_words, syllables
from listgate.names.han_words import Part
from listgate.names.pinyin import to_wade_giles

_COMPOUND = 2


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, tuple[str, ...]]]:
    return read_words("han_persons.toml")


def surname(text: str) -> str:
    """The surname a Simplified name begins with, ``""`` when it begins with none."""
    names = _tables()["surnames"]
    if text[:_COMPOUND] in names and len(text) > _COMPOUND:
        return text[:_COMPOUND]
    return text[:1] if text[:1] in names else ""


def looks_like_person(text: str, parts: tuple[Part, ...]) -> bool:
    """Whether a name of Simplified characters reads as a person's.

    Two or three characters after a surname, four after a compound one, and no word of
    business, institution, brand or legal form in it.
    """
    family = surname(text)
    if not family or not 1 <= len(text) - len(family) <= 2:
        return False
    if text in lexicon().words:
        return False
    telling = (Kind.BRAND, Kind.INSTITUTION, Kind.FORM, Kind.LATIN, Kind.NUMBER)
    return not any(part.kind in telling for part in parts)


@lru_cache(maxsize=8192)
def person_renderings(text: str) -> tuple[str, ...]:
    """Spellings of a personal name, surname first, 3 to 6.

    Pinyin, Hong Kong's spelling, Wade-Giles; the surname's other readings; and all in
    one word, since the short name of a company can look like a person's (宁畅).
    """
    family, given = surname(text), text[len(surname(text)) :]
    readings = _tables()["surnames"][family]
    table = syllables()
    mandarin = [table.get(char, "") for char in given]
    joined = "".join(mandarin).replace("v", "u")
    spelled = [f"{readings[0]} {joined}"]
    spelled.extend(_hong_kong(family, given))
    spelled.append(_wade_giles(family, readings[0], mandarin))
    spelled.extend(f"{reading} {joined}" for reading in readings[1:2])
    spelled.append(f"{readings[0]}{joined}")
    return tuple(dict.fromkeys(spelled))


def _hong_kong(family: str, given: str) -> list[str]:
    """With the first customary spelling of the surname, and a second where usual."""
    table = cantonese()
    syllable = "".join(table.get(char, "") for char in family)
    found = _tables()["hongkong"].get(family, (syllable,))
    spoken = [table.get(char, "") for char in given]
    if not all(spoken) or not all(found):
        return []
    return [f"{name} {' '.join(spoken)}" for name in found]


def _wade_giles(family: str, reading: str, given: list[str]) -> str:
    table = syllables()
    names = [reading] if len(family) == 1 else [table[char] for char in family]
    return " ".join("-".join(map(to_wade_giles, half)) for half in (names, given))
