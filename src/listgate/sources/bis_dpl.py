"""The Denied Persons List as Commerce publishes it, tab-separated → entries.

A row is one address of a denied person under one order, so rows that differ in nothing
but the address are one entry with several addresses, as in the consolidated file. The
columns of the newer export are the same but for ``Type_of_Denial``, which says
``Standard`` where the older one says ``Y``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from listgate.errors import ParseError
from listgate.records import ListEntry, ParsedList
from listgate.sources.addresses import read_addresses
from listgate.sources.aliases import read_aliases
from listgate.sources.citations import RuleOf, parse_citations
from listgate.sources.csv_rows import Row, header, read_rows, unknown_columns
from listgate.sources.partial_dates import whole_date
from listgate.sources.party_type import infer_type
from listgate.sources.xml_rows import as_json

CODE = "us-bis-dpl"
_ADDRESS = ("street_address", "city", "state", "postal_code", "country")
_NAMES = {"address": "street_address", "street": "street_address", "zip": "postal_code"}
_KNOWN = frozenset(
    (
        "name",
        *_ADDRESS,
        "effective_date",
        "expiration_date",
        "standard_order",
        "type_of_denial",
        "last_update",
        "action",
        "fr_citation",
    )
)
_TELLING = frozenset(("standard_order", "type_of_denial", "fr_citation", "action"))
# Differences in these leave two rows one entry.
_APART = frozenset((*_ADDRESS, "last_update", "action"))
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def _fold(column: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", column.casefold()).strip("_")
    return _NAMES.get(plain, plain)


def looks_like_dpl(columns: Iterable[str]) -> bool:
    """Whether column names are those of the Denied Persons List."""
    names = {_fold(column) for column in columns}
    return names.issuperset(("name", "effective_date")) and bool(names & _TELLING)


def parse(
    text: str, *, name: str = "", first_page: RuleOf | None = None
) -> tuple[ParsedList, ...]:
    """The list in Commerce's file.

    Raises:
        ParseError: the file is cut off, or a row lacks cells or a name.
    """
    columns = header(text)
    required = next(c for c in columns if _fold(c) == "name")
    rows, remarks = read_rows(text, required=(required,), name=name)
    remarks += unknown_columns(
        f"{c} (line 1)" for c in columns if _fold(c) not in _KNOWN
    )
    groups: dict[tuple[str, ...], list[Row]] = {}
    for _, row in rows:
        key = tuple(
            " ".join(str(v).split()) for k, v in row.items() if _fold(k) not in _APART
        )
        groups.setdefault(key, []).append(row)
    entries = tuple(_entry(group, first_page) for group in groups.values())
    if not entries:
        raise ParseError(name, f"{name or 'The file'} holds no denied person.")
    return (ParsedList(CODE, entries, remarks=remarks),)


def _entry(group: list[Row], first_page: RuleOf | None) -> ListEntry:
    rows = [{_fold(k): " ".join(str(v).split()) for k, v in r.items()} for r in group]
    row = rows[0]
    addresses, places = read_addresses(
        {("address" if k == "street_address" else k): r.get(k, "") for k in _ADDRESS}
        for r in rows
    )
    citations, notes = parse_citations(
        row.get("fr_citation", ""), first_page=first_page
    )
    details = dict.fromkeys(pair for r in rows for pair in _details(r))
    written = addresses[0].text if addresses else ""
    return ListEntry(
        list=CODE,
        name=row["name"],
        type=infer_type(row["name"], address=written),
        aliases=read_aliases(row["name"], ()),
        addresses=addresses,
        countries=places,
        citations=citations,
        start_date=whole_date(_iso(row.get("effective_date", ""))),
        end_date=whole_date(_iso(row.get("expiration_date", ""))),
        details=tuple(details),
        notes=(*_odd_dates(row), *notes),
        published=_published(group),
    )


def _details(row: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    denial = row.get("type_of_denial", "")
    standard = row.get("standard_order", "")
    if denial and not standard:
        standard = "Y" if denial.casefold().startswith("standard") else "N"
        yield "type_of_denial", denial
    for key, text in (
        ("standard_order", standard),
        ("remarks", row.get("action", "")),
        ("last_updated", row.get("last_update", "")),
    ):
        if text:
            yield key, text


def _odd_dates(row: Mapping[str, str]) -> Iterable[str]:
    for key in ("effective_date", "expiration_date"):
        text = row.get(key, "")
        if text and whole_date(_iso(text)) is None:
            label = key.replace("_", " ")
            yield f"The {label} {text} is not a possible date and was left out."


def _iso(text: str) -> str:
    """Month/day/year, as Commerce writes it, the other way round."""
    match = _US_DATE.fullmatch(text)
    return f"{match[3]}-{match[1]}-{match[2]}" if match else text


def _published(group: list[Row]) -> tuple[tuple[str, str], ...]:
    """The rows column by column: one value where all rows agree, else all as JSON."""
    kept = []
    for column in group[0]:
        values = [str(row[column]) for row in group]
        if any(values):
            same = all(value == values[0] for value in values)
            kept.append((column, values[0] if same else as_json(values)))
    return tuple(kept)
