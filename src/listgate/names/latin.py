"""Latin renderings of names in any script: the way into the ASCII matching engine."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe",
        "Œ": "OE", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ł": "l", "Ł": "L",
        "ı": "i", "İ": "I", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ŧ": "t",
        "Ŧ": "T", "ŋ": "ng", "Ŋ": "Ng", "ĸ": "k", "ə": "a", "Ə": "A", "ɛ": "e",
        "ɔ": "o", "ƒ": "f", "ơ": "o", "Ơ": "O", "ư": "u", "Ư": "U", "ǝ": "e",
        "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "´": "'", "`": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
        "‐": "-", "‑": "-", "−": "-", "·": " ", "•": " ", "…": "...", "№": "No ",
        "©": "", "®": "", "™": "", "\u200b": "", "\u200e": "", "\u200f": "",
        "\ufeff": "", "\u00ad": "", "\u00a0": " ", "ʹ": "'", "ʺ": "", "ʿ": "'",
        "ʾ": "'", "°": "", "º": "o", "ª": "a", "€": "E", "£": "L", "¥": "Y",
    }
)  # fmt: skip


_CYRILLIC = re.compile(r"[\x00-\x40\x5b-\x60\x7b-\x7f\u0400-\u052f]+")


@lru_cache(maxsize=65536)
def renderings(text: str) -> tuple[str, ...]:
    """Plain-ASCII renderings of a name, 1 to 6, best first.

    ASCII comes back as it is; Latin letters lose their marks (one rendering); other
    scripts are romanized as passports and the press do, with the other common ways
    after the first. A name written in two scripts gives one rendering for the whole
    and one for each part that stands alone.
    """
    if text.isascii():
        return (text,)
    if _CYRILLIC.fullmatch(text):
        from listgate.names import cyrillic

        return cyrillic.renderings(text)
    plain = strip_marks(text)
    if plain.isascii():
        return (plain,)
    from listgate.names.scripts import romanize

    return romanize(text)


@lru_cache(maxsize=1)
def _letters() -> dict[int, str]:
    """Translation table of Latin letters and punctuation to ASCII."""
    table = dict(_SPECIAL)
    for low, high in ((0x00C0, 0x0250), (0x1E00, 0x1F00), (0xFF01, 0xFF5F)):
        for code in range(low, high):
            plain = unicodedata.normalize("NFKD", chr(code)).encode("ascii", "ignore")
            if plain and code not in table:
                table[code] = plain.decode()
    return table


@lru_cache(maxsize=1)
def _letters_and_marks() -> dict[int, str]:
    return _letters() | dict.fromkeys(range(0x0300, 0x0370), "")


def strip_marks(text: str) -> str:
    """The text with Latin letters and punctuation brought to ASCII; the rest stays."""
    plain = text.translate(_letters_and_marks())
    if plain.isascii():
        return plain
    # Marks of other scripts carry sound (и and й), so they are composed, not dropped.
    composed = unicodedata.normalize("NFKC", text).translate(_letters())
    return _LATIN_MARKS.sub(r"\1", composed)


_LATIN_MARKS = re.compile(r"([\x00-\x7f])[\u0300-\u036f]+")
