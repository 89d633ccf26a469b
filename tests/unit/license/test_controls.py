"""Right cells of the control list, and the chart and groups that they point to."""

from __future__ import annotations

from datetime import date

import pytest

from listgate.license.controls import parse_column
from listgate.license.ear_codec import embedded
from listgate.license.eccn import named_eccns, parse_eccn
from listgate.license.geography import row_of
from listgate.sources.countries import country_code

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
        ("UN", "See § 746.1(b) for UN controls", "CF", True),
        ("UN", "See § 764.1(b) for UN controls", "SS", False),
        ("UN", "See § 746.1(b) for UN controls", "FR", False),
        ("SI", "See § 742.14 of the EAR for additional information.", "JP", True),
        ("SI", "See § 742.14 of the EAR for additional information.", "AU", False),
        ("SI", "See § 742.14 of the EAR for additional information.", "CA", False),
        ("EI", "Refer to § 742.15 of the EAR.", "AU", True),
        ("EI", "Refer to § 742.15 of the EAR.", "CA", False),
        (
            "CW",
            "CW applies to entire entry. A license is required for CW reasons to CWC non-States Parties, except for Israel and Taiwan.",
            "EG",
            True,
        ),
        (
            "CW",
            "CW applies to entire entry. A license is required for CW reasons to CWC non-States Parties, except for Israel and Taiwan.",
            "IL",
            False,
        ),
        ("MT", "MT applies to “software” for items of 1B018", "GB", False),
        ("MT", "MT applies to “software” for items of 1B018", "DE", True),
        ("AT", "Column 1.", "CN", False),
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


def test_a_destination_named_beside_groups_is_not_taken_out_with_them() -> None:
    # 742.6(a)(6)(iii)(B) names the United Arab Emirates, which stand in A:5, and takes
    # A:5 out of the groups alone.
    tables = embedded()
    column = parse_column(D145, "RS")
    assert tables.groups.holds("A:5", "AE")
    assert column.reaches("AE", tables.chart, tables.groups) is True


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("RS Column 2", "15 CFR part 738, Supp. No. 1"),
        (WORLD, "15 CFR 742.6(a)(6)(iii)(A)"),
        ("See § 764.1(b) for UN controls", "15 CFR 746.1(b)"),
        (
            "RS Column 1, See § 742.6(a)(3) for license requirements.",
            "15 CFR 742.6(a)(3)",
        ),
    ],
)
def test_a_right_cell_says_where_its_requirement_stands(cell: str, rule: str) -> None:
    assert parse_column(cell, "UN" if "UN" in cell else "RS").rule == rule


def test_a_paragraph_asks_for_nothing_before_its_first_day() -> None:
    cell = "A license is required for items controlled by this entry for export or reexport to Pakistan or transfer within Pakistan for regional stability reasons. See § 742.6(a)(12) of the EAR for additional information."
    column = parse_column(cell, "RS")
    assert not column.begun(date(2024, 12, 25))
    assert column.begun(date(2024, 12, 26))
    assert parse_column("RS Column 2", "RS").begun(date(2000, 1, 1))


def test_a_chart_of_a_later_day_does_not_answer_for_marks_that_have_gone() -> None:
    chart, day = embedded().chart, embedded().published_at
    assert chart.on(day, day).marked("KR", "RS 2") is False
    assert chart.on(date(2019, 10, 10), day).marked("KR", "RS 2") is None
    assert chart.on(date(2019, 10, 10), day).marked("DE", "RS 2") is False
    assert chart.on(date(2021, 1, 13), day).marked("SD", "AT 1") is True
    assert chart.on(date(2021, 1, 14), day).marked("SD", "AT 1") is False


@pytest.mark.parametrize(
    ("place", "row"),
    [
        ("HK", "CN"),
        ("KY", "GB"),
        ("BM", "GB"),
        ("GL", "DK"),
        ("PR", "US"),
        ("MO", "MO"),
    ],
)
def test_a_territory_stands_under_its_country(place: str, row: str) -> None:
    assert row_of(place) == row
    assert country_code(place) == place


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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1C351.d.15 and .16", ["1C351.d.15", "1C351.d.16"]),
        ("8A620. b and .y; 9A004 .g, .r", ["8A620.b", "8A620.y", "9A004.g", "9A004.r"]),
        ("9D515.x and y", ["9D515.x", "9D515.y"]),
        ("6A003.b.4.b that have a frame rate", ["6A003.b.4.b"]),
        (
            "9A515.d against X-rays (e.g., from below −54 °C to above +125 °C)",
            ["9A515.d"],
        ),
        ("3B993, or 3B994. Case-by-case for items", ["3B993", "3B994"]),
    ],
)
def test_words_are_no_paragraphs(text: str, told: list[str]) -> None:
    assert [str(e) for e in named_eccns(text)] == told


@pytest.mark.parametrize("text", ["5A992.c", "5a992.C", "5A992c"])
def test_an_eccn_is_read_as_people_write_it(text: str) -> None:
    assert str(parse_eccn(text)) == "5A992.c"


@pytest.mark.parametrize("text", ["5F992", "A992", "5A99", "", "camera"])
def test_what_is_no_eccn_is_none(text: str) -> None:
    assert parse_eccn(text) is None
