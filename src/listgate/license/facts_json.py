"""The facts of one transaction: JSON objects → frozen values, checked field by field.

A field of no known form is named and refused; a field left out stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from listgate.errors import QueryError
from listgate.license.fact_fields import (
    check_id,
    check_type,
    digits_of,
    exact_number,
    read_activity,
    read_country,
    read_country_or_none,
    read_day,
    read_day_or_none,
    read_dollars,
    read_eccn,
    read_flag,
    read_form,
    read_hts,
    read_note,
    read_percent,
    read_products,
    read_purpose,
    read_text,
    refuse_unknown,
    shown,
)
from listgate.license.facts import (
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

_TOP = frozenset(
    "id on destination item parties end_use ordered_on loaded_on description".split()
)
_WHO = "id name country address alias identifier type birth_date birth_place owners"
_PARTY = frozenset([*_WHO.split(), "role"])
_OWNER = frozenset([*_WHO.split(), "percent"])


_TIERS = 100
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
    if type(given) is not dict and not isinstance(given, Mapping):
        raise QueryError("transaction", "must be a JSON object")
    refuse_unknown(given, _TOP, "")
    check_id(given.get("id"), "id")
    if given.get("on") is None:
        if today is None:
            raise QueryError("on", "is missing; write the day as 2019-10-09")
        on = today
    else:
        on = read_day(given["on"], "on")
    item = given.get("item")
    if item is None:
        raise QueryError("item", "is missing; give at least its eccn, or EAR99")
    if type(item) is not dict and not isinstance(item, Mapping):
        raise QueryError("item", 'must be an object such as {"eccn": "EAR99"}')
    parties = given.get("parties", ())
    if not isinstance(parties, list | tuple):
        raise QueryError("parties", "must be a list")
    if "destination" not in given:
        raise QueryError("destination", "is missing; give a country such as CN")
    count = [0]
    ordered = read_day_or_none(given.get("ordered_on"), "ordered_on")
    loaded = read_day_or_none(given.get("loaded_on"), "loaded_on")
    if loaded is not None and loaded > on:
        raise QueryError("loaded_on", f"{loaded} is after {on}, the day asked about")
    destination = read_text(given["destination"], "destination")
    region = None
    if len(destination) > 2:  # no code of a country
        region = rulebook().regions.get(region_key(destination))
    return Transaction(
        on=on,
        destination=region.country
        if region
        else read_country(destination, "destination"),
        item=_item(item),
        parties=tuple(_party(p, f"parties[{n}]", count) for n, p in enumerate(parties)),
        end_use=_end_use(given.get("end_use")),
        ordered_on=ordered,
        loaded_on=loaded,
        region=region,
    )


@lru_cache(maxsize=4096)
def _stake(text: str) -> tuple[Fraction, Fraction, float] | None:
    """The bounds that a percentage is, and near; None where it is none."""
    percent = exact_number(text)
    if percent is None or not 0 <= percent <= 100:
        return None
    share = percent / 100
    return share, share, float(share)


def _item(given: Mapping[str, Any]) -> Item:
    refuse_unknown(given, _ITEM, "item")
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


# Of each field of an item: its name as a fact, where it stands, and how it is read.
_ITEM_FIELDS: dict[str, tuple[str, str, Callable[[Any, str], Any]]] = {
    key: (name, f"item.{key}", read)
    for key, name, read in (
        ("eccn", "eccn", read_eccn),
        ("description", "description", read_text),
        ("subject_to_ear", "subject_to_ear", read_flag),
        ("origin", "origin", read_country_or_none),
        ("us_controlled_content_percent", "us_content", read_percent),
        ("direct_product_of", "direct_product_of", read_products),
        ("described_in_note_to", "note_to", read_note),
        ("purpose", "purpose", read_purpose),
        ("form", "form", read_form),
        ("activity", "activity", read_activity),
        ("specified_for_standards", "specified_for_standards", read_flag),
        ("hts", "hts", read_hts),
        ("value_usd", "value_usd", read_dollars),
    )
}
_ITEM = frozenset(_ITEM_FIELDS)


def _end_use(given: Any) -> EndUse:
    if given is None:
        return NOTHING_TOLD
    if isinstance(given, str):
        return EndUse(text=read_text(given, "end_use"))
    if not isinstance(given, Mapping):
        raise QueryError("end_use", 'must be text or {"projects": [], "user": ""}')
    refuse_unknown(given, frozenset({"text", "projects", "user"}), "end_use")
    projects = given.get("projects")
    if projects is not None and not isinstance(projects, list | tuple):
        raise QueryError("end_use.projects", "must be a list of sections such as 746.5")
    return EndUse(
        text=read_text(given.get("text"), "end_use.text"),
        projects=None
        if projects is None
        else tuple(read_text(str(p), "end_use.projects") for p in projects),
        user=read_text(given.get("user"), "end_use.user").lower(),
    )


def _party(given: Any, where: str, count: list[int]) -> TransactionParty:
    if type(given) is not dict and not isinstance(given, Mapping):
        raise QueryError(where, "must be an object with name and role")
    refuse_unknown(given, _PARTY, where)
    name = _named(given, where)
    role = _role(given.get("role"), where)
    number = count[0]
    count[0] += 1
    if given.get("type") is not None:
        check_type(given["type"], f"{where}.type")
    if given.get("id") is not None:
        check_id(given["id"], f"{where}.id")
    country, address = given.get("country"), given.get("address")
    owners = given.get("owners")
    return TransactionParty(
        number,
        name,
        role,
        "" if country is None else read_country_or_none(country, f"{where}.country"),
        "" if address is None else read_text(address, f"{where}.address"),
        () if owners is None else _owners(owners, where, count, (name.casefold(),)),
        _row(given),
    )


def _role(value: Any, where: str) -> Role:
    text = read_text(value, f"{where}.role").lower()
    if not text:
        raise QueryError(f"{where}.role", f"is missing; one of {', '.join(Role)}")
    if text not in _ROLES:
        raise QueryError(f"{where}.role", f"{text!r} is none of {', '.join(Role)}")
    return _ROLES[text]


def _named(given: Mapping[str, Any], where: str) -> str:
    name = read_text(given.get("name"), f"{where}.name")
    if not name:
        raise QueryError(f"{where}.name", "is missing")
    return name


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
            refuse_unknown(row, _OWNER, f"{where}.owners[{n}]")
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
            check_type(row["type"], f"{where}.owners[{n}].type")
        if row.get("id") is not None:
            check_id(row["id"], f"{where}.owners[{n}].id")
        low, high, rough = _share(row.get("percent"), where, n)
        near += rough
        number = count[0]
        count[0] += 1
        country = row.get("country")
        if country is not None:
            country = read_country_or_none(country, f"{where}.owners[{n}].country")
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
    text = digits_of(value)
    if text is not None and (held := _stake(text)):
        return held
    field = f"{where}.owners[{n}].percent"
    if isinstance(value, str) and value.strip() and exact_number(value) is None:
        try:
            low, high = percent_bounds(value)
        except QueryError:
            raise QueryError(
                field,
                f"{shown(value)} is no percentage, nor a band such as '25-50' or '>50'",
            ) from None
        return low, high, float(low)
    read_percent(value, field)  # says what is wrong
    raise QueryError(field, f"{shown(value)} is no percentage")
