"""What an item's entry asks for a destination, by entries as the control list has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from listgate.license.case import Case, Subject
from listgate.license.ear_codec import embedded
from listgate.license.eccn import parse_eccn
from listgate.license.facts import Item, Role, Transaction, TransactionParty
from listgate.license.item import ItemFinding, judge
from listgate.license.rule_files import rulebook
from listgate.license.tables import CclEntry, Control, EarTables, Shelf, by_code

DAY = date(2026, 8, 1)
ENTRIES = (
    CclEntry("0A980", "Horses by sea.", "SS"),
    CclEntry("0A983", "Implements of torture", "CC"),
    CclEntry("0A982", "Restraint devices", "CC"),
    CclEntry(
        "0A501",
        "Firearms",
        "NS, AT",
        (
            Control("NS applies to entire entry except 0A501.y", "NS Column 1."),
            Control("AT applies to entire entry", "AT Column 1."),
        ),
    ),
    CclEntry("0A002", "Reactors. (These items are “subject to the ITAR.”)"),
    CclEntry("2B018", "Equipment on the Munitions List."),
    CclEntry("1A999", "Specific Processing Equipment, n.e.s.", "AT"),
    CclEntry("1C355", "Chemicals", "CW, AT."),
    CclEntry("1C395", "Mixtures and kits", "CB, CW, AT"),
    CclEntry(
        "1C351",
        "Pathogens and toxins",
        "CB, CW, AT",
        (
            Control(
                "CB applies to items controlled by 1C351.d.15 and .16", "CB Column 1."
            ),
            Control("CB applies to entire entry", "CB Column 2."),
            Control("AT applies to entire entry", "Column 1."),
        ),
    ),
    CclEntry(
        "6A992",
        "Optical sensors",
        "AT, RS",
        (Control("AT applies to entire entry", "AT Column 1."),),
    ),
    CclEntry(
        "7A999",
        "An entry whose table lacks a reason",
        "NS, AT",
        (Control("AT applies to entire entry", "AT Column 1."),),
    ),
    CclEntry(
        "3B993",
        "Tools",
        "RS, AT",
        (
            Control("RS applies to entire entry", "See § 742.6(a)(11) of the EAR."),
            Control("AT applies to entire entry", "AT Column 1."),
        ),
    ),
    CclEntry(
        "9A515",
        "Spacecraft",
        "NS, RS, AT",
        (
            Control(
                "NS applies to entire entry, except .e, .x, and .y", "NS Column 1."
            ),
            Control("NS applies to 9A515.x", "NS Column 2."),
            Control("RS applies to 9A515.e and .x", "RS Column 2."),
            Control(
                "RS applies to 9A515.y",
                "China, Russia or Venezuela (see § 742.6(a)(7)).",
            ),
            Control("AT applies to entire entry", "AT Column 1."),
        ),
    ),
)
TABLES: EarTables = replace(
    embedded(), entries=by_code(ENTRIES), complete=True, published_at=date(2026, 7, 23)
)


def found(code: str, country: str, *parties: TransactionParty) -> ItemFinding:
    eccn = parse_eccn(code)
    assert eccn is not None
    tx = Transaction(DAY, country, Item(eccn), parties)
    case = Case(
        tx,
        rulebook(),
        TABLES.groups,
        TABLES,
        TABLES.entry(eccn),
        Subject(True, ""),
    )
    return judge(case, Shelf(embedded(), (TABLES,)))


@pytest.mark.parametrize(
    ("code", "country", "outcome"),
    [
        ("0A980", "CA", "license-required"),
        ("0A983", "GB", "license-required"),
        ("0A982", "CA", "not-required"),
        ("0A982", "GB", "license-required"),
        ("0A501.a", "GB", "license-required"),
        ("0A501.y", "GB", "not-required"),
        ("0A501", "GB", "undetermined"),
        ("0A501.y.7", "CN", "license-required"),
        ("0A501.y.1", "CN", "not-required"),
        ("0A002", "FR", "undetermined"),
        ("0A002", "RU", "undetermined"),
        ("2B018", "FR", "undetermined"),
        ("1A999", "CN", "not-required"),
        ("1A999", "RU", "license-required"),
        ("1C355.a.2", "IL", "license-required"),
        ("1C355.b", "TW", "undetermined"),
        ("1C355", "EG", "undetermined"),
        ("1C355.a", "DE", "not-required"),
        ("1C395.b", "IL", "license-required"),
        ("1C395", "DE", "not-required"),
        ("1C351.d.16", "CA", "license-required"),
        ("1C351.d.1", "CA", "not-required"),
        ("1C351", "CA", "undetermined"),
        ("6A992", "IQ", "license-required"),
        ("6A992", "CN", "not-required"),
        ("7A999", "CN", "undetermined"),
        ("9A515", "CN", "license-required"),
        ("9A515", "DE", "undetermined"),
        ("9A515.e", "IN", "license-required"),
        ("9A515.y", "IN", "not-required"),
    ],
)
def test_an_entry_asks_for_a_license(code: str, country: str, outcome: str) -> None:
    assert found(code, country).outcome == outcome


def test_an_answer_by_every_paragraph_asks_for_the_paragraph() -> None:
    assert "give the paragraph" in found("9A515", "CN").checks[0]


def test_a_reason_without_a_row_is_told() -> None:
    told = found("7A999", "CN")
    assert [c.reason for c in told.controls if c.applies is None] == ["NS"]
    assert "its table says nothing of it" in told.checks[0]


def test_what_hangs_on_footnote_5_is_of_the_parties() -> None:
    assert found("3B993", "DE").outcome == "undetermined"
    assert "footnote 5 of the Entity List" in found("3B993", "DE").checks[0]
    party = TransactionParty(0, "Acme Optical GmbH", Role.END_USER)
    assert found("3B993", "DE", party).outcome == "not-required"
