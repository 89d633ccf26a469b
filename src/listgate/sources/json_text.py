"""JSON of unknown form → one value; JSON lines become the list of their objects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from listgate.errors import ParseError

_SHOWN = 6


def load_json(text: str, name: str) -> Any:
    """The document that a text is, whole or not at all.

    Raises:
        ParseError: it is cut off, damaged or nested too deep; the message says where.
    """
    file = name or "The file"
    body = text.lstrip("\ufeff \t\r\n")
    try:
        return json.loads(body)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and body[error.pos - 1 : error.pos] == "\n":
            return _lines(text, name)
        near_end = error.pos >= len(body.rstrip()) - 8 or "Unterminated" in error.msg
        what = (
            "ends in the middle of its JSON: it is a broken download, so nothing of it "
            "was taken"
            if near_end
            else f"is JSON with a fault on line {error.lineno}, column {error.colno}"
        )
        raise ParseError(
            name, f"{file} {what}.", f"line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise ParseError(name, f"{file} is JSON nested too deep.") from error


def _lines(text: str, name: str) -> list[Any]:
    """One value a line.

    Raises:
        ParseError: a line is none; the last one where the file was cut off.
    """
    file = name or "The file"
    # Not splitlines: a text may hold other line ends of Unicode.
    lines = text.lstrip("\ufeff").split("\n")
    last = max(at for at, line in enumerate(lines, 1) if line.strip())
    found = []
    for at, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(json.loads(line))
        except (json.JSONDecodeError, RecursionError) as error:
            what = (
                f"ends in the middle of line {at}: it is a broken download, so nothing "
                "of it was taken"
                if at == last
                else f"is JSON lines, and line {at} is no JSON"
            )
            raise ParseError(name, f"{file} {what}.", f"line {at}") from error
    return found


@contextmanager
def of_its_form(name: str) -> Iterator[None]:
    """Refuses a value of another kind than a form has, such as a number for a list.

    A publisher's mistake must not look like one of ours.

    Raises:
        ParseError: there was one.
    """
    try:
        yield
    except (TypeError, AttributeError) as error:
        raise ParseError(
            name,
            f"{name or 'The file'} is JSON of a known form with a value of another kind "
            f"than it has ({str(error)[:80]}).",
        ) from error


def outline(document: Any) -> str:
    """What a document of no known form looks like, for a message."""
    if isinstance(document, Mapping):
        return f"one object with {_keys(document)}"
    if isinstance(document, list):
        first = document[0] if document else None
        inside = f"; the first has {_keys(first)}" if isinstance(first, Mapping) else ""
        return f"a list of {len(document):,} values{inside}"
    return f"a single {type(document).__name__}"


def _keys(row: Mapping[str, Any]) -> str:
    keys = [str(key)[:40] for key in row]
    more = ", …" if len(keys) > _SHOWN else ""
    return f"{', '.join(keys[:_SHOWN])}{more}" if keys else "nothing in it"
