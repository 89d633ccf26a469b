"""The Denied Persons List as Commerce publishes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from listgate.errors import ParseError
from listgate.records import ListEntry
from listgate.sources.recognise import read_lists

DATA = (Path(__file__).parent / "excerpts/bis-dpl.txt").read_bytes()


def entries(data: bytes = DATA) -> list[ListEntry]:
    (parsed,) = read_lists(data)
    assert parsed.code == "us-bis-dpl"
    assert parsed.remarks == ()
    return list(parsed.entries)


def test_rows_that_differ_in_the_address_alone_are_one_entry() -> None:
    (sheng,) = [e for e in entries() if e.name == "ZIMO SHENG"]
    assert [a.text for a in sheng.addresses] == [
        "3975 N. CRAMER STREET, UNIT 204, MILWAUKEE, WI, 53211",
        "JINXIUYUAN 17-403, CHANGSHU, JIANGSU, 215500, CN",
    ]
    assert sheng.countries == ("US", "CN")
    assert sheng.start_date == date(2020, 3, 16)
    assert sheng.end_date == date(2028, 12, 13)
    assert [c.printed for c in sheng.citations] == ["85 FR 16054"]
    assert ("standard_order", "Y") in sheng.details
    published = dict(sheng.published)
    assert published["City"] == '["MILWAUKEE","JIANGSU"]'
    assert published["FR_Citation"] == "85 F.R. 16054 3/20/2020"


def test_an_order_of_another_day_or_notice_is_another_entry() -> None:
    found = [e for e in entries() if e.name == "I. ASH"]
    assert sorted(str(e.start_date) for e in found) == [
        "2002-03-04",
        "2002-03-04",
        "2003-06-19",
    ]


def test_an_order_that_is_not_standard_is_told() -> None:
    assert ("standard_order", "N") in next(
        e for e in entries() if e.name == "AMIR MAHDI"
    ).details


def test_the_newer_export_says_it_in_words() -> None:
    newer = DATA.replace(b"Standard_Order", b"Type_of_Denial")
    newer = newer.replace(b'"Y"\t', b'"Standard"\t').replace(
        b'"N"\t', b'"Non-Standard"\t'
    )
    for old, new in zip(entries(), entries(newer), strict=True):
        assert (
            dict(old.details)["standard_order"] == dict(new.details)["standard_order"]
        )


def test_a_cut_file_is_refused() -> None:
    ends = {at + 1 for at, byte in enumerate(DATA) if byte == 0x0A}
    for at in range(1, len(DATA), 3):
        # A row that is whole but for its line end has lost nothing.
        if at not in ends and at + 1 not in ends:
            with pytest.raises(ParseError):
                read_lists(DATA[:at], name="dpl.txt")


def test_a_file_without_its_last_line_end_is_whole() -> None:
    assert entries(DATA.rstrip(b"\n")) == entries()
