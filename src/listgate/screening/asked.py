"""Whom a row asks about: names, mappings and cells as users have them → parties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from listgate.errors import QueryError
from listgate.names.latin import renderings
from listgate.records import Party, PartyType

Row = Mapping[str, Any] | str

# No name is as long; a cell that is holds something else, or many names.
LONGEST = 1000

_TYPES = {
    "company": "organization", "organisation": "organization", "entity": "organization",
    "legal entity": "organization", "business": "organization", "corporate": "organization",
    "legal person": "organization", "individual": "person", "natural person": "person",
    "people": "person", "ship": "vessel", "boat": "vessel", "plane": "aircraft",
}  # fmt: skip


def party_type(text: str) -> PartyType:
    """The type meant by a word.

    Raises:
        QueryError: It is no type.
    """
    text = text.strip().lower()
    try:
        return PartyType(_TYPES.get(text, text))
    except ValueError:
        kinds = ", ".join(t.value for t in PartyType)
        raise QueryError("type", f"{text!r} is none of {kinds}") from None


def as_party(row: Row) -> Party | str:
    """The party a row asks about; a plain name where nothing else is given.

    Raises:
        QueryError: Nothing is asked, or nothing that could be compared with a name.
    """
    if isinstance(row, str):
        if not (row[:1].isalnum() and row.isascii() and len(row) <= LONGEST):
            _readable(row)  # asked only of the few that are not plainly a name
        return row
    name = _text(row.get("name"))
    country = row.get("country")
    party = Party(
        name=name,
        id=_text(row.get("id")),
        aliases=_aliases(row.get("alias")),
        address="; ".join(_several(row.get("address"))),
        country=_countries(country) if country else "",
        type=_told_type(row.get("type")),
        identifiers=_several(row.get("identifier")),
        birth_date="; ".join(_dates(row.get("birth_date"))),
        birth_place=_text(row.get("birth_place")),
    )
    names = [n for n in (party.name, *party.aliases) if n]
    if not names and not (party.address or party.identifiers):
        raise QueryError("name", "is empty")
    for each in names[:1] if len(names) == 1 else ():
        _readable(each)
    if len(names) > 1:
        _any_readable(names)
    return party


def named_in(row: Row) -> Party | str:
    """What can be told of a row that is no party: its id and its name as given."""
    if isinstance(row, str):
        return row
    name, number = _text(row.get("name")), _text(row.get("id"))
    return Party(name=name, id=number) if number else name


def _any_readable(names: list[str]) -> None:
    """All of the names must be short enough, and one of them a name."""
    problem: QueryError | None = None
    read = 0
    for name in names:
        try:
            _readable(name)
            read += 1
        except QueryError as error:
            if len(name) > LONGEST:
                raise
            problem = problem or error
    if not read and problem:
        raise problem


def _readable(name: str) -> None:
    """Refuses what no name can be compared with: to call it clear would be a guess."""
    if len(name) > LONGEST:
        said = f"is {len(name):,} letters long; give one name a row"
        raise QueryError("name", said)
    if not any(map(str.isalnum, name)):
        said = "is empty" if not name.strip() else "has no letter or digit"
        raise QueryError("name", said)
    if not name.isascii() and not any(map(str.isalnum, "".join(renderings(name)))):
        raise QueryError("name", "is in a script that cannot be read")


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _several(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(filter(None, map(_text, values)))


def _dates(value: Any) -> tuple[str, ...]:
    """Dates as text: tables hold them as dates, with or without a time, and as numbers."""
    values = value if isinstance(value, list | tuple) else [value]
    return _several([_date(each) for each in values])


def _date(value: Any) -> Any:
    if isinstance(value, date | float) and value != value:
        return None  # NaN and NaT: an empty cell
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()[:10]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _aliases(value: Any) -> tuple[str, ...]:
    """Other names; one cell may hold several, joined by semicolons."""
    parts = (part.strip() for text in _several(value) for part in text.split(";"))
    return tuple(filter(None, parts))


def _told_type(value: Any) -> PartyType:
    """The type a row gives; unknown where it is in words of the user's own."""
    try:
        return party_type(str(value)) if value else PartyType.UNKNOWN
    except QueryError:
        return PartyType.UNKNOWN


def _countries(value: Any) -> str:
    """Codes of the countries given, joined by semicolons; words for none are left out."""
    cells = (part for text in _several(value) for part in _parted(text))
    return ";".join(dict.fromkeys(filter(None, map(_country, cells))))


def _parted(text: str) -> tuple[str, ...]:
    # A comma may stand in a country's name: Korea, Republic of.
    return (text,) if _country(text) else tuple(re.split(r"\s*[;,/|]\s*", text))


@cache
def _country(text: str) -> str:
    from listgate.sources.countries import country_code

    # A word that is no country confirms nothing and refutes nothing.
    return country_code(text) or ""
