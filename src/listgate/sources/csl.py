"""The U.S. Consolidated Screening List as published, CSV or JSON → entries by list.

The file joins the lists of Commerce, State and Treasury in one table. What each column
says is understood here; what the publisher wrote stands in ``ListEntry.published``,
column by column, as it was (lists and objects of the JSON as JSON text).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from listgate.errors import ParseError
from listgate.records import ListEntry, ParsedList, PartyType
from listgate.sources.addresses import read_addresses, split_addresses
from listgate.sources.aliases import read_aliases
from listgate.sources.catalog import CATALOG, by_csl_source
from listgate.sources.citations import RuleOf, parse_citations, parse_date
from listgate.sources.countries import country_code
from listgate.sources.csv_rows import Row, header, read_rows, unknown_columns
from listgate.sources.footnotes import parse_footnotes
from listgate.sources.identifiers import read_ids, split_ids
from listgate.sources.party_type import infer_type, stated_type

REQUIRED = ("source", "name")
# Columns that no field of an entry has, kept as details under the publisher's names.
_DETAILS = (
    "title",
    "dates_of_birth",
    "places_of_birth",
    "nationalities",
    "citizenships",
    "standard_order",
    "call_sign",
    "vessel_type",
    "vessel_flag",
    "vessel_owner",
    "gross_tonnage",
    "gross_registered_tonnage",
    "remarks",
)
_TELLING = frozenset(
    (
        "alt_names",
        "entity_number",
        "federal_register_notice",
        "license_requirement",
        "programs",
        "source_information_url",
        "source_list_url",
    )
)
# Every column of the CSV and the JSON.
_KNOWN = frozenset(
    (
        *REQUIRED,
        *_DETAILS,
        *_TELLING,
        "_id",
        "id",
        "type",
        "addresses",
        "start_date",
        "end_date",
        "license_policy",
        "ids",
    )
)
# The parts of a column that holds objects.
_PARTS = {
    "addresses": frozenset(("address", "city", "state", "postal_code", "country")),
    "ids": frozenset(("type", "number", "country", "issue_date", "expiration_date")),
}
_RENAMED = {
    "dates_of_birth": "date_of_birth",
    "places_of_birth": "place_of_birth",
    "nationalities": "nationality",
    "citizenships": "citizenship",
}
_SOURCE = re.compile(
    r"[\w '&/-]+ \([A-Z][A-Z-]{1,9}(?: List)?\)[\w '&/-]* - [\w '&/,-]+"
)
_encode = json.JSONEncoder(ensure_ascii=False).encode
_GENERATED = (
    "generated_at",
    "search_performed_at",
    "last_updated",
    "updated_at",
    "publication_date",
    "published_at",
    "date",
)


def looks_like_csl(columns: Iterable[str]) -> bool:
    """Whether column names are those of the consolidated file."""
    names = set(columns)
    return names.issuperset(REQUIRED) and len(names & _TELLING) > 1


def parse_csv(
    text: str, *, name: str = "", first_page: RuleOf | None = None
) -> tuple[ParsedList, ...]:
    """The lists in a consolidated CSV or tab-separated file.

    Args:
        text: The file's text, header first.
        name: What the caller calls the file, for messages.
        first_page: Gives the first page of the rule that a printed citation belongs to.

    Raises:
        ParseError: the file is cut off, a row has too many or too few cells, or names
            no list.
    """
    rows, remarks = read_rows(text, required=REQUIRED, name=name)
    strange = (f"{c} (line 1)" for c in header(text) if c not in _KNOWN)
    remarks += unknown_columns(strange)
    return _gather(rows, name, first_page, None, {}, remarks)


def parse_json(
    document: Any, *, name: str = "", first_page: RuleOf | None = None
) -> tuple[ParsedList, ...]:
    """The lists in a consolidated JSON document: ``total`` and ``results``.

    Raises:
        ParseError: rows are missing or are not objects, or name no list.
    """
    head: Mapping[str, Any] = document if isinstance(document, Mapping) else {}
    results = head.get("results") if head else document
    if not isinstance(results, Sequence) or isinstance(results, str):
        raise ParseError(name, f"{_file(name)} has no rows under `results`.")
    total = head.get("total")
    if total is not None and total != len(results):
        raise ParseError(
            name,
            f"{_file(name)} says it has {total} rows but holds {len(results)}; it is cut "
            "off or one page of a longer answer.",
            f"row {len(results)}",
        )
    rows = []
    strange: dict[str, int] = {}
    for at, row in enumerate(results, 1):
        if not isinstance(row, Mapping) or not all(row.get(key) for key in REQUIRED):
            raise ParseError(
                name,
                f"{_file(name)}: row {at} has no name or no source.",
                f"row {at}",
            )
        rows.append((at, row))
        for column in _strange(row):
            strange.setdefault(column, at)
    remarks = unknown_columns(f"{c} (row {at})" for c, at in strange.items())
    return _gather(rows, name, first_page, _generated(head), _dated(head), remarks)


def _strange(row: Row) -> Iterator[str]:
    """The columns of a JSON row, and their parts, that are not known."""
    for column in row:
        if column not in _KNOWN:
            yield str(column)
    for column, parts in _PARTS.items():
        values = row.get(column)
        for value in values if isinstance(values, list) else ():
            if isinstance(value, Mapping):
                yield from (f"{column}/{p}" for p in value if p not in parts)


def _generated(head: Mapping[str, Any]) -> date | None:
    """The day that the document itself says it was made."""
    metadata = head.get("metadata")
    for part in (head, metadata if isinstance(metadata, Mapping) else {}):
        for key in _GENERATED:
            day = parse_date(str(part.get(key) or ""))
            if day:
                return day
    return None


def _dated(head: Mapping[str, Any]) -> dict[str, date]:
    """The day on which each list was imported, where the document says so."""
    days = {}
    for part in head.get("sources_used") or head.get("sources") or ():
        if isinstance(part, Mapping):
            source = by_csl_source(str(part.get("source") or ""))
            day = parse_date(str(part.get("last_imported") or ""))
            if source and day:
                days[source.code] = day
    return days


def _gather(
    rows: Iterable[tuple[int, Row]],
    name: str,
    first_page: RuleOf | None,
    day: date | None,
    days: Mapping[str, date],
    remarks: Iterable[str],
) -> tuple[ParsedList, ...]:
    """Rows by list, in the catalog's order of lists and the file's order of rows."""
    by_code: dict[str, list[ListEntry]] = {}
    unknown: Counter[str] = Counter()
    for at, row in rows:
        words = " ".join(str(row["source"]).split())
        source = by_csl_source(words)
        if source:
            entry = parse_row(row, source.code, first_page)
            by_code.setdefault(source.code, []).append(entry)
        elif _SOURCE.fullmatch(words):
            unknown[words] += 1  # a list newer than the catalog: the others still serve
        else:
            raise ParseError(
                name,
                f"{_file(name)}: row {at} names no list but {words[:60]!r}; the file is "
                "damaged.",
                f"row {at}",
            )
    if not by_code:
        raise ParseError(name, f"{_file(name)} holds no row of a known list.")
    said = (
        *remarks,
        *(
            f"{count} rows of a list that is not known, {words!r}, were not taken."
            for words, count in unknown.items()
        ),
    )
    return tuple(
        ParsedList(
            code=source.code,
            entries=tuple(by_code[source.code]),
            published_at=day or days.get(source.code),
            remarks=said,
            consolidated=True,
        )
        for source in CATALOG
        if source.code in by_code
    )


def parse_row(row: Row, code: str, first_page: RuleOf | None = None) -> ListEntry:
    """One row of the consolidated file as an entry of the list ``code``."""
    row = {key: value for key, value in row.items() if value}
    name = _text(row, "name")
    plain = code.startswith("us-ofac-")
    values = row.get("addresses")
    if isinstance(values, str):
        addresses, places = split_addresses(values)
    else:
        addresses, places = read_addresses(values or ())
    ids = row.get("ids")
    identifiers, more, _ = (
        split_ids(ids) if isinstance(ids, str) else read_ids(ids or ())
    )
    requirement = _text(row, "license_requirement")
    footnotes, footnote_notes = parse_footnotes(requirement)
    citations, citation_notes = parse_citations(
        _text(row, "federal_register_notice"), first_page=first_page
    )
    start, start_notes = _date(row, "start_date")
    end, end_notes = _date(row, "end_date")
    people = (*_values(row, "nationalities"), *_values(row, "citizenships"))
    of_people = (country_code(value) for value in people)
    kind = stated_type(_text(row, "type"))
    if kind is PartyType.UNKNOWN:
        kind = infer_type(name, address=addresses[0].text if addresses else "")
    return ListEntry(
        list=code,
        name=name,
        type=kind,
        number=_text(row, "entity_number"),
        aliases=read_aliases(name, _values(row, "alt_names", whole=True), plain=plain),
        addresses=addresses,
        identifiers=identifiers,
        countries=tuple(dict.fromkeys(c for c in (*places, *of_people) if c)),
        programs=tuple(_values(row, "programs")),
        license_requirement=requirement,
        license_review_policy=_text(row, "license_policy"),
        footnotes=footnotes,
        citations=citations,
        start_date=start,
        end_date=end,
        details=(*_details(row), *more),
        notes=(*start_notes, *end_notes, *citation_notes, *footnote_notes),
        published=_published(row),
    )


def _text(row: Row, key: str) -> str:
    """A cell with white space folded; a JSON list joined as the CSV joins it."""
    value = row.get(key)
    if not value:
        return ""
    if isinstance(value, list):
        value = "; ".join(str(item) for item in value if item)
    return " ".join(str(value).split())


def _values(row: Row, key: str, *, whole: bool = False) -> list[str]:
    """The values of a cell that may hold several; with ``whole`` a cell is one value."""
    value = row.get(key)
    if not value:
        return []
    if isinstance(value, list):
        return [str(item) for item in value if item]
    if whole:
        return [str(value)]
    return [part for item in str(value).split(";") if (part := " ".join(item.split()))]


def _date(row: Row, key: str) -> tuple[date | None, tuple[str, ...]]:
    text = _text(row, key)
    day = parse_date(text)
    if text and day is None:
        return None, (f"The {key} {text} is not a possible date and was left out.",)
    return day, ()


def _details(row: Row) -> Iterable[tuple[str, str]]:
    for key in _DETAILS:
        if key in row:
            # Remarks and titles are prose, in which a semicolon separates nothing.
            prose = key in ("remarks", "title")
            for value in [_text(row, key)] if prose else _values(row, key):
                yield _RENAMED.get(key, key), value


def _published(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(
        [
            (key, value if isinstance(value, str) else _encode(value))
            for key, value in row.items()
        ]
    )


def _file(name: str) -> str:
    return name or "The file"
