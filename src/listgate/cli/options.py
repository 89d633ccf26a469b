"""Options that several commands share, and the checks of their values."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from listgate.errors import QueryError

if TYPE_CHECKING:
    from listgate.screening.thresholds import Threshold

FORMATS = ("table", "json", "jsonl", "csv")
TYPES = ("person", "organization", "vessel", "aircraft", "address")


def add_format(parser: argparse.ArgumentParser, *more: str) -> None:
    """`--format`; ``more`` are forms that only this command has."""
    parser.add_argument(
        "--format",
        choices=(*FORMATS, *more),
        help="how to print (default: table on a terminal, json when piped)",
    )


def add_on(parser: argparse.ArgumentParser) -> None:
    """`--on`."""
    parser.add_argument(
        "--on",
        type=day,
        metavar="DATE",
        help="the legal date asked about, YYYY-MM-DD (default: today)",
    )


def add_lists(parser: argparse.ArgumentParser) -> None:
    """`--list`."""
    parser.add_argument(
        "--list",
        action="append",
        default=[],
        metavar="CODE",
        dest="lists",
        help="only this list, such as us-bis-el; repeatable (default: all)",
    )


def add_chart(parser: argparse.ArgumentParser) -> None:
    """`--chart`."""
    parser.add_argument(
        "--chart", metavar="FILE", help="also draw the counts, as an SVG file"
    )


def add_max_age(parser: argparse.ArgumentParser) -> None:
    """`--max-age`."""
    parser.add_argument(
        "--max-age",
        type=whole,
        metavar="DAYS",
        help="end with 4 if a list that answers is older (no default)",
    )


def day(text: str) -> date:
    """A date in the form YYYY-MM-DD."""
    try:
        if len(text) == len("2022-04-30"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text} is no date of the form YYYY-MM-DD")


def whole(text: str) -> int:
    """A whole number from 0."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is no whole number")
    return int(text)


def positive(text: str) -> int:
    """A whole number from 1."""
    if whole(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return int(text)


def share(text: str) -> float:
    """A number from 0 to 1."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no number from 0 to 1")
    return number


def format_of(args: argparse.Namespace) -> str:
    """The format to print in: as asked, else what fits where it goes."""
    if args.format:
        return str(args.format)
    return "table" if sys.stdout.isatty() else "json"


def today() -> date:
    """The day it is here; the command line is the one that looks at the clock."""
    return datetime.now().astimezone().date()


def threshold(text: str) -> tuple[str, float]:
    """A number from 0 to 1, for all lists or for one: ``0.8`` or ``us-bis-el=0.8``."""
    code, equals, number = text.rpartition("=")
    if equals and not code.strip():
        raise argparse.ArgumentTypeError(f"{text} is not CODE=NUMBER")
    return code.strip() or "*", share(number)


def thresholds(args: argparse.Namespace) -> tuple[Threshold, Threshold] | None:
    """The (match, review) thresholds where the user set any; None for the documented.

    Each is a number, or numbers by list code with ``*`` for all others.

    Raises:
        QueryError: One for review is above the one for match.
    """
    if not args.match and not args.review:
        return None
    import listgate

    match = _threshold(args.match, listgate.MATCH)
    review = _threshold(args.review, listgate.REVIEW)
    codes = {"*", *dict(args.match or ()), *dict(args.review or ())}
    for code in sorted(codes):
        most, least = _of(match, code), _of(review, code)
        if least > most:
            where = "" if code == "*" else f" for {code}"
            raise QueryError(
                "--review", f"{least} is above the threshold {most} for match{where}."
            )
    return match, review


def _threshold(given: list[tuple[str, float]] | None, documented: float) -> Threshold:
    """A number where it is one for all lists; of several for one list, the last."""
    by_code = {"*": documented, **dict(given or ())}
    if len(by_code) == 1:
        return by_code["*"]
    from listgate.screening.thresholds import ByList

    return ByList(by_code)


def _of(given: Threshold, code: str) -> float:
    """The threshold for one list."""
    if isinstance(given, Mapping):
        return given.get(code, given["*"])
    return given


def open_gate(**more: Any) -> Any:
    """The gate of this user's settings."""
    import listgate

    return listgate.open(**more)
