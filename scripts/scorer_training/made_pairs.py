"""Pairs of names made by rule for what people complain of.

One given name or patronymic is another, a number is another, an acronym differs by a
letter, two companies share a town and a line of business, one common given name is all
that agrees. Beside them stand pairs that differ as much and are the same party.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from random import Random

from .damage import turned
from .inputs import ORGANIZATION, PERSON

_WORD = re.compile(r"[\w'’-]+")
_COMPANY_WORD = re.compile(r"[\w'’.&-]+")
_PATRONYMIC = re.compile(r"(ovich|evich|ovna|evna|ovych)$", re.IGNORECASE)
_PARTICLES = frozenset(
    "al el abu abd bin ibn ben ould de la del van der von abdul abdel ul".split()
)
_EMPTY = frozenset(
    "co ltd llc inc corp company limited the of and technology technologies trading "
    "group holding holdings international industry industries services systems "
    "electronics jsc ooo joint stock liability private public sa gmbh".split()
)
_CAPITALS = "ABCDEFGHIKLMNOPRSTUVWXYZ"
_FORMS = ("Ltd", "LLC", "GmbH", "Inc", "Co., Ltd.", "Group", "Limited")


@dataclass(frozen=True, slots=True)
class Made:
    """A made name, the one it was made from, and whether they are one party's."""

    asked: str
    listed: str
    type: int
    same: bool


def likeness(a: str, b: str) -> float:
    """How much of two words agrees, 0 to 1."""
    return SequenceMatcher(None, a, b).ratio()


def _alike(a: str, b: str) -> bool:
    return likeness(a, b) > 0.62


@dataclass(frozen=True, slots=True)
class People:
    """Names of persons and the words in them, by where they stand."""

    names: list[str]
    firsts: list[str]
    middles: list[str]
    lasts: list[str]
    patronymics: list[str]
    near: dict[str, list[str]]  # by the first and by the last three letters

    @classmethod
    def of(cls, names: list[str]) -> People:
        """What these names are made of."""
        split = [_WORD.findall(name) for name in names]
        long = [words for words in split if len(words) > 1]
        near: dict[str, list[str]] = defaultdict(list)
        counts = Counter(word.lower() for words in split for word in words)
        for word, count in sorted(counts.items()):
            if len(word) >= 5 and count > 1:
                near[word[:3] + "_"].append(word)
                near["_" + word[-3:]].append(word)
        return cls(
            names,
            [words[0] for words in long],
            [word for words in long for word in words[1:-1]],
            [words[-1] for words in long],
            [w for words in split for w in words if _PATRONYMIC.search(w)],
            near,
        )


def _same_person(words: list[str], i: int, random: Random, people: People) -> list[str]:
    """The words as the same person's name; empty where the change does not fit."""
    made, kind = list(words), random.random()
    if kind < 0.35 and len(words) > 2:
        del made[i]
    elif kind < 0.6:
        made.insert(random.randrange(1, len(made)), random.choice(people.middles))
    elif kind < 0.7 and len(words) > 2:
        made[i] = words[i][0]
    elif kind < 0.8:
        random.shuffle(made)
    elif len(words) > 3:
        made = [made[0], made[-1]]
    else:
        return []
    return made


def _cased(word: str, like: str) -> str:
    if like.islower():
        return word
    return word.upper() if like.isupper() else word.title()


def _near_word(word: str, random: Random, people: People) -> str:
    """A real word that looks like this one, empty where there is none."""
    low = word.lower()
    found = [
        other
        for other in (
            *people.near.get(low[:3] + "_", ()),
            *people.near.get("_" + low[-3:], ()),
        )
        if other != low
        and abs(len(other) - len(low)) < 4
        and 0.45 < likeness(other, low) < 0.83
    ]
    return _cased(random.choice(found), word) if found else ""


def _other_word(words: list[str], i: int, random: Random, people: People) -> str:
    """Another word of the kind that stands at this place; empty where none fits."""
    word = words[i]
    if _PATRONYMIC.search(word):
        pool = people.patronymics
    elif i == 0:
        pool = people.firsts
    elif i == len(words) - 1:
        pool = people.lasts
    else:
        pool = people.middles
    other = random.choice(pool)
    if len(word) <= 4 and random.random() < 0.7:
        tries = [random.choice(people.middles) for _ in range(20)]
        other = next((w for w in (other, *tries) if len(w) <= 5), other)
    if len(other) < 2 or other.lower() in _PARTICLES:
        return ""
    return "" if _alike(other.lower(), word.lower()) else other


def persons(random: Random, names: list[str]) -> Iterator[Made]:
    """Persons who share all names but one, and persons under another form of a name."""
    people = People.of(names)
    while True:
        name = random.choice(people.names)
        words = _WORD.findall(turned(name, random))
        if len(words) < 2 or len(name) > 60:
            continue
        i = random.randrange(len(words))
        if words[i].lower() in _PARTICLES or len(words[i]) < 2:
            continue
        if random.random() < 0.3:
            made = _same_person(words, i, random, people)
            if made:
                yield Made(" ".join(made), name, PERSON, same=True)
            continue
        near = random.random() < 0.35 and len(words[i]) >= 5
        choose = _near_word if near else None
        other = (
            choose(words[i], random, people)
            if choose
            else _other_word(words, i, random, people)
        )
        if not other:
            continue
        made = [*words[:i], other, *words[i + 1 :]]
        if not near and random.random() < 0.25:
            random.shuffle(made)
        if not near and random.random() < 0.15 and len(made) > 2:
            del made[random.randrange(len(made))]
        if other in made:
            yield Made(" ".join(made), name, PERSON, same=False)


@dataclass(frozen=True, slots=True)
class Trade:
    """Names of companies, their telling words, and the words that many share."""

    names: list[str]
    telling: list[str]
    common: frozenset[str]
    shared: list[str]  # each as often as it stands somewhere

    @classmethod
    def of(cls, names: list[str]) -> Trade:
        """What these names are made of."""
        words = [w for name in names for w in _WORD.findall(name)]
        counts = Counter(w.lower() for w in words)
        common = frozenset(w for w, n in counts.items() if n > 120)
        telling = [
            w for w in words if w.lower() not in _EMPTY and w.isalpha() and len(w) > 2
        ]
        return cls(names, telling, common, [w for w in words if w.lower() in common])


def _renumbered(word: str, random: Random) -> str:
    def other(found: re.Match[str]) -> str:
        digits = found.group()
        if random.random() < 0.6:
            return str(int(digits) + random.choice((1, 2, -1, 10, 20, 100, 3, 7)))
        return str(random.randrange(1, 10 ** min(len(digits), 4)))

    return re.sub(r"\d+", other, word)


def _other_letters(word: str, random: Random) -> str:
    """A short word with one letter changed, at times its neighbor too."""
    i = random.randrange(len(word))
    made = word[:i] + random.choice(_CAPITALS) + word[i + 1 :]
    if random.random() < 0.35 and len(made) > 2:
        i = (i + 1) % len(made)
        made = made[:i] + random.choice(_CAPITALS) + made[i + 1 :]
    return made


def _same_company(
    words: list[str], telling: list[int], random: Random, trade: Trade
) -> Made | None:
    made, kind = list(words), random.random()
    if kind < 0.4 and len(telling) > 1:
        spare = [
            i
            for i, word in enumerate(words)
            if word.lower() in trade.common or word.lower() in _EMPTY
        ]
        del made[random.choice(spare or [0])]
    elif kind < 0.7:
        made.append(random.choice(_FORMS))
    else:
        made = [w for w in words if w.lower().strip(".") not in _EMPTY] or made
    if all(w.lower() in trade.common or w.lower() in _EMPTY for w in made):
        return None
    return Made(" ".join(made), "", ORGANIZATION, same=True)


def _common_only(words: list[str], random: Random, trade: Trade) -> list[str]:
    """Another company's name that shares only common words with this one."""
    rest = [w for w in words if w.lower() in trade.common]
    if not rest:
        return []
    made = [random.choice(trade.telling), *rest]
    if random.random() < 0.5:
        made.append(random.choice(trade.shared))
    own = {w.lower() for w in words if w.lower() not in trade.common}
    return [] if any(w.lower() in own for w in made) else made


def _same_town(words: list[str], random: Random, trade: Trade) -> list[str]:
    """Another company of the same town and line of business."""
    town, rest = words[0], words[1:]
    made = [town, random.choice(trade.telling)]
    made += [w for w in rest if w.lower() in _EMPTY or w.lower() in trade.common]
    name = " ".join(words).lower()
    if town.lower() not in trade.common or len(made) < 3 or made[1].lower() in name:
        return []
    return made


def companies(random: Random, names: list[str]) -> Iterator[Made]:
    """Companies that share much and are two, and one company's name in another form."""
    trade = Trade.of(names)
    while True:
        name = random.choice(trade.names)
        words = _COMPANY_WORD.findall(name)
        telling = [
            i
            for i, word in enumerate(words)
            if word.lower().strip(".") not in _EMPTY and len(word) > 1
        ]
        if not 1 < len(words) < 14 or not telling:
            continue
        kind = random.random()
        numbered = [i for i, word in enumerate(words) if re.search(r"\d", word)]
        i = random.choice(telling)
        made: list[str] = []
        if numbered and kind < 0.6:
            # People are of two minds whether another number is another party: this
            # teaches a score between the two thresholds.
            i = random.choice(numbered)
            other = _renumbered(words[i], random)
            if other != words[i] and "-" not in other:
                asked = " ".join([*words[:i], other, *words[i + 1 :]])
                yield Made(asked, name, ORGANIZATION, same=random.random() < 0.42)
            continue
        if kind < 0.25:
            other = random.choice(trade.telling)
            if not _alike(other.lower(), words[i].lower()):
                made = [*words[:i], other, *words[i + 1 :]]
        elif kind < 0.45:
            made = _common_only(words, random, trade)
        elif kind < 0.6:
            short = words[i]
            if not (2 <= len(short) <= 4 and short.isalpha()):
                length = random.choice((2, 3, 3, 4))
                short = "".join(random.choice(_CAPITALS) for _ in range(length))
                name = " ".join([*words[:i], short, *words[i + 1 :]])
            other = _other_letters(short, random)
            if other.lower() != short.lower():
                made = [*words[:i], other, *words[i + 1 :]]
        elif kind < 0.75:
            made = _same_town(words, random, trade)
        elif kind < 0.9:
            same = _same_company(words, telling, random, trade)
            if same:
                yield Made(same.asked, name, ORGANIZATION, same=True)
            continue
        if made:
            yield Made(" ".join(made), name, ORGANIZATION, same=False)


def single_names(random: Random, names: list[str]) -> Iterator[Made]:
    """One common given name, alone or with a stranger's, against a whole name."""
    counts = Counter(w.lower() for name in names for w in _WORD.findall(name))
    while True:
        name = random.choice(names)
        words = [w for w in _WORD.findall(name) if len(w) > 1]
        if len(words) < 2:
            continue
        word = random.choice(words)
        if counts[word.lower()] < 40 or word.lower() in _PARTICLES:
            continue
        stranger = random.choice(names).split()[-1].strip(",")
        asked = word if random.random() < 0.5 else f"{stranger} {word}"
        yield Made(asked, name, PERSON, same=False)
