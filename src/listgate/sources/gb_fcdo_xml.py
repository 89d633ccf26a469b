"""The XML of the UK Sanctions List → entries."""

from __future__ import annotations

from datetime import date

from listgate.records import ParsedList
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
from listgate.sources.xml_rows import (
    Unknown,
    Value,
    columns,
    each,
    read_rows,
    word,
    words,
)

ROOT = "Designations"
_DATES = ("DateGenerated", "ReportDate", "DateOfReport", "PublicationDate")
_PLAIN = (
    "LastUpdated",
    "DateDesignated",
    "OFSIGroupID",
    "UNReferenceNumber",
    "RegimeName",
    "IndividualEntityShip",
    "DesignationSource",
    "SanctionsImposed",
    "OtherInformation",
    "UKStatementofReasons",
)
# Values of a party, each in an element of its own below another that gathers them.
_NESTED = (
    ("Titles", "Title"),
    ("PhoneNumbers", "PhoneNumber"),
    ("EmailAddresses", "EmailAddress"),
    ("Websites", "Website"),
    ("IndividualDetails", "Individual", "DOBs", "DOB"),
    ("IndividualDetails", "Individual", "Nationalities", "Nationality"),
    ("IndividualDetails", "Individual", "Genders", "Gender"),
    ("IndividualDetails", "Individual", "Positions", "Position"),
    ("IndividualDetails", "Individual", "Titles", "Title"),
    ("EntityDetails", "Entity", "TypeOfEntities", "TypeOfEntity"),
    ("EntityDetails", "Entity", "ParentCompanies", "ParentCompany"),
    ("EntityDetails", "Entity", "Subsidiaries", "Subsidiary"),
    (
        "EntityDetails",
        "Entity",
        "BusinessRegistrationNumbers",
        "BusinessRegistrationNumber",
    ),
    ("ShipDetails", "Ship", "IMONumbers", "IMONumber"),
    ("ShipDetails", "Ship", "CurrentOwnerOperators", "CurrentOwnerOperator"),
    ("ShipDetails", "Ship", "PreviousOwnerOperators", "PreviousOwnerOperator"),
    ("ShipDetails", "Ship", "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"),
    ("ShipDetails", "Ship", "PreviousFlags", "PreviousFlag"),
    ("ShipDetails", "Ship", "TypeOfShipDetails", "TypeOfShip"),
    ("ShipDetails", "Ship", "TonnageOfShipDetails", "TonnageOfShip"),
    ("ShipDetails", "Ship", "LengthOfShipDetails", "LengthOfShip"),
    ("ShipDetails", "Ship", "YearsBuilt", "YearBuilt"),
    (
        "ShipDetails",
        "Ship",
        "HullIdentificationNumbers",
        "HullIdentificationNumber",
    ),
)
_PERSON = "IndividualDetails/Individual"
_PASSPORT = (
    "passport",
    ("PassportDetails", "Passport"),
    "PassportNumber",
    "PassportAdditionalInformation",
)
_NATIONAL = (
    "national-id",
    ("NationalIdentifierDetails", "NationalIdentifier"),
    "NationalIdentifierNumber",
    "NationalIdentifierAdditionalInformation",
)
_LINES = tuple(f"AddressLine{n}" for n in range(1, 7))


def known_paths() -> frozenset[str]:
    """What the form has below a designation, as paths of ``xml_rows``."""
    found = {"UniqueID", "SanctionsImposedIndicators", "SanctionsImposedIndicators/*"}
    found.update(_PLAIN)
    for path in _NESTED:
        found.update("/".join(path[:n]) for n in range(1, len(path) + 1))
    found.update(("Names", "Names/Name", "NonLatinNames", "NonLatinNames/NonLatinName"))
    found.update(f"Names/Name/Name{n}" for n in range(1, 7))
    found.update(("Names/Name/NameType", "Names/Name/AliasStrength"))
    found.update(
        f"NonLatinNames/NonLatinName/{tag}"
        for tag in (
            "NameNonLatinScript",
            "NonLatinScriptType",
            "NonLatinScriptLanguage",
        )
    )
    found.update(("Addresses", "Addresses/Address"))
    found.update(
        f"Addresses/Address/{tag}"
        for tag in (*_LINES, "AddressPostalCode", "AddressCountry")
    )
    for _, path, number, said in (_PASSPORT, _NATIONAL):
        found.update(
            f"{_PERSON}/{below}"
            for below in (
                path[0],
                "/".join(path),
                "/".join((*path, number)),
                "/".join((*path, said)),
            )
        )
    found.update(
        f"{_PERSON}/BirthDetails{below}"
        for below in (
            "",
            "/Location",
            "/Location/TownOfBirth",
            "/Location/CountryOfBirth",
        )
    )
    return frozenset(found)


def parse(data: bytes, *, name: str = "") -> tuple[ParsedList, ...]:
    """The list in the Foreign Office's XML.

    Raises:
        ParseError: the file is cut off or damaged, holds no designation, or one has no
            name.
    """
    unknown = Unknown(known_paths())
    rows: list[Designation] = []
    published: date | None = None
    for tag, value in read_rows(
        data, ("Designation", *_DATES), unknown=unknown, name=name
    ):
        if tag == "Designation":
            rows.append(designation_of(value))
        elif tag in _DATES:
            published = published or whole_date(word(value))
        elif tag == ROOT:
            stated = (word(value, f"@{tag}") for tag in _DATES)
            published = next((day for x in stated if (day := whole_date(x))), None)
    return gather(rows, published, unknown.remarks(), name)


def designation_of(row: Value) -> Designation:
    """One designation, column by column."""
    found = Designation(number=word(row, "UniqueID"), published=columns(row))
    for column in _PLAIN:
        texts = words(row, column)
        if column not in PROSE:
            texts = [part for text in texts for part in split_values(text)]
        found.texts[column] = texts
    for path in _NESTED:
        values = found.texts.setdefault(path[-1], [])
        for text in words(row, *path):
            values.extend(split_values(text))
    for one in each(row, "Names", "Name"):
        parts = [word(one, f"Name{n}") for n in range(1, 7)]
        found.names.append(
            Name(full_name(parts), word(one, "NameType"), word(one, "AliasStrength"))
        )
    found.scripts = words(row, "NonLatinNames", "NonLatinName", "NameNonLatinScript")
    for one in each(row, "Addresses", "Address"):
        lines = (word(one, line) for line in _LINES)
        found.addresses.append(
            {
                "address": ", ".join(line for line in lines if line),
                "postal_code": word(one, "AddressPostalCode"),
                "country": word(one, "AddressCountry"),
            }
        )
    for person in each(row, "IndividualDetails", "Individual"):
        for kind, path, number, said in (_PASSPORT, _NATIONAL):
            for one in each(person, *path):
                found.documents.extend(
                    Document(kind, text, word(one, said))
                    for text in split_values(word(one, number))
                )
        for one in each(person, "BirthDetails", "Location"):
            parts = [word(one, "TownOfBirth"), word(one, "CountryOfBirth")]
            found.births.append(", ".join(p for p in parts if p))
    return found
