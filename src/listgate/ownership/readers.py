"""Ownership graphs in the forms that people have: told by the content.

CSV (`csv_rows`), FollowTheMoney JSON lines (`ftm`) and the Beneficial Ownership Data
Standard (`bods`). A file is read whole or refused with the place of its first trouble.
"""

from __future__ import annotations

import gc
import itertools
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from listgate.errors import QueryError
from listgate.ownership.bods import is_statement, read_bods
from listgate.ownership.csv_rows import read_csv
from listgate.ownership.ftm import read_ftm
from listgate.ownership.graph import Graph

Placed = tuple[str, dict[str, Any]]  # where an object stands, in words, and the object


def read_graph(lines: Iterable[str], name: str = "owners") -> Graph:
    """The graph that a text holds.

    Args:
        lines: The text line by line, line ends kept, as an open file gives it.
        name: What to call it in errors.

    Raises:
        QueryError: The form is not known, a row or object cannot be read, or a share is
            beyond 100 %; the message names line and column.
    """
    rest = iter(lines)
    ahead: list[str] = []
    first = ""
    for line in rest:
        ahead.append(line)
        first = line.lstrip("\ufeff \t\r\n")[:1]
        if first:
            break
    if not first:
        raise QueryError(name, "the file is empty")
    ahead[0] = ahead[0].lstrip("\ufeff")
    every = itertools.chain(ahead, rest)
    with _no_collection():
        if first not in "{[":
            return read_csv(every, name)
        objects = _array(every, name) if first == "[" else _lines(every, name)
        return _read_objects(objects, name)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pauses the cyclic collector: reading makes millions of objects and no cycle.

    It takes a third of the time of a large file otherwise.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read_objects(objects: Iterator[Placed], name: str) -> Graph:
    """A graph from JSON objects, in whichever of the two standards the first one is."""
    head = next(objects, None)
    if head is None:
        raise QueryError(name, "the file holds no object")
    every = itertools.chain([head], objects)
    if is_statement(head[1]):
        return read_bods(every, name)
    if isinstance(head[1].get("schema"), str):
        return read_ftm(every, name)
    raise QueryError(
        f"{name}, {head[0]}",
        "is neither FollowTheMoney (`schema`, `properties`) nor the Beneficial "
        "Ownership Data Standard (`recordType` or `statementType`)",
    )


def _array(lines: Iterable[str], name: str) -> Iterator[Placed]:
    text = "\n".join(line.rstrip("\r\n") for line in lines)
    for number, one in enumerate(_parsed(text, name, ""), 1):
        yield _object(one, name, f"object {number}")


def _lines(lines: Iterable[str], name: str) -> Iterator[Placed]:
    """One object a line; or one document over several lines."""
    rest = iter(lines)
    for number, line in enumerate(rest, 1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
        except (ValueError, RecursionError) as error:
            if number > 1:
                raise QueryError(
                    f"{name}, line {number}", f"is no JSON object: {error}"
                ) from None
            yield from _document("\n".join([line, *rest]), name)
            return
        if isinstance(one, dict) and isinstance(one.get("statements"), list):
            yield from _members(one["statements"], name)
            continue
        yield _object(one, name, f"line {number}")


def _document(text: str, name: str) -> Iterator[Placed]:
    one = _parsed(text, name, "")
    inside = (
        one.get("statements") or one.get("entities") if isinstance(one, dict) else None
    )
    yield from _members(inside if isinstance(inside, list) else [one], name)


def _members(objects: list[Any], name: str) -> Iterator[Placed]:
    for number, one in enumerate(objects, 1):
        yield _object(one, name, f"object {number}")


def _parsed(text: str, name: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"{name}{where}", f"is no JSON: {error}") from None


def _object(one: Any, name: str, where: str) -> Placed:
    if not isinstance(one, dict):
        raise QueryError(f"{name}, {where}", "is no JSON object")
    return where, one
