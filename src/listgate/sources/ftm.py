"""FollowTheMoney JSON lines, as OpenSanctions publishes them → entries by list.

A line is an entity: a party, or what hangs on one (a sanction, an address, a passport, a
wallet), linked by id; in the nested form the linked entities stand inside. A party that
several datasets name is an entry on each of their lists. Parties of datasets that are no
list of the catalog, and parties that a file keeps for their links alone, are counted and
left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from listgate.errors import ParseError
from listgate.records import (
    Address,
    Alias,
    AliasKind,
    AliasQuality,
    Identifier,
    ListEntry,
    ParsedList,
    PartyType,
)
from listgate.sources.catalog import CATALOG, by_csl_source
from listgate.sources.citations import RuleOf, parse_citations
from listgate.sources.countries import address_country, country_code
from listgate.sources.footnotes import parse_footnotes
from listgate.sources.ftm_terms import (
    CONSOLIDATED,
    DATASETS,
    DETAILS,
    IDENTIFIERS,
    OFAC_OTHERS,
    PARTIES,
    code_of_program,
)
from listgate.sources.ftm_values import (
    Entity,
    as_text,
    first_day,
    joined,
    published,
    texts_of,
    values_of,
)
from listgate.sources.party_type import infer_type

_OWN = {source.code.replace("-", "_"): source.code for source in CATALOG}
_OFAC = re.compile(r"^ofac-(?:[a-z]+-)?(\d+)$")
_TARGET = re.compile(r"^(?:sanction|export\.control|export\.risk|debarment|crime)")
_LATIN = re.compile(r"[A-Za-z]")
_KEYS = {"id", "schema", "properties"}
_HOLDERS = ("holder", "entity", "asset", "owner")


def looks_like_ftm(text: str) -> bool:
    """Whether a text's first line is an entity."""
    first, _, more = text.lstrip("\ufeff \r\n").partition("\n")
    if not first.startswith("{") or not _KEYS.issubset(
        re.findall(r'"(\w+)"\s*:', first)
    ):
        return False
    try:
        row = json.loads(first)
    except json.JSONDecodeError:
        return not more  # a first line longer than what is looked at
    return (
        isinstance(row, dict)
        and row.keys() >= _KEYS
        and isinstance(row["properties"], dict)
    )


def parse_ftm(
    text: str, *, name: str = "", code: str = "", first_page: RuleOf | None = None
) -> tuple[ParsedList, ...]:
    """The lists that an export holds.

    Args:
        text: The lines.
        name: What the caller calls the file, for messages.
        code: Takes every party as an entry of this list, whatever its dataset.
        first_page: Gives the first page of the rule that a printed citation belongs to.

    Raises:
        ParseError: a line is no entity, or no party is of a list of the catalog.
    """
    export = _Export(_lines(text, name))
    by_code: dict[str, list[ListEntry]] = defaultdict(list)
    left: Counter[str] = Counter()
    for entity in export.parties:
        codes = [code] if code else export.codes(entity)
        if not code and not export.is_target(entity):
            left["parties that the file keeps for their links alone"] += 1
            continue
        if not codes:
            for dataset in entity.get("datasets") or ("",):
                left[f"parties of the dataset {dataset or 'without a name'!r}"] += 1
        for one in codes:
            by_code[one].append(export.entry(entity, one, first_page))
    if not by_code:
        what = ", ".join(f"{n} {w}" for w, n in left.most_common(3)) or "no parties"
        raise ParseError(
            name,
            f"{name or 'The file'} is FollowTheMoney data without a list that is known "
            f"here: it has {what}.",
        )
    remarks = tuple(f"{n} {what} were not taken." for what, n in left.most_common())
    order = {source.code: at for at, source in enumerate(CATALOG)}
    return tuple(
        ParsedList(one, tuple(by_code[one]), None, remarks)
        for one in sorted(by_code, key=lambda c: order.get(c, len(order)))
    )


def _lines(text: str, name: str) -> Iterator[Entity]:
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ParseError(
                name,
                f"{name or 'The file'}: line {number} is no JSON; the file may be cut off.",
                f"line {number}",
            ) from error
        if not isinstance(row, dict) or not row.keys() >= _KEYS:
            raise ParseError(
                name,
                f"{name or 'The file'}: line {number} is no entity with id, schema and "
                "properties.",
                f"line {number}",
            )
        yield row


class _Export:
    """The entities of one file, with what hangs on each party."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.parties: list[Entity] = []
        self._by_id: dict[str, Entity] = {}
        self._on: dict[str, list[Entity]] = defaultdict(list)
        for entity in entities:
            self._take(entity)
        # An address or a wallet is a party only where it is itself the target.
        linked = {
            str(value)
            for party in self.parties
            for value in values_of(party, "addressEntity")
        }
        self.parties = [
            p
            for p in self.parties
            if p["schema"] != "Address" or (p.get("target") and p["id"] not in linked)
        ]

    def _take(self, entity: Entity, holder: str = "") -> None:
        self._by_id[str(entity["id"])] = entity
        if entity["schema"] in PARTIES and not holder:
            self.parties.append(entity)
        else:
            holders = [holder] if holder else []
            for name in _HOLDERS:
                holders += [v for v in values_of(entity, name) if isinstance(v, str)]
            for one in dict.fromkeys(holders):
                self._on[one].append(entity)
        for values in entity["properties"].values():
            for value in values if isinstance(values, list) else [values]:
                if isinstance(value, dict) and "schema" in value and "id" in value:
                    self._take({"properties": {}, **value}, str(entity["id"]))

    def hanging(self, entity: Entity, schema: str) -> list[Entity]:
        """What hangs on a party, of one schema."""
        return [e for e in self._on.get(str(entity["id"]), ()) if e["schema"] == schema]

    def is_target(self, entity: Entity) -> bool:
        """Whether a list names the party itself."""
        if "target" in entity:
            return bool(entity["target"])
        topics = values_of(entity, "topics")
        return any(
            _TARGET.match(str(t)) for t in topics if t != "sanction.linked"
        ) or bool(self.hanging(entity, "Sanction"))

    def codes(self, entity: Entity) -> list[str]:
        """The lists that name a party."""
        found: dict[str, None] = {}
        sanctions = self.hanging(entity, "Sanction")
        for dataset in entity.get("datasets") or ():
            if code := DATASETS.get(dataset) or _OWN.get(dataset):
                found[code] = None
            elif dataset == OFAC_OTHERS:
                words = " ".join(
                    str(v)
                    for s in sanctions
                    for p in ("program", "programId", "authority", "listingType")
                    for v in values_of(s, p)
                )
                if code := code_of_program(words):
                    found[code] = None
            elif dataset == CONSOLIDATED:
                for sanction in sanctions:
                    for authority in values_of(sanction, "authority"):
                        source = by_csl_source(str(authority))
                        if source:
                            found[source.code] = None
        return list(found)

    def sanctions_of(self, entity: Entity, code: str) -> list[Entity]:
        """The sanctions of a party that are of one list."""
        found = self.hanging(entity, "Sanction")
        told = []
        for sanction in found:
            datasets = sanction.get("datasets") or ()
            codes = {DATASETS.get(d) or _OWN.get(d) for d in datasets} - {None}
            if not codes or code in codes:
                told.append(sanction)
        return told

    def entry(self, entity: Entity, code: str, first_page: RuleOf | None) -> ListEntry:
        """The party as an entry of one list."""
        kind = PARTIES[entity["schema"]]
        names = texts_of(entity, "name")
        caption = " ".join(str(entity.get("caption") or "").split())
        main = caption if caption in names or not names else names[0]
        if not _LATIN.search(main):
            main = next((n for n in names if _LATIN.search(n)), main)
        main = main or str(entity["id"])
        addresses = tuple(dict.fromkeys(self._addresses(entity)))
        if kind is PartyType.UNKNOWN:
            kind = infer_type(main, address=addresses[0].text if addresses else "")
        sanctions = self.sanctions_of(entity, code)
        requirement = joined(sanctions, "reason") if code.startswith("us-bis") else ""
        policy = joined(sanctions, "provisions") if code.startswith("us-bis") else ""
        footnotes, notes = parse_footnotes(requirement)
        citations, _ = parse_citations(
            "; ".join(
                str(v)
                for s in sanctions
                for p in ("authorityId", "recordId", "status")
                for v in values_of(s, p)
            ),
            first_page=first_page,
        )
        return ListEntry(
            list=code,
            name=main,
            type=kind,
            number=_number(entity, code),
            aliases=tuple(_aliases(entity, main)),
            addresses=addresses,
            identifiers=tuple(dict.fromkeys(self._identifiers(entity))),
            countries=tuple(dict.fromkeys(_countries(entity, addresses))),
            programs=tuple(
                dict.fromkeys(
                    str(v) for s in sanctions for v in values_of(s, "program")
                )
            ),
            license_requirement=requirement,
            license_review_policy=policy,
            footnotes=footnotes,
            citations=citations,
            start_date=first_day(sanctions, ("startDate", "listingDate")),
            end_date=first_day(sanctions, ("endDate",)),
            details=tuple(_details(entity, sanctions)),
            notes=notes,
            published=(*published(entity), *self._linked(entity)),
        )

    def _places(self, entity: Entity) -> list[Entity]:
        """The addresses that a party names by id or holds."""
        return [
            self._by_id[v] if isinstance(v, str) else v
            for v in values_of(entity, "addressEntity")
            if not isinstance(v, str) or v in self._by_id
        ]

    def _linked(self, entity: Entity) -> Iterator[tuple[str, str]]:
        """What hangs on a party in lines of its own, as published."""
        held = {id(v) for v in values_of(entity, "addressEntity")}
        for one in (*self._on.get(str(entity["id"]), ()), *self._places(entity)):
            if id(one) not in held:
                yield str(one["schema"]), as_text(one)

    def _addresses(self, entity: Entity) -> Iterator[Address]:
        linked = self._places(entity)
        for address in linked:
            properties = {"properties": {}, **address}
            full = " ".join(texts_of(properties, "full")) or ", ".join(
                text
                for part in (
                    "street",
                    "street2",
                    "city",
                    "state",
                    "region",
                    "postalCode",
                )
                for text in texts_of(properties, part)
            )
            country = next(iter(texts_of(properties, "country")), "")
            if full:
                yield Address(full, country_code(country) or address_country(full))
        if not linked:
            for text in texts_of(entity, "address"):
                yield Address(text, address_country(text))
        if entity["schema"] == "Address":
            for text in texts_of(entity, "full"):
                yield Address(text, address_country(text))

    def _identifiers(self, entity: Entity) -> Iterator[Identifier]:
        aircraft = entity["schema"] == "Airplane"
        for name, kind in IDENTIFIERS.items():
            for value in texts_of(entity, name):
                if aircraft and kind == "registration":
                    kind = "aircraft-tail"
                yield Identifier(kind, value)
        for document in (
            *self.hanging(entity, "Passport"),
            *self.hanging(entity, "Identification"),
        ):
            kind = "passport" if document["schema"] == "Passport" else "national-id"
            country = country_code(next(iter(texts_of(document, "country")), ""))
            for value in (
                *texts_of(document, "number"),
                *texts_of(document, "passportNumber"),
            ):
                yield Identifier(kind, value, country)
        for wallet in self.hanging(entity, "CryptoWallet"):
            for value in texts_of(wallet, "publicKey"):
                yield Identifier("crypto-wallet", value)


def _aliases(entity: Entity, main: str) -> Iterator[Alias]:
    seen = {main}
    for name, kind, quality in (
        ("name", AliasKind.AKA, AliasQuality.STRONG),
        ("alias", AliasKind.AKA, AliasQuality.STRONG),
        ("weakAlias", AliasKind.AKA, AliasQuality.WEAK),
        ("previousName", AliasKind.FKA, AliasQuality.STRONG),
        ("abbreviation", AliasKind.AKA, AliasQuality.WEAK),
    ):
        for text in texts_of(entity, name):
            if text not in seen:
                seen.add(text)
                script = kind is AliasKind.AKA and not _LATIN.search(text)
                yield Alias(text, AliasKind.SCRIPT if script else kind, quality)


def _countries(entity: Entity, addresses: Iterable[Address]) -> Iterator[str]:
    stated = False
    for name in (
        "country",
        "jurisdiction",
        "mainCountry",
        "nationality",
        "citizenship",
    ):
        for value in texts_of(entity, name):
            if code := country_code(value):
                yield code
            stated = True
    if not stated:
        yield from (a.country for a in addresses if a.country)


def _details(entity: Entity, sanctions: Iterable[Entity]) -> Iterator[tuple[str, str]]:
    for name, detail in DETAILS.items():
        for text in texts_of(entity, name):
            yield detail, text
    for sanction in sanctions:
        for name in ("status", "duration", "listingType"):
            for text in texts_of(sanction, name):
                yield f"sanction_{name}", text


def _number(entity: Entity, code: str) -> str:
    """OFAC's number, which OpenSanctions keeps in its ids; no other publisher's is."""
    if not code.startswith("us-ofac-"):
        return ""
    for one in (entity["id"], *(entity.get("referents") or ())):
        if found := _OFAC.match(str(one)):
            return found[1]
    return ""
