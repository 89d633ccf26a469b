"""Web page, workbook, facts and third-party readings: the publishers without a list file."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
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


def test_the_date_of_the_pages_last_edit_is_not_that_of_the_list() -> None:
    (found,) = read_lists(UFLPA)
    assert found.published_at is None


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
    assert found.remarks == ("us-ndaa-889: `color` is not known and was not taken.",)


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


def test_a_workbook_of_something_else_is_refused() -> None:
    with pytest.raises(ParseError, match="Excel workbook without a list"):
        read_lists(workbook(("a", "b"), ("1", "2")), name="sheet.xlsx")


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
