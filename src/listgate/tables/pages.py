"""Which old encoding a text is written in: the one in which it reads like language.

Each encoding is tried. In the right one, letters are common ones of one script and stand
where that script's letters stand; in a wrong one they are rare or no letters at all. Two
readings that are nearly as good are left undecided: a name misread is a party missed.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from listgate.tables import letters

_ENOUGH = 0.5  # least score of a reading to be believed
_AHEAD = 0.12  # least lead over the next reading that says something else
_FEW = 8  # letters from which an encoding that is seldom met is believed
_AHEAD_IN_WORDS = 0.07  # the same, where only words that differ are looked at
_LOST = "\ufffd"
# Printers' marks that stand beside letters in any language.
_MARKS = frozenset("–—‘’‚“”„…•€£©®™§°·«»‹›´ªº№\xa0")
_TOGETHER = 3  # languages that one file of names may be written in
_ANOTHER = 0.08  # what each beyond the first costs

Score = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in one encoding; ``score`` is at most 1, how much like language it reads."""

    codec: str
    name: str
    score: float
    text: str


def readings(sample: bytes) -> list[Reading]:
    """The readings of some lines that hold bytes beyond ASCII, best first."""
    found = []
    for codec, name, score in _PAGES:
        text = sample.decode(codec, "replace")
        found.append(Reading(codec, name, score(text), text))
    return sorted(found, key=lambda reading: -reading.score)


def decide(found: list[Reading], sample: bytes) -> Reading | None:
    """The reading to believe; None where none is good, or two are that differ."""
    best = found[0]
    for other in found[1:]:
        if other.score <= best.score - _AHEAD or other.text == best.text:
            continue
        rivals = _duel(best, other, sample)
        if rivals is None:
            return None
        best = rivals
    if best.codec in _SELDOM and _wide(best.text).total() < _FEW:
        return None
    return best if best.score >= _ENOUGH else None


def _duel(one: Reading, other: Reading, sample: bytes) -> Reading | None:
    """The better of two readings, by the words that they read differently."""
    scores = {codec: score for codec, _, score in _PAGES}
    if not {one.codec, other.codec} <= _LATIN_PAGES:
        return None
    words = [
        word
        for word in _WORD.findall(sample)
        if word.decode(one.codec, "replace") != word.decode(other.codec, "replace")
    ]
    told = b"\n".join(words)
    lead = scores[one.codec](told.decode(one.codec, "replace")) - scores[other.codec](
        told.decode(other.codec, "replace")
    )
    if abs(lead) < _AHEAD_IN_WORDS:
        return None
    return one if lead > 0 else other


def _wide(text: str) -> Counter[str]:
    """The characters beyond ASCII and how often they occur."""
    return Counter(c for c in text if c > "\x7f")


def _east_asian(common: frozenset[str], kana: bool, hangul: bool) -> Score:
    """The score of a Chinese, Japanese or Korean reading."""

    def weight(letter: str) -> float:
        if letter in common:
            return 1.0
        if letter == _LOST:
            return -3.0
        if "\u3041" <= letter <= "\u30ff":
            return 1.0 if kana else 0.0
        if "\uff66" <= letter <= "\uff9f":
            return 0.3 if kana else 0.0
        if "\u4e00" <= letter <= "\u9fff":
            return 0.2
        if "\uac00" <= letter <= "\ud7a3":
            return 0.2 if hangul else -0.5
        if "\u3000" <= letter <= "\u3020" or "\uff01" <= letter <= "\uff5e":
            return 0.5
        return -0.5 if letter.isalpha() else -1.0 if not letter.isprintable() else 0.0

    def score(text: str) -> float:
        counts = _wide(text)
        total = counts.total()
        return sum(weight(c) * n for c, n in counts.items()) / total if total else 0.0

    return score


def _alphabet(script: str) -> Score:
    """The score of a reading in an alphabet other than the Latin one."""
    ranks = {letter: rank for rank, letter in enumerate(letters.ALPHABETS[script])}
    # A letter of one script between those of another, or a small letter before a capital.
    mixed = re.compile(r"[A-Za-z][^\W\x00-\x7f_]|[^\W\x00-\x7f_][A-Za-z]")

    def weight(letter: str) -> float:
        rank = ranks.get(letter.lower())
        if rank is not None:
            return 1.0 if rank < 11 else 0.7 if rank < 23 else 0.3
        if letter == _LOST:
            return -3.0
        return 0.5 if letter in _MARKS else -1.0

    def score(text: str) -> float:
        counts = _wide(text)
        total = counts.total()
        if not total:
            return 0.0
        faults = len(mixed.findall(text)) + _small_before_capital(text)
        faults += len(_STRAY_MARK.findall(text))
        return (sum(weight(c) * n for c, n in counts.items()) - 1.5 * faults) / total

    return score


# A Thai vowel mark that stands on no consonant, a Hebrew final letter within a word.
_STRAY_MARK = re.compile(
    "(?<![\u0e01-\u0e2e\u0e31-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    "|[ךםןףץ](?=[א-ת])"
)


def _small_before_capital(text: str) -> int:
    """How often a small letter beyond ASCII is followed by a capital."""
    return sum(
        a > "\x7f" and b > "\x7f" and a.islower() and b.isupper()
        for a, b in itertools.pairwise(text)
    )


def _latin(misplaced: re.Pattern[str], *languages: str) -> Score:
    """The score of a reading in Latin letters with accents.

    ``misplaced`` finds letters where no word of these languages has them.
    """
    alphabets = [frozenset(letters.LATIN[name]) for name in languages]
    known = frozenset().union(*alphabets)

    def score(text: str) -> float:
        folded = Counter[str]()
        total = 0
        points = 0.0
        for letter, count in _wide(text).items():
            if letter in _MARKS:
                continue
            total += count
            small = "ı" if letter == "İ" else letter.lower()
            if small in known:
                folded[small] += count
            elif letter == _LOST:
                points -= 3.0 * count
            elif not letter.isalpha():
                points -= count
        if not total:
            # Nothing but marks: dashes and quotation marks say nothing of a language.
            return 1.0 if text and not _LOST_OR_CONTROL.search(text) else -1.0
        for run in _LONG_RUN.findall(text):
            points -= 2.0 * len(run)
        points -= 1.5 * (
            len(_SYMBOL_INSIDE.findall(text)) + len(misplaced.findall(text))
        )
        points -= 1.5 * _small_before_capital(text)
        return (_covered(folded, alphabets) * folded.total() + points) / total

    return score


_LOST_OR_CONTROL = re.compile("[\ufffd\x80-\x9f]")
# Hardly a word of these languages has four accented letters in a row.
_LONG_RUN = re.compile(r"[^\W\x00-\x7f_]{4,}")
_SYMBOL_INSIDE = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’´·­](?=[^\W\d_])")
# Letters that share a byte stand in different places: ñ before a vowel, ń before none;
# ø between consonants, ř beside a vowel; è in -ère and -ème, č at the ends of syllables.
_NOT_WESTERN = re.compile(
    r"""ñ(?![aeiouyáéíóúü]) | \bè\w | è[aeiouk] | [iou]è\b
    | (?<=[aeiouyáéíý])ø | ø(?=[aeiouyáéíý]) | ì(?=\w) | (?<=[aeiou])ò | ù(?=\w)
    | (?<=[aeiou])æ | õ(?!e) | (?<=\w)þ | \bð | ã(?=[rnlmtdgbp]) | (?<=i)ê(?!n)""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_CENTRAL = re.compile(
    r"""ń(?=[aeiouáéíóú]) | č(?=[b-df-hj-np-tv-z]e) | ő(?=e) | ă(?=o) | ę(?=n) | \bů
    | (?<![aeiouyáéíýů])ř(?![aeiouyáéíýěů]) | (?<=[b-df-hj-np-tv-z])ć(?=[b-df-hj-np-tv-z])
    | (?<=[b-df-hj-np-tv-z])ň""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_TURKISH = re.compile(r"(?<![aeiouıöüâ])ğ", re.IGNORECASE)
_NOT_BALTIC = re.compile(r"č(?=[b-df-hj-np-tv-z]e)|ė(?=[aeiou])", re.IGNORECASE)


def _covered(found: Counter[str], alphabets: list[frozenset[str]]) -> float:
    """The share of letters that few languages explain, less a cost for each after the first."""
    total = found.total()
    if not total:
        return 0.0
    best = 0.0
    left = dict(found)
    share = 0
    for number in range(_TOGETHER):
        chosen = max(alphabets, key=lambda a: sum(n for c, n in left.items() if c in a))
        share += sum(n for c, n in left.items() if c in chosen)
        left = {c: n for c, n in left.items() if c not in chosen}
        best = max(best, share / total - _ANOTHER * number)
        if not left:
            break
    return best


_WESTERN = (
    "German",
    "French",
    "Spanish",
    "Portuguese",
    "Nordic",
    "Italian",
    "Icelandic",
    "Estonian",
)
_CENTRAL = ("Polish", "Czech", "Hungarian", "Romanian", "South Slavic", "German")
# Python's codec, the name that people know, the score. Of readings that say the same, the
# first is named.
_PAGES: tuple[tuple[str, str, Score], ...] = (
    ("cp1252", "Windows-1252", _latin(_NOT_WESTERN, *_WESTERN)),
    ("cp1250", "Windows-1250", _latin(_NOT_CENTRAL, *_CENTRAL)),
    ("cp1254", "Windows-1254", _latin(_NOT_TURKISH, "Turkish", "German")),
    (
        "cp1257",
        "Windows-1257",
        _latin(_NOT_BALTIC, "Lithuanian", "Latvian", "Estonian"),
    ),
    ("cp1251", "Windows-1251", _alphabet("Cyrillic")),
    ("koi8-r", "KOI8-R", _alphabet("Cyrillic")),
    ("cp866", "the DOS code page 866", _alphabet("Cyrillic")),
    ("cp1253", "Windows-1253", _alphabet("Greek")),
    ("cp1255", "Windows-1255", _alphabet("Hebrew")),
    ("cp1256", "Windows-1256", _alphabet("Arabic")),
    ("cp874", "Windows-874", _alphabet("Thai")),
    ("gb18030", "GB18030", _east_asian(letters.SIMPLIFIED, False, False)),
    ("big5hkscs", "Big5", _east_asian(letters.TRADITIONAL, False, False)),
    ("cp932", "Shift-JIS", _east_asian(letters.JAPANESE, True, False)),
    ("euc_jp", "EUC-JP", _east_asian(letters.JAPANESE, True, False)),
    ("cp949", "EUC-KR", _east_asian(letters.KOREAN, False, True)),
)


_SELDOM = {"koi8-r", "cp866", "cp1253", "cp1255", "cp1256", "cp874", "euc_jp"}
_LATIN_PAGES = {"cp1252", "cp1250", "cp1254", "cp1257"}
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")


@cache
def is_plausible(letter: str) -> bool:
    """Whether a character occurs in text at all: assigned, and for no private use."""
    return letter in "\t\r\n\ufeff" or unicodedata.category(letter) not in (
        "Cc",
        "Cn",
        "Co",
        "Cs",
    )
