"""The consolidated file: true rows of it, and what they must be understood as."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from listgate.errors import ParseError
from listgate.records import (
    AliasKind,
    AliasQuality,
    Citation,
    Identifier,
    ListEntry,
    ParsedList,
    PartyType,
)
from listgate.sources.recognise import read_lists

EXCERPTS = Path(__file__).parent / "excerpts"
CSV = (EXCERPTS / "csl-2022-04.csv").read_bytes()
JSON = (EXCERPTS / "csl-2026-07.json").read_bytes()
SHARED = Path(__file__).parents[3] / "shared" / "data" / "csl"


def entries(data: bytes) -> list[ListEntry]:
    return [entry for parsed in read_lists(data) for entry in parsed.entries]


def entry(data: bytes, start: str) -> ListEntry:
    found = [e for e in entries(data) if e.name.startswith(start)]
    assert found, start
    return found[0]


def names(of: ListEntry, kind: AliasKind) -> list[str]:
    return [alias.name for alias in of.aliases if alias.kind is kind]


def test_rows_come_out_by_list_and_none_is_missing() -> None:
    lists = read_lists(CSV)
    assert [(p.code, len(p.entries)) for p in lists] == [
        ("us-bis-el", 14),
        ("us-bis-dpl", 3),
        ("us-bis-uvl", 1),
        ("us-bis-meu", 1),
        ("us-ofac-sdn", 3),
        ("us-ofac-ssi", 1),
        ("us-dos-isn", 1),
        ("us-dos-dtc", 2),
    ]
    assert all(p.published_at is None and not p.remarks for p in lists)


def test_a_plain_entry_is_read_column_by_column() -> None:
    dahua = entry(CSV, "Dahua Technology")
    assert dahua.type is PartyType.ORGANIZATION
    assert dahua.list == "us-bis-el"
    assert (dahua.entry, dahua.number) == ("", "")
    assert dahua.start_date == date(2019, 10, 9)
    assert dahua.citations == (
        Citation("84 FR 54002", "84 FR 54002"),
        Citation("85 FR 44159", "85 FR 44159"),
    )
    assert len(dahua.addresses) == 4
    assert {a.country for a in dahua.addresses} == {"CN"}
    assert dahua.countries == ("CN",)
    assert dahua.license_requirement.startswith("For all items subject to the EAR")
    assert dahua.license_review_policy.startswith("Case-by-case review")


def test_a_lost_apostrophe_is_put_back_as_an_alias_and_the_name_stays_as_written() -> (
    None
):
    bureau = entry(CSV, "Xinjiang Uighur Autonomous Region")
    assert "People?s" in bureau.name
    assert (
        "Xinjiang Uighur Autonomous Region (XUAR) People's Government Public Security "
        "Bureau"
    ) in names(bureau, AliasKind.REPAIR)


def test_lost_quotes_and_dashes_are_put_back() -> None:
    stg = entry(CSV, "OOO ?STG?EKO?")
    assert names(stg, AliasKind.REPAIR) == ['OOO "STG-EKO"', '"STG-EKO" LLC']
    assert "?STG?EKO? LLC" in names(stg, AliasKind.AKA)


def test_two_aliases_in_one_string_come_apart() -> None:
    sensetime = entry(CSV, "Beijing Sensetime")
    assert names(sensetime, AliasKind.AKA) == [
        "Beijing Shangtang Technology Development Co., Ltd.",
        "Sense Time",
    ]
    leon = entry(CSV, "Leon Technology")
    assert {"Xinjiang Leon Telecom Technology", "LAJS", "Lion Technology"} <= set(
        names(leon, AliasKind.AKA)
    )


def test_an_acronym_in_brackets_is_a_name() -> None:
    aero = entry(CSV, "Advanced Engineering Research Organization")
    assert names(aero, AliasKind.AKA)[:2] == [
        "Advanced Engineering Research Organization",
        "AERO",
    ]


def test_a_short_acronym_is_a_weak_name() -> None:
    poly = entry(CSV, "Poly Technologies")
    assert ("PTI", AliasQuality.WEAK) in [(a.name, a.quality) for a in poly.aliases]
    assert "Poly Technologies Incorporated" in names(poly, AliasKind.AKA)


def test_an_acronym_before_more_words_is_the_parent_not_the_unit() -> None:
    institute = entry(CSV, "China State Shipbuilding Corporation, Limited (CSSC) 704th")
    assert names(institute, AliasKind.PARENT) == ["CSSC", "CSIC"]
    assert all(
        a.quality is AliasQuality.WEAK
        for a in institute.aliases
        if a.kind is AliasKind.PARENT
    )
    assert "CSSC 704th Research Institute" in names(institute, AliasKind.AKA)


@pytest.mark.parametrize(
    ("start", "parent", "unit"),
    [
        (
            "Huawei Technologies Co., Ltd. (Huawei). Affiliated",
            "Huawei Technologies Co., Ltd.",
            "Hangzhou Huawei Enterprises",
        ),
        (
            "China Electronics Technology Group Corporation 13th",
            "China Electronics Technology Group Corporation 13th Research Institute",
            "Bowei Integrated Circuits",
        ),
        (
            "Pakistan Atomic Energy Commission",
            "Pakistan Atomic Energy Commission",
            "National Institute of Lasers and Optronics (NILOP)",
        ),
    ],
)
def test_a_composite_name_gives_its_unit_and_a_weak_parent(
    start: str, parent: str, unit: str
) -> None:
    found = entry(CSV, start)
    assert names(found, AliasKind.PARENT) == [parent]
    assert unit in names(found, AliasKind.UNIT)
    assert [a.quality for a in found.aliases if a.name == parent] == [AliasQuality.WEAK]
    assert parent not in names(found, AliasKind.AKA)


def test_a_unit_that_is_only_a_number_is_weak_alone_and_strong_with_its_parent() -> (
    None
):
    academy = entry(CSV, "China Aerospace Science and Industry Corporation Second")
    units = {a.name: a.quality for a in academy.aliases if a.kind is AliasKind.UNIT}
    assert units == {
        "204th Research Institute": AliasQuality.WEAK,
        "China Aerospace Science and Industry Corporation Second Academy 204th "
        "Research Institute": AliasQuality.STRONG,
    }


def test_a_former_name_in_brackets_is_a_former_name() -> None:
    russkaya = entry(CSV, "Gazprom Russkaya, OOO (f.k.a.")
    assert names(russkaya, AliasKind.FKA) == [
        "Obshchestvo S Ogranichennoi Otvetstvennostyu Kovyktneftegaz"
    ]
    assert "Gazprom Russkaya, OOO" in names(russkaya, AliasKind.AKA)


def test_names_behind_aka_marks_are_aliases() -> None:
    mexpar = entry(CSV, "Mexpar International")
    assert names(mexpar, AliasKind.AKA) == [
        "Mexpar International, Inc.",
        "Pasadena Aerospace",
        "Aviation Logistics and Supply",
    ]
    universal = entry(JSON, "Universal Enterprise Limited")
    assert {
        "Universal Enterprise Limited",
        "General Technology Limited",
        "Tiger Force Electronics",
        "Foshan Nanhai Winhope Trade Company",
    } <= set(names(universal, AliasKind.AKA))
    corezing = entry(JSON, "COREZING INTERNATIONAL -AKAS-")
    assert {"COREZING INTERNATIONAL", "CORE ZING", "COREZING TECH PTE LTD"} <= set(
        names(corezing, AliasKind.AKA)
    )


def test_a_nationality_in_brackets_is_left_out_and_tells_the_type() -> None:
    kim = entry(JSON, "Kim Sang-ch'o'l")
    assert kim.type is PartyType.PERSON
    assert names(kim, AliasKind.AKA) == ["Kim Sang-ch'o'l", "Kim Sang Chang Chol"]


def test_a_tail_about_successors_is_left_out() -> None:
    forces = entry(JSON, "Russian Aerospace Forces")
    assert names(forces, AliasKind.AKA) == ["Russian Aerospace Forces", "VKS"]


def test_addresses_keep_their_commas_and_only_the_last_part_is_a_country() -> None:
    aero = entry(CSV, "Advanced Engineering Research Organization")
    assert [(a.text.split(",")[0], a.country) for a in aero.addresses][:3] == [
        ("Lub Thatoo Hazara Road", ""),
        ("53/2 26th Street", "PK"),
        ("House No. 334", "PK"),
    ]
    bowei = entry(CSV, "China Electronics Technology Group Corporation 13th")
    assert bowei.addresses[0].text == "113 Hezuo Road, Shijiazhuang, Hebei, China"
    assert bowei.addresses[0].country == "CN"


def test_a_us_state_and_zip_code_tell_the_country() -> None:
    hernandez = entry(CSV, "ABEL HERNANDEZ")
    assert hernandez.addresses[0].text.endswith("PHARR, TX, 78577")
    assert hernandez.countries == ("US",)
    assert entry(CSV, "ALEXEY KRUTILIN").countries == ()


def test_an_address_that_is_only_a_country_goes_to_the_countries() -> None:
    address = entry(JSON, "Address 01")
    assert address.type is PartyType.ADDRESS
    assert address.addresses == ()
    assert address.countries == ("CN", "HK")
    assert '"country": "CN"' in dict(address.published)["addresses"]


def test_citations_of_one_cell_are_told_apart_with_their_dates() -> None:
    assert entry(CSV, "I. ASH").citations == (
        Citation("68 FR 38290", "68 FR 38290", date(2003, 6, 27)),
        Citation("71 FR 38843", "71 FR 38843", date(2006, 7, 10)),
        Citation("72 FR 4236", "72 FR 4236", date(2007, 1, 30)),
    )
    wong = entry(CSV, "Cho-Man Wong")
    assert wong.citations[0].published_at == date(2011, 10, 12)


def test_the_first_page_of_a_rule_comes_from_the_caller() -> None:
    def first_page(cite: str, day: date | None) -> str | None:
        return "84 FR 54002" if cite == "84 FR 54004" else None

    text = CSV.replace(b"84 FR 54002", b"84 FR 54004")
    for parsed in read_lists(text, first_page=first_page):
        for found in parsed.entries:
            if found.name == "Dahua Technology":
                assert found.citations[0] == Citation("84 FR 54002", "84 FR 54004")
                return
    pytest.fail("no Dahua")


def test_an_impossible_date_is_left_out_and_said() -> None:
    text = CSV.replace(b",2017-05-26,", b",0017-05-26,")
    engineers = entry(text, "Oriental Engineers")
    assert engineers.start_date is None
    assert engineers.notes == (
        "The start_date 0017-05-26 is not a possible date and was left out.",
    )
    assert dict(engineers.published)["start_date"] == "0017-05-26"


def test_identifiers_carry_kind_and_country() -> None:
    person = entry(CSV, "ABADIGGA")
    assert person.identifiers == (
        Identifier("national-id", "7402016297260", "ZA"),
        Identifier("passport", "T00043812", "ZA"),
    )
    assert person.number == "35064"
    assert person.countries == ("ZA", "ET")
    details = dict(person.details)
    assert details["date_of_birth"] == "1974-02-01"
    assert details["place_of_birth"] == "Jimma, Oromia Regional State, Ethiopia"
    assert (details["nationality"], details["gender"]) == ("ET", "Male")


def test_a_vessel_has_its_imo_number_and_its_fields() -> None:
    amber = entry(CSV, "AMBER")
    assert amber.type is PartyType.VESSEL
    assert Identifier("imo", "9357406") in amber.identifiers
    assert ("vessel_flag", "Panama") in amber.details
    assert ("former_vessel_flag", "Tanzania") in amber.details


def test_types_are_inferred_only_where_certain() -> None:
    assert entry(CSV, "Peter K. Spitz").type is PartyType.PERSON
    assert entry(CSV, "I. ASH").type is PartyType.PERSON  # a prisoner's number
    assert entry(CSV, "ALEXEY KRUTILIN").type is PartyType.UNKNOWN
    assert entry(CSV, "ARI International").type is PartyType.ORGANIZATION
    assert entry(CSV, "EK-30064").type is PartyType.AIRCRAFT


@pytest.mark.parametrize(
    ("start", "footnotes", "notes"),
    [
        ("Huawei France", (1, 2), 0),
        ("Chinese Academy of Sciences Institute of Micro", (5,), 0),
        ("Jiangxi Xintuo", (3,), 1),  # 734.9(g) without its digit
        ("Shanghai Biren", (4,), 1),  # 734.9(e)(2) without its digit
        ("Shanghai Supercomputing Technology", (), 1),  # 734.9(e), which?
        ("Hangzhou Hikvision", (), 0),
    ],
)
def test_footnotes_come_from_digit_or_section(
    start: str, footnotes: tuple[int, ...], notes: int
) -> None:
    found = entry(JSON, start)
    assert found.footnotes == footnotes
    assert len(found.notes) == notes


def test_a_repeated_header_is_skipped_and_said() -> None:
    header, rest = CSV.split(b"\n", 1)
    lists = read_lists(header + b"\n" + header + b"\n" + rest)
    assert sum(len(p.entries) for p in lists) == 26
    assert lists[0].remarks == ("Row 2 repeats the header and was skipped.",)


def test_the_json_may_state_its_day() -> None:
    document = json.loads(JSON)
    document["search_performed_at"] = "2026-07-31T13:15:00.000Z"
    lists = read_lists(json.dumps(document).encode())
    assert {p.published_at for p in lists} == {date(2026, 7, 31)}
    assert {p.published_at for p in read_lists(JSON)} == {None}


def test_a_column_that_is_not_known_is_told_once_with_its_place() -> None:
    rows = list(csv.reader(io.StringIO(CSV.decode())))
    out = io.StringIO()
    csv.writer(out).writerows(
        [*row[:3], f"{'more' if at else 'risk'} ", *row[3:], "x" if at else row[0]]
        for at, row in enumerate(rows)
    )
    first, *_ = read_lists(out.getvalue().encode())
    assert first.remarks == (
        "This form of the list has columns that were not known and are kept as "
        "published: risk (line 1), _id (2) (line 1).",
    )
    assert dict(first.entries[0].published)["_id"] != "x"
    assert ("_id (2)", "x") in first.entries[0].published


def test_a_key_that_is_not_known_is_told_once_with_its_row() -> None:
    document = json.loads(JSON)
    for row in document["results"][3:]:
        row["risk"] = {"class": "high"}
    first, *_ = read_lists(json.dumps(document).encode())
    assert first.remarks[0].endswith("published: risk (row 4).")


def test_json_lines_are_read_as_the_array_of_their_rows() -> None:
    rows = json.loads(JSON)["results"]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    assert read_lists(lines) == read_lists(json.dumps(rows).encode())
    with pytest.raises(ParseError, match="ends in the middle of line 18"):
        read_lists(lines[:-30])


def test_a_list_newer_than_the_catalog_is_said_and_the_others_are_read() -> None:
    document = json.loads(JSON)
    document["results"][0]["source"] = "Brand New List (BNL) - Treasury Department"
    lists = read_lists(json.dumps(document).encode())
    assert sum(len(p.entries) for p in lists) == document["total"] - 1
    assert "Brand New List" in lists[0].remarks[0]


def test_both_forms_give_the_same_entry() -> None:
    rows = list(csv.DictReader(io.StringIO(CSV.decode(), newline="")))
    results = []
    for row in rows:
        made: dict[str, object] = dict(row)
        made["alt_names"] = [a for a in row["alt_names"].split("; ") if a]
        made["addresses"] = [
            {"address": a, "country": None} for a in row["addresses"].split("; ") if a
        ]
        results.append(made)
    document = json.dumps({"total": len(results), "results": results}).encode()
    for from_csv, from_json in zip(entries(CSV), entries(document), strict=True):
        assert from_csv.aliases == from_json.aliases
        assert from_csv.addresses == from_json.addresses
        assert from_csv.citations == from_json.citations
        assert from_csv.identifiers == from_json.identifiers


def test_reading_twice_gives_the_same() -> None:
    assert read_lists(CSV) == read_lists(CSV)
    assert read_lists(JSON) == read_lists(JSON)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


MARKS = words("a k a f aka fka akas d b dba and also known as formerly any its")


def check_nothing_lost(
    lists: tuple[ParsedList, ...], rows: list[dict[str, object]]
) -> None:
    """Every cell stands in ``published``; every alias word in some name."""
    by_source: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        by_source.setdefault(str(row["source"]), []).append(row)
    assert sum(len(p.entries) for p in lists) == len(rows)
    for parsed in lists:
        source = dict(parsed.entries[0].published)["source"]
        for row, found in zip(by_source[source], parsed.entries, strict=True):
            published = dict(found.published)
            for key, value in row.items():
                if value:
                    kept = published[key]
                    assert kept == value or json.loads(kept) == value
            assert found.name == " ".join(str(row["name"]).split())
            aliases = row.get("alt_names") or ""
            text = aliases if isinstance(aliases, str) else "; ".join(aliases)  # type: ignore[arg-type]
            understood = words(" ".join([*found.names()]))
            assert words(text) - understood - MARKS <= words(
                "successor sub unit or subsidiary thereof units successors national "
                "individual entity dprk russian prc"
            )


def test_nothing_of_a_row_is_lost() -> None:
    rows = list(csv.DictReader(io.StringIO(CSV.decode(), newline="")))
    check_nothing_lost(read_lists(CSV), [dict(row) for row in rows])
    check_nothing_lost(read_lists(JSON), json.loads(JSON)["results"])


def real(name: str) -> bytes:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the full published file {name} is not beside the project")
    return path.read_bytes()


@pytest.mark.slow
def test_the_real_csv_is_read_whole() -> None:
    import gzip

    data = real("consolidated-2022-04.csv.gz")
    lists = read_lists(data)
    assert sum(len(p.entries) for p in lists) == 14160
    assert {p.code: len(p.entries) for p in lists}["us-bis-el"] == 2001
    text = gzip.decompress(data).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    check_nothing_lost(lists, [dict(row) for row in rows])


@pytest.mark.slow
def test_the_real_json_is_read_whole() -> None:
    import gzip

    data = real("consolidated-2026-07-31.json.gz")
    lists = read_lists(data)
    assert sum(len(p.entries) for p in lists) == 25921
    entity_list = lists[0].entries
    counts = [sum(number in e.footnotes for e in entity_list) for number in range(1, 6)]
    assert counts == [156, 156, 771, 96, 16]
    check_nothing_lost(lists, json.loads(gzip.decompress(data))["results"])


def test_the_real_broken_download_is_refused() -> None:
    with pytest.raises(ParseError, match="ends in the middle of row 4229"):
        read_lists(real("consolidated-truncated.csv.gz"), name="download.csv.gz")
