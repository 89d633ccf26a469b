"""The transaction that `listgate determine` is asked about: of a file, or of options."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from listgate.errors import QueryError

_OF_THE_PARTY = ("role", "country", "address")


def given(args: argparse.Namespace) -> dict[str, Any]:
    """The transaction as the library takes it.

    Raises:
        QueryError: The file cannot be read, or options are missing, empty or at odds.
    """
    short = {
        name: getattr(args, name)
        for name in ("party", "eccn", "to", *_OF_THE_PARTY, "origin")
        if getattr(args, name) is not None
    }
    for name, value in short.items():
        # An unset variable of a script must not turn into a party nobody screened.
        if not value.strip():
            raise QueryError(f"--{name}", "is empty; give a value, or leave it out.")
    if args.file is not None:
        for name in short:
            raise QueryError(
                f"--{name}", "does not go with --file; write it into the file."
            )
        found = read(args.file)
    else:
        found = _short(short)
    if args.on is not None:
        found["on"] = args.on.isoformat()
    return found


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


def read(source: str) -> dict[str, Any]:
    """The JSON object of a file, in any encoding of Unicode; `-` is standard input.

    Raises:
        QueryError: It is not one JSON object, or not one that can mean only one thing.
    """
    name = "standard input" if source == "-" else source
    data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    try:
        found = json.loads(
            data.decode(json.detect_encoding(data)),
            object_pairs_hook=_once(name),
            parse_constant=_no_number(name),
        )
    except json.JSONDecodeError as error:
        raise QueryError(name, _where(error)) from None
    except UnicodeDecodeError:
        raise QueryError(name, "is neither UTF-8 nor UTF-16 text.") from None
    except RecursionError:
        raise QueryError(name, "is nested too deeply to be a transaction.") from None
    except ValueError:  # Python's own limit on the digits of a number
        raise QueryError(name, "holds a number of thousands of digits.") from None
    if not isinstance(found, dict):
        raise QueryError(name, "must hold one JSON object.")
    return found


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
            seen: set[str] = set()
            for key, _ in items:
                if key in seen:
                    raise QueryError(
                        name, f"names the field {key!r} twice in one object."
                    )
                seen.add(key)
        return found

    return pairs


def _no_number(name: str) -> Any:
    """Refuses NaN and Infinity, which no JSON has."""

    def refuse(text: str) -> NoReturn:
        raise QueryError(name, f"{text} is no number.")

    return refuse
