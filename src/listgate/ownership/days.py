"""Days of holdings as sources write them; a year or month alone is a span of days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from listgate.errors import QueryError

_DAY = re.compile(r"(\d{4})(?:[-/.]?(\d{1,2})(?:[-/.]?(\d{1,2}))?)?(?:[T ].*)?")


@lru_cache(maxsize=1 << 14)
def first_day(text: str) -> date | None:
    """The earliest day that a text can mean; None where there is none.

    Raises:
        QueryError: It is no date with the year first.
    """
    return _day(text, last=False)


@lru_cache(maxsize=1 << 14)
def last_day(text: str) -> date | None:
    """The latest day that a text can mean; None where there is none.

    Raises:
        QueryError: It is no date with the year first.
    """
    return _day(text, last=True)


def _day(text: str, *, last: bool) -> date | None:
    text = text.strip()
    if not text or text.lower() in ("-", "null", "none", "n/a", "present", "ongoing"):
        return None
    found = _DAY.fullmatch(text)
    try:
        if not found:
            raise ValueError
        year = int(found[1])
        month = int(found[2] or (12 if last else 1))
        end = monthrange(year, month)[1] if last else 1
        return date(year, month, int(found[3] or end))
    except ValueError:
        raise QueryError(
            "date", f"{text!r} is no date; write it as 2019-10-09"
        ) from None
