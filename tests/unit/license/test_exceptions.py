"""License exceptions worth looking at: what an entry, part 740 and 740.2 leave."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from listgate.license.case import Case, Subject
from listgate.license.ear_codec import embedded
from listgate.license.eccn import parse_eccn
from listgate.license.exceptions import exceptions_of
from listgate.license.facts import Item, Transaction
from listgate.license.rule_files import rulebook
from listgate.license.tables import CclEntry

TELECOM = (
    ("LVS", "N/A for 5A001.a, b.5, .e, f.3 and .h; $5000 for 5A001.b.1, .d, and .g"),
    ("GBS", "Yes, except 5A001.a, b.5, e, and h."),
    ("ACE", "Yes for 5A001.j, except to Country Group E:1 or E:2. See § 740.22."),
    (
        "STA",
        "License Exception STA may not be used to ship any commodity in 5A001.b.3.",
    ),
)
CHIPS = (
    ("LVS", "N/A for MT, NP; N/A for and 3A001.z."),
    (
        "GBS",
        "Yes for 3A001.a.2 to a.14 (except .a.5.a when controlled for MT), and .g.",
    ),
    ("ACM", "Yes for 3A001.z"),
    ("LPP", "Yes for 3A001.z.1.a, z.2.a"),
)
TOOLS = (
    ("LVS", "$500, except semiconductor manufacturing equipment specified in 3B001.d."),
    ("IEC", "Yes, for 3B001.c.1.a, c.1.c, and .q, see § 740.2(a)(22) of the EAR."),
)


def told(
    code: str,
    exceptions: tuple[tuple[str, str], ...],
    country: str,
    *reasons: str,
    value: int | None = None,
) -> list[str]:
    eccn = parse_eccn(code)
    assert eccn is not None
    worth = None if value is None else Fraction(value)
    tx = Transaction(date(2026, 8, 1), country, Item(eccn, value_usd=worth))
    case = Case(tx, rulebook(), embedded().groups, None, None, Subject(True, ""))
    entry = CclEntry(eccn.base, "", exceptions=exceptions)
    return [e.symbol for e in exceptions_of(case, eccn, entry, reasons or ("NS",))]


@pytest.mark.parametrize(
    ("code", "country", "left"),
    [
        ("5A001.d", "BR", ["LVS", "GBS", "ACE"][:2]),
        ("5A001.j", "BR", ["GBS", "ACE"]),
        ("5A001.h", "BR", []),
        ("5A001", "BR", ["LVS", "GBS", "ACE"]),
        # LVS and GBS go to Country Group B; STA to A:5 and A:6.
        ("5A001.d", "CN", []),
        ("5A001.d", "DE", ["LVS", "GBS", "STA"]),
        ("5A001.d", "UA", ["LVS"]),
    ],
)
def test_an_exception_is_for_its_paragraphs_and_destinations(
    code: str, country: str, left: list[str]
) -> None:
    assert told(code, TELECOM, country) == left


@pytest.mark.parametrize(("value", "left"), [(5000, ["LVS", "GBS"]), (5001, ["GBS"])])
def test_lvs_has_a_limit_of_value(value: int, left: list[str]) -> None:
    assert told("5A001.d", TELECOM, "BR", value=value) == left


def test_gbs_overcomes_national_security_alone() -> None:
    assert told("3A001.g", CHIPS, "BR", "NS") == ["LVS", "GBS"]
    assert told("3A001.g", CHIPS, "BR", "NS", "RS") == ["LVS"]
    assert told("3A001.g", CHIPS, "BR", "NS", "NP") == []


def test_what_is_not_open_is_not_told() -> None:
    no = (("LVS", "N/A"), ("GBS", "N/A."), ("ACM", "No"))
    assert told("4E091", no, "DE", "RS") == []


def test_no_exception_reaches_missile_technology() -> None:
    assert told("3A001.g", CHIPS, "BR", "NS", "MT") == []


def test_advanced_computing_leaves_some_to_destinations_of_concern() -> None:
    # 740.2(a)(9)(ii): Country Groups D:1, D:4 and D:5, without A:5 and A:6.
    assert told("3A001.z", CHIPS, "CN", "RS") == ["ACM"]
    assert told("3A001.z", CHIPS, "IN", "RS") == ["ACM", "LPP"]


def test_what_iec_is_for_no_other_reaches() -> None:
    assert told("3B001.q", TOOLS, "KR", "NS", "RS") == ["IEC"]
    assert told("3B001.a.1", TOOLS, "KR") == ["LVS"]
    assert told("3B001.d", TOOLS, "KR") == ["LVS"]  # what the words are about is asked


def test_military_series_have_none_to_arms_embargoes() -> None:
    # 740.2(a)(12)
    exceptions = (("LVS", "$1500"), ("STA", "Paragraph (c)(2) may not be used."))
    assert told("9A610.x", exceptions, "CN", "NS", "RS") == []
    assert told("9A610.x", exceptions, "HK", "NS", "RS") == []
    assert told("9A610.x", exceptions, "DE", "NS", "RS") == ["LVS", "STA"]
