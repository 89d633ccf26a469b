"""One field of a transaction: a JSON value → a fact; what has no known form is refused.

Every reader takes the value and the field it stands in, and raises a ``QueryError`` that
names the field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from listgate.errors import QueryError
from listgate.license.eccn import EAR99, Eccn, parse_eccn
from listgate.license.facts import ACTIVITIES, FORMS
from listgate.screening.asked import party_type
from listgate.sources.countries import country_code

_HTS = 10  # digits of the longest tariff code
_MOST_BITS = 512
_MOST_SHOWN = 60
_NUMBER = re.compile(
    r"\s*([+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,2})?|\d{1,20}/\d{1,20})\s*%?\s*",
    re.ASCII,
)


def refuse_unknown(
    given: Mapping[str, Any], fields: frozenset[str], where: str
) -> None:
    """Refuses a field that is known nowhere; the message names those that are."""
    if given.keys() <= fields:
        return
    for key in given:
        if key not in fields:
            name = f"{where}.{key}" if where else str(key)
            raise QueryError(
                name, f"is no field known here; known: {', '.join(sorted(fields))}"
            )


def read_text(value: Any, field: str) -> str:
    """A text, white space folded; empty where nothing is said."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise QueryError(field, "must be text")
    return " ".join(value.split())


def read_flag(value: Any, field: str) -> bool | None:
    """True, false, or None where nothing is said."""
    if value is None or isinstance(value, bool):
        return value
    raise QueryError(field, f"must be true or false, not {value!r}")


def read_day(value: Any, field: str) -> date:
    """A day, written as ``2019-10-09``."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and len(value) == len("2019-10-09"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise QueryError(field, f"{value!r} is no date; write it as 2019-10-09")


def read_day_or_none(value: Any, field: str) -> date | None:
    """A day; None where nothing is said."""
    return None if value is None else read_day(value, field)


def read_country(value: Any, field: str) -> str:
    """The ISO code of a country given by code or by name."""
    text = read_text(value, field)
    if not text:
        raise QueryError(field, "is empty; give a country such as CN")
    code = country_code(text)
    if not code:
        raise QueryError(
            field, f"{text!r} is no country known here; use a code such as CN"
        )
    return code


def read_number(value: Any, field: str) -> Fraction:
    """An exact number."""
    text = digits_of(value)
    number = None if text is None else exact_number(text)
    if number is None:
        raise QueryError(field, f"{shown(value)} is no number")
    return number


def read_dollars(value: Any, field: str) -> Fraction:
    """An amount in dollars, none below nothing."""
    if isinstance(value, str) and "%" in value:
        raise QueryError(field, f"{value!r} is no amount in dollars")
    number = read_number(value, field)
    if number < 0:
        raise QueryError(field, f"{value} is less than nothing")
    return number


def digits_of(value: Any) -> str | None:
    """A number as text; None where it is none, or is longer than any that is meant."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return None  # Python refuses to write it out
    return str(value)


def shown(value: Any) -> str:
    """A value as an error shows it, cut where it is long."""
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return "a number of so many digits"
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


@lru_cache(maxsize=4096)
def exact_number(text: str) -> Fraction | None:
    """The number that a text is, as a fraction; None where it is none."""
    # An exponent is a short way to ask for gigabytes of digits.
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    try:
        return Fraction(found[1])
    except ZeroDivisionError:
        return None


def read_percent(value: Any, field: str) -> Fraction | None:
    """A percentage, 0 to 100; None where nothing is said."""
    if value is None:
        return None
    number = read_number(value, field)
    if not 0 <= number <= 100:
        raise QueryError(field, f"{shown(value)} is no percentage from 0 to 100")
    return number


def read_eccn(value: Any, field: str) -> Eccn | None:
    """An ECCN; None for EAR99."""
    text = read_text(value, field)
    if text.upper() == EAR99:
        return None
    found = parse_eccn(text)
    if found is None:
        raise QueryError(field, f"{text!r} is no ECCN such as 5A992.c, nor EAR99")
    return found


def read_country_or_none(value: Any, field: str) -> str:
    """The ISO code of a country; empty where nothing is said."""
    return read_country(value, field) if read_text(value, field) else ""


def read_form(value: Any, field: str) -> str:
    """The item's form, as 15 CFR 772.1 tells commodity, software and technology apart."""
    return _one_of(FORMS, value, field)


def read_activity(value: Any, field: str) -> str:
    """What the item is released for, where a rule asks for it."""
    return _one_of(ACTIVITIES, value, field)


def _one_of(known: tuple[str, ...], value: Any, field: str) -> str:
    text = read_text(value, field).lower()
    if text and text not in known:
        raise QueryError(field, f"{text!r} is none of {', '.join(known)}")
    return text


def read_note(value: Any, field: str) -> str:
    """The ECCN whose note is meant, of ``1A995`` or ``Note to ECCN 1A995``."""
    text = read_text(value, field).upper()
    if not text:
        return ""
    found = re.fullmatch(r"(?:(?:THE )?NOTE TO (?:ECCN )?)?(\d[A-E]\d{3})", text)
    if found is None:
        raise QueryError(field, f"{value!r} names no ECCN such as 1A995")
    return found[1]


def read_purpose(value: Any, field: str) -> str:
    """What the item is for, in the words that rules know."""
    return read_text(value, field).lower().replace(" ", "-").replace("_", "-")


def read_hts(value: Any, field: str) -> str:
    """A tariff code, digits only."""
    text = str(value) if type(value) is int else read_text(value, field)
    code = text.replace(".", "").replace(" ", "")
    if code and not (code.isascii() and code.isdigit() and len(code) <= _HTS):
        raise QueryError(field, f"{shown(value)} is no tariff code such as 8525.89")
    return code


def read_products(given: Any, field: str) -> tuple[Eccn, ...]:
    """The ECCNs whose direct product the item is."""
    if not isinstance(given, list | tuple):
        raise QueryError(field, "must be a list of ECCNs, [] for none")
    out = []
    for n, value in enumerate(given):
        found = read_eccn(value, f"{field}[{n}]")
        if found is None:
            raise QueryError(
                f"{field}[{n}]", "EAR99 is no ECCN of a direct-product rule"
            )
        out.append(found)
    return tuple(out)


def check_id(value: Any, field: str) -> None:
    """Refuses what is no reference: a text or a number."""
    if value is not None and not isinstance(value, str | int | float):
        raise QueryError(field, "must be text or a number")


def check_type(value: Any, field: str) -> None:
    """Refuses a word that is no type of a party."""
    text = read_text(value, field)
    try:
        if text:
            party_type(text)
    except QueryError as error:
        raise QueryError(field, error.reason) from None
