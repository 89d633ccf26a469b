"""Readings of the EU's and the UK's lists say what the publishers' XML says."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from listgate.errors import ParseError
from listgate.history.arrival import read_path
from listgate.history.dating import date_lists
from listgate.records import DatedBy
from listgate.sources.recognise import read_lists
from listgate.sources.xml_rows import read_rows

EXCERPTS = Path(__file__).parent / "excerpts"
SHARED = Path(
    os.environ.get(
        "LISTGATE_PUBLISHERS_FILES", Path(__file__).parents[3] / "shared/data"
    )
)
PLURALS = {
    "regulation": "regulations",
    "nameAlias": "name_aliases",
    "citizenship": "citizenships",
    "birthdate": "birthdates",
    "address": "addresses",
    "identification": "identifications",
    "regulationSummary": "regulation_summaries",
}


def snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def eu_reading(value: Any) -> Any:
    """A subject of the EU's XML as a reading gives it."""
    if isinstance(value, list):
        return [eu_reading(part) for part in value]
    if not isinstance(value, dict):
        return {"true": True, "false": False}.get(value, value)
    return {
        PLURALS.get(key, snake(key.lstrip("@"))): (
            eu_reading(part if isinstance(part, list) else [part])
            if key in PLURALS
            else eu_reading(part)
        )
        for key, part in value.items()
    }


UK = {
    "unique_id": "UniqueID",
    "ofsi_group_id": "OFSIGroupID",
    "un_reference_number": "UNReferenceNumber",
    "uk_statement_of_reasons": "UKStatementofReasons",
}
BACK = {value: key for key, value in UK.items()}


def uk_reading(value: Any) -> Any:
    """A designation of the UK's XML as a reading gives it."""
    if isinstance(value, list):
        return [uk_reading(part) for part in value]
    if not isinstance(value, dict):
        return {"true": True, "false": False}.get(value, value)
    inside = {"Name": "names", "NonLatinName": "names", "Address": "addresses"}
    return {
        inside.get(key) or BACK.get(key) or snake(key): (
            uk_reading(part if isinstance(part, list) else [part])
            if key in inside
            else uk_reading(part)
        )
        for key, part in value.items()
    }


def rows(name: str, tag: str) -> Iterator[Any]:
    data = (EXCERPTS / name).read_bytes()
    return (row for found, row in read_rows(data, (tag,)) if found == tag)


def lines(of: list[Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in of).encode()


@pytest.mark.parametrize(
    ("name", "tag", "reading"),
    [
        ("eu-fsf.xml", "sanctionEntity", eu_reading),
        ("gb-fcdo.xml", "Designation", uk_reading),
    ],
)
def test_a_reading_gives_the_entries_of_the_xml(
    name: str, tag: str, reading: Any
) -> None:
    (xml,) = read_lists((EXCERPTS / name).read_bytes())
    of = [reading(row) for row in rows(name, tag)]
    for data in (lines(of), json.dumps(of).encode()):
        (read,) = read_lists(data)
        assert read.code == xml.code
        assert read.remarks == ()
        assert len(read.entries) == len(xml.entries) > 3
        for ours, theirs in zip(read.entries, xml.entries, strict=True):
            assert replace(ours, published=()) == replace(theirs, published=())


def test_a_reading_is_dated_by_its_newest_change() -> None:
    of = [eu_reading(row) for row in rows("eu-fsf.xml", "sanctionEntity")]
    (read,) = read_lists(lines(of))
    newest = max(r["publication_date"] for s in of for r in s["regulations"])
    assert read.published_at is None
    assert read.newest is not None
    assert read.newest >= date.fromisoformat(newest)
    today = date(2026, 11, 24)
    assert date_lists([read], None, today, "x") == {
        "eu-fsf": (read.newest, DatedBy.ENTRIES)
    }
    given = read.newest + timedelta(days=9)
    assert date_lists([read], given, today, "x")["eu-fsf"] == (given, DatedBy.USER)


def test_a_key_that_the_publisher_has_not_is_told_with_its_row() -> None:
    of = [eu_reading(row) for row in rows("eu-fsf.xml", "sanctionEntity")]
    for row in of[1:]:
        row["name_aliases"][0]["risk_class"] = "high"
    (read,) = read_lists(lines(of))
    assert read.remarks == (
        "This form of the list has parts that were not known and are kept as "
        "published: nameAlias/@riskClass (line 2).",
    )


def test_a_row_that_is_no_object_is_refused() -> None:
    of = [eu_reading(row) for row in rows("eu-fsf.xml", "sanctionEntity")]
    with pytest.raises(ParseError, match="row 7 is no object"):
        read_lists(json.dumps([*of, "Jan Novak"]).encode())


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the publishers' files are not here")
def test_whole_readings_are_read() -> None:
    (eu,) = read_lists(read_path(SHARED / "eu/eu-fsf-2026-05-01.jsonl.xz")[1])
    assert (len(eu.entries), eu.remarks) == (5860, ())
    assert sum(1 + len(e.aliases) for e in eu.entries) > 29000
    kinds = Counter(e.type.value for e in eu.entries)
    assert kinds == {"person": 4341, "organization": 1519}
    (uk,) = read_lists(
        read_path(SHARED / "uk/uk-sanctions-list-2026-08-22.jsonl.xz")[1]
    )
    assert (len(uk.entries), uk.remarks) == (6349, ())
    assert Counter(e.type.value for e in uk.entries)["vessel"] == 666
    assert all(e.start_date for e in uk.entries)
