"""Left cells of the control list: to which items of an entry a control applies."""

from __future__ import annotations

import pytest

from listgate.license.eccn import Eccn, parse_eccn
from listgate.license.scope import parse_applies


def eccn(text: str) -> Eccn:
    found = parse_eccn(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cell", "code", "applies"),
    [
        ("RS applies to entire entry", "2A983", True),
        ("RS applies entire entry", "4E091", True),
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


ASIDES = "NS applies to 5A001.b (except .b.5), .c, .d, .f (except f.3), .g, and .j"
LEAD = "RS applies to 6A002.a.1, a.2, a.3 (except a.3.d.2.a and a.3.e for lead selenide based focal plane arrays (FPAs)), .c, and .f."
CLAUSES = "MT applies to 3A001.a.1.a when usable in “missiles”; and to 3A001.a.5.a when rated from below −54 °C to above +125 °C; and 3A001.z.2"
CAMERAS = "RS applies to 6A003.b.3, 6A003.b.4.a and to items controlled in 6A003.b.4.b that have a frame rate greater than 60 Hz"
AIRCRAFT = "NS applies to entire entry except: 9A610.b; parts and components controlled in 9A610.x if being exported or reexported for use in an aircraft controlled in 9A610.b; and 9A610.y"
SHOTGUNS = "CC applies to shotguns with a barrel length less than 24 in. (60.96 cm) and paragraphs .c, .d, and .e controlled by this entry regardless of end user"
NOTED = "MT applies to entire entry, except 1B001.d.4, e and f. Note: MT applies to equipment in 1B001.d that meet or exceed the parameters of 1B101"


@pytest.mark.parametrize(
    ("cell", "code", "applies"),
    [
        # What stands behind an exception in parentheses is named all the same.
        (ASIDES, "5A001.j", True),
        (ASIDES, "5A001.b.1", True),
        (ASIDES, "5A001.b.5", False),
        (ASIDES, "5A001.b", None),
        (ASIDES, "5A001.e", False),
        (LEAD, "6A002.c", True),
        (LEAD, "6A002.a.3.a", True),
        (LEAD, "6A002.a.3.e", None),
        (LEAD, "6A002.b", False),
        # Words of one clause do not qualify what another names, nor are they paragraphs.
        (CLAUSES, "3A001.z.2", True),
        (CLAUSES, "3A001.a.5.a", None),
        (CLAUSES, "3A001.c", False),
        (CAMERAS, "6A003.b.3", True),
        (CAMERAS, "6A003.b.4.b", None),
        (CAMERAS, "6A003.a", False),
        (
            "NP applies to 1A007.b, as well as 1A007.a when it meets 3A229",
            "1A007.b",
            True,
        ),
        (
            "NP applies to 1A007.b, as well as 1A007.a when it meets 3A229",
            "1A007.a",
            None,
        ),
        (AIRCRAFT, "9A610.b", False),
        (AIRCRAFT, "9A610.y", False),
        (AIRCRAFT, "9A610.x", None),
        (AIRCRAFT, "9A610.a", True),
        (
            "AT applies to entire entry except 0A509.a for items for ECCN 0A502 or ECCN 0A508, and 0A509.d",
            "0A509.d",
            False,
        ),
        (
            "AT applies to entire entry except 0A509.a for items for ECCN 0A502 or ECCN 0A508, and 0A509.d",
            "0A509.a",
            None,
        ),
        # Words that name no paragraph may be about any of them.
        (SHOTGUNS, "0A502.c", True),
        (SHOTGUNS, "0A502.a", None),
        (
            "MT applies to radial ball bearings having a width between 10 and 20 mm",
            "2A001.b",
            None,
        ),
        (
            "NP applies to entire entry, except 2B004.b.3 and presses below 69 MPa",
            "2B004.b.3",
            False,
        ),
        (
            "NP applies to entire entry, except 2B004.b.3 and presses below 69 MPa",
            "2B004.a",
            None,
        ),
        (NOTED, "1B001.e", False),
        (NOTED, "1B001.d.4", False),
        (NOTED, "1B001.d.1", None),
        (NOTED, "1B001.a", True),
        # ECCNs in the words that qualify are none of the scope.
        (
            "EI applies to “software” in 5D002.a.1 and c.1, for commodities controlled for EI reasons in ECCN 5A002 or 5D002",
            "5D002.c.2",
            False,
        ),
        # A sentence of its own qualifies nothing.
        (
            "CW applies to entire entry. A license is required, except for Taiwan",
            "1E355",
            True,
        ),
        (
            "NP applies to entire entry, for items controlled for NP reasons",
            "1E201",
            None,
        ),
        ("CB applies to items controlled by 1C351.d.15 and .16", "1C351.d.16", True),
    ],
)
def test_clauses_exceptions_and_words_are_told_apart(
    cell: str, code: str, applies: bool | None
) -> None:
    item = eccn(code)
    assert parse_applies(cell, item.base).to(item) is applies


def test_an_exception_for_one_destination_leaves_the_item_alone() -> None:
    cell = "RS applies to 9D515.y, except to Russia for use in the International Space Station (ISS)"
    told = parse_applies(cell, "9D515")
    assert told.to(eccn("9D515.y")) is True
    assert told.but_to == {"RU"}
