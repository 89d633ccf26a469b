"""An address as what tells it from another: numbers, units, and names of streets.

Addresses come in any order, with or without the room, with `Rd.` for `Road` and `10/F`
for `tenth floor`. They are read word by word: a number is a house number unless the
word beside it says that it counts floors, rooms or buildings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from listgate.names.fold import fold
from listgate.names.latin import renderings
from listgate.names.scripts import has_han

# Words that stand in addresses everywhere, by what a number beside them counts.
_FLOOR = frozenset("floor floors fl f level lvl kat etazh et ceng piso storey".split())
_ROOM = frozenset(
    "room rooms rm rms suite suites ste unit units flat flats office offices off of ofis "
    "apt apartment apartments shop shops kv kvartira pom pomeshch pomeshchenie pomeshcheniye "
    "komnata kom oficina ofitsina shi premises premise property stall".split()
)
_BUILDING = frozenset(
    "building buildings bldg bld block blk tower korpus korp corp stroenie stroyeniye "
    "stroyenie litera liter lit k wing house-block podezd entrance kapi gate phase plant".split()
)
_BUILT = frozenset(
    "house plaza center centre mansion mall court complex market bazaar hotel "
    "airport port bazar park estate university institute".split()
)
_STREET = frozenset(
    "street str st road rd avenue ave av aven lane ln boulevard boul blvd blv bulvar drive "
    "dr way highway hwy square sq alley row terrace crescent close quay ulitsa ul prospekt "
    "prospect prosp pr pereulok per naberezhnaya nab shosse sh proezd pl ploshchad "
    "rue via viale calle cl carrera cra avenida jalan jl sokak sk sokagi cad caddesi cadde "
    "bulvari mahallesi mah straat weg strasse lu jie dadao dajie expressway path parkway "
    "kucheh khiaban khiyaban embankment".split()
)
_MARK = frozenset("no nos num number n house dom d d' h plot".split())
_OTHER = frozenset(
    "and the of de la le du el al y i near opp opposite behind next to at in on by km "
    "district districts dist county province provincial prov city cities town township "
    "village region republic state area zone oblast obl okrug rayon raion krai kray g gorod "
    "municipality subdistrict community new territories nt postal code zip postcode po box "
    "pob p o industrial development economic technological technology tech high hi sanat "
    "shi qu xian sheng china prc russia iran russian federation peoples people s hong kong "
    "hk uae emirates arab united turkey turkiye pakistan india c care u e a suite cd sub "
    "commercial ind comm c/o".split()
)
_BUILT_UP = _STREET | _BUILT | _BUILDING
_PLAIN = _FLOOR | _ROOM | _BUILDING | _BUILT | _STREET | _MARK | _OTHER

_ORDINALS = {
    word: f"{n}{'st' if n == 1 else 'nd' if n == 2 else 'rd' if n == 3 else 'th'}"
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
        "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
        "nineteenth twentieth".split(),
        1,
    )
}
_CARDINALS = {
    word: str(n)
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
}
# Spellings of towns and directions that lists mix.
_SAME = {
    "moskva": "moscow", "peterburg": "petersburg", "sankt": "saint", "peking": "beijing",
    "kyiv": "kiev", "teheran": "tehran", "esfahan": "isfahan", "kowlon": "kowloon",
    "dong": "east", "xi": "west", "nan": "south", "bei": "north", "zhong": "middle",
    "hanzhou": "hangzhou", "center": "centre", "harbour": "harbor", "dubayy": "dubai",
}  # fmt: skip
_SAID = {**_CARDINALS, **_ORDINALS, **_SAME}
_HIDDEN_FLOOR = re.compile(r"\b(\d{1,3})\s*/\s*[Ff]\b\.?|\b[Ff]/\s*(\d{1,3})\b")
_BOX = re.compile(
    r"\bp(?:ost)?\.?\s*o(?:ffice)?\.?\s*box\s*:?\s*(?:no\.?\s*)?#?(\d+)", re.I
)
# `MW Tower, 111 Bonham Strand`: behind the comma stands the number of the house.
_NAMED_BUILDING = re.compile(r"\b(tower|buildings?|bldg)\s*,\s*(?=\d)", re.I)
_RANGE = re.compile(r"\b(\d{1,5})\s?[-~]\s?(\d{1,5})\b")
_COUNTRY_CODE = re.compile(r",\s*[A-Z]{2}\s*$")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_TOKEN = re.compile(r"[a-z]\d[a-z0-9]*|[a-z]+|\d[a-z0-9]*")
_GLUED = re.compile(r"(\d+)(?:f|fl)|(?:f|fl)(\d+)")
_WIDEST = 60  # house numbers that one range can mean


@dataclass(frozen=True, slots=True)
class Place:
    """One address, read.

    Attributes:
        numbers: House numbers, ends of ranges, post boxes as ``box…``.
        ranges: House-number ranges, both ends included.
        floors: Floors.
        rooms: Rooms, units, flats, offices.
        buildings: Buildings, blocks, towers.
        words: Names of streets, houses, towns, in their order.
        near: Pairs of a number and a name that stands near it.
        built: Whether a street or a building is named at all.
    """

    numbers: frozenset[str]
    ranges: frozenset[tuple[int, int]]
    floors: frozenset[str]
    rooms: frozenset[str]
    buildings: frozenset[str]
    words: tuple[str, ...]
    near: frozenset[tuple[str, str]]
    built: bool


def readings(text: str) -> tuple[str, ...]:
    """The address in Latin letters, one reading or more."""
    if text.isascii():
        return (text,)
    if has_han(text):
        from listgate.matching.address_han import english

        return english(text)
    return (renderings(text)[0],)


def places(text: str) -> tuple[Place, ...]:
    """The address read in each way its script allows."""
    return tuple(dict.fromkeys(read(reading) for reading in readings(text)))


_REACH = 6


@lru_cache(maxsize=8192)
def read(text: str) -> Place:
    """One address in plain ASCII, read."""
    boxes = [f"box{m}" for m in _BOX.findall(text)]
    if boxes:
        text = _BOX.sub(" pobox ", text)
    if "/" in text:
        text = _HIDDEN_FLOOR.sub(r" floor \1\2 ", text)
    if "," in text:
        text = _COUNTRY_CODE.sub("", text)
        text = _NAMED_BUILDING.sub(r"\1 the ", text)
    ranges = [_wide(m) for m in _RANGE.findall(text)]
    words = _split(_RANGE.sub(r"\1to\2", text) if ranges else text)
    if not (boxes or any(w[0].isdigit() or w[-1].isdigit() for w in words)):
        return _unnumbered(words)
    kinds = [_number_kind(words, i) for i in range(len(words))]
    at: dict[str, set[str]] = {
        k: set() for k in ("number", "floor", "room", "building")
    }
    names: list[tuple[int, str]] = []
    spots = [(i, box) for box in boxes for i, w in enumerate(words) if w == "pobox"]
    for i, (word, kind) in enumerate(zip(words, kinds, strict=True)):
        if kind == "name":
            names.append((i, word))
        elif kind in at:
            at[kind].update(_ends(word))
            if kind == "number":
                spots.extend((i, end) for end in _ends(word))
    if not spots:
        told = ("building", "room", "floor")
        spots = [
            (i, end)
            for i, w in enumerate(words)
            if kinds[i] in told
            for end in _ends(w)
        ]
    runs = _run_together(names) if spots else []
    near = frozenset(
        (number, name)
        for i, number in spots
        for j, name in runs
        if -_REACH <= i - j <= _REACH or number.startswith("box")
    )
    return Place(
        numbers=frozenset(at["number"]) | frozenset(boxes),
        ranges=frozenset(r for r in ranges if r),
        floors=frozenset(at["floor"]),
        rooms=frozenset(at["room"]),
        buildings=frozenset(at["building"]),
        words=tuple(dict.fromkeys(name for _, name in names)),
        near=near,
        built=not _BUILT_UP.isdisjoint(words),
    )


def _unnumbered(words: list[str]) -> Place:
    """An address without a number: a town, or a street or building by its name."""
    names = (w for w in words if w not in _PLAIN and len(w) > 1)
    built = not _BUILT_UP.isdisjoint(words)
    none: frozenset[str] = frozenset()
    lettered = frozenset(
        word
        for before, word in pairwise(words)
        if len(word) == 1 and word not in _PLAIN and before in _BUILDING
    )
    return Place(
        none,
        frozenset(),
        none,
        none,
        lettered,
        tuple(dict.fromkeys(names)),
        frozenset(),
        built,
    )


def _wide(ends: tuple[str, str]) -> tuple[int, int] | None:
    low, high = ends
    if len(high) < len(low):  # 1318-20 is 1318-1320
        high = low[: len(low) - len(high)] + high
    a, b = int(low), int(high)
    return (a, b) if a < b <= a + _WIDEST else None


def _split(text: str) -> list[str]:
    out: list[str] = []
    for raw in fold(text).split():
        for word in (raw,) if raw.isalpha() else _TOKEN.findall(raw) or (raw,):
            if word.isalpha():
                out.append(_SAID.get(word, word))
                continue
            glued = _GLUED.fullmatch(word)
            if glued:
                out += ["floor", glued.group(1) or glued.group(2)]
                continue
            out.append(
                _SAME.get(word) or _ORDINALS.get(word) or _CARDINALS.get(word, word)
            )
    return out


def _ends(word: str) -> tuple[str, ...]:
    """A number as compared, without leading zeros; both ends of a range."""
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return (ordinal.group(1).lstrip("0") or "0",)
    low, _, high = word.partition("to")
    if high and len(high) < len(low):  # 1318-20 is 1318-1320
        high = low[: len(low) - len(high)] + high
    return tuple(end.lstrip("0") or "0" for end in (low, high) if end)


def _number_kind(words: list[str], i: int) -> str:
    """What a word is: a name, a number of some kind, or nothing that tells."""
    word = words[i]
    if word in _PLAIN or word == "pobox":
        return ""
    before = words[i - 1] if i else ""
    after = words[i + 1] if i + 1 < len(words) else ""
    if word.isalpha():
        return "name" if len(word) > 1 else _lettered(before)
    if before in _MARK and i > 1 and words[i - 2] in _ROOM | _FLOOR | _BUILDING:
        before = words[i - 2]
    # `1, floor 5` and `10th floor, 5`: only one of the two is the floor's number.
    ordinal = _ORDINAL.fullmatch(word) is not None
    counted = not ordinal and i + 2 < len(words) and words[i + 2][0].isdigit()
    if after in _FLOOR and before not in _ROOM | _BUILDING and not counted:
        return "floor"
    if before in _FLOOR and not (i > 1 and _ORDINAL.fullmatch(words[i - 2])):
        return "floor"
    if before in _ROOM:
        return "room"
    if before in _BUILDING:
        return "building"
    if ordinal:
        return "name"  # 15th Street
    late = i >= len(words) - 3 and i > 1
    if word.isdigit() and (len(word) >= 6 or (late and len(word) >= 4)):
        return "" if before not in _MARK else "number"  # a postcode
    if before == "km" or after == "km":
        return ""
    return "number"


def _lettered(before: str) -> str:
    """A single letter names a block or a room behind the word for it."""
    if before in _ROOM:
        return "room"
    return "building" if before in _BUILDING else ""


def _run_together(names: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The names, and neighbors written as one: Fa Yuen is Fayuen."""
    runs = []
    for k, (i, name) in enumerate(names):
        if len(name) > 2:
            runs.append((i, name))
        joined = name
        for n in (1, 2):
            if k + n >= len(names) or names[k + n][0] != i + n:
                break
            joined += names[k + n][1]
            runs.append((i, joined))
    return runs


def same_number(a: Place, b: Place) -> bool | None:
    """Whether house numbers agree; None where one address has none."""
    if not a.numbers or not b.numbers:
        mine, theirs = a.numbers or a.rooms, b.numbers or b.rooms
        return True if mine & theirs else None
    if a.numbers & b.numbers or {_digits(n) for n in a.numbers} & {
        _digits(n) for n in b.numbers
    }:
        return True
    return any(
        low <= int(n) <= high
        for x, y in ((a, b), (b, a))
        for n in x.numbers
        if n.isdigit() and len(n) < 6
        for low, high in y.ranges
    )


def _digits(number: str) -> str:
    """The number without a letter behind it: 14C is in 14, but A2 is not B2."""
    found = re.match(r"\d+", number)
    return found.group() if found else number


def same_unit(a: Place, b: Place) -> bool | None:
    """Whether both are one unit of a building.

    True where the finest part that either gives agrees, or neither gives any; False
    where rooms, floors or buildings differ; None where one says less than the other.
    """
    pairs = ((a.rooms, b.rooms), (a.floors, b.floors), (a.buildings, b.buildings))
    for mine, theirs in pairs:
        if (
            mine
            and theirs
            and not {_digits(n) for n in mine} & {_digits(n) for n in theirs}
        ):
            return False
    for mine, theirs in pairs:
        if mine or theirs:
            return True if mine and theirs else None
    return True
