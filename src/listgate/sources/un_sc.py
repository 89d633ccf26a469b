"""The Security Council's consolidated list, XML → entries.

A party is an ``INDIVIDUAL`` or an ``ENTITY``; its reference number (``QDi.001``) is the
one that states and other lists cite, so it names the entry. Aliases are of good or low
quality; ``f.k.a.`` and ``previously listed as`` mark former names. Vessels stand among
the entities: only the comment, which begins with the IMO number, tells them.
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
from listgate.sources.citations import parse_date
from listgate.sources.partial_dates import partial_date
from listgate.sources.party_facts import Facts
from listgate.sources.un_documents import read_document
from listgate.sources.un_names import names_of
from listgate.sources.xml_rows import (
    Unknown,
    Value,
    columns,
    each,
    read_rows,
    word,
    words,
)

CODE = "un-sc"
ROOT = "CONSOLIDATED_LIST"
_KNOWN = """
DATAID VERSIONNUM FIRST_NAME SECOND_NAME THIRD_NAME FOURTH_NAME UN_LIST_TYPE
REFERENCE_NUMBER LISTED_ON GENDER SUBMITTED_BY SUBMITTED_ON NAME_ORIGINAL_SCRIPT
COMMENTS1 TITLE TITLE/VALUE DESIGNATION DESIGNATION/VALUE NATIONALITY NATIONALITY/VALUE
NATIONALITY2 LIST_TYPE LIST_TYPE/VALUE LAST_DAY_UPDATED LAST_DAY_UPDATED/VALUE SORT_KEY
SORT_KEY_LAST_MOD DELISTED_ON HAS_INTERPOL_LINK INTERPOL_LINK LAST_REVIEWED_ON
LAST_REVIEWED_ON/VALUE
"""
_ALIAS = "QUALITY ALIAS_NAME DATE_OF_BIRTH CITY_OF_BIRTH COUNTRY_OF_BIRTH NOTE"
_ADDRESS = "STREET CITY STATE_PROVINCE ZIP_CODE COUNTRY NOTE"
_BIRTH = "TYPE_OF_DATE NOTE DATE YEAR FROM_YEAR TO_YEAR"
_DOCUMENT = (
    "TYPE_OF_DOCUMENT TYPE_OF_DOCUMENT2 NUMBER ISSUING_COUNTRY DATE_OF_ISSUE "
    "CITY_OF_ISSUE COUNTRY_OF_ISSUE NOTE"
)
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_FORMER = re.compile(r"^(?:f\.?k\.?a|formerly|previously)", re.IGNORECASE)
# Numbers that stand in an entity's comment: `(IMO) Number: 1790183`, `Company Number
# IMO 5434358`, `SWIFT/BIC: KUDBKPPY`.
_NUMBERS = (
    ("imo", re.compile(r"\bIMO\)?\s*(?:number)?\s*:?\s*(\d{7})\b", re.IGNORECASE)),
    ("bic", re.compile(r"\bSWIFT(?:/BIC)?:\s*([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")),
)
# An age, or a year that is not counted as ours: no date of birth to compare.
_NO_BIRTH = re.compile(r"hijri|years old", re.IGNORECASE)
_VESSEL = re.compile(r"IMO:\s*\d{7}\b")
# The Council's own name for the one that others call the Congo (Brazzaville).
_COUNTRIES = {"Congo": "Republic of Congo"}


def _known() -> frozenset[str]:
    found = set(_KNOWN.split())
    for kind in ("INDIVIDUAL", "ENTITY"):
        for part, inner in (
            ("ALIAS", _ALIAS),
            ("ADDRESS", _ADDRESS),
            ("DATE_OF_BIRTH", _BIRTH),
            ("PLACE_OF_BIRTH", _ADDRESS),
            ("DOCUMENT", _DOCUMENT),
        ):
            found.add(f"{kind}_{part}")
            found.update(f"{kind}_{part}/{name}" for name in inner.split())
    return frozenset(found)


def parse(data: bytes, *, name: str = "") -> tuple[ParsedList, ...]:
    """The list in the Council's XML.

    Raises:
        ParseError: the file is cut off or damaged, has no parties, or a party has no
            name.
    """
    unknown = Unknown(_known())
    entries: list[ListEntry] = []
    published: date | None = None
    for tag, row in read_rows(
        data, ("INDIVIDUAL", "ENTITY"), unknown=unknown, name=name
    ):
        if tag == ROOT:
            published = parse_date(word(row, "@dateGenerated"))
        else:
            entries.append(_entry(tag, row, name))
    if not entries:
        raise ParseError(name, f"{name or 'The file'} holds no party.")
    return (ParsedList(CODE, tuple(entries), published, unknown.remarks()),)


def _entry(kind: str, row: Value, name: str) -> ListEntry:
    full = " ".join(part for step in _NAMES if (part := word(row, step)))
    number = word(row, "REFERENCE_NUMBER") or word(row, "DATAID")
    if not full:
        raise ParseError(
            name, f"{name or 'The file'}: the party {number or '?'} has no name."
        )
    facts = Facts()
    if word(row, "REFERENCE_NUMBER"):
        facts.identifier("un-reference", number)
    for column, key in (("TITLE", "title"), ("DESIGNATION", "designation")):
        for text in words(row, column, "VALUE"):
            facts.detail(key, text)
    facts.detail("gender", word(row, "GENDER"))
    for text in (*words(row, "NATIONALITY", "VALUE"), *words(row, "NATIONALITY2")):
        facts.feature("nationality", _country(text))
    _births(row, facts)
    for document in each(row, f"{kind}_DOCUMENT"):
        read_document(document, facts)
    remarks = word(row, "COMMENTS1")
    facts.detail("remarks", remarks)
    facts.detail("interpol_link", word(row, "INTERPOL_LINK"))
    for label, form in _NUMBERS if kind == "ENTITY" else ():
        numbers = set(form.findall(remarks))
        if len(numbers) == 1:  # of several, some are of other parties
            facts.identifier(label, numbers.pop())
    for text in words(row, "LAST_DAY_UPDATED", "VALUE"):
        facts.detail("last_updated", text)
    given = each(row, f"{kind}_ADDRESS")
    addresses, places = read_addresses(_places(given))
    for place in given:
        facts.detail("address_remarks", word(place, "NOTE"))
    return ListEntry(
        list=CODE,
        name=full,
        type=_type(kind, remarks),
        number=number,
        aliases=_aliases(row, kind, full, facts),
        addresses=addresses,
        identifiers=tuple(facts.identifiers),
        countries=tuple(dict.fromkeys((*places, *facts.countries))),
        programs=tuple(words(row, "UN_LIST_TYPE")),
        start_date=parse_date(word(row, "LISTED_ON")),
        details=tuple(facts.details),
        published=columns(row),
    )


def _type(kind: str, remarks: str) -> PartyType:
    if kind == "INDIVIDUAL":
        return PartyType.PERSON
    return PartyType.VESSEL if _VESSEL.match(remarks) else PartyType.ORGANIZATION


def _places(rows: Iterable[Value]) -> Iterable[dict[str, str]]:
    for row in rows:
        yield {
            "address": word(row, "STREET"),
            "city": word(row, "CITY"),
            "state": word(row, "STATE_PROVINCE"),
            "postal_code": word(row, "ZIP_CODE"),
            "country": _country(word(row, "COUNTRY")),
        }


def _country(name: str) -> str:
    return _COUNTRIES.get(name, name)


def _aliases(row: Value, kind: str, full: str, facts: Facts) -> tuple[Alias, ...]:
    found = list(names_of(full, AliasKind.AKA, AliasQuality.STRONG))
    for alias in each(row, f"{kind}_ALIAS"):
        text = word(alias, "ALIAS_NAME")
        quality, note = word(alias, "QUALITY"), word(alias, "NOTE")
        former = _FORMER.match(quality) or _FORMER.match(note)
        found += names_of(
            text,
            AliasKind.FKA if former else AliasKind.AKA,
            AliasQuality.WEAK if quality == "Low" else AliasQuality.STRONG,
        )
        facts.detail("alias_remarks", f"{text}: {note}" if note else "")
        facts.detail("date_of_birth", partial_date(word(alias, "DATE_OF_BIRTH")))
        place = ", ".join(
            p
            for step in ("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")
            if (p := word(alias, step))
        )
        facts.detail("place_of_birth", place)
    for text in words(row, "NAME_ORIGINAL_SCRIPT"):
        found += names_of(text, AliasKind.AKA, AliasQuality.STRONG)
    return tuple(dict.fromkeys(a for a in found if a.name != full))


def _births(row: Value, facts: Facts) -> None:
    for birth in each(row, "INDIVIDUAL_DATE_OF_BIRTH"):
        years = word(birth, "FROM_YEAR"), word(birth, "TO_YEAR")
        text = word(birth, "DATE") or word(birth, "YEAR")
        if all(years):
            text = f"{years[0]} to {years[1]}"
        about = word(birth, "TYPE_OF_DATE") == "APPROXIMATELY" or word(
            birth, "NOTE"
        ).casefold().startswith("approx")
        note = word(birth, "NOTE")
        form = partial_date(text or note)
        if _NO_BIRTH.search(form):
            facts.detail("birth_remarks", form)
        else:
            said = about and text
            facts.detail("date_of_birth", f"circa {form}" if said else form)
    for place in each(row, "INDIVIDUAL_PLACE_OF_BIRTH"):
        parts = (
            word(place, s) for s in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY")
        )
        facts.detail("place_of_birth", ", ".join(p for p in parts if p))
