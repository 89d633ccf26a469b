"""The address of the text of one day, at a publisher that keeps its past."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from listgate.errors import FetchError, ListgateError, QueryError
from listgate.fetch.plan import EDITION, Address
from listgate.sources.catalog import ECFR_TITLES
from listgate.sources.unpack import unpack

# The versioner knows no text before this day.
_FIRST = date(2017, 1, 1)
_TITLE = 15
_ECFR = "https://www.ecfr.gov/"


def dated(
    address: Address, today: date, get: Callable[[str], bytes]
) -> tuple[str, date | None]:
    """The address to ask, and the day whose text it gives.

    Args:
        address: An address with or without editions.
        today: The day that counts as today.
        get: Gets the file at an address.

    Raises:
        QueryError: The day is not one that the publisher can have.
        FetchError: The newest day cannot be told.
    """
    if not address.has_editions:
        return address.url, address.edition
    day = address.edition
    if day is None and not address.url.startswith(_ECFR):
        raise QueryError("--edition", f"{address.url} asks for a day; name it")
    if day is None:
        day = newest(get(ECFR_TITLES))
    elif not _FIRST <= day <= today:
        raise QueryError(
            "--edition", f"{day} is not between {_FIRST} and today, {today}"
        )
    return address.url.replace(EDITION, day.isoformat()), day


def newest(titles: bytes) -> date:
    """The newest day whose text of title 15 the eCFR has, from its ``titles.json``.

    Raises:
        FetchError: The answer is of another form.
    """
    try:
        told = json.loads(unpack(titles)[0][1])["titles"]
        known = {t["number"]: t["up_to_date_as_of"] for t in told}
        return date.fromisoformat(known[_TITLE])
    except (ListgateError, ValueError, KeyError, TypeError) as error:
        raise FetchError(
            ECFR_TITLES, f"{ECFR_TITLES} does not say which day's text is the newest."
        ) from error
