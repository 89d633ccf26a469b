"""Rows of JSON: one object a line, or one array of objects, of any length."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from listgate.errors import QueryError
from listgate.tables.rows import Row, RowError
from listgate.tables.source import BAD, LONGEST_LINE, Source

_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # half of a surrogate pair, perhaps alone
_ROWS = 2_000


class Unsure(str):
    """Why a value is no row although it is JSON; what a stricter decoder gives for it."""

    __slots__ = ()


def looks_like_json(head: str) -> bool:
    """Whether a text begins as a JSON object or an array of them."""
    return bool(re.match(r'[\s\ufeff]*(\{\s*["}]|\[\s*[\[\]{"])', head))


def is_array(head: str) -> bool:
    """Whether JSON text is one array, or objects written over several lines."""
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        return True
    first = start.split("\n", 1)[0].strip()
    return first == "{" or (first.startswith("{") and first.endswith(","))


def read_lines(
    source: Source, decoder: json.JSONDecoder | None = None
) -> Iterator[list[Row]]:
    """Rows of JSON Lines; a line that is no object or string is a ``RowError``."""
    number = 0
    decode = (decoder or _decoder()).decode
    for lines in source.lines():
        rows: list[Row] = []
        for line in lines:
            number += 1
            text = line.strip("\ufeff \t\r")
            if text:
                rows.append(_row(text, f"line {number}", decode))
        if rows:
            yield rows


def _decoder() -> json.JSONDecoder:
    """A decoder of JSON proper: `NaN` and `Infinity` are none of it."""
    return json.JSONDecoder(parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _row(text: str, where: str, decode: Callable[[str], Any]) -> Row:
    """One line as a row."""
    shown = {"text": text[:200]}
    if BAD in text:
        return RowError(f"{where}: bytes that do not fit the file's encoding", shown)
    if len(text) >= LONGEST_LINE:
        return RowError(f"{where}: more than {LONGEST_LINE:,} characters", shown)
    try:
        value = decode(text)
    except json.JSONDecodeError as error:
        reason = error.msg[0].lower() + error.msg[1:]
        return RowError(f"{where}, column {error.colno}: {reason}", shown)
    except (RecursionError, ValueError) as error:
        return RowError(f"{where}: {error}", shown)
    return _checked(value, text, where)


def _checked(value: object, text: str, where: str) -> Row:
    """A decoded value as a row, if it is one."""
    if isinstance(value, Unsure):
        return RowError(f"{where}: {value}", {"text": text[:200]})
    if isinstance(value, str):
        value = {"name": value}
    if not isinstance(value, dict):
        return RowError(f"{where}: neither an object nor a text", {"text": text[:200]})
    if _HALF.search(text) and not _encodes(value):
        return RowError(f"{where}: half of a surrogate pair", {"text": text[:200]})
    return value


def _encodes(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def read_array(
    source: Source, decoder: json.JSONDecoder | None = None
) -> Iterator[list[Row]]:
    """Rows of one JSON array, or of objects one after the other, in constant memory.

    Raises:
        QueryError: The text is not JSON from some line on, so that what follows cannot
            be told apart into rows.
    """
    scanner = _Scanner(source, decoder or _decoder())
    rows: list[Row] = []
    inside = scanner.skip("[")
    while not scanner.at_end():
        if inside and scanner.skip("]"):
            inside = False
            continue
        rows.append(scanner.value())
        scanner.skip(",")
        if len(rows) >= _ROWS:
            yield rows
            rows = []
    if inside:
        scanner.fail("the array is not closed; the file is cut off")
    if rows:
        yield rows


class _Scanner:
    """Takes JSON values one by one from text that comes in blocks."""

    def __init__(self, source: Source, decoder: json.JSONDecoder) -> None:
        self._source = source
        self._texts = source.texts()
        self._text = ""
        self._at = 0
        self._line = 1  # where self._text begins
        self._column = 0
        self._decoder = decoder

    def at_end(self) -> bool:
        """Whether only white space is left."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return False
            if not self._more():
                return True

    def skip(self, sign: str) -> bool:
        """Steps over one sign if it comes next."""
        if self.at_end() or self._text[self._at] != sign:
            return False
        self._at += 1
        return True

    def value(self) -> Row:
        """The next value as a row."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
                # A number or word may go on in the next block.
                if end < len(self._text) or not self._more():
                    break
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > LONGEST_LINE or not self._more():
                    self._at = error.pos
                    self.fail(error.msg[0].lower() + error.msg[1:])
            except (RecursionError, ValueError) as error:
                self.fail(str(error))
        start, self._at = self._at, end
        text = self._text[start:end]
        if isinstance(value, dict) and BAD not in text and "\\u" not in text:
            return value
        where = f"line {self._line + self._text.count(chr(10), 0, start)}"
        if BAD in text:
            shown = {"text": text[:200]}
            return RowError(
                f"{where}: bytes that do not fit the file's encoding", shown
            )
        return _checked(value, text, where)

    def fail(self, reason: str) -> NoReturn:
        """Stops with the place of the fault."""
        line = self._line + self._text.count("\n", 0, self._at)
        column = self._column_at(self._at) + 1
        raise QueryError(self._source.name, f"line {line}, column {column}: {reason}.")

    def _more(self) -> bool:
        """Gets the next block and lets go of what has been read."""
        text = next(self._texts, None)
        if text is None:
            return False
        self._line += self._text.count("\n", 0, self._at)
        self._column = self._column_at(self._at)
        self._text = self._text[self._at :] + text
        self._at = 0
        return True

    def _column_at(self, at: int) -> int:
        """Characters before a place on its own line."""
        feed = self._text.rfind("\n", 0, at)
        return at - feed - 1 if feed >= 0 else self._column + at
