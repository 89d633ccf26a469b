"""Entries → FollowTheMoney entities, for OpenSanctions' tools and for what reads them.

An entry is a party and a ``Sanction`` that points at it. What FollowTheMoney has no
property for goes to ``notes``; nothing is guessed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from listgate.records import AliasKind, AliasQuality, ListEntry
from listgate.sources.catalog import CATALOG
from listgate.sources.ftm_terms import (
    DETAIL_PROPERTIES,
    PROPERTIES,
    SCHEMATA,
    dataset_of,
)

_SOURCES = {source.code: source for source in CATALOG}
_CONTROL = ("us-bis-", "us-fcc-", "us-dod-", "us-ndaa-", "us-dhs-", "jp-")
_OF_VESSELS = frozenset(
    ("flag", "pastFlags", "type", "callSign", "tonnage", "grossRegisteredTonnage")
)
_OF_PERSONS = frozenset(
    ("birthDate", "birthPlace", "nationality", "citizenship", "gender", "position")
)


def entities(entries: Iterable[ListEntry]) -> Iterator[dict[str, Any]]:
    """The entities of the entries, each party before its sanction."""
    for entry in entries:
        party = _party(entry)
        yield party
        yield from _wallets(entry, party)
        yield _sanction(entry, party["id"])


def _party(entry: ListEntry) -> dict[str, Any]:
    found: dict[str, list[str]] = defaultdict(list)
    schema = SCHEMATA[entry.type]
    found["name"].append(entry.name)
    for alias in entry.aliases:
        name = (
            "previousName"
            if alias.kind is AliasKind.FKA
            else "weakAlias"
            if alias.quality is AliasQuality.WEAK
            else "alias"
        )
        # A parent's name is no name of the unit that is listed.
        if alias.kind is not AliasKind.PARENT:
            found[name].append(alias.name)
    text = "full" if schema == "Address" else "address"
    found[text] += [address.text for address in entry.addresses]
    if schema not in ("Vessel", "Airplane"):
        found["country"] += [code.lower() for code in entry.countries]
    for identifier in entry.identifiers:
        if identifier.kind == "crypto-wallet":
            continue
        name = PROPERTIES.get(identifier.kind, "")
        if name:
            found[name].append(identifier.value)
        else:
            found["notes"].append(f"{identifier.kind}: {identifier.value}")
    for detail, value in entry.details:
        name = DETAIL_PROPERTIES.get(detail, "")
        if name in _OF_VESSELS and schema != "Vessel":
            name = ""
        if name in _OF_PERSONS and schema != "Person":
            name = ""
        found[name or "notes"].append(value if name else f"{detail}: {value}")
    found["notes"] += entry.notes
    found["topics"].append(
        "export.control" if entry.list.startswith(_CONTROL) else "sanction"
    )
    return {
        "id": _id(entry),
        "caption": entry.name,
        "schema": schema,
        "properties": {k: list(dict.fromkeys(v)) for k, v in found.items() if v},
        "referents": [f"ofac-{entry.number}"]
        if entry.number and entry.list.startswith("us-ofac-")
        else [],
        "datasets": [dataset_of(entry.list)],
        "target": True,
    }


def _wallets(entry: ListEntry, party: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for identifier in entry.identifiers:
        if identifier.kind == "crypto-wallet":
            yield _entity(
                entry,
                "CryptoWallet",
                identifier.value,
                {"publicKey": [identifier.value], "holder": [party["id"]]},
            )


def _sanction(entry: ListEntry, party: str) -> dict[str, Any]:
    source = _SOURCES.get(entry.list)
    start = entry.effective_from or entry.start_date
    end = entry.effective_to or entry.end_date
    properties: dict[str, list[str]] = {
        "entity": [party],
        "authority": [source.publisher] if source else [],
        "sourceUrl": [source.url] if source else [],
        "country": [entry.list.partition("-")[0]] if source else [],
        "program": list(entry.programs),
        "reason": [entry.license_requirement] if entry.license_requirement else [],
        "provisions": [entry.license_review_policy]
        if entry.license_review_policy
        else [],
        "authorityId": [
            " ".join(
                filter(
                    None,
                    (c.printed, f"{c.published_at:%m/%d/%Y}" if c.published_at else ""),
                )
            )
            for c in entry.citations
        ],
        "startDate": [start.isoformat()] if start else [],
        "endDate": [end.isoformat()] if end else [],
    }
    return _entity(
        entry, "Sanction", "sanction", {k: v for k, v in properties.items() if v}
    )


def _entity(
    entry: ListEntry, schema: str, key: str, properties: dict[str, list[str]]
) -> dict[str, Any]:
    digest = hashlib.sha256(f"{entry.entry}|{schema}|{key}".encode()).hexdigest()[:20]
    return {
        "id": f"{_id(entry)}-{digest}",
        "caption": schema,
        "schema": schema,
        "properties": properties,
        "referents": [],
        "datasets": [dataset_of(entry.list)],
        "target": False,
    }


def _id(entry: ListEntry) -> str:
    """An id that says the list and the entry; it needs no table to be read back."""
    if entry.number and entry.list.startswith("us-ofac-"):
        return f"ofac-{entry.number}"
    return (
        (entry.entry or f"{entry.list}:{entry.name}")
        .replace(":", "-")
        .replace(" ", "-")
    )
