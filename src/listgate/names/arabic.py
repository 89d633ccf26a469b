"""Latin renderings of names in Arabic and Persian script.

The script leaves short vowels out, so letters alone give no name; what is in the table
of common names and words is spelled as lists and the press spell it, the rest gets its
letters with the likeliest vowels.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from listgate.names.han_tables import read_words

_CONSONANTS = {
    "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h",
    "خ": "kh", "د": "d", "ڈ": "d", "ذ": "dh", "ر": "r", "ڑ": "r", "ز": "z", "ژ": "zh",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f",
    "ڤ": "v", "ق": "q", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h",
    "ں": "n", "ړ": "r", "ښ": "sh", "ټ": "t", "ډ": "d", "ڼ": "n", "څ": "ts", "ځ": "z",
}  # fmt: skip
_PERSIAN = {**_CONSONANTS, "ث": "s", "ذ": "z", "ض": "z", "و": "v", "ق": "gh"}
_FOLD = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي",
        "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ـ": "",
        "\u200c": "", "\u200d": "", "\u200f": "", "\u200e": "", "ؤ": "و",
    }
)  # fmt: skip
# Written apart or together, these are one name: عبد الله, حبيب الله, نور الدين.
_COMPOUND = re.compile(r"(\bعبد|\w+(?= الله\b)|\w+(?= الدين\b)) (?=ال)")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0610-\u061a]")
_WORD = re.compile(r"[\u0600-\u06ff\u0750-\u077f]+")
# Letters and words that only Persian, Urdu or Pashto texts have.
_IRANIAN = re.compile(r"[پچژگکی]|شرکت|بانک|سازمان|مهندسی")
_LONG = {"و": "o", "ي": "i"}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_DIGITS)
    folded = _MARKS.sub("", text).translate(_FOLD)
    return _COMPOUND.sub(r"\1", folded)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Names and words under the keys that folding leaves."""
    sections = read_words("arabic_names.toml")
    names = {_fold(key): value for key, value in sections["names"].items()}
    words = {_fold(key): value for key, value in sections["words"].items()}
    return names, words


@lru_cache(maxsize=8192)
def renderings(text: str) -> tuple[str, ...]:
    """ASCII renderings of a text with Arabic script, 1 to 4, best first.

    The first has the common spellings, the others the next common ones, then the
    letters alone with words untranslated.
    """
    iranian = bool(_IRANIAN.search(text))
    folded = _fold(text)
    lines = [_line(folded, choice, iranian) for choice in (0, 1, 2)]
    lines.append(_line(folded, 0, iranian, translate=False))
    return tuple(dict.fromkeys(filter(None, lines)))


def _line(text: str, choice: int, iranian: bool, *, translate: bool = True) -> str:
    out = []
    last = 0
    for match in _WORD.finditer(text):
        out.append(text[last : match.start()])
        out.append(_spell(match.group(), choice, iranian, translate))
        last = match.end()
    out.append(text[last:])
    line = "".join(out)
    if not line.isascii():
        from listgate.names.scripts import any_ascii

        line = any_ascii(line)
    return " ".join(line.split())


@lru_cache(maxsize=32768)
def _spell(word: str, choice: int, iranian: bool, translate: bool) -> str:
    names, words = _tables()
    if translate:
        stem = re.sub(r"^(?:وال|لل|بال|ال|ل)(?=..)", "", word)
        for form in (word, stem):
            if form in words:
                found = words[form]
                return found[min(choice, len(found) - 1)] if found else ""
    if word in names:
        found = names[word]
        # Iranians spell Mohammad and Hossein: the last spellings of the table.
        return (
            found[-1 - min(choice, len(found) - 1)]
            if iranian
            else (found[min(choice, len(found) - 1)])
        )
    if word.startswith("ال") and len(word) > 3:
        joint = " " if choice == 1 else "-"
        return "al" + joint + _spell(word[2:], choice, iranian, translate)
    if word.endswith("الله") and len(word) > 5:
        return _spell(word[:-4], choice, iranian, translate) + " allah"
    if word.endswith("الدين") and len(word) > 6:
        return _spell(word[:-5], choice, iranian, translate) + " al-din"
    if word.startswith("لل") and len(word) > 4:
        return _spell(word[2:], choice, iranian, translate)
    if word.startswith("ابو") and len(word) > 4:
        return "abu " + _spell(word[3:], choice, iranian, translate)
    if word.endswith("زاده") and len(word) > 5:
        return _spell(word[:-4], choice, iranian, translate) + "zadeh"
    if word.endswith("ي") and word[:-1] in names and len(word) > 3:
        return _spell(word[:-1], choice, iranian, translate) + "i"
    return _letters(word, choice, iranian)


def _letters(word: str, choice: int, iranian: bool) -> str:
    """Letters with the likeliest vowels: long ones as written, short ones ``a``."""
    table = _PERSIAN if iranian else _CONSONANTS
    units: list[tuple[str, bool]] = []  # text, is a vowel
    size = len(word)
    for index, letter in enumerate(word):
        following = word[index + 1] if index + 1 < size else ""
        bare_before = bool(units) and not units[-1][1]
        if letter == "ا" and index == 0 and following in _LONG:
            continue
        if index == 1 and letter in _LONG and word[0] == "ا":
            units.append((_LONG[letter], True))
        elif letter in "اآ":
            # A bare alif before a consonant is i or e more often than a in Persian.
            units.append(
                ("e" if iranian and index == 0 and letter == "ا" else "a", True)
            )
        elif letter == "ع":
            if not units and following and following not in "اويآ":
                units.append(("a", True))
        elif letter == "ء":
            continue
        elif letter == "و":
            if bare_before and following not in "اآي":
                units.append((("u", "ou", "o")[choice], True))
            else:
                units.append(("v" if iranian else "w", False))
        elif letter == "ي":
            if bare_before and following not in "اآو":
                units.append(("i", True))
            else:
                units.append(("y" if following or not units else "i", not following))
        elif letter == "ه" and index == size - 1 and bare_before:
            units.append(("eh" if iranian else "a", True))
        else:
            units.append((table.get(letter, ""), False))
    return _voweled(units)


def _voweled(units: list[tuple[str, bool]]) -> str:
    """Puts ``a`` where two consonants meet, not after a closed syllable's first."""
    out: list[str] = []
    run = 0
    for index, (text, vowel) in enumerate(units):
        if vowel or not text:
            run = 0
            out.append(text)
            continue
        run += 1
        ends = index + 1 == len(units)
        opens = run == 2 and (len(out) == 1 or (index == 1))
        if opens or run == 3 or (run == 2 and ends and len(units) > 2):
            out.append("a")
            run = 1
        out.append(text)
    return "".join(out)
