"""The CSV of the UK Sanctions List → entries; several rows make one designation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from listgate.records import ParsedList
from listgate.sources.csv_rows import Row, header, read_rows, unknown_columns
from listgate.sources.gb_fcdo import (
    PROSE,
    Designation,
    Document,
    Name,
    full_name,
    gather,
    split_values,
)
from listgate.sources.partial_dates import whole_date
from listgate.sources.xml_rows import as_json

_REPORT = re.compile(r"^\ufeff?\"?Report Date:?[\s,\"]*([^\",\r\n]+)", re.IGNORECASE)
_REQUIRED = ("unique id", "name 6", "regime name")
# Column of the CSV in small letters → that of the XML.
_PLAIN = {
    "last updated": "LastUpdated",
    "date designated": "DateDesignated",
    "ofsi group id": "OFSIGroupID",
    "un reference number": "UNReferenceNumber",
    "regime name": "RegimeName",
    "designation type": "IndividualEntityShip",
    "designation source": "DesignationSource",
    "sanctions imposed": "SanctionsImposed",
    "other information": "OtherInformation",
    "uk statement of reasons": "UKStatementofReasons",
    "title": "Title",
    "phone number": "PhoneNumber",
    "email address": "EmailAddress",
    "website": "Website",
    "d.o.b": "DOB",
    "nationality(/ies)": "Nationality",
    "position": "Position",
    "gender": "Gender",
    "type of entity": "TypeOfEntity",
    "subsidiaries": "Subsidiary",
    "parent company": "ParentCompany",
    "business registration number (s)": "BusinessRegistrationNumber",
    "imo number": "IMONumber",
    "current owner/operator (s)": "CurrentOwnerOperator",
    "previous owner/operator (s)": "PreviousOwnerOperator",
    "current believed flag of ship": "CurrentBelievedFlagOfShip",
    "previous flags": "PreviousFlag",
    "type of ship": "TypeOfShip",
    "tonnage of ship": "TonnageOfShip",
    "length of ship": "LengthOfShip",
    "year built": "YearBuilt",
    "hull identification number (hin)": "HullIdentificationNumber",
}
_OTHER = frozenset(
    (
        "unique id",
        "name type",
        "alias strength",
        "name non-latin script",
        "non-latin script type",
        "non-latin script language",
        "address postal code",
        "address country",
        "national identifier number",
        "national identifier additional information",
        "passport number",
        "passport additional information",
        "town of birth",
        "country of birth",
        *(f"name {n}" for n in range(1, 7)),
        *(f"address line {n}" for n in range(1, 7)),
    )
)


def looks_like_uk(text: str) -> bool:
    """Whether a text is this CSV: by its report date or by its columns."""
    body = _body(text)
    names = {_fold(column) for column in header(body)}
    return names.issuperset(_REQUIRED)


def _body(text: str) -> str:
    """The text from the header on."""
    if _REPORT.match(text):
        return text.partition("\n")[2].lstrip("\r\n")
    return text


def _fold(column: str) -> str:
    return " ".join(column.replace("\ufeff", "").split()).casefold()


def parse(text: str, *, name: str = "") -> tuple[ParsedList, ...]:
    """The list in the Foreign Office's CSV.

    Raises:
        ParseError: the file is cut off, a row has too many or too few cells, or a
            designation has no name or number.
    """
    report = _REPORT.match(text)
    published = whole_date(report[1].replace("-", " ")) if report else None
    body = _body(text)
    shift = text[: len(text) - len(body)].count("\n")
    columns = header(body)
    number_column = next((c for c in columns if _fold(c) == "unique id"), "Unique ID")
    rows, remarks = read_rows(body, required=(number_column,), name=name)
    remarks += unknown_columns(
        f"{column} (line {1 + shift})"
        for column in columns
        if (fold := _fold(column)) not in _PLAIN and fold not in _OTHER
    )
    groups: dict[str, list[Row]] = {}
    for _, row in rows:
        groups.setdefault(str(row[number_column]).strip(), []).append(row)
    designations = (_designation(number, group) for number, group in groups.items())
    return gather(designations, published, remarks, name)


def _designation(number: str, group: list[Row]) -> Designation:
    found = Designation(number=number, published=_published(group))
    for raw in group:
        row = {
            _fold(key): " ".join(str(value).split())
            for key, value in raw.items()
            if value and str(value).strip()
        }
        _add_row(row, found)
    return found


def _add_row(row: Mapping[str, str], found: Designation) -> None:
    for column, target in _PLAIN.items():
        if column in row:
            text = row[column]
            values = [text] if target in PROSE else split_values(text)
            _extend(found.texts.setdefault(target, []), values)
    name = Name(
        full_name([row.get(f"name {n}", "") for n in range(1, 7)]),
        row.get("name type", ""),
        row.get("alias strength", ""),
    )
    if name not in found.names:
        found.names.append(name)
    _extend(found.scripts, [s for s in [row.get("name non-latin script", "")] if s])
    lines = (row.get(f"address line {n}", "") for n in range(1, 7))
    address = {
        "address": ", ".join(line for line in lines if line),
        "postal_code": row.get("address postal code", ""),
        "country": row.get("address country", ""),
    }
    if any(address.values()) and address not in found.addresses:
        found.addresses.append(address)
    for kind, column in (
        ("passport", "passport"),
        ("national-id", "national identifier"),
    ):
        for text in split_values(row.get(f"{column} number", "")):
            paper = Document(
                kind, text, row.get(f"{column} additional information", "")
            )
            if paper not in found.documents:
                found.documents.append(paper)
    births = [row.get("town of birth", ""), row.get("country of birth", "")]
    _extend(found.births, [p for p in [", ".join(b for b in births if b)] if p])


def _extend(values: list[str], more: Iterable[str]) -> None:
    values.extend(value for value in more if value not in values)


def _published(group: list[Row]) -> tuple[tuple[str, str], ...]:
    """The rows column by column: one value where all rows agree, else all as JSON."""
    kept = []
    for column in group[0]:
        values = [str(row.get(column) or "") for row in group]
        if not any(values):
            continue
        same = all(value == values[0] for value in values)
        kept.append((column, values[0] if same else as_json(values)))
    return tuple(kept)
