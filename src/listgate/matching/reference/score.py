"""Two folded names in, one score out; and one name against a whole list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from listgate.matching.reference.align import UNKNOWN, Pairing, align, pair_up
from listgate.matching.reference.features import measure
from listgate.matching.reference.tables import Tables
from listgate.matching.reference.trees import curve_at, raw_sum
from listgate.matching.reference.words import Token, analyze


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed name: its tokens, its party's type, and the most a match of it counts."""

    tokens: tuple[Token, ...]
    type: int = UNKNOWN
    cap: float = 1.0


def tokens(tables: Tables, line: str) -> tuple[Token, ...]:
    """The tokens of a folded line."""
    return analyze(tables, line)


# The trees were shown no pair of which no word is like any of the other.
NOTHING_ALIKE = 0.25


def _linked(asked: Sequence[Token], listed: Sequence[Token], type_: int) -> Pairing:
    pairing = pair_up(asked, listed, type_)
    align(pairing)
    return pairing


def features(
    tables: Tables, asked: str, listed: str, type_: int = UNKNOWN
) -> tuple[float, ...]:
    """The features of two folded names, in the order of ``matching.features``."""
    return measure(_linked(tokens(tables, asked), tokens(tables, listed), type_))


def score(tables: Tables, asked: str, listed: str, type_: int = UNKNOWN) -> float:
    """How alike two folded names are, 0 to 1."""
    return _score(tables, tokens(tables, asked), tokens(tables, listed), type_)


def _score(
    tables: Tables, asked: Sequence[Token], listed: Sequence[Token], type_: int
) -> float:
    if not asked or not listed:
        return 0.0
    pairing = _linked(asked, listed, type_)
    found = curve_at(tables, raw_sum(tables, measure(pairing)))
    return found if pairing.links else min(found, NOTHING_ALIKE)


def search_all(
    tables: Tables, names: Sequence[Listed], asked: str, type_: int = UNKNOWN
) -> tuple[float, ...]:
    """Scores of every listed name, none passed over.

    Args:
        tables: Words and trees.
        names: The listed names.
        asked: A folded line.
        type_: The type of the party asked about; a listed party's own type goes first.
    """
    query = tokens(tables, asked)
    return tuple(
        min(_score(tables, query, name.tokens, name.type or type_), name.cap)
        for name in names
    )
