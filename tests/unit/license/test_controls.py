"""Cells of the control list: to which items and destinations a control applies."""

from __future__ import annotations

import pytest

from listgate.license.controls import parse_applies, parse_column
from listgate.license.ear_codec import embedded
from listgate.license.eccn import Eccn, named_eccns, parse_eccn


def eccn(text: str) -> Eccn:
    found = parse_eccn(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cell", "code", "applies"),
    [
        ("RS applies to entire entry", "2A983", True),
        ("NS applies to entire entry except 0A501.y", "0A501.y", False),
        ("NS applies to entire entry except 0A501.y", "0A501.a", True),
        ("NS applies to entire entry except 0A501.y", "0A501", None),
        ("NS applies to entire entry, except .e, .x, and .y", "9A515.e", False),
        ("RS apply to 1A004.d", "1A004.d", True),
        ("RS apply to 1A004.d", "1A004.c", False),
        ("RS apply to 1A004.d", "1A004", None),
        ("NS applies to 3B001.a.1 to a.3, b, e, f.2 to f.4, g to j", "3B001.h", True),
        (
            "NS applies to 3B001.a.1 to a.3, b, e, f.2 to f.4, g to j",
            "3B001.a.4",
            False,
        ),
        ("MT applies to 3A001.a.1.a when usable in “missiles”", "3A001.a.1.a", None),
        ("MT applies to 3A001.a.1.a when usable in “missiles”", "3A001.b", False),
        ("NS applies to “software” for equipment controlled by 3B001.q", "3D001", None),
    ],
)
def test_the_left_cell_applies_to_an_item(
    cell: str, code: str, applies: bool | None
) -> None:
    item = eccn(code)
    assert parse_applies(cell, item.base).to(item) is applies


WORLD = "To or within any destination worldwide. See § 742.6(a)(6)(iii)(A) of the EAR."
D5 = "To or within Macau or a destination specified in Country Group D:5 of supplement no. 1 to part 740 of the EAR. See § 742.6(a)(6)(i) of the EAR."
D145 = "To or within the United Arab Emirates or destinations specified in Country Groups D:1, D:4, and D:5 of supplement no. 1 to part 740 of the EAR, excluding any destination also specified in Country Groups A:5 or A:6."


@pytest.mark.parametrize(
    ("reason", "cell", "country", "reaches"),
    [
        ("RS", "RS Column 2", "CN", True),
        ("RS", "RS Column 2.", "HK", True),
        ("RS", "RS Column 2", "DE", False),
        ("NP", "NP Column 1 AT Column 1", "IL", True),
        ("RS", WORLD, "GB", True),
        ("RS", D5, "MO", True),
        ("RS", D5, "CN", True),
        ("RS", D5, "TW", False),
        ("RS", D145, "VN", True),
        ("RS", D145, "IL", False),
        ("RS", "China, Russia, or Venezuela (see § 742.6(a)(7)).", "VE", True),
        ("RS", "China, Russia, or Venezuela (see § 742.6(a)(7)).", "DE", False),
        (
            "CC",
            "A license is required for ALL destinations, except Canada, regardless of end use.",
            "CA",
            False,
        ),
        (
            "CC",
            "A license is required for ALL destinations, except Canada, regardless of end use.",
            "FR",
            True,
        ),
        ("UN", "See § 746.1(b) for UN controls", "CD", True),
        ("UN", "See § 746.1(b) for UN controls", "FR", False),
        (
            "RS",
            "A license is required for items controlled by this entry for export or reexport to Iraq or transfer within Iraq for regional stability reasons.",
            "IQ",
            True,
        ),
        ("RS", "See § 742.6(a)(11) of the EAR.", "FR", None),
    ],
)
def test_the_right_cell_reaches_a_destination(
    reason: str, cell: str, country: str, reaches: bool | None
) -> None:
    tables = embedded()
    column = parse_column(cell, reason)
    assert column.reaches(country, tables.chart, tables.groups) is reaches


def test_a_destination_named_and_taken_out_again_can_be_read_both_ways() -> None:
    tables = embedded()
    column = parse_column(D145, "RS")
    assert column.reaches("AE", tables.chart, tables.groups) is None


def test_eccns_of_a_text_are_read_with_their_bare_paragraphs() -> None:
    told = [
        str(e)
        for e in named_eccns("3B001.a.4, .c, f.1.b.2; 3B002.c, or 3E001 to 3E003")
    ]
    assert told == [
        "3B001.a.4",
        "3B001.c",
        "3B001.f.1.b.2",
        "3B002.c",
        "3E001",
        "3E002",
        "3E003",
    ]


@pytest.mark.parametrize("text", ["5A992.c", "5a992.C", "5A992c"])
def test_an_eccn_is_read_as_people_write_it(text: str) -> None:
    assert str(parse_eccn(text)) == "5A992.c"


@pytest.mark.parametrize("text", ["5F992", "A992", "5A99", "", "camera"])
def test_what_is_no_eccn_is_none(text: str) -> None:
    assert parse_eccn(text) is None
