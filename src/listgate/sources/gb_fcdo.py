"""The UK Sanctions List of the Foreign Office, XML or CSV → entries.

The XML has one ``Designation`` a party. The CSV has a row for every name, and further
rows for addresses and the like, that share a ``Unique ID``; its first line is the report
date. Both become the same columns with lists of values, and these the entry.

Names stand in six parts, of which ``Name 6`` is the last name or an organization's
whole name. Dates are day/month/year, with ``dd`` or ``mm`` for what is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from listgate.errors import ParseError
from listgate.records import (
    Alias,
    AliasKind,
    AliasQuality,
    ListEntry,
    ParsedList,
    PartyType,
)
from listgate.sources.addresses import read_addresses
from listgate.sources.brackets import with_acronyms
from listgate.sources.identifiers import id_kind, split_label
from listgate.sources.partial_dates import partial_date, whole_date
from listgate.sources.party_facts import Facts
from listgate.sources.scripts_of import is_latin
from listgate.sources.un_reference import un_reference

CODE = "gb-fcdo"
_TYPES = {
    "individual": PartyType.PERSON,
    "entity": PartyType.ORGANIZATION,
    "ship": PartyType.VESSEL,
}
# `(1) Russia (2) Cyprus`: several values in one cell.
_NUMBERED = re.compile(r"(?:^|\s+)\(\d{1,2}\)\s*")
# `Tax ID: 7707083893, OGRN: 1027700132195`: two numbers in one cell.
_NEXT_LABEL = re.compile(r"(?<=\d)[\s,;]+(?=[A-Za-z][^\d:]{1,40}:\s*\d)")
# What parts several addresses, sites or numbers in one cell, and what one of them has.
_CONTACTS = {
    "email": (re.compile(r"\s+and\s+|[|;,\s]+"), re.compile("@")),
    "website": (re.compile(r"\s+and\s+|[|;,\s]+"), re.compile(r"\w\.\w")),
    "phone": (re.compile(r"\s+and\s+|[|;,]"), re.compile(r"(?:\d\D*){5}")),
}
# Columns whose text is one value, whatever numbers stand in it.
PROSE = frozenset(("OtherInformation", "UKStatementofReasons", "SanctionsImposed"))
_NOTHING = frozenset(("", "n/a", "unknown", "none"))


@dataclass(slots=True)
class Name:
    """One row of names: what kind it is, how good, and its words in order."""

    text: str
    kind: str = ""
    strength: str = ""


@dataclass(slots=True)
class Document:
    """A passport or national identifier with what is said about it."""

    kind: str
    number: str
    said: str = ""


@dataclass(slots=True)
class Designation:
    """One party as both forms give it; ``texts`` are values by the XML's column names."""

    number: str
    names: list[Name] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    addresses: list[Mapping[str, str]] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    births: list[str] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    published: tuple[tuple[str, str], ...] = ()

    def first(self, column: str) -> str:
        """The first value of a column; empty where there is none."""
        return next(iter(self.texts.get(column, ())), "")


# Column of the XML → detail; each value is a detail of its own.
_DETAILS = (
    ("Title", "title"),
    ("Position", "designation"),
    ("Gender", "gender"),
    ("RegimeName", "regime"),
    ("DesignationSource", "designation_source"),
    ("SanctionsImposed", "sanctions_imposed"),
    ("TypeOfEntity", "organization_type"),
    ("ParentCompany", "parent_company"),
    ("Subsidiary", "subsidiary"),
    ("CurrentOwnerOperator", "vessel_owner"),
    ("PreviousOwnerOperator", "former_vessel_owner"),
    ("CurrentBelievedFlagOfShip", "vessel_flag"),
    ("PreviousFlag", "former_vessel_flag"),
    ("TypeOfShip", "vessel_type"),
    ("TonnageOfShip", "gross_tonnage"),
    ("LengthOfShip", "vessel_length"),
    ("YearBuilt", "vessel_year_of_build"),
    ("OtherInformation", "remarks"),
    ("UKStatementofReasons", "statement_of_reasons"),
    ("LastUpdated", "last_updated"),
)
_SEVERAL = frozenset(("DesignationSource", "SanctionsImposed"))  # `UK|UN`
_IDENTIFIERS = (
    ("IMONumber", "imo"),
    ("HullIdentificationNumber", "hull-number"),
    ("PhoneNumber", "phone"),
    ("EmailAddress", "email"),
    ("Website", "website"),
)


def gather(
    designations: Iterable[Designation],
    published: date | None,
    remarks: tuple[str, ...],
    name: str,
) -> tuple[ParsedList, ...]:
    """The list of these designations.

    Raises:
        ParseError: there is none, or one has no name.
    """
    entries = tuple(entry_of(d, name) for d in designations)
    if not entries:
        raise ParseError(name, f"{name or 'The file'} holds no designation.")
    return (ParsedList(CODE, entries, published, remarks),)


def split_values(text: str) -> list[str]:
    """The values of a cell: numbered ones apart, ``Unknown`` and ``N/A`` left out."""
    parts = _NUMBERED.split(text) if _NUMBERED.match(text) else [text]
    folded = (" ".join(part.split()) for part in parts)
    return [part for part in folded if part.casefold() not in _NOTHING]


def entry_of(row: Designation, name: str) -> ListEntry:
    """One designation as an entry.

    Raises:
        ParseError: it has no name.
    """
    first, aliases = _names(row)
    if not first:
        raise ParseError(
            name,
            f"{name or 'The file'}: the designation {row.number or '?'} has no name.",
        )
    facts = Facts()
    if reference := row.first("UNReferenceNumber"):
        facts.identifier("un-reference", un_reference(reference))
    if group := row.first("OFSIGroupID"):
        facts.identifier("ofsi-group", group)
    for birth in row.texts.get("DOB", ()):
        facts.feature("dob", birth)
    for place in row.births:
        facts.detail("place_of_birth", place)
    for nationality in row.texts.get("Nationality", ()):
        facts.feature("nationality", nationality)
    for document in row.documents:
        facts.identifier(document.kind, document.number)
        if document.said:
            facts.detail("document_dates", f"{document.number} {document.said}")
    for text in row.texts.get("BusinessRegistrationNumber", ()):
        for one in _NEXT_LABEL.split(text):
            facts.identifier(*_registration(one))
    for column, kind in _IDENTIFIERS:
        for text in row.texts.get(column, ()):
            for one in _contacts(kind, text):
                facts.identifier(kind, one)
    for column, key in _DETAILS:
        for text in row.texts.get(column, ()):
            if column == "LastUpdated":
                text = partial_date(text)
            for part in text.split("|") if column in _SEVERAL else [text]:
                facts.detail(key, part.strip())
    addresses, places = read_addresses(row.addresses)
    return ListEntry(
        list=CODE,
        name=first,
        type=_TYPES.get(
            row.first("IndividualEntityShip").casefold(), PartyType.UNKNOWN
        ),
        number=row.number,
        aliases=aliases,
        addresses=addresses,
        identifiers=tuple(facts.identifiers),
        countries=tuple(dict.fromkeys((*places, *facts.countries))),
        programs=tuple(row.texts.get("RegimeName", ())),
        start_date=whole_date(row.first("DateDesignated")),
        details=tuple(facts.details),
        published=row.published,
    )


def _registration(text: str) -> tuple[str, str]:
    """The kind of a registration number, and the number without its label."""
    kind, number = split_label(text)
    if not kind:
        kind = id_kind(text) if re.search(r"[A-Za-z]{4}", text) else ""
        number = text.rpartition(":")[2].strip() or text
    return kind if kind not in ("", "other") else "registration", number


def _contacts(kind: str, text: str) -> list[str]:
    """The single addresses, sites or numbers of a cell; the cell where it has none."""
    if kind not in _CONTACTS:
        return [text]
    apart, has = _CONTACTS[kind]
    parts = [part for part in map(str.strip, apart.split(text)) if part]
    if kind == "phone" and not all(map(has.search, parts)):
        return [text]  # `… , ext. 5` is one number
    return [part for part in parts if has.search(part)] or [text]


def full_name(parts: Sequence[str]) -> str:
    """The six parts of a name in their order, ``Name 1`` to ``Name 6``."""
    return " ".join(" ".join(part for part in parts if part).split())


def _names(row: Designation) -> tuple[str, tuple[Alias, ...]]:
    """The primary name, and variations and aliases with their grade."""
    names = [n for n in row.names if n.text]
    primary = next(
        (n for n in names if n.kind.casefold() == "primary name"),
        next(iter(names), Name("")),
    )
    first = primary.text or next(iter(row.scripts), "")
    rows = [
        *((n.text, "low" in n.strength.casefold()) for n in names),
        *((text, False) for text in row.scripts),
    ]
    found = with_acronyms(
        Alias(text, _kind(text), AliasQuality.WEAK if weak else AliasQuality.STRONG)
        for text, weak in rows
    )
    return first, tuple(alias for alias in found if alias.name != first)


def _kind(text: str) -> AliasKind:
    """Names in Latin letters stand among those in other scripts, and the reverse."""
    return AliasKind.AKA if is_latin(text) else AliasKind.SCRIPT
