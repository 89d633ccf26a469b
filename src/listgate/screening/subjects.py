"""Which hits of one result are one party, listed several times.

Lists are made apart from each other: one party has an entry on each, under ids that know
nothing of one another. Hits are joined where an identifier says so, or where a name is
the same and something beside it agrees. A name alone joins nothing: namesakes are listed
too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from listgate.matching.address import Place
from listgate.matching.identifiers import NATIONAL, WORLD, Number
from listgate.matching.index import Index
from listgate.matching.shared import Extent, agreement
from listgate.names.fold import fold
from listgate.names.latin import renderings
from listgate.names.scripts import has_han

# Types that no two entries of one party differ in.
_CRAFT = frozenset({"vessel", "aircraft"})
_UNKNOWN = "unknown"
# Namesakes of one country are common among these.
_NAMESAKES = frozenset({"person", "vessel", "aircraft"})


@dataclass(frozen=True, slots=True)
class Listed:
    """What of one entry tells which party it is.

    ``names`` are those that stand for the party itself, compared form → as written:
    no weak alias, no parent's.
    """

    entry: str
    list: str
    type: str
    names: Mapping[str, str]
    countries: frozenset[str]
    citations: frozenset[str]
    addresses: tuple[Place, ...]
    numbers: tuple[Number, ...]


def listed(index: Index, number: int) -> Listed:
    """What the index knows of an entry that tells which party it is."""
    card = index.card(number)
    names = [index.name(n) for n in index.lines_of(number) if index.cap(n) == 1.0]
    return Listed(
        entry=card.entry,
        list=card.list,
        type=card.type(),
        names={_plain(name): name for name in reversed(names)},
        countries=frozenset(card.countries()),
        citations=frozenset(card.citations()),
        addresses=index.evidence.addresses(number),
        numbers=index.evidence.numbers(number),
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """One party: the entry that stands for it, and what joins another entry to it."""

    entry: str
    joined_by: str


def subjects(
    hits: Sequence[Listed], tells: Callable[[str], float]
) -> Mapping[str, Subject]:
    """The party of each entry that is joined with another; others are left out.

    The result does not depend on the order of the hits.

    Args:
        hits: Entries, each once.
        tells: What a word of an address tells, 0 to 1.
    """
    joined: dict[str, dict[str, str]] = {h.entry: {} for h in hits}
    for a, b in combinations(hits, 2):
        if a.entry != b.entry and (why := joins(a, b, tells)):
            joined[a.entry][b.entry] = joined[b.entry][a.entry] = why
    apart = {
        frozenset((a.entry, b.entry)) for a, b in combinations(hits, 2) if clash(a, b)
    }
    found: dict[str, Subject] = {}
    for entry in sorted(joined):
        if entry in found or not joined[entry]:
            continue
        group = _group(entry, joined, apart)
        for member in group:
            why = next(joined[member][o] for o in sorted(group) if o in joined[member])
            found[member] = Subject(entry, why)
    return found


def _group(
    first: str, joined: Mapping[str, Mapping[str, str]], apart: Iterable[frozenset[str]]
) -> list[str]:
    """The entries that hang together, none with one that it cannot be."""
    refused = set(apart)
    group, open_ = [first], [first]
    while open_:
        for other in sorted(joined[open_.pop(0)]):
            if other in group:
                continue
            if any(frozenset((other, m)) in refused for m in group):
                continue
            group.append(other)
            open_.append(other)
    return group if len(group) > 1 else []


def clash(a: Listed, b: Listed) -> bool:
    """Whether two entries cannot be one party, whatever joins them."""
    if a.list == b.list:
        return True  # two rows of one list are two parties, or one under two entries
    types = {a.type, b.type} - {_UNKNOWN}
    if len(types) > 1 and (types & _CRAFT or types == {"person", "organization"}):
        return True
    if a.countries and b.countries and not _alike(a.countries, b.countries):
        return True
    mine = {(n.kind, n.key) for n in a.numbers if n.kind in WORLD}
    theirs = {(n.kind, n.key) for n in b.numbers if n.kind in WORLD}
    kinds = {k for k, _ in mine} & {k for k, _ in theirs} & {"uscc", "imo", "lei"}
    return any(
        not {x for x in mine if x[0] == kind} & {x for x in theirs if x[0] == kind}
        for kind in kinds
    )


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    china = frozenset({"CN", "HK", "MO"})
    return bool(a & b) or bool(a & china and b & china)


def joins(a: Listed, b: Listed, tells: Callable[[str], float]) -> str:
    """What makes two entries one party, in words; empty where nothing does."""
    if clash(a, b):
        return ""
    for n in a.numbers:
        for m in b.numbers:
            if n.kind == m.kind and n.key == m.key and _names_one(n, m):
                return f"identifier {n.told}"
    name = _same_name(a, b)
    if not name:
        return ""
    if any(_one_place(x, y, tells) for x in a.addresses for y in b.addresses):
        return f"name “{name}” and address"
    if cites := a.citations & b.citations:
        return f"name “{name}” and citation {min(cites)}"
    both = a.countries & b.countries
    if both and not {a.type, b.type} & _NAMESAKES and _tells_enough(name):
        return f"name “{name}” and country {', '.join(sorted(both))}"
    return ""


def _one_place(a: Place, b: Place, tells: Callable[[str], float]) -> bool:
    agreed = agreement(a, b, tells)
    return agreed is not None and agreed.extent is not Extent.OTHER_UNIT


def _tells_enough(name: str) -> bool:
    """Whether a name with a country makes a party: four letters are many parties'."""
    return has_han(name) or len(_plain(name)) > 4


def _names_one(a: Number, b: Number) -> bool:
    if a.kind in WORLD:
        return True
    return a.kind in NATIONAL and a.country == b.country and len(a.key) > 5


def _same_name(a: Listed, b: Listed) -> str:
    """A name that both bear, but for case, marks and the legal form; else empty."""
    both = a.names.keys() & b.names.keys()
    if not both:
        return ""
    # The longest says most; the choice must not hang on who comes first.
    longest = max(both, key=lambda key: (len(key), key))
    return min(a.names[longest], b.names[longest])


def _plain(name: str) -> str:
    if has_han(name):
        from listgate.names.han_words import normalize

        return normalize(name)
    words = [w for w in fold(renderings(name)[0]).split() if w not in _FORMS]
    return " ".join(words) or name


_FORMS = frozenset(
    "co company ltd limited inc incorporated corp corporation llc plc gmbh ag sa the "
    "jsc pjsc ojsc ooo pao ao zao oao pte pty bv nv srl spa group".split()
)
