"""What speaks for and against two rows being one party: names, citations, places.

Everything here judges two texts of entries of one list, from two versions of it. It is
not a matcher for what users type: a respelling keeps nearly every word, and the rule
that listed the party, so the bar is high and the words are compared one by one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from listgate.records import Citation, ListEntry, PartyType

# A rule spans many pages, and sources print different ones of them. Additions of one
# rule were seen up to 12 pages apart between the regulation and the consolidated file.
PAGE_DRIFT = 12
_APART = PAGE_DRIFT + 1

_CITE = re.compile(r"(\d+)\s*(?:FR|Fed\. ?Reg\.)\s*(\d+)")
# The State Department's file names a rule by its volume and issue (`Vol. 74, No. 137`).
_ISSUE = re.compile(r"\bVol\. ?(\d+),? No\. ?(\d+)")
_WORD = re.compile(r"[^\W_]+")
_BRACKETED = re.compile(r"\([^()]*\)")
_FORMER = re.compile(r"\(?\b[fn]\.?k\.?a\.?,?\b[^()]*\)?", re.IGNORECASE)
_ADDRESS_ENTRY = re.compile(r"^address\s*\d+$", re.IGNORECASE)

# Least likeness of two spellings of one word (Uighur and Uyghur: 0.83).
_RESPELT_WORD = 0.74
# From this many words on, a name that goes on in the other source was cut off in one.
_LONG = 9

# What follows a comma and holds one of these is a unit, not an address.
_UNIT_WORDS = (
    "academy branch bureau center centre college department design division factory "
    "institute institution laboratory office plant research school subsidiary unit "
    "university works"
)
_UNITS = frozenset(_UNIT_WORDS.split())

# Words that may come and go without another party being meant.
_LIGHT_WORDS = (
    "the of and for a an in de la le el al co company ltd limited llc inc corp "
    "corporation jsc ojsc cjsc pjsc oao ooo zao pao ao gmbh ag sa sas srl spa bv nv "
    "plc pte pty pvt private public joint stock open closed liability society fzc fze "
    "fzco est sarl oy ab as kk lda ltda sdn bhd holding entity entities affiliated "
    "following"
)
_LIGHT = frozenset(_LIGHT_WORDS.split())


@dataclass(frozen=True, slots=True)
class Traits:
    """What of one entry's text is compared, folded once."""

    whole: str  # the name as written
    name: str
    words: tuple[str, ...]
    heads: tuple[tuple[str, ...], ...]  # the words up to each comma, without a unit
    bare: str  # the name without what stands in brackets
    others: frozenset[str]  # folded aliases
    cites: tuple[tuple[int, int], ...]  # (volume, page)
    countries: frozenset[str]
    places: frozenset[str]  # words of the addresses
    identifiers: frozenset[tuple[str, str]]
    births: frozenset[str]
    type: PartyType
    is_address: bool


def fold(text: str) -> str:
    """Letters and digits of a name, lower case, without marks, run together."""
    if text.isascii():
        return "".join(_WORD.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text)
    return "".join(_WORD.findall(_unmarked(plain).lower()))


def _unmarked(text: str) -> str:
    return "".join(c for c in text if not unicodedata.combining(c))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, lower case, without marks or apostrophes.

    A question mark between letters stands for a lost apostrophe or letter in the
    consolidated file of 2022 (``Xi?an``), so the word goes on behind it.
    """
    plain = text if text.isascii() else _unmarked(unicodedata.normalize("NFKD", text))
    return tuple(_WORD.findall(re.sub(r"(?<=\w)['’‘?`](?=\w)", "", plain.lower())))


def pages(citations: Iterable[Citation]) -> tuple[tuple[int, int], ...]:
    """Volume and page of each citation, as cited and as printed.

    The number of an issue stands as a negative page: no other issue is near it.
    """
    found: set[tuple[int, int]] = set()
    for c in citations:
        said = f"{c.cite} ; {c.printed}"
        found.update((int(v), int(page)) for v, page in _CITE.findall(said))
        found.update((int(v), -_APART * int(n)) for v, n in _ISSUE.findall(said))
    return tuple(sorted(found))


def traits(entry: ListEntry) -> Traits:
    """The comparable traits of an entry's text."""
    bare = _BRACKETED.sub(" ", _FORMER.sub(" ", entry.name))
    births = next((v for k, v in entry.details if k == "date_of_birth"), "")
    return Traits(
        whole=entry.name,
        name=fold(entry.name),
        words=words_of(entry.name),
        heads=_heads(entry.name),
        bare=fold(bare),
        others=frozenset(f for a in entry.aliases if len(f := fold(a.name)) > 2),
        cites=pages(entry.citations),
        countries=frozenset(entry.countries),
        places=frozenset(w for a in entry.addresses for w in words_of(a.text)),
        identifiers=frozenset((i.kind, fold(i.value)) for i in entry.identifiers),
        births=frozenset(re.findall(r"\b(?:1[89]|20)\d\d\b", births)),
        type=entry.type,
        is_address=bool(
            entry.type is PartyType.ADDRESS or _ADDRESS_ENTRY.match(entry.name)
        ),
    )


def _heads(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name up to each comma behind which no unit is named."""
    found = []
    for i, char in enumerate(name):
        if char == "," and not _UNITS.intersection(words_of(name[i:])):
            head = words_of(name[:i])
            if len(head) > 1 and head[-1] != "co":
                found.append(head)
    return tuple(found)


def _shared_part(a: Traits, b: Traits) -> float:
    """The part of both texts' citations that name a rule which the other cites too."""
    total = len(a.cites) + len(b.cites)
    return (_shared(a, b) + _shared(b, a)) / total if total else 0.0


def _shared(a: Traits, b: Traits) -> int:
    return sum(
        any(v == w and abs(p - q) <= PAGE_DRIFT for w, q in b.cites) for v, p in a.cites
    )


def clash(a: Traits, b: Traits, *, alone: bool = False) -> bool:
    """True when two texts cannot mean one party, however alike the names are.

    Args:
        a: The text of one version.
        b: That of the other.
        alone: In neither version anyone else bears the name.
    """
    craft = {PartyType.VESSEL, PartyType.AIRCRAFT}
    types = {a.type, b.type}
    if len(types) > 1 and PartyType.UNKNOWN not in types and types & craft:
        return True
    if a.births and b.births and not a.births & b.births:
        return True
    # `Address 01` stands under China and under Türkiye. A person or company that is
    # listed under two countries has a row in each, cited alike: those rows are entries
    # of their own.
    if not a.countries or not b.countries or a.countries & b.countries:
        return False
    # A country that was wrong and is put right: nobody else bears the name.
    if alone and a.name == b.name and not a.is_address and _shared(a, b):
        return False
    # The regulation has had Hong Kong under China since 85 FR 83765 (2020-12-23); the
    # consolidated file writes the territory where it knows the address.
    return not (a.name == b.name and _whole(a.countries) & _whole(b.countries))


def _whole(countries: frozenset[str]) -> frozenset[str]:
    return frozenset("CN" if c in ("HK", "MO") else c for c in countries)


def same_name_score(a: Traits, b: Traits) -> float:
    """How well two texts under one name fit, from 1; the order of twins hangs on it."""
    score = 1.0
    if a.countries and a.countries == b.countries:
        score += 0.3
    elif a.countries & b.countries:
        score += 0.2
    score += 0.5 * _shared_part(a, b)
    if a.places and b.places:
        score += 0.4 * len(a.places & b.places) / len(a.places | b.places)
    if a.others and b.others:
        score += 0.2 * len(a.others & b.others) / len(a.others | b.others)
    if a.identifiers & b.identifiers:
        score += 0.5
    return score


def respelling_score(a: Traits, b: Traits) -> float:
    """How surely two differently written names are one party, 0 (no) to 1.

    A respelling stays under the rule that listed the party: where both texts cite
    rules, one must be shared. Then one of these must hold: a strong identifier is
    shared; the name of one is an alias of the other; they share an alias and read
    much alike; or every telling word of one name has its counterpart in the other,
    and what is left over is a legal form or a trailing place.
    """
    shared = _shared_part(a, b)
    if (a.cites and b.cites and not shared) or a.is_address or b.is_address:
        return 0.0
    support = (
        bool(shared) * (0.04 + 0.01 * shared)
        + 0.03 * bool(a.countries & b.countries)
        + 0.03 * bool(a.places & b.places)
    )
    if a.identifiers & b.identifiers:
        return 0.9 + support
    if not support:
        return 0.0
    same_numbers = _numbers(a.words) == _numbers(b.words)
    if same_numbers:
        if a.bare == b.bare and len(a.bare) > 5:
            return 0.88 + support
        if sorted(a.words) == sorted(b.words) and len(a.words) > 1:
            return 0.86 + support
        if a.name in b.others or b.name in a.others:
            return 0.86 + support
        if shared and (_initials(a, b) or _initials(b, a)):
            return 0.84 + support
    if alike := _alike(a, b):
        return alike * 0.88 + support
    common = {o for o in a.others & b.others if len(o) > 7}
    if common and same_numbers and shared and a.countries & b.countries:
        ratio = SequenceMatcher(None, a.name, b.name).ratio()
        return 0.75 + 0.1 * ratio + support if ratio >= 0.6 else 0.0
    return 0.0


def _initials(short: Traits, long: Traits) -> bool:
    """Whether one name is the other, cut to first letters: CNOOC Limited."""
    words = words_of(_BRACKETED.sub(" ", short.whole))
    telling = [w for w in words if w not in _LIGHT]
    if len(telling) != 1 or len(telling[0]) < 3:
        return False
    size = len(telling[0])
    first = "".join(w[0] for w in long.words[:size])
    rest = [w for w in long.words[size:] if w not in _LIGHT]
    return first == telling[0] and not rest


def _numbers(words: Iterable[str]) -> list[str]:
    """The numbers in a name: 722nd is 722, and Plant 7 is not Plant 9."""
    return sorted(d for w in words for d in re.findall(r"\d+", w))


def _alike(a: Traits, b: Traits) -> float:
    """Share of the letters that have a counterpart, 0.9 or more; 0 when they differ.

    The consolidated file of 2022 writes the first line of an address behind some
    names (`…, Tsim Sha Tsui`), so a name is also tried up to each of its commas.
    """
    places = a.places | b.places
    tries = [_words_alike(a.words, b.words, places)]
    # A name that comes out whole counts a little more than one without its brackets.
    tries += [1.02 * _words_alike(h, b.words, frozenset()) for h in a.heads]
    tries += [1.02 * _words_alike(a.words, h, frozenset()) for h in b.heads]
    shorter, longer = sorted((a.words, b.words), key=len)
    if len(shorter) >= _LONG and _words_alike(
        shorter, longer[: len(shorter)], frozenset()
    ):
        tries.append(0.92)  # cut off in one of the sources
    best = max(tries)
    return best if best >= 0.9 else 0.0


def _likeness(a: str, b: str) -> float:
    """How alike two words are, 0 to 1; two letters that changed places are one slip."""
    if len(a) == len(b) >= 5 and sorted(a) == sorted(b):
        at = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(at) == 2 and at[1] == at[0] + 1:
            return 1 - 1 / (2 * len(a))
    return SequenceMatcher(None, a, b).ratio()


def _words_alike(
    a: tuple[str, ...], b: tuple[str, ...], places: frozenset[str]
) -> float:
    """Share of letters with a counterpart; 0 where a telling word has none."""
    left = [w for w in a if w not in b]
    right = [w for w in b if w not in a]
    if _numbers(left) != _numbers(right):
        return 0.0
    letters = max(1, sum(map(len, a)), sum(map(len, b)))
    lost = 0.0
    for word in left[:]:
        likeness = {w: _likeness(word, w) for w in right}
        best = max(likeness, key=lambda w: likeness[w], default="")
        if best and likeness[best] >= _RESPELT_WORD:
            left.remove(word)
            right.remove(best)
            lost += (1 - likeness[best]) * max(len(word), len(best))
    ratio = SequenceMatcher(None, "".join(left), "".join(right)).ratio()
    if left and right and ratio >= _RESPELT_WORD + 0.15:  # one word broken in two
        lost += (1 - ratio) * len("".join(left))
        left, right = [], []
    for side, whole in ((left, a), (right, b)):
        for word in side:
            # A place in front names another company (`Chengdu Huawei …`); behind the
            # name, and on one side only, it is part of an address.
            trailing = whole.index(word) >= min(len(a), len(b)) - 1
            if word in _LIGHT:
                lost += 0.05 * len(word)
            elif word in places and trailing and not (left and right):
                lost += 0.1 * len(word)
            else:
                return 0.0
    return 1 - lost / letters
