"""Treasury's "advanced" XML (the sanctions data model 1.0) → entries by list.

Everything is a number that a reference table at the head explains: types of names and
features, places, documents, lists. Places and documents stand before the parties, the
lists that a party is on behind them; so parties are held until the end of the file.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
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
from listgate.sources.ofac_lists import (
    SDN,
    as_remarks,
    code_of_title,
    codes_by_program,
    is_together,
)
from listgate.sources.ofac_reference import (
    Document,
    day_text,
    period_text,
    version_places,
    version_texts,
)
from listgate.sources.partial_dates import whole_date
from listgate.sources.party_facts import Facts
from listgate.sources.party_type import stated_type
from listgate.sources.xml_rows import (
    Unknown,
    Value,
    as_json,
    columns,
    each,
    read_rows,
    word,
    words,
)

ROOT = "Sanctions"
_TAGS = (
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
    "DistinctParty",
    "ProfileRelationship",
    "SanctionsEntry",
)
# The top of each row; what is below is the data model's and kept as published.
_KNOWN = """
@CalendarTypeID Year Month Day AliasTypeValues/* AreaCodeValues/* @ID @DeltaAction
LocationAreaCode LocationAreaCode/* LocationCountry LocationCountry/* LocationPart
LocationPart/* FeatureVersionReference FeatureVersionReference/* IDRegDocumentReference
IDRegDocumentReference/* @IDRegDocTypeID @IdentityID @IssuedBy-CountryID
@IssuedIn-LocationID @ValidityID Comment Comment/* IDRegistrationNo IDRegistrationNo/*
IssuingAuthority IssuingAuthority/* DocumentDate DocumentDate/* DocumentedNameReference
DocumentedNameReference/* @FixedRef Profile Profile/@ID Profile/@PartySubTypeID
Profile/@DeltaAction Profile/Identity Profile/Identity/* Profile/Feature
Profile/Feature/* Profile/SanctionsEntryReference Profile/SanctionsEntryReference/*
Profile/ExternalReference Profile/ExternalReference/* @From-ProfileID @To-ProfileID
@RelationTypeID @RelationQualityID @Former @SanctionsEntryID @ProfileID @ListID
LimitationsToPublic LimitationsToPublic/* EntryEvent EntryEvent/* SanctionsMeasure
SanctionsMeasure/* SupportingInfo SupportingInfo/*
"""
# Links between listings, which say nothing of a party.
_FRAME = ("SanctionsEntryLinks",)
_FAMILY = frozenset(("Last Name", "Maiden Name", "Matronymic"))
_SUBTYPES = {"Vessel": PartyType.VESSEL, "Aircraft": PartyType.AIRCRAFT}


def parse(data: bytes, *, name: str = "") -> tuple[ParsedList, ...]:
    """The lists in an advanced XML file.

    Raises:
        ParseError: the file is cut off or damaged, has no parties, or a party has no
            name.
    """
    unknown = Unknown(frozenset(_KNOWN.split()), _FRAME)
    document = Document()
    published: date | None = None
    for tag, value in read_rows(data, _TAGS, unknown=unknown, name=name):
        if tag == "DateOfIssue":
            published = whole_date(day_text(value))
        elif tag == "ReferenceValueSets":
            _read_tables(value, document)
            unknown.seen.clear()
        elif tag == "Location":
            document.places.put(word(value, "@ID"), value)
        elif tag == "IDRegDocument":
            document.papers.put(word(value, "@IdentityID"), value)
        elif tag == "DistinctParty":
            for profile in each(value, "Profile"):
                entry = _party(value, profile, document, name)
                document.parties[word(profile, "@ID")] = entry
                document.names[word(profile, "@ID")] = entry.name
        elif tag == "ProfileRelationship":
            document.relations.put(word(value, "@From-ProfileID"), value)
        elif tag == "SanctionsEntry":
            document.listings.put(word(value, "@ProfileID"), value)
    if not document.parties:
        raise ParseError(name, f"{name or 'The file'} holds no party.")
    document.places.clear()
    document.papers.clear()
    return _lists(document, published, unknown.remarks())


def _read_tables(value: Value, document: Document) -> None:
    for table in value.values() if isinstance(value, Mapping) else ():
        for kind, rows in table.items() if isinstance(table, Mapping) else ():
            known = document.tables.setdefault(kind, {})
            for row in rows if isinstance(rows, list) else [rows]:
                known[word(row, "@ID")] = row


def _lists(
    document: Document, published: date | None, remarks: tuple[str, ...]
) -> tuple[ParsedList, ...]:
    by_code: dict[str, list[ListEntry]] = defaultdict(list)
    strange: dict[str, int] = defaultdict(int)
    lost = 0
    codes = {
        profile: _codes(document.listings.get(profile), document, party)
        for profile, party in document.parties.items()
    }
    # A file of the non-SDN lists also says who is on the SDN list, and the other way
    # round; the entries there are the other file's to give.
    on_sdn = sum(any(code == SDN for code, _ in x) for x in codes.values())
    sdn = 2 * on_sdn > len(codes)
    for profile in codes:
        party = document.parties.pop(profile)
        listings = document.listings.get(profile)
        entry = _linked(party, document.relations.get(profile), document, listings)
        entry = replace(entry, programs=_programs(listings, document))
        for listing in listings:
            title = document.says("List", word(listing, "@ListID"))
            if not code_of_title(title) and not is_together(title):
                strange[title] += 1
        wanted = [
            (code, listing) for code, listing in codes[profile] if (code == SDN) == sdn
        ]
        for code, listing in wanted:
            day = next((day_text(d) for d in each(listing, "EntryEvent", "Date")), "")
            by_code[code].append(replace(entry, list=code, start_date=whole_date(day)))
        lost += not wanted
    said = (
        *remarks,
        *(
            f"{many} entries of a list that is not known, {title!r}, were not taken."
            for title, many in strange.items()
        ),
        *((f"{lost} parties are on none of the lists of this file.",) if lost else ()),
    )
    return tuple(
        ParsedList(source.code, tuple(by_code[source.code]), published, said)
        for source in CATALOG
        if source.code in by_code
    )


def _codes(
    listings: Iterable[Value], document: Document, party: ListEntry
) -> list[tuple[str, Value]]:
    """Every list that a party is on, with its listing there.

    A party may stand on the non-SDN lists together and on none by name; its programs
    then tell which of them is meant, as they do in the classic files.
    """
    titled = [(document.says("List", word(x, "@ListID")), x) for x in listings]
    found = [(code, x) for title, x in titled if (code := code_of_title(title))]
    if found:
        return found
    remarks = as_remarks(party.details)
    told: dict[str, Value] = {}
    for title, listing in titled:
        if is_together(title):
            for code in codes_by_program(_programs([listing], document), remarks):
                told.setdefault(code, listing)
    return list(told.items())


def _programs(listings: Iterable[Value], document: Document) -> tuple[str, ...]:
    """The programs of listings; measures of other kinds have comments of their own."""
    measures = (m for x in listings for m in each(x, "SanctionsMeasure"))
    return tuple(
        dict.fromkeys(
            text
            for measure in measures
            if document.says("SanctionsType", word(measure, "@SanctionsTypeID"))
            in ("", "Program")
            if (text := word(measure, "Comment"))
        )
    )


def _linked(
    entry: ListEntry,
    relations: Iterable[Value],
    document: Document,
    listings: Iterable[Value],
) -> ListEntry:
    """The party with the parties that it is said to belong to."""
    links = []
    for relation in relations:
        other = document.names.get(word(relation, "@To-ProfileID"))
        if other is not None:
            links.append(("linked_to", other))
    kept = [
        (label, as_json(list(rows)))
        for label, rows in (
            ("ProfileRelationship", relations),
            ("SanctionsEntry", listings),
        )
        if rows
    ]
    return replace(
        entry,
        details=tuple(dict.fromkeys((*entry.details, *links))),
        published=(*entry.published, *kept),
    )


def _party(party: Value, profile: Value, document: Document, name: str) -> ListEntry:
    facts = Facts()
    identities = each(profile, "Identity")
    first, aliases = _names(identities, document)
    if not first:
        raise ParseError(
            name,
            f"{name or 'The file'}: the party {word(party, '@FixedRef')} has no name.",
        )
    used: dict[str, Value] = {}
    places: list[dict[str, str]] = []
    for feature in each(profile, "Feature"):
        label = document.says("FeatureType", word(feature, "@FeatureTypeID"))
        for version in each(feature, "FeatureVersion"):
            for number in words(version, "VersionLocation", "@LocationID"):
                for place in document.places.get(number):
                    used[number] = place
            if label == "Location":
                places.extend(version_places(version, document))
            else:
                _feature(label, version, document, facts)
            facts.detail("comments", word(version, "Comment"))
    papers = [
        paper
        for identity in identities
        for paper in document.papers.get(word(identity, "@ID"))
    ]
    for paper in papers:
        _paper(paper, document, facts)
    facts.detail("remarks", word(party, "Comment"))
    addresses, countries = read_addresses(places)
    subtype = document.tables.get("PartySubType", {}).get(
        word(profile, "@PartySubTypeID"), ""
    )
    return ListEntry(
        list="",
        name=first,
        type=_type(subtype, document),
        number=word(party, "@FixedRef"),
        aliases=aliases,
        addresses=addresses,
        identifiers=tuple(facts.identifiers),
        countries=tuple(dict.fromkeys((*countries, *facts.countries))),
        details=tuple(facts.details),
        published=(
            *columns({k: v for k, v in party.items() if k != "Profile"}),
            *((sys.intern(f"Profile/{key}"), text) for key, text in columns(profile)),
            *((("IDRegDocument", as_json(papers)),) if papers else ()),
            *((("Location", as_json(list(used.values()))),) if used else ()),
        ),
    )


def _feature(label: str, version: Value, document: Document, facts: Facts) -> None:
    """Adds what a version says; what Treasury knows to be false finds nobody."""
    known = document.says("Reliability", word(version, "@ReliabilityID"))
    for text in version_texts(version, document):
        if known == "False":
            facts.detail("said_to_be_false", f"{label} {text}")
        else:
            facts.feature(label, text)


def _type(subtype: Value, document: Document) -> PartyType:
    if word(subtype) in _SUBTYPES:
        return _SUBTYPES[word(subtype)]
    kind = stated_type(document.says("PartyType", word(subtype, "@PartyTypeID")))
    return PartyType.ORGANIZATION if kind is PartyType.UNKNOWN else kind


def _names(
    identities: Iterable[Value], document: Document
) -> tuple[str, tuple[Alias, ...]]:
    first = ""
    aliases: dict[Alias, None] = {}
    for identity in identities:
        types = {
            word(group, "@ID"): document.says(
                "NamePartType", word(group, "@NamePartTypeID")
            )
            for group in each(
                identity, "NamePartGroups", "MasterNamePartGroup", "NamePartGroup"
            )
        }
        for alias in each(identity, "Alias"):
            weak = word(alias, "@LowQuality") == "true"
            former = document.says("AliasType", word(alias, "@AliasTypeID")).startswith(
                "F"
            )
            for documented in each(alias, "DocumentedName"):
                text, script = _name(documented, types, document)
                latin = script in ("", "Latin")
                if word(alias, "@Primary") == "true" and latin and not first:
                    first = text
                elif text:
                    kind = AliasKind.FKA if former else AliasKind.AKA
                    aliases[
                        Alias(
                            text,
                            kind if latin else AliasKind.SCRIPT,
                            AliasQuality.WEAK if weak else AliasQuality.STRONG,
                        )
                    ] = None
    if not first and aliases:
        promoted = next(iter(aliases))
        del aliases[promoted]
        first = promoted.name
    return first, tuple(aliases)


def _name(
    documented: Value, types: Mapping[str, str], document: Document
) -> tuple[str, str]:
    """A name as the classic files write it, ``FAMILY, Given``, and its script."""
    family: list[str] = []
    given: list[str] = []
    script = ""
    for part in each(documented, "DocumentedNamePart", "NamePartValue"):
        script = script or document.says("Script", word(part, "@ScriptID"))
        kind = types.get(word(part, "@NamePartGroupID"), "")
        (family if kind in _FAMILY else given).append(word(part))
    if family and given:
        return f"{' '.join(family)}, {' '.join(given)}", script
    return " ".join((*family, *given)), script


def _paper(paper: Value, document: Document, facts: Facts) -> None:
    label = document.says("IDRegDocType", word(paper, "@IDRegDocTypeID"))
    number = word(paper, "IDRegistrationNo")
    country = document.says("Country", word(paper, "@IssuedBy-CountryID"))
    facts.document(label, number, country)
    for dated in each(paper, "DocumentDate"):
        what = document.says("IDRegDocDateType", word(dated, "@IDRegDocDateTypeID"))
        days = [period_text(p) for p in each(dated, "DatePeriod")] or [day_text(dated)]
        facts.detail("document_dates", f"{label} {number} {what} {' '.join(days)}")
    validity = document.says("Validity", word(paper, "@ValidityID"))
    if validity and validity.casefold() not in ("valid", "unknown"):
        facts.detail("document_not_valid", f"{label} {number} ({validity})")
