from __future__ import annotations

from datetime import date

import pytest

from listgate.records import (
    Address,
    Alias,
    AliasKind,
    AliasQuality,
    Basis,
    Citation,
    DatedBy,
    Identifier,
    ListEntry,
    PartyType,
)
from listgate.sources.compact import EarlierText, Input, PackedList, read, write

FULL = ListEntry(
    list="us-bis-el",
    name="Dahua Technology",
    type=PartyType.ORGANIZATION,
    entry="us-bis-el:abc234",
    number="7",
    aliases=(
        Alias("Dahua"),
        Alias("大华股份", AliasKind.SCRIPT, AliasQuality.WEAK, "https://example.org/a"),
    ),
    addresses=(
        Address("1187 Bin'an Road, Hangzhou, China", "CN", "15 CFR 744 Supp. 4"),
    ),
    identifiers=(Identifier("uscc", "91330000727215176K", "CN"),),
    countries=("CN", "HK"),
    programs=("P", "Q"),
    license_requirement="All items.",
    license_review_policy="Presumption of denial",
    footnotes=(4,),
    citations=(
        Citation("84 FR 54002", "84 FR 54004", date(2019, 10, 9)),
        Citation("87 FR 62186", "87 FR 62202"),
    ),
    end_date=date(2030, 1, 1),
    effective_from=date(2019, 10, 9),
    effective_from_basis=Basis.RULE,
    details=(("date_of_birth", "1970"),),
    notes=("A note.",),
)
BARE = ListEntry(list="us-bis-el", name="Nobody", entry="us-bis-el:xyz567")


def packed(*entries: ListEntry) -> PackedList:
    earlier = EarlierText(
        "us-bis-el:abc234", None, date(2022, 10, 21), date(2022, 4, 21),
        license_review_policy="Case by case", footnotes=(), cite="87 FR 62186", source="s",
    )  # fmt: skip
    return PackedList(
        "us-bis-el", date(2026, 7, 31), DatedBy.CONTENT, entries, (earlier,),
        (Input("file.json", "0" * 64),),
    )  # fmt: skip


def test_a_list_read_back_is_the_list_written() -> None:
    assert read(write(packed(FULL, BARE))) == packed(FULL, BARE)


def test_writing_twice_gives_the_same_bytes() -> None:
    assert write(packed(FULL, BARE)) == write(packed(FULL, BARE))


def test_each_entry_names_the_version_it_was_read_from() -> None:
    entries = read(write(packed(FULL, BARE)), "sha256:1").entries
    assert [e.versions for e in entries] == [("sha256:1",)] * 2


def test_an_entry_of_another_list_is_refused() -> None:
    stray = ListEntry(list="us-bis-uvl", name="x", entry="us-bis-uvl:1")
    with pytest.raises(ValueError, match="not an id"):
        write(packed(stray))
