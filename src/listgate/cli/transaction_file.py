"""A file of transactions: one JSON object, JSON Lines, or an array, told by its content."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

from listgate.cli import transaction
from listgate.errors import QueryError
from listgate.tables.jsonlines import Unsure, read_array, read_lines
from listgate.tables.opening import Opened, open_input
from listgate.tables.rows import Row
from listgate.tables.source import BAD, Source

_BLANK = " \t\r\n\ufeff"
_LINES = re.compile(r"\.(?:jsonl|ndjson)(?:\.\w+)?$", re.IGNORECASE)


class TransactionFile:
    """An opened file.

    ``form`` is ``one`` (a JSON object), ``lines`` or ``array`` (also objects one after
    the other, each over several lines); ``opened`` knows name, size and position.
    """

    def __init__(self, opened: Opened) -> None:
        """Looks at the beginning.

        Raises:
            QueryError: It is no text, empty, or damaged.
        """
        if opened.kind != "text":
            raise QueryError(opened.name, f"this is {opened.kind.upper()}, no JSON.")
        self.opened = opened
        self._source = _Ahead(opened, _codec(opened))
        self.form = self._form()

    def one(self) -> dict[str, Any]:
        """The only transaction.

        Raises:
            QueryError: It is not one JSON object, or not one that can mean only one thing.
        """
        text = "".join(self._source.texts())
        if BAD in text:
            raise QueryError(self.opened.name, "is neither UTF-8 nor UTF-16 text.")
        return transaction.parse(text, self.opened.name)

    def rows(self) -> Iterator[Row]:
        """The transactions in order, in constant memory; ``RowError`` for no JSON object.

        Raises:
            QueryError: An array is not JSON from some line on.
        """
        read = read_lines if self.form == "lines" else read_array
        for rows in read(self._source, _Strict()):
            yield from rows

    def _form(self) -> str:
        head = self._source.head.lstrip(_BLANK)
        more = self._source.more
        if not head and not more:
            raise QueryError(self.opened.name, "the file is empty.")
        named_so = bool(_LINES.search(self.opened.name))
        first, *others = re.split("\n" if "\n" in head else "\r", head)
        if _is_json(first):
            if more or any(line.strip(_BLANK) for line in others):
                return "lines"
            if head.startswith("["):
                return "array"
            return "lines" if named_so else "one"
        if head.startswith("[") or _is_followed(head):
            return "array"
        # A first line that is no JSON must not hide that the others are transactions.
        if any(map(_is_transaction, others)) or (named_so and not _is_json(head)):
            return "lines"
        return "one"


@contextlib.contextmanager
def opened(path: str) -> Iterator[TransactionFile]:
    """A file, plain or compressed; ``-`` is standard input.

    Raises:
        QueryError: There is no such file, or it is no text, empty or damaged.
    """
    found = open_input(path)
    try:
        yield TransactionFile(found)
    finally:
        found.close()


class _Ahead(Source):
    """Text whose first block (some 1,000,000 characters) can be looked at beforehand."""

    def __init__(self, opened: Opened, encoding: str) -> None:
        super().__init__(opened, encoding)
        self._blocks = super().texts()
        self.head = next(self._blocks, "")
        self.more = next(self._blocks, "")

    def texts(self) -> Iterator[str]:
        yield self.head
        yield self.more
        yield from self._blocks


class _Strict(json.JSONDecoder):
    """Gives ``Unsure`` for all but objects, and for an object that could mean two things."""

    def __init__(self) -> None:
        super().__init__(
            object_pairs_hook=self._object,
            parse_constant=self._no_number,
            parse_float=self._float,
            parse_int=self._int,
        )
        self._trouble = ""

    def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]:
        self._trouble = ""
        try:
            value, end = super().raw_decode(s, idx)
        except RecursionError:
            raise ValueError(transaction.TOO_DEEP) from None
        if not self._trouble and not isinstance(value, dict):
            self._trouble = "holds no JSON object"
        elif transaction.is_deep(value):
            self._trouble = transaction.TOO_DEEP
        return Unsure(self._trouble) if self._trouble else value, end

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            self._trouble = transaction.twice(pairs)
        return found

    def _no_number(self, text: str) -> None:
        self._trouble = f"{text} is no number"

    def _int(self, text: str) -> int | None:
        try:
            return int(text)
        except ValueError:
            self._trouble = transaction.TOO_LONG
            return None

    def _float(self, text: str) -> float:
        value = float(text)
        if not transaction.is_finite(value):
            self._no_number(text[:40])
        return value


def _codec(opened: Opened) -> str:
    """Which Unicode it is, as its first bytes tell of JSON; empty where they cannot be seen."""
    peek = getattr(opened.stream, "peek", None)
    return json.detect_encoding(bytes(peek(4)[:4])) if peek else ""


def _is_json(line: str) -> bool:
    try:
        json.loads(line.strip(_BLANK))
    except RecursionError:
        return False
    except ValueError as error:
        # Python's own limit on the digits of a number is no fault of the line's form.
        return not isinstance(error, json.JSONDecodeError)
    return True


def _is_transaction(line: str) -> bool:
    """Whether a line alone is a transaction, and not an object within one."""
    return '"destination"' in line and line.lstrip(_BLANK)[:1] == "{" and _is_json(line)


def _is_followed(head: str) -> bool:
    """Whether a second object begins on a line of its own behind the first."""
    try:
        _, end = json.JSONDecoder().raw_decode(head)
    except (RecursionError, ValueError):
        return False
    rest = head[end:]
    after = rest.lstrip(_BLANK)
    return after.startswith("{") and "\n" in rest[: len(rest) - len(after)]
