"""Which list versions answer, how old they are, and when that is too old."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from listgate.cli import printing
from listgate.errors import StaleListError

if TYPE_CHECKING:
    from listgate.records import ListVersion
    from listgate.screening.thresholds import Threshold

_OLD = 30  # days after which a user is told to update


def serving(
    gate: Any, on: date | None, codes: Sequence[str]
) -> tuple[ListVersion, ...]:
    """The versions that answer for a day, of all lists or of those named."""
    return tuple(
        status.version
        for status in gate.lists(on=on)
        if status.serving and (not codes or status.version.code in codes)
    )


def version_dict(version: ListVersion) -> dict[str, Any]:
    """The JSON object of one list version, as `screen` gives it."""
    return {
        "code": version.code,
        "version": version.version,
        "published": version.published_at.isoformat(),
        "dated_by": version.dated_by.value,
        "origin": version.origin.value,
        "entries": version.entries,
    }


def _published(versions: Sequence[ListVersion]) -> list[ListVersion]:
    """The versions without those of the user's own lists, which do not grow old."""
    return [v for v in versions if not v.code.startswith("own:")]


def check(versions: Sequence[ListVersion], as_of: date, max_age: int | None) -> None:
    """Stops where a version is older than allowed.

    Raises:
        StaleListError: The first that is.
    """
    if max_age is None:
        return
    for version in _published(versions):
        age = (as_of - version.published_at).days
        if age > max_age:
            raise StaleListError(version.code, age, max_age)


def tell(versions: Sequence[ListVersion], as_of: date) -> None:
    """States the age of what answered; once it is old, also what to do about it."""
    versions = _published(versions)
    if not versions:
        return
    newest = max(v.published_at for v in versions)
    oldest = min(v.published_at for v in versions)
    age = max(0, (as_of - oldest).days)
    count = f"{len(versions)} lists" if len(versions) > 1 else versions[0].code
    span = f"{oldest}" if oldest == newest else f"{oldest} to {newest}"
    advice = "; listgate update loads newer ones" if age > _OLD else ""
    days = "1 day" if age == 1 else f"{age} days"
    printing.say(f"{count} of {span}, {days} old{advice}.")


def announce(gate: Any) -> None:
    """Says why the first question after a change of lists takes some seconds."""
    if sys.stderr.isatty() and not gate.index_is_ready():
        printing.say("Compiling the index of the lists; this happens once …")


def document_head(
    on: date, versions: Sequence[ListVersion], told: tuple[Threshold, Threshold] | None
) -> dict[str, Any]:
    """The members of the JSON document before its results."""
    head: dict[str, Any] = {
        "as_of": on.isoformat(),
        "lists": [version_dict(v) for v in versions],
    }
    if told:
        head["thresholds"] = {"match": told[0], "review": told[1]}
    return head
