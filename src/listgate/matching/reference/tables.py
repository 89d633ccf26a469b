"""The kernel's tables as plain values: words, phrases, trees."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from listgate.matching.container import unpack
from listgate.matching.tables import AT_EDGE, CORRECTABLE, FORM_PART, NONE

_WORD = struct.Struct("<IIIIIffHBB")
_PHRASE = struct.Struct("<III")
_NODE = struct.Struct("<fHHHH")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that the tables know.

    ``canon`` is the number of the word that stands for it, its own if it is that word.
    ``group``, ``nick`` and ``family`` are None where the word is in none.
    """

    text: str
    canon: int
    group: int | None
    nick: int | None
    family: int | None
    org: float
    per: float
    flags: int
    at_edge: bool
    longest_phrase: int


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a tree; one that leads to itself is a leaf."""

    feature: int
    threshold: float
    left: int
    right: int
    value: float


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that is known before a name is seen.

    ``numbers`` gives a word's number by its letters, ``phrases`` the number of the word
    that stands for a run of words, ``meant`` the numbers of words that a misspelt one
    may be corrected to, ``forms`` those of the parts of legal forms, in order.
    """

    words: tuple[Word, ...]
    numbers: Mapping[str, int]
    phrases: Mapping[str, int]
    meant: Mapping[str, int]
    forms: tuple[int, ...]
    trees: tuple[tuple[Node, ...], ...]
    curve: tuple[tuple[float, float], ...]


def _maybe(number: int) -> int | None:
    return None if number == NONE else number


def read_tables(data: bytes) -> Tables:
    """The tables in a file that ``matching.tables`` compiled.

    Raises:
        ValueError: The bytes are no container.
    """
    sections = unpack(memoryview(data))
    blob = bytes(sections["words.text"])
    words = []
    meant = {}
    for number, row in enumerate(_WORD.iter_unpack(sections["words"])):
        at, canon, group, nick, family, org, per, flags, length, bits = row
        text = blob[at : at + length].decode("ascii")
        words.append(
            Word(
                text=text,
                canon=number if canon == NONE else canon,
                group=_maybe(group),
                nick=_maybe(nick),
                family=_maybe(family),
                org=org,
                per=per,
                flags=flags,
                at_edge=bool(bits & AT_EDGE),
                longest_phrase=bits >> 4,
            )
        )
        if bits & CORRECTABLE and 5 <= length <= 30:
            meant[text] = number
    forms = [n for (n,) in struct.iter_unpack("<I", sections["form.words"])]
    if any(not words[n].flags & FORM_PART for n in forms):
        raise ValueError("a part of a legal form is not marked as one")
    return Tables(
        words=tuple(words),
        numbers={word.text: number for number, word in enumerate(words)},
        phrases={
            blob[at : at + length].decode("ascii"): canon
            for at, canon, length in _PHRASE.iter_unpack(sections["phrases"])
        },
        meant=meant,
        forms=tuple(forms),
        trees=_trees(sections),
        curve=tuple(struct.iter_unpack("<dd", sections["trees.curve"])),
    )


def _trees(sections: Mapping[str, memoryview]) -> tuple[tuple[Node, ...], ...]:
    values = [v for (v,) in struct.iter_unpack("<d", sections["trees.values"])]
    nodes = [
        Node(feature, threshold, left, right, value)
        for (threshold, feature, left, right, _), value in zip(
            _NODE.iter_unpack(sections["trees.nodes"]), values, strict=True
        )
    ]
    roots = [r for (r,) in struct.iter_unpack("<I", sections["trees.roots"])]
    ends = [*roots[1:], len(nodes)]
    return tuple(tuple(nodes[a:b]) for a, b in zip(roots, ends, strict=True))
