"""Treasury's standard XML (``sdn.xml``, ``consolidated.xml``) → entries by list.

The form says what the classic files do, in one file: names in two parts, documents and
features together in ``idList``, and for each kind of fact an element of its own. It names
programs, not lists, and no day of listing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
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
from listgate.sources.catalog import CATALOG
from listgate.sources.ofac_lists import SDN, as_remarks, codes_by_program, is_non_sdn
from listgate.sources.ofac_remarks import read_remarks
from listgate.sources.partial_dates import whole_date
from listgate.sources.party_facts import Facts
from listgate.sources.party_type import stated_type
from listgate.sources.xml_rows import (
    Unknown,
    Value,
    columns,
    each,
    read_rows,
    word,
    words,
)

ROOT = "sdnList"
_HEAD = "publshInformation"  # the publisher's spelling
_KNOWN = """
uid firstName lastName title sdnType remarks programList programList/program
idList idList/* akaList akaList/* addressList addressList/* nationalityList
nationalityList/* citizenshipList citizenshipList/* dateOfBirthList dateOfBirthList/*
placeOfBirthList placeOfBirthList/* vesselInfo vesselInfo/*
"""
# Path below an entry → the label that the facts of all forms share.
_FACTS = (
    (("dateOfBirthList", "dateOfBirthItem", "dateOfBirth"), "dob"),
    (("placeOfBirthList", "placeOfBirthItem", "placeOfBirth"), "pob"),
    (("nationalityList", "nationality", "country"), "nationality"),
    (("citizenshipList", "citizenship", "country"), "citizen"),
    (("vesselInfo", "callSign"), "Vessel Call Sign"),
    (("vesselInfo", "vesselType"), "Vessel Type"),
    (("vesselInfo", "vesselFlag"), "Vessel Flag"),
    (("vesselInfo", "vesselOwner"), "Vessel Owner"),
    (("vesselInfo", "tonnage"), "Vessel Tonnage"),
    (("vesselInfo", "grossRegisteredTonnage"), "Vessel Gross Registered Tonnage"),
)
_STREET = ("address1", "address2", "address3")
_DATES = (("issued", "issueDate"), ("expires", "expirationDate"))


def parse(data: bytes, *, name: str = "") -> tuple[ParsedList, ...]:
    """The lists in a standard XML file.

    Raises:
        ParseError: the file is cut off or damaged, holds no entry, or one has no name.
    """
    unknown = Unknown(frozenset(_KNOWN.split()))
    entries: list[ListEntry] = []
    published: date | None = None
    count = ""
    for tag, row in read_rows(data, ("sdnEntry", _HEAD), unknown=unknown, name=name):
        if tag == _HEAD:
            month, _, rest = word(row, "Publish_Date").partition("/")
            day, _, year = rest.partition("/")
            published = whole_date(f"{day}/{month}/{year}")
            count = word(row, "Record_Count")
            unknown.seen.clear()  # the head is no row
        elif tag == "sdnEntry":
            entries.append(_entry(row, name))
    if not entries:
        raise ParseError(name, f"{name or 'The file'} holds no entry.")
    remarks = unknown.remarks()
    if count.isdigit() and int(count) != len(entries):
        remarks += (f"The file says that it has {count} entries; {len(entries)} came.",)
    return _lists(entries, published, remarks)


def _lists(
    entries: list[ListEntry], published: date | None, remarks: tuple[str, ...]
) -> tuple[ParsedList, ...]:
    non_sdn = is_non_sdn(entry.programs for entry in entries)
    by_code: dict[str, list[ListEntry]] = defaultdict(list)
    for entry in entries:
        said = as_remarks(entry.details)
        codes = codes_by_program(entry.programs, said) if non_sdn else (SDN,)
        for code in codes:
            by_code[code].append(replace(entry, list=code))
    return tuple(
        ParsedList(source.code, tuple(by_code[source.code]), published, remarks)
        for source in CATALOG
        if source.code in by_code
    )


def _entry(row: Value, name: str) -> ListEntry:
    number = word(row, "uid")
    if not (first := _full(row)):
        raise ParseError(
            name, f"{name or 'The file'}: the entry {number or '?'} has no name."
        )
    facts = Facts()
    facts.detail("title", word(row, "title"))
    for path, label in _FACTS:
        for text in words(row, *path):
            facts.feature(label, text)
    for paper in each(row, "idList", "id"):
        _paper(paper, facts)
    said = read_remarks(_unwrapped(word(row, "remarks")), facts)
    addresses, places = read_addresses(_places(each(row, "addressList", "address")))
    aliases = map(_alias, each(row, "akaList", "aka"))
    kind = stated_type(word(row, "sdnType"))
    return ListEntry(
        list="",
        name=first,
        type=PartyType.ORGANIZATION if kind is PartyType.UNKNOWN else kind,
        number=number,
        aliases=tuple(dict.fromkeys(a for a in (*aliases, *said.aliases) if a.name)),
        addresses=addresses,
        identifiers=tuple(facts.identifiers),
        countries=tuple(dict.fromkeys((*places, *facts.countries))),
        programs=tuple(dict.fromkeys(words(row, "programList", "program"))),
        details=tuple(facts.details),
        published=columns(row),
    )


def _full(row: Value) -> str:
    """``FAMILY, Given``, as the classic files write it."""
    return ", ".join(
        part for step in ("lastName", "firstName") if (part := word(row, step))
    )


def _alias(aka: Value) -> Alias:
    former = word(aka, "type").casefold().startswith("f")
    weak = word(aka, "category").casefold() == "weak"
    return Alias(
        _full(aka),
        AliasKind.FKA if former else AliasKind.AKA,
        AliasQuality.WEAK if weak else AliasQuality.STRONG,
    )


def _paper(paper: Value, facts: Facts) -> None:
    """Adds a row of ``idList``; only a document has a country or dates."""
    label, number = word(paper, "idType"), word(paper, "idNumber")
    country = word(paper, "idCountry")
    dates = " ".join(
        f"{what} {day}" for what, step in _DATES if (day := word(paper, step))
    )
    if country or dates:
        facts.document(label, number, country)
    else:
        facts.feature(label, number)
    if dates:
        facts.detail("document_dates", f"{label} {number} {dates}")


def _places(rows: Iterable[Value]) -> Iterable[dict[str, str]]:
    for row in rows:
        yield {
            "address": ", ".join(p for step in _STREET if (p := word(row, step))),
            "city": word(row, "city"),
            "state": word(row, "stateOrProvince"),
            "postal_code": word(row, "postalCode"),
            "country": word(row, "country"),
        }


def _unwrapped(remarks: str) -> str:
    """``(Linked To: X)`` without the brackets around it."""
    inside = remarks.removeprefix("(Linked To: ")
    whole = inside != remarks and remarks.endswith(")")
    return f"Linked To: {inside[:-1]}" if whole else remarks
