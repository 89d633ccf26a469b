"""Days as callers give them."""

from __future__ import annotations

from datetime import date, datetime

from listgate.errors import QueryError


def day_of(value: str | date) -> date:
    """The day that is meant by a date, a time or ISO text.

    Raises:
        QueryError: The text is no date.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise QueryError(
            "on", f"{value!r} is no date; write it as 2019-10-09"
        ) from None
