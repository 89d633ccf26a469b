"""The training set: cases by the hundred thousand, made from public lists by rule."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from listgate.names.fold import fold
from listgate.names.latin import renderings

from . import made_pairs
from .bench import Bench, Features, latin
from .damage import damaged, turned
from .inputs import ORGANIZATION, PERSON, UNKNOWN, Parties

SEED = 4242
DAMAGED, STRANGERS, ALIASES = 44_000, 11_000, 16_000
MADE_PERSONS, MADE_COMPANIES, SINGLE = 36_000, 36_000, 8_000

# What one case of each group counts.
WEIGHTS = {
    "damaged": 1.3,  # a listed name gone wrong finds its entry
    "beside": 0.25,  # and what else it finds is another
    "companies": 1.5,  # companies of the world are not listed
    "strangers": 2.0,  # nor are persons made of two listed ones
    "aliases": 0.12,  # two spellings of one subject abroad
    "namesakes": 0.12,  # two subjects
    "persons": 0.2,
    "trade": 0.12,
    "single": 0.12,
}
_FORMS = re.compile(
    r"\b(llc|ltd|co|company|limited|inc|corp|corporation|jsc|ooo|gmbh|sa|joint stock|"
    r"liability|the|of|and)\b"
)
_LATIN_WORD = re.compile(r"[A-Za-z'’-]+")
_BRAND_SHARE, _PLAIN_SHARE = 0.015, 0.25


def _chance(number: int) -> Random:
    """Chance that falls the same on every run."""
    return Random(SEED + number)  # noqa: S311


def core(folded: str) -> str:
    """The words but legal forms, in order of the alphabet: equal for one party's forms."""
    return " ".join(sorted(_FORMS.sub(" ", folded).split()))


@dataclass(slots=True)
class Cases:
    """Features, whether the names are one party's, and the group, case by case."""

    features: list[Features] = field(default_factory=list)
    same: list[NDArray[np.int8]] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def add(self, features: Features, same: Sequence[bool] | bool, group: str) -> None:
        """Adds cases of one group."""
        self.features.append(features)
        self.same.append(np.broadcast_to(np.array(same, np.int8), len(features)))
        self.groups += [group] * len(features)

    def arrays(self) -> tuple[Features, NDArray[np.int8], NDArray[np.float64]]:
        """All cases: features, labels, weights."""
        weights = np.array([WEIGHTS[g] for g in self.groups])
        return np.vstack(self.features), np.concatenate(self.same), weights


@dataclass(frozen=True, slots=True)
class Known:
    """Listed parties by folded name, and by its words but legal forms."""

    folded: list[str]
    by_name: dict[str, set[int]]
    by_core: dict[str, set[int]]

    @classmethod
    def of(cls, parties: Parties) -> Known:
        """What is known of these parties' names."""
        folded = [fold(latin(n)) for n in parties.names]
        by_name: dict[str, set[int]] = defaultdict(set)
        by_core: dict[str, set[int]] = defaultdict(set)
        for name, owner in zip(folded, parties.owners, strict=True):
            by_name[name].add(owner)
            by_core[core(name)].add(owner)
        return cls(folded, by_name, by_core)

    def holds(self, name: str) -> bool:
        """Whether a party bears this name, whatever its legal form."""
        folded = fold(latin(name))
        return folded in self.by_name or core(folded) in self.by_core

    def namesakes(self, names: Iterable[int]) -> set[int]:
        """Parties that share one of these names."""
        found: set[int] = set()
        for name in names:
            folded = self.folded[name]
            found |= self.by_name[folded] | self.by_core[core(folded)]
        return found


def _brand(name: str, random: Random, counts: Counter[str]) -> str | None:
    """The one telling word that people call a company by."""
    rare = [
        w
        for w in _LATIN_WORD.findall(name)
        if len(w) >= 5 and counts[w.lower()] < 4 and core(w.lower())
    ]
    return random.choice(rare) if rare else None


def _damaged(
    cases: Cases, bench: Bench, parties: Parties, known: Known, world: list[str]
) -> None:
    random = _chance(0)
    words = [w for n in world[:8000] for w in n.split() if w.isalpha() and len(w) > 2]
    counts = Counter(w.lower() for n in world for w in _LATIN_WORD.findall(n))
    names_of: dict[int, list[int]] = defaultdict(list)
    for i, owner in enumerate(parties.owners):
        names_of[owner].append(i)
    pool = [i for i, n in enumerate(parties.names) if len(n) > 5 and n.isascii()]
    queries: list[str] = []
    sources: list[int] = []
    while len(queries) < DAMAGED:
        i = random.choice(pool)
        name, kind = parties.names[i], parties.types[parties.owners[i]]
        base = turned(name, random) if kind == PERSON else name
        made: str | None
        if kind == ORGANIZATION and random.random() < _BRAND_SHARE:
            made = _brand(base, random, counts)
        elif base != name and random.random() < _PLAIN_SHARE:
            made = base
        else:
            made = damaged(base, random, words, kind in (UNKNOWN, PERSON))
        if made and len(made) > 3:
            queries.append(made)
            sources.append(i)
    right: list[Features] = []
    wrong: list[Features] = []
    for source, found in zip(sources, bench.candidates(queries), strict=True):
        same = known.namesakes(names_of[parties.owners[source]])
        others = 0
        for name, rank, row in zip(
            found.names, found.ranks, found.features, strict=True
        ):
            if known.folded[name] == known.folded[source]:
                right.append(row)
            elif parties.owners[name] not in same and others < 4 and rank > 0.25:
                others += 1
                wrong.append(row)
    cases.add(np.array(right), True, "damaged")
    cases.add(np.array(wrong), False, "beside")


def _likeliest(found: Features, most: int) -> Features:
    """The candidates that agree most, on both sides."""
    return found[np.argsort(-found[:, 2], kind="stable")[:most]]


def _unlisted(cases: Cases, bench: Bench, names: list[str], group: str) -> None:
    rows = [_likeliest(c.features, 5) for c in bench.candidates(names)]
    cases.add(np.vstack(rows), False, group)


def _strangers(parties: Parties) -> list[str]:
    """Persons made of two listed persons' names, who are nobody."""
    random = _chance(1)
    people = [n.split(", ") for n in parties.typed(PERSON) if n.count(", ") == 1]
    known = {"".join(sorted(fold(f"{a} {b}").split())) for a, b in people}
    made: list[str] = []
    while len(made) < STRANGERS:
        last, first = random.choice(people)[0], random.choice(people)[1]
        if random.random() < 0.3:
            first = first.split()[0]
        if "".join(sorted(fold(f"{last} {first}").split())) not in known:
            made.append(f"{first} {last}")
    return made


def _aliases(cases: Cases, bench: Bench, parties: Parties) -> None:
    """Names of the same subject of the EU and UK lists, and of subjects that are not."""
    random = _chance(2)
    shapes = [" ".join(sorted(fold(latin(n)).split())) for n in parties.names]
    by_shape: dict[str, set[int]] = defaultdict(set)
    for shape, owner in zip(shapes, parties.owners, strict=True):
        by_shape[shape].add(owner)
    linked: dict[int, set[int]] = defaultdict(set)
    for owners in by_shape.values():
        for owner in owners:
            linked[owner] |= owners
    chosen = random.sample(range(len(parties.names)), ALIASES)
    right: list[Features] = []
    wrong: list[Features] = []
    queries = [parties.names[i] for i in chosen]
    for i, found in zip(chosen, bench.candidates(queries), strict=True):
        me, same, other = parties.owners[i], 0, 0
        for j in np.argsort(-found.features[:, 2], kind="stable"):
            name, row = int(found.names[j]), found.features[j]
            owner = parties.owners[name]
            if shapes[name] == shapes[i]:
                continue
            if owner == me:
                if same < 3 and row[2] > 0.45:
                    right.append(row)
                    same += 1
            elif owner not in linked[me] and other < 4:
                wrong.append(row)
                other += 1
    cases.add(np.array(right), True, "aliases")
    cases.add(np.array(wrong), False, "namesakes")


def make(
    listed: Parties, abroad: Parties, world: list[str], tables: Path, scratch: Path
) -> Cases:
    """Every case but those that people have judged; the same on every run.

    Args:
        listed: Parties of the list that is screened against.
        abroad: Subjects of other lists.
        world: Companies at large.
        tables: The kernel's tables, trees or not.
        scratch: A folder for the indexes made on the way.
    """
    world = list(world)
    _chance(0).shuffle(world)
    cases = Cases()
    bench, known = Bench(tables, listed, scratch), Known.of(listed)
    _damaged(cases, bench, listed, known, world)
    _unlisted(cases, bench, [n for n in world if not known.holds(n)], "companies")
    _unlisted(cases, bench, _strangers(listed), "strangers")
    _aliases(cases, Bench(tables, abroad, scratch), abroad)
    people = listed.typed(PERSON) + abroad.typed(PERSON)
    trade = listed.typed(ORGANIZATION) + world[:12_000]
    random = _chance(3)
    for group, stream, count in (
        ("persons", made_pairs.persons(random, people), MADE_PERSONS),
        ("trade", made_pairs.companies(random, trade), MADE_COMPANIES),
        ("single", made_pairs.single_names(random, people), SINGLE),
    ):
        made = list(islice(stream, count))
        rows = bench.pairs([(latin(m.asked), latin(m.listed), m.type) for m in made])
        cases.add(rows, [m.same for m in made], group)
    return cases


def spellings(name: str) -> tuple[str, ...]:
    """Latin renderings of a judged name."""
    return tuple(" ".join(r.split()) for r in renderings(name))
