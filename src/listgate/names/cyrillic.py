"""Latin renderings of names in Cyrillic script.

Three conventions meet on the lists: the press and older passports (``Yevgeny``), the
U.S. Board on Geographic Names as the Treasury uses it (``Yevgeniy``), and the passports
of ICAO Doc 9303 (``Evgenii``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from listgate.names.han_tables import read_words

_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
    "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
    # Belarusian, Ukrainian
    "ў": "u", "і": "i", "ї": "i", "є": "ie", "ґ": "g",
    # Serbian, Macedonian
    "ј": "j", "љ": "lj", "њ": "nj", "ђ": "dj", "ћ": "c", "џ": "dz", "ѓ": "gj",
    "ќ": "kj", "ѕ": "dz",
    # Kazakh, Kyrgyz, Tatar, Bashkir, Mongolian, Tajik, Uzbek
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h",
    "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "җ": "j", "ҡ": "k", "ҫ": "s", "ҙ": "z",
    "ѐ": "e", "ѝ": "i", "ӑ": "a", "ӗ": "e", "ҥ": "n",
}  # fmt: skip
_UKRAINIAN = {**_COMMON, "г": "h", "и": "y", "х": "kh", "є": "ie", "ї": "i"}
_SERBIAN = {**_COMMON, "ж": "z", "ч": "c", "ш": "s", "х": "h", "ц": "c", "џ": "dz"}
_BULGARIAN = {**_COMMON, "ъ": "a", "щ": "sht", "х": "h"}
_VOWELS = "аеёиоуыэюяіїєөүұәӣӯ"

_WORD = re.compile(r"[\u0400-\u052f']+")
_WORDS = re.compile(r"([\u0400-\u052f']+)")
_PLAIN = re.compile(r"[\x00-\x7f\u0400-\u052f]+")
_FOREIGN = re.compile(r"[^\x00-\x7f\u0400-\u052f]+")


@lru_cache(maxsize=8192)
def renderings(text: str) -> tuple[str, ...]:
    """ASCII renderings of a text with Cyrillic words, 1 to 4, best first.

    Press style, then Geographic Names style, then passport style; where the text has
    words such as *завод* or *Акционерное общество*, second one with those in English.
    """
    text = text.replace("’", "'").replace("ʼ", "'")
    low = text.lower()
    table = _table(low)
    language = _language(table)
    pieces = _WORDS.split(_ascii_around(low))
    forms = [_forms(piece, language) for piece in pieces[1::2]]
    spelled = []
    for style in range(3):
        pieces[1::2] = [form[style] for form in forms]
        spelled.append("".join(pieces))
    words = _WORD.findall(low)
    if not _term_words().isdisjoint(word.replace("ё", "е") for word in words):
        english = _translate(low, table)
        if english:
            spelled.insert(1, english)
    return tuple(dict.fromkeys(" ".join(line.split()) for line in spelled))


def _ascii_around(text: str) -> str:
    """The text with what is neither Cyrillic nor ASCII brought to ASCII."""
    return (
        text if _PLAIN.fullmatch(text) else _FOREIGN.sub(lambda m: _ascii(m[0]), text)
    )


def _replace(text: str, forms: dict[str, str]) -> str:
    """The text with each Cyrillic word in its Latin form."""
    return _ascii(_WORD.sub(lambda match: forms[match.group()], text))


@lru_cache(maxsize=65536)
def _forms(word: str, language: str) -> tuple[str, str, str]:
    """A lowercase word in the three styles."""
    return (
        _press(word, language),
        _geographic(word, language),
        _passport(word, language),
    )


_UKRAINE, _SERBIA = frozenset("їєґ"), frozenset("јљњђћџ")
_KAZAKH, _RUSSIAN = frozenset("әғқңөұүһ"), frozenset("ыэёъ")
_SKY = re.compile(r"[сцз]ьк")
_BULGARIAN_SIGN = re.compile(r"ъ(?![еёюяіїє\W]|$)")


def _table(low: str) -> dict[str, str]:
    """The letters' values in the language that the text's letters betray."""
    letters = frozenset(low)
    if letters & _UKRAINE or ("і" in letters and "ў" not in letters):
        return _COMMON if letters & _KAZAKH else _UKRAINIAN
    if letters & _SERBIA:
        return _SERBIAN
    if "ь" in letters and not letters & _RUSSIAN and _SKY.search(low):
        return _UKRAINIAN
    # In Russian a hard sign stands before a iotated vowel only.
    return _BULGARIAN if "ъ" in letters and _BULGARIAN_SIGN.search(low) else _COMMON


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    from anyascii import anyascii

    return anyascii(text)


_TABLES = {
    "ru": _COMMON, "uk": _UKRAINIAN, "sr": _SERBIAN, "bg": _BULGARIAN,
}  # fmt: skip


def _language(table: dict[str, str]) -> str:
    return next(code for code, known in _TABLES.items() if known is table)


def _press(word: str, language: str) -> str:
    word = re.sub(r"(ий|ый|ій)$", "и" if language == "uk" else "ы", word)
    return _letters(word, language, iotated=True)


def _geographic(word: str, language: str) -> str:
    return _letters(word, language, iotated=True)


def _passport(word: str, language: str) -> str:
    if language == "sr":
        return _letters(word, language, iotated=False)
    if language == "uk":
        # Lists also spell Ukrainians the Russian way: Gennadii, not Hennadiy.
        return _letters(word.replace("є", "е"), "ru", iotated=False)
    word = word.replace("кс", "x")
    return _letters(word, language, iotated=False)


def _letters(word: str, language: str, *, iotated: bool) -> str:
    """Letter by letter.

    Args:
        word: Lowercase Cyrillic.
        language: ``ru``, ``uk``, ``sr`` or ``bg``.
        iotated: Write ``ye`` and ``y`` (press, BGN) rather than ``e`` and ``i``.
    """
    table = _TABLES[language]
    out: list[str] = []
    before = ""
    for letter in word:
        value = table.get(letter)
        if value is None:
            value = letter if letter.isascii() else ""
        starts = not before or before in _VOWELS or before in "ьъ'"
        if language == "ru":
            if letter == "е" and iotated and starts:
                value = "ye"
            elif letter == "ё" and iotated:
                value = "yo" if starts or before not in "жчшщ" else "e"
            elif not iotated and letter in "йюя":
                value = {"й": "i", "ю": "iu", "я": "ia"}[letter]
        elif language == "uk":
            if letter in "їє" and (iotated or not before):
                value = {"ї": "yi", "є": "ye"}[letter]
            elif not iotated and before and letter in "йюя":
                value = {"й": "i", "ю": "iu", "я": "ia"}[letter]
        out.append(value)
        before = letter
    return "".join(out)


@lru_cache(maxsize=1)
def _terms() -> dict[str, str]:
    words = read_words("cyrillic_terms.toml")
    return {key: value[0] for key, value in words["words"].items()}


@lru_cache(maxsize=1)
def _term_words() -> frozenset[str]:
    """Words that begin a phrase of the table."""
    return frozenset(re.split(r"[ -]", phrase)[0] for phrase in _terms())


def _translate(text: str, table: dict[str, str]) -> str:
    """The text with known words in English, ``""`` when it has none."""
    terms = _terms()
    tokens = re.findall(r"[\u0400-\u052f'-]+|[^\u0400-\u052f]+", text.replace("ё", "е"))
    words = [token for token in tokens if token.strip(" \"'()«»,.-")]
    out: list[str] = []
    index, hit = 0, False
    while index < len(words):
        for size in (4, 3, 2, 1):
            phrase = " ".join(w.strip() for w in words[index : index + size])
            if index + size <= len(words) and phrase in terms:
                out.append(terms[phrase])
                index += size
                hit = True
                break
        else:
            forms = {
                w: _press(w, _language(table)) for w in _WORD.findall(words[index])
            }
            out.append(_replace(words[index], forms).strip())
            index += 1
    return " ".join(filter(None, out)) if hit else ""
