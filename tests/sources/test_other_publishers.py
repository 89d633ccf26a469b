"""Web page, workbook, facts and third-party readings: the publishers without a list file."""

from __future__ import annotations

import contextlib
import io
import json
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from listgate.errors import ParseError
from listgate.records import AliasKind, ListEntry
from listgate.sources.recognise import read_lists
from listgate.sources.subsidiaries import subsidiaries

UFLPA = (Path(__file__).parent / "excerpts" / "uflpa.html").read_bytes()


def page() -> dict[str, ListEntry]:
    (found,) = read_lists(UFLPA, name="page.html")
    assert found.code == "us-dhs-uflpa"
    return {e.name: e for e in found.entries}


def test_an_entity_in_three_tables_is_one_entry_from_its_first_day() -> None:
    corps = page()["Xinjiang Production and Construction Corps"]
    assert corps.programs == (
        "Sec. 2(d)(2)(B)(i)",
        "Sec. 2(d)(2)(B)(ii)",
        "Sec. 2(d)(2)(B)(v)",
    )
    assert corps.start_date == date(2022, 6, 21)
    assert {a.name for a in corps.aliases} >= {"XPCC", "Xinjiang Corps", "Bingtuan"}
    assert corps.notes[0].startswith("The listing reaches its subsidiaries")


def test_other_and_former_names_are_told_apart() -> None:
    found = page()["Changzhou Guanghui Food Ingredients Co., Ltd."]
    assert [(a.name, a.kind) for a in found.aliases] == [
        ("GSweet", AliasKind.AKA),
        ("Changzhou Guanghui Food Additive Co., Ltd.", AliasKind.AKA),
        ("Changzhou Guanghui Food Technology Co., Ltd.", AliasKind.AKA),
        ("Changzhou Guanghui Biotechnology Co., Ltd.", AliasKind.FKA),
    ]


def test_and_parts_names_only_behind_a_legal_form() -> None:
    found = page()
    lianyun = found["Jiangyin Lianyun Co. Ltd."]
    assert [a.name for a in lianyun.aliases] == [
        "Jiangyin Intermodal Transport Co.",
        "Jiangyin United Transport Co.",
    ]
    jinsheng = found["Junan Jinsheng Import & Export Co., Ltd."]
    assert [a.name for a in jinsheng.aliases] == [
        "Junan County Jinsheng Import and Export Co., Ltd."
    ]


def edited(day: str) -> bytes:
    page, count = re.subn(rb"(Last Updated:\S*) [\d/]+", rb"\1 " + day.encode(), UFLPA)
    assert count == 1
    return page


def test_the_pages_last_edit_dates_the_list_only_behind_its_newest_entry() -> None:
    (plain,) = read_lists(UFLPA)
    newest = max(e.start_date for e in plain.entries if e.start_date)
    assert plain.published_at is None
    for day, stated in (
        (newest - timedelta(days=1), None),
        (newest, None),
        (newest + timedelta(days=1), newest + timedelta(days=1)),
    ):
        (found,) = read_lists(edited(f"{day:%m/%d/%Y}"))
        assert found.published_at == stated
    (found,) = read_lists(edited("13/45/2030"))
    assert found.published_at is None


def test_a_page_cut_anywhere_is_refused() -> None:
    whole = len(UFLPA.rstrip())
    for at in [*range(400, whole, 90), *range(whole - 12, whole)]:
        with pytest.raises(ParseError):
            read_lists(UFLPA[:at], name="page.html")


def test_a_column_and_a_row_that_the_page_never_had_are_told() -> None:
    page_ = UFLPA.replace(b"</tr>", b"<td>Ore</td></tr>")
    (found,) = read_lists(page_)
    assert all(text.endswith("| Ore") for _, text in found.entries[0].published)
    start = UFLPA.index(b"<tr><td>")
    (found,) = read_lists(
        UFLPA[:start] + b"<tr><td>See also below</td></tr>" + UFLPA[start:]
    )
    assert "See also below" in found.remarks[0]
    assert len(found.entries) == 12


def test_another_page_is_still_refused() -> None:
    with pytest.raises(ParseError, match="web page"):
        read_lists(b"<!DOCTYPE html><html><title>Sorry</title></html>", name="x")


def extract(list_id: str, **row: Any) -> bytes:
    base: dict[str, Any] = {
        "aliases": [],
        "country": None,
        "address": None,
        "federal_register": None,
    }
    rows = [{**base, "notes": None, "effective_date": None, **row}]
    return json.dumps(
        {"list_id": list_id, "extracted": "2026-07-09", "count": 1, "entities": rows}
    ).encode()


def test_subsidiaries_in_the_notes_are_entries_of_their_own() -> None:
    data = extract(
        "dow-1260h",
        name="BGI Group",
        country="China",
        effective_date="2026-06-10",
        federal_register="91 FR 35189 (June 10, 2026)",
        notes="Listed together with subsidiaries: BGI Genomics Co., Ltd. (BGI), Complete "
        "Genomics, Inc., and STomics Americas, Ltd. | BGI Group is affiliated.",
    )
    (found,) = read_lists(data)
    assert found.published_at == date(2026, 6, 10)
    assert [e.name for e in found.entries] == [
        "BGI Group",
        "BGI Genomics Co., Ltd.",
        "Complete Genomics, Inc.",
        "STomics Americas, Ltd.",
    ]
    # The notice prints the whole list anew: its day is not the day of listing.
    assert found.entries[0].start_date is None
    assert ("listed_under", "BGI Group") in found.entries[1].details


def test_a_run_of_companies_parts_at_the_right_commas() -> None:
    text = "AVIC Chengdu Aircraft Co., Ltd. (formerly Zhonghang Limited (ZEMIC)), Avicopter PLC"
    assert list(subsidiaries(text)) == [
        ("AVIC Chengdu Aircraft Co., Ltd.", ["Zhonghang Limited"]),
        ("Avicopter PLC", []),
    ]


def test_a_class_of_products_is_no_party() -> None:
    data = json.loads(
        extract("fcc-covered", name="Routers produced in a foreign country")
    )
    data["entities"][0]["notes"] = "Category listing (not a named company). Routers."
    data["entities"].append({"name": "ZTE Corporation", "effective_date": "2021-03-12"})
    data["count"] = 2
    (found,) = read_lists(json.dumps(data).encode())
    assert [e.name for e in found.entries] == ["ZTE Corporation"]
    assert "Routers produced in a foreign country" in found.remarks[0]


def test_an_address_swallowed_by_the_last_alias_is_put_back() -> None:
    data = extract(
        "bis-entity-list",
        name="APEX",
        aliases=[
            "APEKS",
            "APEX Ltd., 26 General Belov St Office 415, Moscow, Russia 115583",
        ],
        country="Russia",
        federal_register="77 FR 61256, 10/9/12",
        notes="For all items subject to the EAR. (See § 744.11 of the EAR.)",
    )
    (found,) = read_lists(data)
    (apex,) = found.entries
    assert [a.name for a in apex.aliases] == ["APEKS", "APEX Ltd."]
    assert apex.addresses[0].country == "RU"


def test_a_reading_with_fewer_rows_than_it_says_is_refused() -> None:
    data = extract("bis-meu", name="X").replace(b'"count": 1', b'"count": 70')
    with pytest.raises(ParseError, match="says it has 70 rows but holds 1"):
        read_lists(data, name="meu.json")


FACTS = """
[[list]]
code = "us-ndaa-889"
published = 2026-07-31
source = "Pub. L. 115-232, section 889(f)(3)"
note = "Any subsidiary or affiliate too."
start = 2019-08-13
color = "red"

[[list.entry]]
name = "Hytera Communications Corporation"
aliases = ["Hytera"]
countries = ["CN"]
"""


def test_facts_with_a_citation_are_a_list() -> None:
    (found,) = read_lists(FACTS.encode())
    (hytera,) = found.entries
    assert (found.code, found.published_at) == ("us-ndaa-889", date(2026, 7, 31))
    assert hytera.start_date == date(2019, 8, 13)
    assert hytera.details == (("source", "Pub. L. 115-232, section 889(f)(3)"),)
    assert found.remarks == (
        "us-ndaa-889: `color` is not known and is kept as published.",
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('aliases = "Hytera"', "entry 1: `aliases` must be a list of texts"),
        ('aliases = ["Hytera"]\nstart = "2019"', "`start` must be a date"),
        ('aliases = []\nidentifiers = ["x"]', "`identifiers` must be a table"),
    ],
)
def test_facts_of_the_wrong_kind_are_refused_with_their_place(
    wrong: str, said: str
) -> None:
    with pytest.raises(ParseError, match=said):
        read_lists(FACTS.replace('aliases = ["Hytera"]', wrong).encode())


def test_facts_without_a_source_are_refused() -> None:
    with pytest.raises(ParseError, match="facts need a citation"):
        read_lists(FACTS.replace("source", "sauce").encode(), name="facts.toml")


HEAD = (
    "No.",
    "国名、地域名\nCountry or Region",
    "企業名、組織名\nCompany or Organization",
    "別名\nAlso Known As",
    "懸念区分\nType of WMD",
)
ROW = (
    "476",
    "中国\nPeople's Republic of China",
    "10th Research Institute of China Electronic Technology Group Corporation (CETC) "
    "(中国電子科技集団公司第十研究所)",
    "・CETC 10th Research Institute\n・Southwest Institute of Electronic Technology (SWIET)",
    "ミサイル、核\nM,N",
)


def workbook(*rows: tuple[str, ...]) -> bytes:
    """A small workbook: shared texts, as a spreadsheet writes them."""
    texts = [cell for row in rows for cell in row]
    items = "".join(
        f"<si><r><t>{t.replace(chr(38), '&amp;')}</t></r><rPh sb='0' eb='1'><t>カナ</t></rPh></si>"
        for t in texts
    )
    at = iter(range(len(texts)))
    body = "".join(
        f"<row r='{n}'>"
        + "".join(
            f"<c r='{chr(65 + c)}{n}' t='s'><v>{next(at)}</v></c>"
            for c in range(len(row))
        )
        + "</row>"
        for n, row in enumerate(rows, 1)
    )
    space = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr("xl/workbook.xml", f"<workbook {space}/>")
        folder.writestr("xl/sharedStrings.xml", f"<sst {space}>{items}</sst>")
        folder.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {space}><sheetData>{body}</sheetData></worksheet>",
        )
    return out.getvalue()


def test_metis_workbook_is_read_under_its_title() -> None:
    (found,) = read_lists(workbook(("外国ユーザーリスト",), HEAD, ROW), name="eul.xlsx")
    (entry,) = found.entries
    assert found.code == "jp-meti-eul"
    assert entry.name.startswith("10th Research Institute of China Electronic")
    assert entry.countries == ("CN",)
    assert entry.programs == ("M", "N")
    assert [(a.name, a.kind) for a in entry.aliases][-1] == (
        "中国電子科技集団公司第十研究所",
        AliasKind.SCRIPT,
    )
    assert dict(entry.published)["No."] == "476"


def test_a_line_end_inside_an_alias_of_metis_parts_nothing() -> None:
    aliases = "・Korea Rungra 888\nTrading Co.\n・Rungra 888 General Trading Corp"
    rows = ((*ROW[:3], aliases, ROW[4]), (*ROW[:3], "First Co.\nSecond Co.", ROW[4]))
    (found,) = read_lists(workbook(HEAD, *rows), name="eul.xlsx")
    first, second = (
        [a.name for a in e.aliases if a.kind is AliasKind.AKA] for e in found.entries
    )
    assert first == ["Korea Rungra 888 Trading Co.", "Rungra 888 General Trading Corp"]
    assert second == ["First Co.", "Second Co."]  # older tables have no bullets


def test_a_workbook_of_something_else_is_refused() -> None:
    with pytest.raises(ParseError, match="Excel workbook without a list"):
        read_lists(workbook(("a", "b"), ("1", "2")), name="sheet.xlsx")


def test_a_damaged_workbook_is_read_or_refused() -> None:
    data = workbook(("外国ユーザーリスト",), HEAD, *[ROW] * 9)
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, old.read(part))
    for whole in (data, packed.getvalue()):
        for at in range(0, len(whole), 37):
            changed = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
            for damaged in (changed, whole[:at]):
                with contextlib.suppress(ParseError):
                    read_lists(damaged, name="eul.xlsx")


def test_a_cell_far_out_costs_no_memory() -> None:
    data = workbook(HEAD, ROW)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"r='B2'", b"r='ZZZZZZZ2'")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    (found,) = read_lists(out.getvalue())
    assert len(found.entries) == 1


def test_a_json_reading_of_metis_list_gives_its_date() -> None:
    rows = [
        {
            "list_id": "jp-end-user-list",
            "id": "jp-eul-306",
            "entity_name": "Choson Central Bank (朝鮮中央銀行)",
            "aliases": ["Central Bank of DPRK"],
            "addresses": ["North Korea"],
            "reason": "生物、化学、ミサイル、核 B,C,M,N; 通常兵器の懸念: CW",
            "source_url": "https://www.meti.go.jp/press/2025/09/20250929006/x.html",
        }
    ]
    (found,) = read_lists(json.dumps(rows).encode())
    assert found.published_at == date(2025, 9, 29)
    assert found.entries[0].programs == ("B", "C", "M", "N", "CW")
    assert found.entries[0].countries == ("KP",)
