"""Parties of a graph by their names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from listgate.errors import QueryError
from listgate.ownership.graph import Graph

_SHOWN = 5


def name_key(name: str) -> str:
    """What a party without an identifier is known by: its name, case and spaces folded."""
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def find_party(graph: Graph, asked: str) -> int:
    """The number of the party that is meant by an identifier or a name.

    Raises:
        QueryError: No party, or several, are called so; the message names some.
    """
    number = graph.number(asked)
    if number is None:
        number = graph.number(name_key(asked))
    if number is not None:
        return number
    wanted = _bare(asked)
    found = (
        [n for n in range(len(graph)) if _bare(graph.name(n)) == wanted]
        if wanted
        else []
    )
    if wanted and not found:
        found = [
            n for n, others in graph.aliases.items() if wanted in map(_bare, others)
        ]
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(graph.keys[n] for n in found[:_SHOWN])
        raise QueryError(
            "NAME", f"{len(found)} parties of the graph are called {asked!r}: {keys}"
        )
    near = _near(graph, wanted)
    hint = f"; near it: {', '.join(near)}" if near else ""
    raise QueryError("NAME", f"no party of the graph is called {asked!r}{hint}")


def _bare(name: str) -> str:
    """Letters and digits only, words apart."""
    key = name_key(name)
    return " ".join("".join(c if c.isalnum() else " " for c in key).split())


def _near(graph: Graph, wanted: str) -> Sequence[str]:
    """Names that share most words with the one asked for."""
    words = set(wanted.split())
    scored = []
    for number in range(len(graph)):
        shared = len(words.intersection(_bare(graph.name(number)).split()))
        if shared:
            scored.append((-shared, number))
    return [graph.name(n) for _, n in sorted(scored)[:_SHOWN]]
