"""The eCFR's text of part 744: real rows in its markup, and the whole list through it."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from listgate.errors import ParseError
from listgate.history.identity import identify
from listgate.records import AliasKind, ListEntry, PartyType
from listgate.sources import ecfr, embedded
from listgate.sources.countries import country_code
from listgate.sources.entity_cell import read_entity
from listgate.sources.gpo_cells import Cell
from listgate.sources.name_end import fold_name
from listgate.sources.part_744 import Row, entries_of
from listgate.sources.recognise import read_lists

HERE = Path(__file__).parent
PART = (HERE / "excerpts" / "ecfr-part-744.xml").read_bytes()


def rendering() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "ecfr_rendering", HERE / "ecfr_rendering.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


RENDER = rendering()


def lists() -> dict[str, tuple[ListEntry, ...]]:
    return {p.code: p.entries for p in read_lists(PART, name="part-744.xml")}


def named(name: str) -> list[ListEntry]:
    return [e for e in lists()["us-bis-el"] if e.name == name]


def test_one_file_gives_the_four_lists_of_the_part() -> None:
    found = read_lists(PART)
    assert [(p.code, len(p.entries)) for p in found] == [
        ("us-bis-el", 29),
        ("us-bis-uvl", 4),
        ("us-bis-meu", 4),
        ("us-bis-mieu", 13),
    ]
    # The service leaves the day open: `/on/_SUBSTITUTE_DATE_/title-15/…`.
    assert {p.published_at for p in found} == {None}


def test_a_file_that_names_its_day_is_of_that_day() -> None:
    dated = PART.replace(b"_SUBSTITUTE_DATE_", b"2026-07-09")
    assert {p.published_at for p in read_lists(dated)} == {date(2026, 7, 9)}


def test_a_bulk_volume_holds_the_part_and_the_day_of_its_last_amendment() -> None:
    part = PART.partition(b"?>")[2].replace(b'N="744.22"', b'N="\xc2\xa7 744.22"')
    volume = (
        b'<?xml version="1.0" encoding="UTF-8" ?>\n<DLPSTEXTCLASS><TEXT><BODY><ECFRBRWS>'
        b'<AMDDATE>Dec. 29, 2022(fm)</AMDDATE><DIV1 N="2" NODE="15:2" TYPE="TITLE">'
        b"%s</DIV1></ECFRBRWS></BODY></TEXT></DLPSTEXTCLASS>" % part
    )
    found = read_lists(volume)
    assert [len(p.entries) for p in found] == [len(p.entries) for p in read_lists(PART)]
    assert {p.published_at for p in found} == {date(2022, 12, 29)}


def test_a_supplement_whose_number_is_cut_short_is_told_by_its_head() -> None:
    cut = PART.replace(b'N="Supplement No. 4 to Part 744"', b'N="Supplement No. 4 to"')
    assert len(read_lists(cut)[0].entries) == 29


def test_notes_below_a_table_and_tables_of_amendments_hold_no_entry() -> None:
    foot = b'<TFOOT><TR><TD colspan="5">1 A note.</TD></TR></TFOOT></TABLE>'
    to_come = (
        b"<XREF>Link to an amendment published at 91 FR 40281, July 1, 2026.</XREF>"
        b"<EFFDNOT><TABLE><TR><TD>A</TD><TD>B Ltd.</TD><TD>C</TD><TD>D</TD><TD>E</TD>"
        b"</TR></TABLE></EFFDNOT></DIV9>"
    )
    data = PART.replace(b"</TABLE>", foot, 1).replace(b"</DIV9>", to_come, 1)
    (first, *_) = read_lists(data)
    assert len(first.entries) == 29
    assert (
        "us-bis-el: Link to an amendment published at 91 FR 40281, July 1, 2026."
    ) in first.remarks


def test_tables_in_small_letters_are_read_alike() -> None:
    small = PART
    for tag in (b"TABLE", b"THEAD", b"TBODY", b"TR", b"TH", b"TD"):
        for mark in (b"<%s", b"</%s"):
            for end in (b">", b" ", b"/"):
                small = small.replace(mark % tag + end, mark % tag.lower() + end)
    assert b"<td" in small
    assert b"<TD" not in small
    assert lists() == {p.code: p.entries for p in read_lists(small)}


def test_a_country_is_printed_once_and_carries_on() -> None:
    (yunze,) = named("Beijing Yunze Technology Co., Ltd.")
    assert yunze.countries == ("CN",)
    assert ("destination", "CHINA, PEOPLE’S REPUBLIC OF") in yunze.details
    assert [a.text[:30] for a in yunze.addresses] == [
        "West of Floor 1, Building 7, J",
        "201, Floor 2, 36#, Yinhe Garde",
        "402, Floor 4, No. 85, Huilongg",
    ]


def test_one_entity_under_two_countries_is_an_entry_in_each() -> None:
    here, there = named("Abdul Satar Ghoura")
    assert here.countries == ("AF",)
    assert there.countries == ("PK",)
    assert ("see_also", "alternate addresses under Pakistan") in here.details
    assert len(here.addresses) == len(there.addresses) == 2


def test_an_address_that_hangs_on_the_last_alias_is_an_address() -> None:
    (found,) = named("OAO 'Uranis-Radiosistemy'")
    assert "Uranis-Radiosistemy OAO" in [a.name for a in found.aliases]
    assert [a.text for a in found.addresses] == [
        "33 G, Vakulenchuk Street, Sevastopol, Crimea 99053, Ukraine"
    ]


def test_a_superscript_is_a_footnote_and_no_part_of_a_section() -> None:
    (dahua,) = named("Dahua Technology")
    assert dahua.footnotes == (4,)
    assert dahua.citations[0].cite == "84 FR 54002"
    assert dahua.citations[0].published_at == date(2019, 10, 9)


def test_an_entry_that_is_only_an_address_is_one_under_each_country() -> None:
    here, there = named("Address 01")
    assert here.type is there.type is PartyType.ADDRESS
    assert here.countries == ("CN", "HK")
    assert there.countries == ("TR",)


def test_a_former_name_in_brackets_is_a_former_name() -> None:
    (flot,) = [e for e in lists()["us-bis-el"] if e.name.startswith("Gazprom Flot")]
    kinds = {a.name: a.kind for a in flot.aliases}
    former = "Obshchestvo S Ogranichennoi Otvetstvennostyu Gazflot"
    assert kinds[former] is AliasKind.FKA
    assert kinds["Gazprom Flot, OOO"] is AliasKind.AKA


def test_reserved_rows_are_said_and_hold_no_entry() -> None:
    (first, *_) = read_lists(PART)
    assert "1 reserved or empty rows hold no entry." in first.remarks[0]


def test_the_printed_row_is_kept_whole() -> None:
    (yunze,) = named("Beijing Yunze Technology Co., Ltd.")
    columns = dict(yunze.published)
    assert columns["Entity"].startswith("Beijing Yunze Technology Co., Ltd., a.k.a.")
    assert columns["Federal Register citation"].startswith("88 FR 12171, 2/27/23")


def test_the_running_text_of_744_22_names_its_thirteen_bodies() -> None:
    found = lists()["us-bis-mieu"]
    told = [(e.name, e.aliases[0].name, e.countries[0]) for e in found if e.aliases]
    assert told[2:4] == [
        ("Directorate of Military Intelligence", "DIM", "CU"),
        ("Directorate of Military Counterintelligence", "CIM", "CU"),
    ]
    _, known = embedded.load(["us-bis-mieu"]).versions[0]
    assert {e.entry for e in identify(found, known)} == {e.entry for e in known}


def embedded_facts() -> list[Any]:
    """What the embedded Entity List says, row by row, as the regulation would print it."""
    headings = {"CN": "CHINA, PEOPLE'S REPUBLIC OF", "UA": "CRIMEA REGION OF UKRAINE"}
    facts = []
    for entry in embedded.load(["us-bis-el"]).versions[0][1]:
        own = [
            a.name
            for a in entry.aliases
            if a.source == "publisher" and a.kind is AliasKind.AKA and "(" not in a.name
        ]
        places = [
            a.text
            for a in entry.addresses
            if a.source.startswith("15 CFR") and "ubordinate" not in a.text
        ]
        code = entry.countries[0] if entry.countries else "CN"
        facts.append(
            RENDER.Facts(
                headings.get(code, code),
                entry.name,
                tuple(own),
                tuple(places),
                entry.license_requirement,
                entry.license_review_policy,
                tuple(
                    f"{c.printed}, {c.published_at:%m/%d/%y}"
                    for c in entry.citations
                    if c.published_at
                ),
                "Pakistan" if len(entry.countries) > 1 else "",
            )
        )
    return facts


def mistakes(facts: list[Any]) -> dict[str, int]:
    """How many rows come back with a field that is not what was printed."""
    (found,) = read_lists(RENDER.part_744(facts))
    rows = [e for e in found.entries if not any("Listed inside" in n for n in e.notes)]
    wrong = {"name": 0, "aliases": 0, "addresses": 0, "requirement": 0, "citations": 0}
    for told, got in zip(facts, rows, strict=True):
        wrong["name"] += fold_name(got.name) != fold_name(told.name)
        wrong["aliases"] += not RENDER.names(told.aliases) <= RENDER.names(
            [*got.names()]
        )
        wrong["addresses"] += RENDER.names(
            [a.text for a in got.addresses]
        ) != RENDER.names([a for a in told.addresses if not country_code(a)])
        wrong["requirement"] += got.license_requirement != told.requirement
        wrong["citations"] += len(got.citations) != len(set(told.citations))
    return wrong


def test_the_whole_list_comes_back_from_the_markup() -> None:
    facts = embedded_facts()
    wrong = mistakes(facts)
    # Measured on 3,420 rows: 1, 6, 50 (addresses that the source itself runs together).
    assert wrong["name"] <= 3
    assert wrong["aliases"] <= 10
    assert wrong["addresses"] <= 60
    assert wrong["requirement"] == wrong["citations"] == 0


def test_names_are_told_from_addresses_without_knowing_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ecfr, "known_names", lambda code: frozenset())
    facts = [f for f in embedded_facts() if f.addresses][::3]
    assert mistakes(facts)["name"] <= len(facts) * 0.02


def test_affiliates_inside_a_cell_are_entries_of_their_own() -> None:
    lines = (
        "Huawei Technologies Co., Ltd. (Huawei), a.k.a., the following one alias:",
        "—Shenzhen Huawei Technologies, and to include the following addresses and the "
        "following 22 affiliated entities:",
        "Addresses for Huawei Technologies Co., Ltd.: Bantian Huawei Base, Longgang "
        "District, Shenzhen, 518129, China; and No. 1899 Xi Yuan Road, Chengdu, 611731.",
        "Affiliated entities:",
        "Beijing Huawei Longshine Information Technology Co., Ltd., a.k.a., the following "
        "one alias:",
        "—Beijing Huawei Longshine.",
        "Q80-3-25R, 3rd Floor, No. 3, Shangdi Information Road, Beijing, China.",
        "Hangzhou Huawei Enterprises, No. 410 Jianghong Road, Building 1, Hangzhou, China.",
    )
    row = Row("CHINA, PEOPLE'S REPUBLIC OF", Cell(lines))
    parent, longshine, hangzhou = entries_of(row, "us-bis-el")
    assert parent.name == "Huawei Technologies Co., Ltd. (Huawei)"
    assert len(parent.addresses) == 2
    assert longshine.name == (
        "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Beijing Huawei "
        "Longshine Information Technology Co., Ltd."
    )
    assert "Beijing Huawei Longshine" in [a.name for a in longshine.aliases]
    assert [a.text[:9] for a in hangzhou.addresses] == ["No. 410 J"]


@pytest.mark.parametrize(
    ("cell", "name", "aliases", "addresses"),
    [
        (
            "Gulf Gate Sea Cargo LLC, Gulzaad Market Building, 4th Floor, Room 2, Kabul, "
            "Afghanistan.",
            "Gulf Gate Sea Cargo LLC",
            (),
            ("Gulzaad Market Building, 4th Floor, Room 2, Kabul, Afghanistan",),
        ),
        ("Kosol Surinanda.", "Kosol Surinanda", (), ()),
        (
            "APEX, a.k.a., the following four aliases: —APEKS; —APEX Systems; —OOO APEX; "
            "and —APEX Ltd., 26 General Belov St Office 415, Moscow, Russia 115583.",
            "APEX",
            ("APEKS", "APEX Systems", "OOO APEX", "APEX Ltd."),
            ("26 General Belov St Office 415, Moscow, Russia 115583",),
        ),
        (
            "Aristeidis A. Pappas, Villa D71, Al Hamra Village, Ras Al Khaimah, U.A.E.",
            "Aristeidis A. Pappas",
            (),
            ("Villa D71, Al Hamra Village, Ras Al Khaimah, U.A.E",),
        ),
    ],
)
def test_name_aliases_and_addresses_are_told_apart_without_line_ends(
    cell: str, name: str, aliases: tuple[str, ...], addresses: tuple[str, ...]
) -> None:
    found = read_entity([cell])
    assert (found.name, found.aliases, found.addresses) == (name, aliases, addresses)


def test_a_reference_names_the_countries_of_the_other_entries() -> None:
    found = read_entity(
        [
            "X Ltd., 1 Main St, Kabul. (See alternate addresses under Greece, Pakistan, and U.K.)."
        ]
    )
    assert found.see_also == ("GR", "PK", "GB")


def test_a_row_that_only_goes_on_with_an_entity_belongs_to_the_row_above() -> None:
    data = PART.replace(
        b"<TR><TD/><TD>[Reserved]</TD>",
        b"<TR><TD/><TD>Room 7, Herat, Afghanistan.</TD><TD/><TD/><TD/></TR>"
        b"<TR><TD/><TD>[Reserved]</TD>",
    )
    (first, *_) = read_lists(data)
    (above,) = [
        e for e in first.entries if e.name.startswith("Emal Bilal Construction")
    ]
    assert len(first.entries) == 29
    assert above.addresses[-1].text == "Room 7, Herat, Afghanistan"


def test_an_unknown_column_is_taken_aside_and_said_once_with_its_place() -> None:
    data = PART.replace(
        b'<TH class="gpotbl_colhed" scope="col">License review policy</TH>',
        b"<TH>License review policy</TH><TH>Remarks of the Bureau</TH>",
        1,
    )
    remarks = [r for p in read_lists(data) for r in p.remarks if "not known" in r]
    assert remarks[0] == (
        "us-bis-el: column 5, 'Remarks of the Bureau', is not known and is kept as "
        "published."
    )


def test_a_row_that_names_no_entity_but_says_more_is_told() -> None:
    data = PART.replace(
        b"<TD>[Reserved]</TD><TD/>", b"<TD>[Reserved]</TD><TD>For all items.</TD>", 1
    )
    assert data != PART
    remarks = [r for p in read_lists(data) for r in p.remarks]
    assert any(
        "names no entity and was not taken: For all items." in r for r in remarks
    )


def test_text_of_the_code_without_a_list_is_refused_in_one_sentence() -> None:
    data = b'<DIV8 N="744.11" TYPE="SECTION"><HEAD>x</HEAD><P>y</P></DIV8>'
    with pytest.raises(ParseError, match="ask the eCFR for title 15, part 744"):
        read_lists(data)


def test_xml_with_entities_of_its_own_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><DIV5 N="744" TYPE="PART">&a;</DIV5>'
    with pytest.raises(ParseError, match=r"\w"):
        read_lists(bomb, name="bomb.xml")


def test_a_part_that_was_cut_off_is_refused_whole() -> None:
    with pytest.raises(ParseError, match=r"\w"):
        read_lists(PART[: len(PART) // 2], name="cut.xml")
