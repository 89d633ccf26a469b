"""Ownership graphs in the forms that people have: told by the content.

CSV (`csv_rows`), FollowTheMoney JSON lines (`ftm`) and the Beneficial Ownership Data
Standard (`bods`). A file is read whole or refused with the place of its first trouble.
"""

from __future__ import annotations

import gc
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from listgate.errors import QueryError
from listgate.ownership import bods_lines, ftm_lines
from listgate.ownership.bods import BodsReader, is_statement
from listgate.ownership.csv_rows import read_csv
from listgate.ownership.ftm import FtmReader
from listgate.ownership.graph import Graph

_BLOCK = 1 << 16  # lines
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
        if first == "[":
            return _read_objects(_array(every, name), name)
        return _read_lines(every, name)


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


class _Reader(Protocol):
    """What takes the objects of one standard."""

    def take(self, one: dict[str, Any], /) -> object:
        """Takes one object; raises `QueryError` where it cannot be read."""

    def finished(self) -> Graph:
        """The graph of what was taken."""


_TakeLines = Callable[[Any, Sequence[str], Callable[[int], str]], bool]


def _reader_of(head: dict[str, Any], where: str) -> tuple[_Reader, _TakeLines]:
    """What reads objects, and blocks of lines, of the standard that the first one is of."""
    if is_statement(head):
        return BodsReader(), bods_lines.take_lines
    if isinstance(head.get("schema"), str):
        return FtmReader(), ftm_lines.take_lines
    raise QueryError(
        where,
        "is neither FollowTheMoney (`schema`, `properties`) nor the Beneficial "
        "Ownership Data Standard (`recordType` or `statementType`)",
    )


def _read_objects(objects: Iterator[Placed], name: str) -> Graph:
    """A graph from JSON objects, in whichever of the two standards the first one is."""
    head = next(objects, None)
    if head is None:
        raise QueryError(name, "the file holds no object")
    reader, _ = _reader_of(head[1], f"{name}, {head[0]}")
    _take(reader, itertools.chain([head], objects), name)
    return reader.finished()


def _take(reader: _Reader, objects: Iterable[Placed], name: str) -> None:
    for where, one in objects:
        try:
            reader.take(one)
        except QueryError as error:
            raise QueryError(f"{name}, {where}", error.reason) from None


def _read_lines(lines: Iterator[str], name: str) -> Graph:
    """A graph from one object a line, a block of lines at a time."""
    number = 0
    for head in lines:
        number += 1
        if head.strip():
            break
    try:
        first = json.loads(head)
    except (ValueError, RecursionError):
        return _read_objects(_document("".join([head, *lines]), name), name)
    if not isinstance(first, dict) or isinstance(first.get("statements"), list):
        return _read_objects(_lines([head, *lines], name, number), name)
    reader, take_lines = _reader_of(first, f"{name}, line {number}")
    _take(reader, [(f"line {number}", first)], name)

    def place(row: int) -> str:
        return f"{name}, line {number + row + 1}"

    while block := list(itertools.islice(lines, _BLOCK)):
        if not take_lines(reader, block, place):
            _take(reader, _lines(block, name, number + 1), name)
        number += len(block)
    return reader.finished()


def _array(lines: Iterable[str], name: str) -> Iterator[Placed]:
    text = "\n".join(line.rstrip("\r\n") for line in lines)
    for number, one in enumerate(_parsed(text, name, ""), 1):
        yield _object(one, name, f"object {number}")


def _lines(lines: Iterable[str], name: str, start: int) -> Iterator[Placed]:
    """The objects of some lines; ``start`` is the number of the first."""
    for number, line in enumerate(lines, start):
        if not line.strip():
            continue
        one = _parsed(line, name, f", line {number}")
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
