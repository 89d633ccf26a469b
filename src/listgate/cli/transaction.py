"""The transaction that `listgate determine` is asked about: of a file, or of options."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any, NoReturn

from listgate.errors import QueryError

_OF_THE_PARTY = ("role", "country", "address")
_DEEPEST = 300  # lists and objects in each other; a hundred tiers of owners take 203
TOO_DEEP = "is nested too deeply to be a transaction"
TOO_LONG = "holds a number of thousands of digits"


def of_options(args: argparse.Namespace) -> dict[str, Any] | None:
    """The transaction of the short form; None where a file holds it.

    Raises:
        QueryError: Options are missing, empty or at odds.
    """
    short = {
        name: getattr(args, name)
        for name in ("file", "party", "eccn", "to", *_OF_THE_PARTY, "origin")
        if getattr(args, name) is not None
    }
    for name, value in short.items():
        # An unset variable of a script must not turn into a party nobody screened.
        if not value.strip():
            raise QueryError(f"--{name}", "is empty; give a value, or leave it out.")
    if short.pop("file", None) is None:
        return _short(short)
    for name in short:
        raise QueryError(
            f"--{name}", "does not go with --file; write it into the file."
        )
    return None


def _short(short: dict[str, str]) -> dict[str, Any]:
    """The transaction of the short form: one party, one item."""
    if "to" not in short:
        raise QueryError("--to", "is missing; give the destination, or a whole --file.")
    item: dict[str, Any] = {"eccn": short.get("eccn", "EAR99")}
    if "origin" in short:
        item["origin"] = short["origin"]
    else:
        item["subject_to_ear"] = True
    found: dict[str, Any] = {"destination": short["to"], "item": item, "parties": []}
    about = {name: short[name] for name in _OF_THE_PARTY if name in short}
    if "party" in short:
        found["parties"] = [{"name": short["party"], "role": "end-user", **about}]
    elif about:
        raise QueryError(f"--{next(iter(about))}", "is of a party; give --party too.")
    return found


def parse(text: str, name: str) -> dict[str, Any]:
    """The JSON object that a text is; ``name`` is that of its file.

    Raises:
        QueryError: It is not one JSON object, or not one that can mean only one thing.
    """
    try:
        found = json.loads(
            text,
            object_pairs_hook=_once(name),
            parse_constant=_no_number(name),
            parse_float=_finite(name),
        )
    except json.JSONDecodeError as error:
        raise QueryError(name, _where(error)) from None
    except RecursionError:
        raise QueryError(name, f"{TOO_DEEP}.") from None
    except ValueError:  # Python's own limit on the digits of a number
        raise QueryError(name, f"{TOO_LONG}.") from None
    if not isinstance(found, dict):
        raise QueryError(name, "must hold one JSON object.")
    if is_deep(found):
        raise QueryError(name, f"{TOO_DEEP}.")
    return found


def is_deep(value: Any) -> bool:
    """Whether a value is nested more deeply than any transaction is."""
    level = [value]
    for _ in range(_DEEPEST):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        if not inner:
            return False
        level = inner
    return True


def is_finite(number: float) -> bool:
    """Whether a number can be written as JSON again: `1e999` is read as infinity."""
    return abs(number) < float("inf")


def twice(items: Sequence[tuple[str, Any]]) -> str:
    """What to say of an object that names a field twice; empty where none does."""
    seen: set[str] = set()
    for key, _ in items:
        if key in seen:
            return f"names the field {key!r} twice in one object"
        seen.add(key)
    return ""


def _where(error: json.JSONDecodeError) -> str:
    place = f"line {error.lineno}, column {error.colno}"
    if error.msg == "Extra data":
        return f"{place}: more than one JSON document; give one transaction a file."
    return f"{place}: no JSON ({error.msg})."


def _once(name: str) -> Any:
    """Refuses an object that names a field twice: the second would hide the first."""

    def pairs(items: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            raise QueryError(name, f"{twice(items)}.")
        return found

    return pairs


def _no_number(name: str) -> Any:
    """Refuses NaN and Infinity, which no JSON has."""

    def refuse(text: str) -> NoReturn:
        raise QueryError(name, f"{text} is no number.")

    return refuse


def _finite(name: str) -> Any:
    def number(text: str) -> float:
        value = float(text)
        if not is_finite(value):
            raise QueryError(name, f"{text[:40]} is no number.")
        return value

    return number
