"""Export control classification numbers, and the texts that name some of them.

An ECCN is category, product group and three digits (``5A992``), then paragraphs
(``.c``, ``.a.1``). What is named less exactly than asked is *unknown*, not false: a
text about ``1A004.c`` neither holds nor fails for an item told only as ``1A004``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from listgate.license.logic import Tri, some

EAR99 = "EAR99"

_ECCN = re.compile(
    r"([0-9])([A-E])(\d{3})((?:\.?[a-z](?:\.\d{1,2})?(?:\.[a-z0-9]{1,3})*)?)", re.I
)
_FULL = re.compile(r"([0-9])([A-E])(\d{3})((?:\.[a-z0-9]{1,3})*)", re.I)


@dataclass(frozen=True, slots=True)
class Eccn:
    """An ECCN: ``base`` is ``5A992``, ``path`` its paragraphs from the outside in."""

    base: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ".".join((self.base, *self.path))

    @property
    def category(self) -> int:
        """The category, 0 to 9."""
        return int(self.base[0])

    @property
    def group(self) -> str:
        """The product group, A to E."""
        return self.base[1]

    def within(self, named: Eccn) -> Tri:
        """Whether this is, or lies in, the entry or paragraph that a text names."""
        if self.base != named.base:
            return False
        n = min(len(self.path), len(named.path))
        if self.path[:n] != named.path[:n]:
            return False
        return True if len(self.path) >= len(named.path) else None


@lru_cache(maxsize=4096)
def parse_eccn(text: str) -> Eccn | None:
    """The ECCN a text is, as ``3a001.a.1`` or ``3A001a1``; None when it is none."""
    found = _FULL.fullmatch(text.strip()) or _ECCN.fullmatch(text.strip())
    if found is None:
        return None
    base = f"{found[1]}{found[2].upper()}{found[3]}"
    return Eccn(base, _path(found[4]))


def _path(text: str) -> tuple[str, ...]:
    parts = re.findall(r"[a-z]+|\d+", text.lower())
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class EccnSet:
    """Entries and paragraphs that a text names, without those it takes out again."""

    named: tuple[Eccn, ...] = ()
    except_: tuple[Eccn, ...] = ()
    bases: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bases", frozenset(e.base for e in self.named))

    def holds(self, item: Eccn) -> Tri:
        """Whether an item is in the set."""
        if item.base not in self.bases:
            return False
        inside = some(item.within(n) for n in self.named)
        if inside is False:
            return False
        outside = some(item.within(n) for n in self.except_)
        if outside is True:
            return False
        return None if inside is None or outside is None else True


# A bare letter is a paragraph only inside of a list: "a width", "X-rays", "+125 °C" and
# "e.g." are none.
_PIECE = re.compile(
    r"(?P<base>\d[A-Ea-e]\d{3})(?P<path>(?:\s?\.\s?[a-z0-9]{1,2}(?![A-Za-z0-9]))*)"
    r"|(?<![A-Za-z0-9.])(?!e\.g\b|i\.e\b)\.?(?P<bare>[a-z](?:\.[a-z0-9]{1,2})+)(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9.])\.(?P<dotted>[a-z]|\d{1,2})(?![A-Za-z0-9])"
    r"|(?P<letter>(?<![A-Za-z0-9.\-])[a-z]"
    r"(?=\s*(?:[,;:()]|$)|\.(?![a-z0-9])|\s+(?:and|or|to|through|when)\b))"
    r"|(?P<to>\b(?:to|through)\b)"
)
_IN_LIST = re.compile(
    r"(?:^|[,;]|\b(?:and|or|to|through|paragraphs?|except))\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class Named:
    """An ECCN that a text names, and where; ``runs`` where it ends a run (``k to n``)."""

    eccn: Eccn
    start: int
    end: int
    runs: bool = False


def named_in(text: str, base: str = "") -> Iterator[Named]:
    """The ECCNs of a text, in order and with their places.

    Args:
        text: A text such as ``3B001.a.4, .c, f.1.b.2, .k to .p; 3B002.c``. Bare
            paragraphs belong to the entry named before them; ``.d.15 and .16`` are
            neighbors.
        base: The entry to which paragraphs belong before one is named.
    """
    last: Eccn | None = None
    running = False
    for found in _PIECE.finditer(text):
        if found["to"]:
            running = True
            continue
        path = found["bare"] or found["dotted"] or found["letter"]
        if found["base"]:
            base = found["base"].upper()
            here = Eccn(base, _path(found["path"]))
        elif not base or (
            found["letter"] and not _IN_LIST.search(text, 0, found.start())
        ):
            continue
        elif path.isdigit():
            if last is None or last.base != base or not last.path[-1:][0].isdigit():
                continue
            here = Eccn(base, (*last.path[:-1], path))
        else:
            here = Eccn(base, _path(path))
        yield Named(here, found.start(), found.end(), running and last is not None)
        running, last = False, here


def named_eccns(text: str) -> tuple[Eccn, ...]:
    """The ECCNs of a text, runs (``k to n``) with what lies between their ends."""
    return tuple(dict.fromkeys(spelled_out(named_in(text))))


def spelled_out(named: Iterable[Named]) -> Iterator[Eccn]:
    """The ECCNs, runs with what lies between their ends."""
    last: Eccn | None = None
    for one in named:
        if one.runs and last is not None:
            yield from _between(last, one.eccn)
        yield one.eccn
        last = one.eccn


def _between(first: Eccn, last: Eccn) -> Iterator[Eccn]:
    """What a run names between its ends: paragraphs, or entries by their number."""
    if first.base != last.base and not first.path and not last.path:
        if first.base[:2] == last.base[:2]:
            for n in range(int(first.base[2:]) + 1, int(last.base[2:])):
                yield Eccn(f"{first.base[:2]}{n:03d}")
        return
    if not first.path or len(first.path) != len(last.path):
        return
    head, a, b = first.path[:-1], first.path[-1], last.path[-1]
    if a.isdigit() and b.isdigit():
        for n in range(int(a) + 1, int(b)):
            yield Eccn(first.base, (*head, str(n)))
    elif len(a) == len(b) == 1:
        for n in range(ord(a) + 1, ord(b)):
            yield Eccn(first.base, (*head, chr(n)))
