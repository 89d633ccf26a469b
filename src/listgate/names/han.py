"""Latin renderings of names in Han script, and their comparison by characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from listgate.names.han_person import looks_like_person, person_renderings
from listgate.names.han_tables import Kind, lexicon, syllables, word
from listgate.names.han_words import Part, cut, normalize

_MOST = 6
_SHORT_BRAND = 4
_NAMING = (Kind.BRAND, Kind.TRADE, Kind.SOFT, Kind.LATIN)


@dataclass(frozen=True, slots=True)
class HanKey:
    """A Chinese name by what its words do, in Simplified characters.

    Attributes:
        place: Places in their order, without 省, 市, 县 and the like.
        trade: What names the party: trade name, brand, Latin words, joined.
        terms: Lines of business, institution words and numbers.
        form: Legal form, joined; ``""`` when none is written.
    """

    place: tuple[str, ...]
    trade: str
    terms: tuple[str, ...]
    form: str


def pinyin(text: str) -> str:
    """Joined toneless pinyin of Simplified text; ``ü`` is ``u``."""
    table = syllables()
    return "".join(table.get(char) or _rare(char) for char in text).replace("v", "u")


def _rare(char: str) -> str:
    """The reading of a character outside the main block, where anyascii knows one."""
    if char in "々〇":
        return ""
    from anyascii import anyascii

    return anyascii(char).strip().lower()


@lru_cache(maxsize=8192)
def renderings(text: str) -> tuple[str, ...]:
    """Latin renderings of a name in Han script, 1 to 6, best first.

    The English-like one first (place, trade name in pinyin or by its brand, business,
    legal form); then other exonyms, readings and translations; then pinyin throughout.
    None leaves out what names the party. Latin words in the name are kept.
    """
    plain = normalize(text)
    parts = cut(plain)
    if looks_like_person(plain, parts):
        lines = [*person_renderings(plain)]
        return tuple(dict.fromkeys(" ".join(line.split()) for line in lines))
    named = any(part.kind in _NAMING for part in parts)
    lines = [
        _line(parts, 0, named),
        _line(parts, 1, named),
        _spread(parts),
        _line(parts, 2, named),
        _pinyin_line(parts),
        _without_rank(parts, named),
    ]
    spaced = (" ".join(line.split()) for line in lines)
    return tuple(dict.fromkeys(filter(None, spaced)))[:_MOST]


def _line(parts: Iterable[Part], choice: int, named: bool) -> str:
    """English-like rendering with each part's ``choice``-th form."""
    words = list(filter(None, (_word(part, choice, named) for part in parts)))
    # 华为 Huawei: a Latin word that repeats the one beside it is said once.
    kept = [w for i, w in enumerate(words) if i == 0 or w != words[i - 1]]
    return " ".join(kept)


# Ranks of a place, which English names give otherwise or not at all: 阿勒泰地区 is a
# prefecture to one and a municipality to another.
_RANKS = frozenset("prefecture district municipal municipality county city".split())


def _without_rank(parts: Iterable[Part], named: bool) -> str:
    """The English-like rendering of a place's authority without the place's rank."""
    words = _line(parts, 0, named).split()
    kept = [w for w in words if w not in _RANKS]
    return " ".join(kept) if 2 < len(kept) < len(words) else ""


def _word(part: Part, choice: int, named: bool) -> str:
    if part.kind is Kind.TRADE:
        return pinyin(part.text)
    if part.kind is Kind.PLACE:
        return place_english(part.text, choice)
    if part.kind is Kind.SOFT and choice == 1:
        return pinyin(part.text)
    if part.kind is Kind.BRAND:
        forms = part.english
        if choice < len(forms):
            return forms[choice]
        # Where only one Latin form is known the pinyin is the other, but for the long
        # names of groups and institutions, which nobody writes in pinyin.
        short = len(part.text) <= _SHORT_BRAND and choice == len(forms)
        return pinyin(part.text) if short else forms[0]
    if not part.english:
        return ""
    if part.kind in (Kind.BUSINESS, Kind.FORM) and named and choice != 2:
        return part.english[0]
    return part.english[min(choice, len(part.english) - 1)]


@lru_cache(maxsize=4096)
def place_english(text: str, choice: int = 0) -> str:
    """English of a place with or without suffix; other forms by ``choice``."""
    words = lexicon()
    if text in words.words:
        forms = word(text).english or (pinyin(text),)
        return forms[min(choice, len(forms) - 1)]
    for length in (5, 3, 2, 1):
        stem, suffix = text[:-length], text[-length:]
        if stem and suffix in words.suffixes:
            forms = words.suffixes[suffix]
            english = forms[min(choice, len(forms) - 1)]
            return f"{place_english(stem, choice)} {english}".strip()
    return pinyin(text)


def _spread(parts: Iterable[Part]) -> str:
    """As the first rendering, trade names of three or more characters in words.

    Lists write both ``Yunlida`` and ``Yun Li Da``; of four characters two and two.
    """
    out, changed = [], False
    for part in parts:
        size = len(part.text)
        named = part.kind is Kind.TRADE or (part.kind is Kind.BRAND and size == 4)
        if named and size >= 3:
            step = 1 if size == 3 else 2
            cut_at = range(0, size, step)
            out.append(" ".join(pinyin(part.text[i : i + step]) for i in cut_at))
            changed = True
        else:
            out.append(_word(part, 0, True))
    return " ".join(filter(None, out)) if changed else ""


def _pinyin_line(parts: Iterable[Part]) -> str:
    out = []
    for part in parts:
        if part.kind in (Kind.LATIN, Kind.NUMBER):
            out.append(part.english[0])
        else:
            out.append(_spelled(part))
    return " ".join(filter(None, out))


@lru_cache(maxsize=8192)
def _spelled(part: Part) -> str:
    """Pinyin of a part word by word: a trade name joined, others as dictionaries do."""
    text = part.text
    if part.kind is Kind.PLACE:
        stem = _stem(text, lexicon().suffixes)
        return f"{pinyin(stem)} {_spelled_suffix(text[len(stem) :])}".strip()
    if part.kind is Kind.TRADE or len(text) <= 3:
        return pinyin(text)
    words = lexicon().words
    out = []
    start = 0
    while start < len(text):
        size = 3 if text[start : start + 3] in words else 2
        if len(text) - start - size == 1:
            size = len(text) - start
        out.append(pinyin(text[start : start + size]))
        start += size
    return " ".join(out)


def _spelled_suffix(suffix: str) -> str:
    return "zizhi " + pinyin(suffix[2:]) if suffix[:2] == "自治" else pinyin(suffix)


@lru_cache(maxsize=8192)
def han_key(text: str) -> HanKey:
    """The name's parts in Simplified characters, for comparing by characters."""
    parts = cut(normalize(text))
    suffixes = lexicon().suffixes
    return HanKey(
        place=tuple(_stem(p.text, suffixes) for p in parts if p.kind is Kind.PLACE),
        trade="".join(p.text.lower() for p in parts if p.kind in _NAMING),
        terms=tuple(
            p.text
            for p in parts
            if p.kind in (Kind.BUSINESS, Kind.INSTITUTION, Kind.NUMBER)
        ),
        form="".join(p.text for p in parts if p.kind is Kind.FORM),
    )


def _stem(place: str, suffixes: dict[str, tuple[str, ...]]) -> str:
    if place in lexicon().words:
        return place
    for length in (5, 3, 2, 1):
        if place[-length:] in suffixes and len(place) > length:
            return place[:-length]
    return place


def same_han(a: str, b: str) -> float:
    """How surely two names in Han script name one party, 0 to 1, by characters.

    Equal trade names with places that do not clash are near 1; trade names that only
    sound alike in pinyin are low, since the characters are what is registered.
    """
    left, right = han_key(a), han_key(b)
    if left == right:
        return 1.0
    numbers = [{t for t in key.terms if t.isdigit()} for key in (left, right)]
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        return 0.1
    places = _places_agree(left.place, right.place)
    terms = _agreement(left.terms, right.terms)
    if left.trade or right.trade:
        trade = _trade_likeness(left.trade, right.trade)
        return trade * (0.45 + 0.35 * places + 0.2 * terms)
    # No trade name: institutions, told apart by place and words together, and where
    # one side says more (a city's bureau, and its district's) they are not surely one.
    agreed = min(places, terms) if left.place and right.place else 0.6 * terms
    sizes = [len("".join((*key.place, *key.terms))) for key in (left, right)]
    return agreed * (0.5 + 0.5 * min(sizes) / max(1, *sizes))


def _places_agree(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """As :func:`_agreement`, a city agreeing with the province it lies in."""
    province = lexicon().province
    a, b = (
        {*side, *(province[place] for place in side if place in province)}
        for side in (left, right)
    )
    return 1.0 if a & b else _agreement(left, right)


def _agreement(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """1 when one side's words are all among the other's, or one is silent."""
    if not left or not right:
        return 1.0 if left == right else 0.85
    a, b = "".join(left), "".join(right)
    shared = sum(len(word) for word in left if word in b)
    shared = max(shared, sum(len(word) for word in right if word in a))
    return min(1.0, shared / min(len(a), len(b)))


def _trade_likeness(left: str, right: str) -> float:
    if left == right:
        return 1.0
    short, long = sorted((left, right), key=len)
    if not short:
        return 0.3
    if long.startswith(short) or long.endswith(short):
        return 0.8 if len(short) >= 2 else 0.4
    shared = (Counter(short) & Counter(long)).total()
    return 0.5 * shared / len(long)
