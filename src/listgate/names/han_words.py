"""Cuts a Chinese name into its words: place, trade name, business, legal form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from listgate.names.han_tables import Kind, Lexicon, Word, lexicon, to_simplified
from listgate.names.han_tables import word as table_word

# NFKC has folded the compatibility ideographs away.
_HAN = "[\u3005\u3007\u3400-\u9fff\U00020000-\U0003134f]"
_RUN = re.compile(
    rf"({_HAN}(?:[0-9]*{_HAN})*)"
    r"|([0-9]*[A-Za-z][A-Za-z0-9&.'+-]*)|([0-9]+)|([(\[<{])|([)\]>}])"
)
_DIGITS = "〇零一二三四五六七八九"
_NUMERAL = "〇零一二两三四五六七八九十百千0-9"
_ORDINAL = re.compile(rf"第([{_NUMERAL}]+)")
_COUNT = re.compile(rf"([{_NUMERAL}]{{2,}}|[0-9]+)(?:号)?")
_NUMERALS = frozenset("〇零一二三四五六七八九十百0123456789")
_ASCII_DIGITS = re.compile("[0-9]+")
_SHORT_COUNT = re.compile("([一二三四五六七八九十])(?=[院所]$)")
# What an unnumbered "第" may be left out before: 五十二所, 七七一研究所, 13师.
_COUNTED = re.compile(
    r"研究所|研究院|设计院|院|所|厂|师|团|部队|工厂|号|医院|局|中学|基地|军"
)

# Costs of the cheapest cut. A word is dearer than two of its neighbours' characters
# left unknown only when it would cut a run of unknown characters in two. A trade name
# of one character is rare: 通光 and 通信, not 通 and 光通信.
_LONE = 0.4
_WORD, _SHORT_NAME, _UNKNOWN, _OPEN, _SINGLE = 0.7, 1.2, 0.8, 0.5, 0.9
_JOINERS = {"与", "及", "暨"}


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name in its place.

    Attributes:
        text: Simplified characters, a Latin word as written, or a number's digits.
        kind: What it does.
        english: Latin forms by use; empty when pinyin is the form.
        bracketed: Whether it stood in brackets.
    """

    text: str
    kind: Kind
    english: tuple[str, ...]
    bracketed: bool = False


def normalize(text: str) -> str:
    """The text in Simplified characters, full-width forms and radicals folded."""
    folded = unicodedata.normalize("NFKC", text).translate(to_simplified())
    folded = folded.replace("【", "(").replace("】", ")").replace("○", "〇")
    folded = folded.replace("〔", "(").replace("〕", ")")
    # A space or dot inside a Han name is layout (PDF line ends, 阿卜杜拉·买买提).
    return re.sub(r"(?<=[\u3400-\u9fff])[\s·・•‧.]+(?=[\u3400-\u9fff])", "", folded)


def number(numerals: str) -> str:
    """Chinese or ASCII numerals as digits: 五十二 is 52, 七〇二 is 702."""
    if numerals.isdigit() and numerals.isascii():
        return numerals
    value = {digit: index for index, digit in enumerate("零一二三四五六七八九")}
    value.update({"〇": 0, "两": 2})
    value.update({str(n): n for n in range(10)})
    units = {"十": 10, "百": 100, "千": 1000}
    if not any(unit in numerals for unit in units):
        return "".join(str(value[char]) for char in numerals)
    total = pending = 0
    for char in numerals:
        if char in units:
            total += (pending or 1) * units[char]
            pending = 0
        else:
            pending = value[char]
    return str(total + pending)


def ordinal(digits: str) -> str:
    """English ordinal: 52 is 52nd."""
    if digits[-2:] in {"11", "12", "13"}:
        return digits + "th"
    return digits + {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")


@lru_cache(maxsize=8192)
def cut(text: str) -> tuple[Part, ...]:
    """The words of a name in their order; ``text`` as :func:`normalize` gives it."""
    parts: list[Part] = []
    depth = 0
    for match in _RUN.finditer(text):
        han, latin, digits, opened, closed = match.groups()
        if opened:
            depth += 1
        elif closed:
            depth = max(0, depth - 1)
        elif latin:
            parts.append(
                Part(latin, Kind.LATIN, (latin.strip(".").lower(),), depth > 0)
            )
        elif digits:
            parts.append(Part(digits, Kind.NUMBER, (digits,), depth > 0))
        else:
            parts.extend(
                Part(p.text, p.kind, p.english, depth > 0) for p in _cut_run(han)
            )
    return tuple(_settle(parts))


def _cut_run(run: str) -> list[Part]:
    """Cheapest cut of a run of Han characters, by dynamic programming."""
    words = lexicon()
    size = len(run)
    # best[i]: cost of the first i characters, when the last one is known / unknown.
    infinite = float("inf")
    known = [infinite] * (size + 1)
    loose = [infinite] * (size + 1)
    back: list[Part | None] = [None] * (size + 1)
    lone = [False] * (size + 1)  # the unknown run that ends here is one character
    start_of = [0] * (size + 1)
    known[0] = 0.0
    for start in range(size):
        here = min(known[start], loose[start] + (_LONE if lone[start] else 0.0))
        lone[start + 1] = known[start] + _OPEN <= loose[start]
        loose[start + 1] = min(known[start] + _OPEN, loose[start]) + _UNKNOWN
        for end, cost, part in _words_at(run, start, words):
            total = here + cost
            if total < known[end]:
                known[end], back[end], start_of[end] = total, part, start
    parts: list[Part] = []
    end = size
    while end > 0:
        word = back[end]
        unknown = loose[end] + (_LONE if lone[end] and parts else 0.0)
        if word is not None and known[end] <= unknown:
            parts.append(word)
            end = start_of[end]
            continue
        start = end - 1
        # Walk the unknown run back to where a known word ends no dearer.
        while start > 0 and known[start] + _OPEN > loose[start]:
            start -= 1
        parts.append(Part(run[start:end], Kind.TRADE, ()))
        end = start
    parts.reverse()
    return parts


def _words_at(run: str, start: int, words: Lexicon) -> list[tuple[int, float, Part]]:
    """Table words and numbers that begin here: end, cost, part."""
    found: list[tuple[int, float, Part]] = []
    size = len(run)
    table = words.words
    if run[start] == "第":
        match = _ORDINAL.match(run, start)
        if match:
            found.append((match.end(), _OPEN, _number_part(match.group(1))))
    elif run[start] in _NUMERALS:
        match = _COUNT.match(run, start)
        if match and _COUNTED.match(run, match.end()):
            found.append((match.end(), _WORD, _number_part(match.group(1))))
        elif start and (match := _SHORT_COUNT.match(run, start)):
            # 航天科工二院: one numeral is a number only in such a short form.
            found.append((match.end(), _WORD, _number_part(match.group(1))))
        elif run[start].isascii():
            end = _ASCII_DIGITS.match(run, start).end()  # type: ignore[union-attr]
            found.append(
                (end, _OPEN, Part(run[start:end], Kind.NUMBER, (run[start:end],)))
            )
    for end in range(start + 1, min(size, start + words.longest) + 1):
        text = run[start:end]
        if text not in table:
            continue
        word = table_word(text)
        if end - start == 1:
            if word.text in _JOINERS and 0 < start < size - 1:
                found.append((end, _WORD, _part(word)))
            elif word.kind is Kind.INSTITUTION and _closes(run, end, table):
                found.append((end, _SINGLE, _part(word)))
            continue
        short = end - start == 2 and word.kind in (Kind.BRAND, Kind.SOFT)
        found.append((end, _SHORT_NAME if short else _WORD, _part(word)))
        if word.kind is Kind.PLACE:
            found.extend(_with_suffix(run, end, word, words))
    return found


def _with_suffix(
    run: str, end: int, place: Word, words: Lexicon
) -> list[tuple[int, float, Part]]:
    for length in (5, 3, 2, 1):
        suffix = run[end : end + length]
        if len(suffix) == length and suffix in words.suffixes:
            part = Part(place.text + suffix, Kind.PLACE, ())
            return [(end + length, _WORD, part)]
    return []


def _closes(run: str, end: int, table: dict[str, tuple[Kind, str]]) -> bool:
    """Whether nothing, or a legal form, follows: 厂 in 第七厂, not in 厂房."""
    if end == len(run):
        return True
    found = (table.get(run[end : end + size]) for size in (2, 4, 6))
    return any(entry is not None and entry[0] is Kind.FORM for entry in found)


def _part(word: Word) -> Part:
    return Part(word.text, word.kind, word.english)


def _number_part(numerals: str) -> Part:
    digits = number(numerals)
    return Part(digits, Kind.NUMBER, (ordinal(digits), _spoken(digits), "no " + digits))


_TO_TWELVE = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
)
_SPOKEN = _TO_TWELVE.split()


def _spoken(digits: str) -> str:
    """The ordinal in words up to twelve; beyond, the digits as they are."""
    value = int(digits)
    return _SPOKEN[value - 1] if 1 <= value <= len(_SPOKEN) else digits


_COUNTY = re.compile(r"[^县区镇乡旗市]{1,5}(自治县|县|区|镇|乡|旗|市)$")


def _settle(parts: list[Part]) -> list[Part]:
    """Corrects words by their neighbours.

    A short name or a place next to unknown characters is part of a longer trade name
    (易大华 is not 大华); a place counts at the front, after a place, or in brackets.
    An unknown word that ends like a county after a place is a county.
    """
    out: list[Part] = []
    for index, found in enumerate(parts):
        part = found
        before = out[-1] if out else None
        after = parts[index + 1] if index + 1 < len(parts) else None
        if _is_county(part, before, after):
            out.append(Part(part.text, Kind.PLACE, (), part.bracketed))
            continue
        if _is_fragment(part, before, after):
            part = Part(part.text, Kind.TRADE, (), part.bracketed)
        elif before is not None and before.kind is Kind.NUMBER:
            part = _numbered(part)
        if (
            part.kind is Kind.TRADE
            and before is not None
            and before.kind is Kind.TRADE
            and before.bracketed == part.bracketed
        ):
            out[-1] = Part(before.text + part.text, Kind.TRADE, (), part.bracketed)
        else:
            out.append(part)
    return out


# What a numbered unit of a group is called: 第三研究院 is the Third Academy.
_NUMBERED = {
    "院": ("academy", "research institute", "institute"),
    "研究院": ("academy", "research institute", "institute"),
    "所": ("research institute", "institute"),
}


def _numbered(part: Part) -> Part:
    english = _NUMBERED.get(part.text, part.english)
    return Part(part.text, part.kind, english, part.bracketed)


def _is_county(part: Part, before: Part | None, after: Part | None) -> bool:
    if part.kind is not Kind.TRADE or after is None or not _COUNTY.match(part.text):
        return False
    placed = before is not None and before.kind is Kind.PLACE
    return placed or (
        before is None and part.text[-1] in "县市旗" and len(part.text) < 6
    )


def _is_fragment(part: Part, before: Part | None, after: Part | None) -> bool:
    unknown_before = before is not None and before.kind is Kind.TRADE
    unknown_after = (
        after is not None and after.kind is Kind.TRADE and not after.bracketed
    )
    if part.kind in (Kind.BRAND, Kind.SOFT) and len(part.text) == 2:
        if part.text in lexicon().prefixes:
            return unknown_before
        return unknown_before or unknown_after
    if part.kind is Kind.PLACE and not part.bracketed and len(part.text) == 2:
        # 金中山 is one name; in 盈科香港电子 a place with a form of its own stands.
        one = before is not None and len(before.text) == 1
        return unknown_before and (one or unknown_after or not part.english)
    return False
