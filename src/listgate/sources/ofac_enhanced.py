"""Treasury's "enhanced" XML → entries, one for each list that a party is on.

An ``entity`` names its lists, each with the day it was put on it, so that the start is
known here and not in the classic files. Names carry their script and grade, features
and documents their type in words.
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
from listgate.sources.citations import parse_date
from listgate.sources.ofac_lists import code_of_title, is_together
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

ROOT = "sanctionsData"
_KNOWN = """
@id generalInfo generalInfo/* sanctionsLists sanctionsLists/* sanctionsPrograms
sanctionsPrograms/* sanctionsTypes sanctionsTypes/* legalAuthorities legalAuthorities/*
names names/name names/name/@id names/name/isPrimary names/name/aliasType
names/name/aliasType/* names/name/isLowQuality names/name/translations
names/name/translations/* addresses addresses/address addresses/address/@id
addresses/address/country addresses/address/country/* addresses/address/translations
addresses/address/translations/* features features/feature features/feature/@id
features/feature/type features/feature/type/* features/feature/versionId
features/feature/value features/feature/valueDate features/feature/valueDate/*
features/feature/valueRefId features/feature/isPrimary features/feature/reliability
features/feature/reliability/* features/feature/comments identityDocuments
identityDocuments/* relationships relationships/*
"""
# Tables of the words used in the rows, which say them themselves.
_FRAME = ("referenceValues", "featureTypes")
_PARTS = (
    "ADDRESS1",
    "ADDRESS2",
    "ADDRESS3",
    "CITY",
    "STATE/PROVINCE",
    "REGION",
    "POSTAL CODE",
)


def parse(data: bytes, *, name: str = "") -> tuple[ParsedList, ...]:
    """The lists in an enhanced XML file.

    Raises:
        ParseError: the file is cut off or damaged, or an entity has no name.
    """
    unknown = Unknown(frozenset(_KNOWN.split()), _FRAME)
    by_code: dict[str, list[ListEntry]] = defaultdict(list)
    published: date | None = None
    wanted: set[str] = set()
    strange: dict[str, int] = {}
    count = 0
    rows = read_rows(
        data,
        ("publicationInfo", "entity"),
        unknown=unknown,
        name=name,
    )
    for tag, value in rows:
        if tag == "publicationInfo":
            published = parse_date(word(value, "dataAsOf"))
            wanted = set(words(value, "filters", "sanctionsLists", "sanctionsList"))
            unknown.seen.clear()  # the head is no row
        elif tag == "entity":
            count += 1
            for code, entry in _entries(value, wanted, strange, name):
                by_code[code].append(entry)
    if not count:
        raise ParseError(name, f"{name or 'The file'} holds no entity.")
    remarks = (
        *unknown.remarks(),
        *(
            f"{many} entries of a list that is not known, {title!r}, were not taken."
            for title, many in strange.items()
        ),
    )
    return tuple(
        ParsedList(source.code, tuple(by_code[source.code]), published, remarks)
        for source in CATALOG
        if source.code in by_code
    )


def _entries(
    row: Value, wanted: set[str], strange: dict[str, int], name: str
) -> Iterable[tuple[str, ListEntry]]:
    """The entity once for every list of this file that it is on.

    A file of the non-SDN lists also says that a party is on the SDN list; the entry
    there is the SDN file's to give.
    """
    base = _entry(row, name)
    titles = each(row, "sanctionsLists", "sanctionsList")
    together = any(is_together(title) for title in wanted)
    for one in titles:
        title = word(one)
        code = code_of_title(title)
        if not code:
            if not is_together(title):
                strange[title] = strange.get(title, 0) + 1
            continue
        asked = {code_of_title(w) for w in wanted}
        if wanted and code not in asked and not (together and code != "us-ofac-sdn"):
            continue
        start = parse_date(word(one, "@datePublished"))
        yield code, replace(base, list=code, start_date=start)


def _entry(row: Value, name: str) -> ListEntry:
    facts = Facts()
    first, aliases = _names(row)
    if not first:
        raise ParseError(
            name,
            f"{name or 'The file'}: entity {word(row, '@id') or 'without number'} has "
            "no name.",
        )
    for feature in each(row, "features", "feature"):
        label = word(feature, "type")
        if word(feature, "reliability") == "False":
            facts.detail("said_to_be_false", f"{label} {word(feature, 'value')}")
            continue
        facts.feature(label, word(feature, "value"))
        facts.detail("comments", word(feature, "comments"))
    for document in each(row, "identityDocuments", "identityDocument"):
        country = word(document, "issuingCountry") or word(document, "issuingLocation")
        number = word(document, "documentNumber")
        facts.document(word(document, "type"), number, country)
        dates = " ".join(
            f"{what} {day[:10]}"
            for what, tag in (("issued", "issueDate"), ("expires", "expirationDate"))
            if (day := word(document, tag))
        )
        if dates:
            facts.detail("document_dates", f"{word(document, 'type')} {number} {dates}")
        if word(document, "isValid") == "false":
            facts.detail("document_not_valid", f"{word(document, 'type')} {number}")
    for relation in each(row, "relationships", "relationship"):
        facts.detail("linked_to", word(relation, "relatedEntity"))
    facts.detail("title", word(row, "generalInfo", "title"))
    facts.detail("remarks", word(row, "generalInfo", "remarks"))
    addresses, places = read_addresses(
        part for a in each(row, "addresses", "address") for part in _addresses(a)
    )
    kind = stated_type(word(row, "generalInfo", "entityType"))
    return ListEntry(
        list="",
        name=first,
        type=PartyType.ORGANIZATION if kind is PartyType.UNKNOWN else kind,
        number=word(row, "@id"),
        aliases=aliases,
        addresses=addresses,
        identifiers=tuple(facts.identifiers),
        countries=tuple(dict.fromkeys((*places, *facts.countries))),
        programs=tuple(words(row, "sanctionsPrograms", "sanctionsProgram")),
        details=tuple(facts.details),
        published=columns(row),
    )


def _names(row: Value) -> tuple[str, tuple[Alias, ...]]:
    """The first name, and the others with those in their own script."""
    first = ""
    aliases: dict[Alias, None] = {}
    for one in each(row, "names", "name"):
        weak = word(one, "isLowQuality") == "true"
        quality = AliasQuality.WEAK if weak else AliasQuality.STRONG
        former = word(one, "aliasType").startswith("F")
        for translation in each(one, "translations", "translation"):
            text = word(translation, "formattedFullName")
            if not text:
                continue
            script = word(translation, "script") != "Latin"
            primary = word(one, "isPrimary") == "true"
            if primary and not script and not first:
                first = text
                continue
            kind = AliasKind.FKA if former else AliasKind.AKA
            aliases[Alias(text, AliasKind.SCRIPT if script else kind, quality)] = None
    if not first and aliases:
        promoted = next(iter(aliases))
        del aliases[promoted]
        first = promoted.name
    return first, tuple(aliases)


def _addresses(address: Value) -> Iterable[dict[str, str]]:
    """The address once for every script that it is written in."""
    country = word(address, "country")
    for translation in each(address, "translations", "translation"):
        parts: dict[str, list[str]] = defaultdict(list)
        for part in each(translation, "addressParts", "addressPart"):
            parts[word(part, "type")].append(word(part, "value"))
        known = [p for label in _PARTS for p in parts.pop(label, ())]
        rest = [p for found in parts.values() for p in found]
        yield {"address": ", ".join((*known, *rest)), "country": country}
