"""The Commission's consolidated financial sanctions, XML form 1.1 → entries.

Facts stand in attributes; those that are empty say nothing, ``00`` is no country. Which
of the names is the first is not marked. The one that carries the function or the title
is the one that the Official Journal prints; the others are spellings and translations,
in whose place an English one comes first, one given in parts, and the oldest (the lowest
``logicalId``). ``strong`` is true of every name; a weak one is told in its remark. A
subject's day of listing is taken only where the file states it: the regulations that it
names are the ones that changed it last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
from listgate.sources.citations import parse_date
from listgate.sources.countries import country_code
from listgate.sources.identifiers import id_kind, split_label
from listgate.sources.partial_dates import partial_date
from listgate.sources.party_facts import Facts
from listgate.sources.scripts_of import is_latin
from listgate.sources.un_reference import un_reference
from listgate.sources.xml_rows import (
    Unknown,
    Value,
    columns,
    each,
    read_rows,
    word,
    words,
)

CODE = "eu-fsf"
ROOT = "export"
_TYPES = {"person": PartyType.PERSON, "enterprise": PartyType.ORGANIZATION}
_KINDS = {
    "passport": "passport",
    "diplpassport": "passport",
    "regnumber": "registration",
    "tradelic": "registration",
    "fiscalcode": "tax-id",
    "taxid": "tax-id",
    "euvat": "tax-id",
    "id": "national-id",
    "ssn": "national-id",
    "unssn": "registration",  # China's unified number, by the values
    "birthcert": "national-id",
    "drivinglicence": "national-id",
    "nationcert": "national-id",
    "travelcardid": "national-id",
    "residentperm": "national-id",
    "electionid": "national-id",
    "imo": "imo",
    "swiftbic": "bic",
    "lei": "lei",
}
# Numbers whose form is theirs alone, whatever type the document is said to be of.
_SHAPES = (
    (re.compile(r"9[1-3][0-9A-Z]{16}"), "uscc"),
    (re.compile(r"(?=.*[A-Z])[0-9A-Z]{18}\d{2}"), "lei"),
)
_SAID = (
    ("function", "function"),
    ("title", "title"),
    ("gender", "gender"),
)
_GENDERS = {"M": "Male", "F": "Female"}
_WEAK = re.compile(r"\blow quality\b", re.IGNORECASE)
_GREGORIAN = ("", "GREGORIAN")
_CONTACTS = {"PHONE": "phone", "FAX": "phone", "EMAIL": "email", "WEB": "website"}
# What is said of a document's days, in the words of the other lists.
_DAYS = (
    ("issueDate", "issued"),
    ("issuedDate", "issued"),
    ("validFrom", "valid from"),
    ("validTo", "expires"),
    ("issuedBy", "issued by"),
    ("nameOnDocument", "in the name of"),
)
_COMMON = "@logicalId @regulationLanguage remark regulationSummary regulationSummary/*"
_PLACE = (
    "@city @street @poBox @zipCode @region @place @countryIso2Code @countryDescription"
)
_PARTS = {
    "nameAlias": "@firstName @middleName @lastName @wholeName @function @gender @title "
    "@nameLanguage @strong",
    "citizenship": "@region @countryIso2Code @countryDescription",
    "birthdate": f"@circa @calendarType @birthdate @dayOfMonth @monthOfYear @year "
    f"@yearRangeFrom @yearRangeTo @yearRange {_PLACE}",
    "address": f"@asAtListingTime contactInfo contactInfo/* {_PLACE}",
    "identification": "@diplomatic @knownExpired @knownFalse @reportedLost "
    "@revokedByIssuer @issuedBy @issueDate @issuedDate @validFrom @validTo @latinNumber "
    "@nameOnDocument @number @region @countryIso2Code @countryDescription "
    "@identificationTypeCode @identificationTypeDescription",
}


def known_paths() -> frozenset[str]:
    """What the form has below a subject, as paths of ``xml_rows``."""
    found = set(
        "@designationDate @designationDetails @unitedNationId @euReferenceNumber "
        "@logicalId remark regulation regulation/* subjectType subjectType/@code "
        "subjectType/@classificationCode".split()
    )
    for part, inner in _PARTS.items():
        found.add(part)
        found.update(f"{part}/{name}" for name in f"{inner} {_COMMON}".split())
    return frozenset(found)


def parse(data: bytes, *, name: str = "") -> tuple[ParsedList, ...]:
    """The list in the Commission's XML.

    Raises:
        ParseError: the file is cut off or damaged, has no subjects, or a subject has no
            name.
    """
    unknown = Unknown(known_paths())
    entries: list[ListEntry] = []
    published: date | None = None
    for tag, row in read_rows(data, ("sanctionEntity",), unknown=unknown, name=name):
        if tag == ROOT:
            published = parse_date(word(row, "@generationDate"))
        else:
            entries.append(entry_of(row, name))
    if not entries:
        raise ParseError(name, f"{name or 'The file'} holds no sanctioned subject.")
    return (ParsedList(CODE, tuple(entries), published, unknown.remarks()),)


def entry_of(row: Value, name: str) -> ListEntry:
    """One subject as an entry.

    Raises:
        ParseError: it has no name.
    """
    number = word(row, "@euReferenceNumber") or word(row, "@logicalId")
    names = [n for n in each(row, "nameAlias") if _full(n)]
    if not names:
        raise ParseError(
            name, f"{name or 'The file'}: the subject {number or '?'} has no name."
        )
    first = min(names, key=_rank)
    facts = Facts()
    if reference := word(row, "@unitedNationId"):
        facts.identifier("un-reference", un_reference(reference))
    for alias in names:
        for attribute, key in _SAID:
            text = word(alias, f"@{attribute}")
            facts.detail(key, _GENDERS.get(text, text) if key == "gender" else text)
        for text in words(alias, "remark"):
            facts.detail("alias_remarks", f"{_full(alias)}: {text}")
    for citizenship in each(row, "citizenship"):
        _country(citizenship, "citizenship", facts)
    for birth in each(row, "birthdate"):
        _birth(birth, facts)
    for document in each(row, "identification"):
        _document(document, facts)
    for regulation in each(row, "regulation"):
        facts.detail(
            "regulation",
            " ".join(
                part
                for step in ("@numberTitle", "@publicationDate")
                if (part := word(regulation, step))
            ),
        )
        facts.detail("regulation_url", word(regulation, "publicationUrl"))
    facts.detail("designation_details", word(row, "@designationDetails"))
    for text in words(row, "remark"):
        facts.detail("remarks", text)
    given = each(row, "address")
    addresses, places = read_addresses(_places(given))
    for address in given:
        _contacts(address, facts)
    return ListEntry(
        list=CODE,
        name=_full(first),
        type=_TYPES.get(word(row, "subjectType", "@code"), PartyType.UNKNOWN),
        number=number,
        aliases=_aliases(names, first),
        addresses=addresses,
        identifiers=tuple(facts.identifiers),
        countries=tuple(dict.fromkeys((*places, *facts.countries))),
        programs=tuple(dict.fromkeys(words(row, "regulation", "@programme"))),
        start_date=parse_date(word(row, "@designationDate")),
        details=tuple(facts.details),
        published=columns(row),
    )


def _full(alias: Value) -> str:
    parts = ("@firstName", "@middleName", "@lastName")
    return word(alias, "@wholeName") or " ".join(
        p for step in parts if (p := word(alias, step))
    )


def _rank(alias: Value) -> tuple[bool, bool, bool, bool, bool, int, str]:
    """What makes a name the first one, the least value first.

    Of 5,860 subjects of May 2026 a translation into another language of the Union would
    come first in 234, and another spelling in some 1,100, by the number alone.
    """
    number = word(alias, "@logicalId")
    return (
        _is_weak(alias),
        not is_latin(_full(alias)),
        not (word(alias, "@function") or word(alias, "@title")),
        word(alias, "@nameLanguage") not in ("", "EN"),
        not word(alias, "@lastName"),
        int(number) if number.isdigit() else 0,
        _full(alias),
    )


def _is_weak(alias: Value) -> bool:
    said = words(alias, "remark")
    return word(alias, "@strong") == "false" or any(map(_WEAK.search, said))


def _aliases(names: Iterable[Value], first: Value) -> tuple[Alias, ...]:
    found = with_acronyms(map(_alias, names))
    return tuple(a for a in found if a.name != _full(first))


def _alias(row: Value) -> Alias:
    text = _full(row)
    return Alias(
        text,
        AliasKind.AKA if is_latin(text) else AliasKind.SCRIPT,
        AliasQuality.WEAK if _is_weak(row) else AliasQuality.STRONG,
    )


def _country(row: Value, key: str, facts: Facts) -> None:
    code = country_code(word(row, "@countryIso2Code"))
    if code:
        facts.countries[code] = None
    text = code or word(row, "@countryDescription")
    facts.detail(key, "" if text == "UNKNOWN" else text)


def _birth(birth: Value, facts: Facts) -> None:
    years = word(birth, "@yearRangeFrom"), word(birth, "@yearRangeTo")
    parts = [word(birth, s) for s in ("@year", "@monthOfYear", "@dayOfMonth")]
    counted = "-".join(p.zfill(2) for p in parts if p) if parts[0] else ""
    # The day is Gregorian, whatever calendar the year, month and day are counted in.
    text = word(birth, "@birthdate")
    if (calendar := word(birth, "@calendarType")) not in _GREGORIAN:
        said = f"{counted} ({calendar.capitalize()} calendar)" if counted else ""
        facts.detail("birth_remarks", said)
    else:
        text = text or counted
    if not text and all(years):
        text = f"{years[0]} to {years[1]}"
    elif not text and any(years):
        said = f"{years[0]} or later" if years[0] else f"{years[1]} or earlier"
        facts.detail("birth_remarks", said)
    if text:
        form = partial_date(text)
        about = word(birth, "@circa") == "true"
        facts.detail("date_of_birth", f"circa {form}" if about else form)
    country = word(birth, "@countryDescription")
    places = [word(birth, s) for s in ("@place", "@city", "@region")]
    place = ", ".join(p for p in places if p.strip("-"))
    if country and country != "UNKNOWN":
        place = f"{place}, {country}" if place else country
    facts.detail("place_of_birth", place)
    for text in words(birth, "remark"):
        facts.detail("birth_remarks", text)


def _document(document: Value, facts: Facts) -> None:
    number = word(document, "@number") or word(document, "@latinNumber")
    code = word(document, "@identificationTypeCode")
    label = word(document, "@identificationTypeDescription") or code
    if number:
        usual = _KINDS.get(code) or id_kind(label, number) or "other"
        country = country_code(word(document, "@countryIso2Code"))
        for text in dict.fromkeys((number, word(document, "@latinNumber") or number)):
            facts.identifier(*_numbered(usual, text), country)
    days = [f"{said} {d}" for step, said in _DAYS if (d := word(document, f"@{step}"))]
    for text in filter(None, (*words(document, "remark"), ", ".join(days))):
        facts.detail("document_dates", f"{label} {number} {text}".strip())
    for flag in ("knownExpired", "knownFalse", "reportedLost", "revokedByIssuer"):
        if word(document, f"@{flag}") == "true":
            facts.detail("document_not_valid", f"{label} {number} ({flag})")


def _numbered(usual: str, text: str) -> tuple[str, str]:
    """The kind of a number and the number, where it tells more than its type does."""
    kind, number = split_label(text)
    if usual in ("registration", "other"):
        for shape, known in _SHAPES:
            if shape.fullmatch(number):
                return known, number
    return kind if kind not in ("", "other") else usual, number


def _places(rows: Iterable[Value]) -> Iterable[dict[str, str]]:
    for row in rows:
        box = word(row, "@poBox")
        country = word(row, "@countryDescription")
        code = country_code(word(row, "@countryIso2Code"))
        street = [
            word(row, "@street"),
            f"P.O. Box {box}" if box else "",
            word(row, "@place"),
        ]
        yield {
            "address": ", ".join(part for part in street if part),
            "city": word(row, "@city"),
            "state": word(row, "@region"),
            "postal_code": word(row, "@zipCode"),
            "country": code if code else "" if country == "UNKNOWN" else country,
        }


def _contacts(address: Value, facts: Facts) -> None:
    for contact in each(address, "contactInfo"):
        label, value = word(contact, "@key"), word(contact, "@value")
        kind = _CONTACTS.get(label)
        # Several numbers stand in one value: `+98 21 2258929; +98 21 35243153`.
        for text in filter(None, map(str.strip, value.split(";"))):
            if kind:
                facts.identifier(kind, text)
            else:
                facts.detail("contact", f"{label} {text}".strip())
    for text in words(address, "remark"):
        facts.detail("address_remarks", text)
