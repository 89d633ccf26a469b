from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from listgate.errors import HistoryError
from listgate.history.glance import loaded_entries, loaded_versions
from listgate.history.store import Store, StoredFile
from listgate.records import (
    Address,
    Alias,
    AliasKind,
    AliasQuality,
    Citation,
    Identifier,
    ListEntry,
    ListVersion,
    PartyType,
)

FULL = ListEntry(
    list="us-bis-el",
    name="Bin'an Electronics",
    type=PartyType.ORGANIZATION,
    entry="us-bis-el:x1",
    number="77",
    aliases=(Alias("BE", AliasKind.FKA, AliasQuality.WEAK, "someone"), Alias("海康")),
    addresses=(Address("1 Road", "CN", "15 CFR 744 Supp. 4"),),
    identifiers=(Identifier("uscc", "91330000", "CN"),),
    countries=("CN", "HK"),
    programs=("EL",),
    license_requirement="For all items",
    license_review_policy="Presumption of denial",
    footnotes=(1, 4),
    citations=(Citation("84 FR 54002", "84 FR 54004", date(2019, 10, 9)),),
    start_date=date(2019, 10, 9),
    end_date=date(2029, 10, 9),
    details=(("remarks", "none"),),
    notes=("A note.",),
    published=(("name", "Bin?an  Electronics"), ("source", "EL")),
)
BARE = ListEntry(list="us-bis-el", name="Bare", entry="us-bis-el:x2")
FILE = StoredFile("ab" * 32, "list.csv", b"bytes " * 100)


@pytest.fixture
def filled(store: Store, version: Callable[..., ListVersion]) -> ListVersion:
    taken: ListVersion = replace(version("2022-04-30"), entries=2)
    with store.batch() as batch:
        assert batch.add(taken, (FULL, BARE), FILE, ["A remark."])
    return taken


def test_entries_come_back_as_they_went_in(store: Store, filled: ListVersion) -> None:
    assert store.entries(filled, published=True) == (FULL, BARE)
    assert store.entries(filled) == (replace(FULL, published=()), BARE)


def test_versions_come_back_as_they_went_in(store: Store, filled: ListVersion) -> None:
    assert store.versions() == (filled,)
    assert store.versions("us-bis-el") == (filled,)
    assert store.versions("us-bis-dpl") == ()


def test_a_version_is_kept_once(store: Store, filled: ListVersion) -> None:
    with store.batch() as batch:
        assert not batch.add(filled, (BARE,), FILE)
    assert len(store.entries(filled)) == 2


def test_the_file_comes_back_by_its_digest(store: Store, filled: ListVersion) -> None:
    assert store.file(FILE.digest) == FILE
    assert store.file("00" * 32) is None


def test_the_names_first_seen_are_kept_by_id(store: Store, filled: ListVersion) -> None:
    with store.batch() as batch:
        assert batch.names("us-bis-el") == {
            "us-bis-el:x1": "Bin'an Electronics",
            "us-bis-el:x2": "Bare",
        }


def test_a_version_that_is_not_kept_is_said_so(
    store: Store, version: Callable[..., ListVersion]
) -> None:
    with pytest.raises(HistoryError, match="No version"):
        store.entries(version("2001-01-01"))


def test_a_glance_sees_the_same_versions(
    database_url: str, store: Store, filled: ListVersion
) -> None:
    assert loaded_versions(database_url) == (filled,)
    assert loaded_entries(database_url, [filled]) == (store.entries(filled),)


def test_a_glance_creates_nothing(tmp_path: Path) -> None:
    assert loaded_versions(f"sqlite:///{tmp_path / 'none' / 'listgate.sqlite'}") == ()
    assert not (tmp_path / "none").exists()
