"""Three-valued logic: true, false, and None where a fact is missing."""

from __future__ import annotations

from collections.abc import Iterable

Tri = bool | None


def every(values: Iterable[Tri]) -> Tri:
    """False if any is false, else None if any is missing, else true."""
    out: Tri = True
    for value in values:
        if value is False:
            return False
        if value is None:
            out = None
    return out


def some(values: Iterable[Tri]) -> Tri:
    """True if any is true, else None if any is missing, else false."""
    out: Tri = False
    for value in values:
        if value is True:
            return True
        if value is None:
            out = None
    return out


def no(value: Tri) -> Tri:
    """The opposite; what is missing stays missing."""
    return None if value is None else not value
