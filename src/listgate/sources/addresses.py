"""Address cells and objects → addresses, each with the country its last part names.

In the CSV one cell holds all addresses joined by ``; ``; in the JSON each is an object.
Both come out in the same words, ``street, city, state, postcode, country``. A part that
is only a country names no place: it goes to the countries of the entry instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from listgate.records import Address
from listgate.sources.countries import address_country, country_code

_AND = re.compile(r"^(?:and|&)\s+", re.IGNORECASE)
_FIELDS = ("address", "city", "state", "postal_code", "country")


def split_addresses(cell: str) -> tuple[tuple[Address, ...], tuple[str, ...]]:
    """The addresses in a CSV cell, and every country they name, in the cell's order."""
    return _sorted(_address(part, "") for part in cell.split(";"))


def read_addresses(
    values: Iterable[Any],
) -> tuple[tuple[Address, ...], tuple[str, ...]]:
    """The addresses in a JSON list of objects or strings, and their countries."""
    return _sorted(_from_json(value) for value in values)


def _sorted(
    found: Iterable[Address],
) -> tuple[tuple[Address, ...], tuple[str, ...]]:
    addresses: dict[Address, None] = {}
    countries: dict[str, None] = {}
    for address in found:
        if address.country:
            countries[address.country] = None
        if address.text and country_code(address.text) != (address.country or "-"):
            addresses[address] = None
    return tuple(addresses), tuple(countries)


def _from_json(value: Any) -> Address:
    if not isinstance(value, Mapping):
        return _address(str(value or ""), "")
    parts = (" ".join(str(value.get(key) or "").split()) for key in _FIELDS)
    return _address(
        ", ".join(part for part in parts if part), str(value.get("country") or "")
    )


@lru_cache(maxsize=1 << 16)
def _address(text: str, country: str) -> Address:
    text = _AND.sub("", " ".join(text.split())).strip(" ;")
    return Address(text, country_code(country) or address_country(text))
