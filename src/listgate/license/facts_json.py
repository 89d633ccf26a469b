"""The facts of one transaction: JSON objects → frozen values, checked field by field.

A field of no known form is named and refused; a field left out stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from listgate.errors import QueryError
from listgate.license.eccn import EAR99, Eccn, parse_eccn
from listgate.license.facts import (
    ACTIVITIES,
    FORMS,
    NOTHING_TOLD,
    EndUse,
    Item,
    Owner,
    Role,
    Transaction,
    TransactionParty,
)
from listgate.license.rule_files import rulebook
from listgate.license.rulebook import region_key
from listgate.ownership.shares import UNKNOWN, percent_bounds
from listgate.screening.asked import party_type
from listgate.sources.countries import country_code

_TOP = frozenset(
    "id on destination item parties end_use ordered_on loaded_on description".split()
)
_WHO = "id name country address alias identifier type birth_date birth_place owners"
_PARTY = frozenset([*_WHO.split(), "role"])
_OWNER = frozenset([*_WHO.split(), "percent"])


_TIERS = 100
_HTS = 10  # digits of the longest tariff code
_MOST_BITS = 512
_MOST_SHOWN = 60
_NUMBER = re.compile(
    r"\s*([+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,2})?|\d{1,20}/\d{1,20})\s*%?\s*",
    re.ASCII,
)
_ROLES = {str(role): role for role in Role}
# Float sums of shares are this near the exact ones, and nearly all are far below 1.
_SURELY_LESS = 1 - 1e-6


def parse_transaction(
    given: Mapping[str, Any], today: date | None = None
) -> Transaction:
    """The transaction that a JSON object describes.

    Args:
        given: The input of ``listgate determine``, as the contract has it.
        today: The day meant where ``on`` is left out.

    Raises:
        QueryError: A field is missing, unknown, or of no known form.
    """
    if not isinstance(given, Mapping):
        raise QueryError("transaction", "must be a JSON object")
    _known(given, _TOP, "")
    _id(given.get("id"), "id")
    if given.get("on") is None:
        if today is None:
            raise QueryError("on", "is missing; write the day as 2019-10-09")
        on = today
    else:
        on = _day(given["on"], "on")
    item = given.get("item")
    if item is None:
        raise QueryError("item", "is missing; give at least its eccn, or EAR99")
    if not isinstance(item, Mapping):
        raise QueryError("item", 'must be an object such as {"eccn": "EAR99"}')
    parties = given.get("parties", ())
    if not isinstance(parties, list | tuple):
        raise QueryError("parties", "must be a list")
    if "destination" not in given:
        raise QueryError("destination", "is missing; give a country such as CN")
    count = [0]
    ordered = _day_or_none(given.get("ordered_on"), "ordered_on")
    loaded = _day_or_none(given.get("loaded_on"), "loaded_on")
    if loaded is not None and loaded > on:
        raise QueryError("loaded_on", f"{loaded} is after {on}, the day asked about")
    destination = _text(given["destination"], "destination")
    region = None
    if len(destination) > 2:  # no code of a country
        region = rulebook().regions.get(region_key(destination))
    return Transaction(
        on=on,
        destination=region.country if region else _country(destination, "destination"),
        item=_item(item),
        parties=tuple(_party(p, f"parties[{n}]", count) for n, p in enumerate(parties)),
        end_use=_end_use(given.get("end_use")),
        ordered_on=ordered,
        loaded_on=loaded,
        region=region,
    )


def _known(given: Mapping[str, Any], fields: frozenset[str], where: str) -> None:
    if given.keys() <= fields:
        return
    for key in given:
        if key not in fields:
            name = f"{where}.{key}" if where else str(key)
            raise QueryError(
                name, f"is no field known here; known: {', '.join(sorted(fields))}"
            )


def _text(value: Any, field: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise QueryError(field, "must be text")
    return " ".join(value.split())


def _flag(value: Any, field: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise QueryError(field, f"must be true or false, not {value!r}")


def _day(value: Any, field: str) -> date:
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


def _day_or_none(value: Any, field: str) -> date | None:
    return None if value is None else _day(value, field)


def _country(value: Any, field: str) -> str:
    text = _text(value, field)
    if not text:
        raise QueryError(field, "is empty; give a country such as CN")
    code = country_code(text)
    if not code:
        raise QueryError(
            field, f"{text!r} is no country known here; use a code such as CN"
        )
    return code


def _number(value: Any, field: str) -> Fraction:
    text = _digits(value)
    number = None if text is None else _exact(text)
    if number is None:
        raise QueryError(field, f"{_shown(value)} is no number")
    return number


def _dollars(value: Any, field: str) -> Fraction:
    if isinstance(value, str) and "%" in value:
        raise QueryError(field, f"{value!r} is no amount in dollars")
    number = _number(value, field)
    if number < 0:
        raise QueryError(field, f"{value} is less than nothing")
    return number


def _digits(value: Any) -> str | None:
    """A number as text; None where it is none, or is longer than any that is meant."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return None  # Python refuses to write it out
    return str(value)


def _shown(value: Any) -> str:
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return "a number of so many digits"
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


@lru_cache(maxsize=4096)
def _exact(text: str) -> Fraction | None:
    """The number that a text is, as a fraction; None where it is none."""
    # An exponent is a short way to ask for gigabytes of digits.
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    try:
        return Fraction(found[1])
    except ZeroDivisionError:
        return None


@lru_cache(maxsize=4096)
def _stake(text: str) -> tuple[Fraction, Fraction, float] | None:
    """The bounds that a percentage is, and near; None where it is none."""
    percent = _exact(text)
    if percent is None or not 0 <= percent <= 100:
        return None
    share = percent / 100
    return share, share, float(share)


def _percent(value: Any, field: str) -> Fraction | None:
    if value is None:
        return None
    number = _number(value, field)
    if not 0 <= number <= 100:
        raise QueryError(field, f"{_shown(value)} is no percentage from 0 to 100")
    return number


def _eccn(value: Any, field: str) -> Eccn | None:
    text = _text(value, field)
    if text.upper() == EAR99:
        return None
    found = parse_eccn(text)
    if found is None:
        raise QueryError(field, f"{text!r} is no ECCN such as 5A992.c, nor EAR99")
    return found


def _item(given: Mapping[str, Any]) -> Item:
    _known(given, _ITEM, "item")
    if not given.get("eccn"):
        raise QueryError(
            "item.eccn", "is missing; give an ECCN such as 5A992.c, or EAR99"
        )
    facts = {}
    for key, value in given.items():
        if value is not None:
            name, field, read = _ITEM_FIELDS[key]
            facts[name] = read(value, field)
    return Item(**facts)


def _country_or_none(value: Any, field: str) -> str:
    return _country(value, field) if _text(value, field) else ""


def _form(value: Any, field: str) -> str:
    return _one_of(FORMS, value, field)


def _activity(value: Any, field: str) -> str:
    return _one_of(ACTIVITIES, value, field)


def _one_of(known: tuple[str, ...], value: Any, field: str) -> str:
    text = _text(value, field).lower()
    if text and text not in known:
        raise QueryError(field, f"{text!r} is none of {', '.join(known)}")
    return text


def _note(value: Any, field: str) -> str:
    """The ECCN whose note is meant, of ``1A995`` or ``Note to ECCN 1A995``."""
    text = _text(value, field).upper()
    if not text:
        return ""
    found = re.fullmatch(r"(?:(?:THE )?NOTE TO (?:ECCN )?)?(\d[A-E]\d{3})", text)
    if found is None:
        raise QueryError(field, f"{value!r} names no ECCN such as 1A995")
    return found[1]


def _purpose(value: Any, field: str) -> str:
    return _text(value, field).lower().replace(" ", "-").replace("_", "-")


def _hts(value: Any, field: str) -> str:
    text = str(value) if type(value) is int else _text(value, field)
    code = text.replace(".", "").replace(" ", "")
    if code and not (code.isascii() and code.isdigit() and len(code) <= _HTS):
        raise QueryError(field, f"{_shown(value)} is no tariff code such as 8525.89")
    return code


def _products(given: Any, field: str) -> tuple[Eccn, ...]:
    if not isinstance(given, list | tuple):
        raise QueryError(field, "must be a list of ECCNs, [] for none")
    out = []
    for n, value in enumerate(given):
        found = _eccn(value, f"{field}[{n}]")
        if found is None:
            raise QueryError(
                f"{field}[{n}]", "EAR99 is no ECCN of a direct-product rule"
            )
        out.append(found)
    return tuple(out)


# Of each field of an item: its name as a fact, where it stands, and how it is read.
_ITEM_FIELDS: dict[str, tuple[str, str, Callable[[Any, str], Any]]] = {
    key: (name, f"item.{key}", read)
    for key, name, read in (
        ("eccn", "eccn", _eccn),
        ("description", "description", _text),
        ("subject_to_ear", "subject_to_ear", _flag),
        ("origin", "origin", _country_or_none),
        ("us_controlled_content_percent", "us_content", _percent),
        ("direct_product_of", "direct_product_of", _products),
        ("described_in_note_to", "note_to", _note),
        ("purpose", "purpose", _purpose),
        ("form", "form", _form),
        ("activity", "activity", _activity),
        ("specified_for_standards", "specified_for_standards", _flag),
        ("hts", "hts", _hts),
        ("value_usd", "value_usd", _dollars),
    )
}
_ITEM = frozenset(_ITEM_FIELDS)


def _end_use(given: Any) -> EndUse:
    if given is None:
        return NOTHING_TOLD
    if isinstance(given, str):
        return EndUse(text=_text(given, "end_use"))
    if not isinstance(given, Mapping):
        raise QueryError("end_use", 'must be text or {"projects": [], "user": ""}')
    _known(given, frozenset({"text", "projects", "user"}), "end_use")
    projects = given.get("projects")
    if projects is not None and not isinstance(projects, list | tuple):
        raise QueryError("end_use.projects", "must be a list of sections such as 746.5")
    return EndUse(
        text=_text(given.get("text"), "end_use.text"),
        projects=None
        if projects is None
        else tuple(_text(str(p), "end_use.projects") for p in projects),
        user=_text(given.get("user"), "end_use.user").lower(),
    )


def _party(given: Any, where: str, count: list[int]) -> TransactionParty:
    if not isinstance(given, Mapping):
        raise QueryError(where, "must be an object with name and role")
    _known(given, _PARTY, where)
    name = _named(given, where)
    role = _role(given.get("role"), where)
    number = count[0]
    count[0] += 1
    if given.get("type") is not None:
        _type(given["type"], f"{where}.type")
    if given.get("id") is not None:
        _id(given["id"], f"{where}.id")
    country, address = given.get("country"), given.get("address")
    owners = given.get("owners")
    return TransactionParty(
        number,
        name,
        role,
        "" if country is None else _country_or_none(country, f"{where}.country"),
        "" if address is None else _text(address, f"{where}.address"),
        () if owners is None else _owners(owners, where, count, (name.casefold(),)),
        _row(given),
    )


def _role(value: Any, where: str) -> Role:
    text = _text(value, f"{where}.role").lower()
    if not text:
        raise QueryError(f"{where}.role", f"is missing; one of {', '.join(Role)}")
    if text not in _ROLES:
        raise QueryError(f"{where}.role", f"{text!r} is none of {', '.join(Role)}")
    return _ROLES[text]


def _named(given: Mapping[str, Any], where: str) -> str:
    name = _text(given.get("name"), f"{where}.name")
    if not name:
        raise QueryError(f"{where}.name", "is missing")
    return name


def _id(value: Any, field: str) -> None:
    """Refuses what is no reference: a text or a number."""
    if value is not None and not isinstance(value, str | int | float):
        raise QueryError(field, "must be text or a number")


def _type(value: Any, field: str) -> None:
    """Refuses a word that is no type of a party."""
    text = _text(value, field)
    try:
        if text:
            party_type(text)
    except QueryError as error:
        raise QueryError(field, error.reason) from None


def _row(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What screening asks: everything but role, share and owners."""
    return {k: v for k, v in given.items() if k not in {"role", "owners", "percent"}}


def _owners(
    given: Any, where: str, count: list[int], above: tuple[str, ...]
) -> tuple[Owner, ...]:
    if given is None:
        return ()
    if not isinstance(given, list | tuple):
        raise QueryError(f"{where}.owners", "must be a list")
    if len(above) > _TIERS:
        raise QueryError(f"{where}.owners", f"more than {_TIERS} tiers of owners")
    out = []
    near = 0.0
    for n, row in enumerate(given):
        # Where a field stands is put into words only when there is something to say.
        if type(row) is not dict and not isinstance(row, Mapping):
            raise QueryError(
                f"{where}.owners[{n}]", "must be an object with name and percent"
            )
        if not row.keys() <= _OWNER:
            _known(row, _OWNER, f"{where}.owners[{n}]")
        name = row.get("name")
        name = " ".join(name.split()) if type(name) is str else ""
        name = name or _named(row, f"{where}.owners[{n}]")
        key = name.casefold()
        if key in above:
            raise QueryError(
                f"{where}.owners[{n}].name",
                f"{name!r} owns itself, directly or in a ring",
            )
        if row.get("type") is not None:
            _type(row["type"], f"{where}.owners[{n}].type")
        if row.get("id") is not None:
            _id(row["id"], f"{where}.owners[{n}].id")
        low, high, rough = _share(row.get("percent"), where, n)
        near += rough
        number = count[0]
        count[0] += 1
        country = row.get("country")
        if country is not None:
            country = _country_or_none(country, f"{where}.owners[{n}].country")
        owners = row.get("owners")
        if owners is not None:
            owners = _owners(owners, f"{where}.owners[{n}]", count, (*above, key))
        out.append(
            Owner(
                number=number,
                name=name,
                low=low,
                high=high,
                country=country or "",
                owners=owners or (),
                row=_row(row),
            )
        )
    if near > _SURELY_LESS:
        total = sum((o.low for o in out), Fraction(0))
        if total > 1:
            raise QueryError(
                f"{where}.owners", f"their shares sum to {float(total * 100):g} percent"
            )
    return tuple(out)


def _share(value: Any, where: str, n: int) -> tuple[Fraction, Fraction, float]:
    """Bounds of an owner's share, and the lower one as a near number.

    Raises:
        QueryError: It is no percentage, nor a band such as ``25-50`` or ``>50``.
    """
    if value is None:
        return *UNKNOWN, 0.0
    text = _digits(value)
    if text is not None and (held := _stake(text)):
        return held
    field = f"{where}.owners[{n}].percent"
    if isinstance(value, str) and value.strip() and _exact(value) is None:
        try:
            low, high = percent_bounds(value)
        except QueryError:
            raise QueryError(
                field,
                f"{_shown(value)} is no percentage, nor a band such as '25-50' or '>50'",
            ) from None
        return low, high, float(low)
    _percent(value, field)  # says what is wrong
    raise QueryError(field, f"{_shown(value)} is no percentage")
