from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from listgate.history.store import Store
from listgate.records import (
    Address,
    Alias,
    Citation,
    DatedBy,
    ListEntry,
    ListVersion,
    Origin,
    PartyType,
)

EL = "us-bis-el"
SOURCES = {
    "us-bis-el": "Entity List (EL) - Bureau of Industry and Security",
    "us-bis-dpl": "Denied Persons List (DPL) - Bureau of Industry and Security",
    "us-bis-uvl": "Unverified List (UVL) - Bureau of Industry and Security",
    "us-ofac-sdn": "Specially Designated Nationals (SDN) - Treasury Department",
}


def make_entry(
    name: str,
    entry: str = "",
    *,
    code: str = EL,
    countries: str = "",
    cites: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    addresses: tuple[str, ...] = (),
    start: date | None = None,
    policy: str = "",
    requirement: str = "",
    number: str = "",
    type: PartyType = PartyType.UNKNOWN,
    born: str = "",
) -> ListEntry:
    return ListEntry(
        list=code,
        name=name,
        entry=f"{code}:{entry}" if entry else "",
        type=type,
        number=number,
        aliases=tuple(Alias(a) for a in aliases),
        addresses=tuple(Address(a) for a in addresses),
        countries=tuple(countries.split()),
        citations=tuple(Citation(c, c) for c in cites),
        start_date=start,
        license_review_policy=policy,
        license_requirement=requirement,
        details=(("date_of_birth", born),) if born else (),
    )


def make_version(
    day: str,
    *,
    code: str = EL,
    origin: Origin = Origin.LOADED,
    entries: int = 0,
    name: str = "",
    quarantined: bool = False,
) -> ListVersion:
    return ListVersion(
        code=code,
        version=f"sha256:{name or day}",
        published_at=date.fromisoformat(day),
        dated_by=DatedBy.USER,
        origin=origin,
        entries=entries,
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        quarantined=quarantined,
    )


def make_csl(rows: dict[str, list[str]], *, start: str = "", cites: str = "") -> bytes:
    """A consolidated CSV with names by list code."""
    columns = [
        "_id",
        "source",
        "entity_number",
        "type",
        "programs",
        "name",
        "title",
        "addresses",
        "federal_register_notice",
        "start_date",
        "end_date",
        "standard_order",
        "license_requirement",
        "license_policy",
        "call_sign",
        "vessel_type",
        "gross_tonnage",
        "gross_registered_tonnage",
        "vessel_flag",
        "vessel_owner",
        "remarks",
        "source_list_url",
        "alt_names",
        "citizenships",
        "dates_of_birth",
        "nationalities",
        "places_of_birth",
        "source_information_url",
        "ids",
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    for code, names in rows.items():
        for name in names:
            writer.writerow(
                {
                    "source": SOURCES[code],
                    "name": name,
                    "start_date": start,
                    "federal_register_notice": cites,
                }
            )
    return out.getvalue().encode()


@pytest.fixture
def entry() -> Callable[..., ListEntry]:
    return make_entry


@pytest.fixture
def version() -> Callable[..., ListVersion]:
    return make_version


@pytest.fixture
def csl() -> Callable[..., bytes]:
    return make_csl


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store.open(database_url)
    yield opened
    opened.close()
