"""Parties in workbooks as people make them; the files are written by openpyxl."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from listgate.errors import QueryError
from listgate.tables import sheet
from listgate.tables.reader import Table
from listgate.tables.rows import Row, RowError
from listgate.tables.sheet import column_letters, column_number, shown_number
from listgate.tables.sheet_scan import Unlike
from listgate.tables.workbook import Look

AT = datetime(2020, 1, 2, 3, 4, 5)  # noqa: DTZ001  sheets know no time zone


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "in.xlsx"


def save(path: Path, *rows: Any, name: str = "Sheet") -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    book.save(path)
    return book


def read(path: Path, **options: Any) -> tuple[tuple[str, ...], list[Row], list[str]]:
    """The header, the rows, the notes."""
    table = Table(path, **options)
    try:
        rows = [row for chunk in table.chunks() for row in chunk.rows]
        return table.header(), rows, table.notes
    finally:
        table.close()


def test_values_are_what_the_sheet_shows(file: Path) -> None:
    book = save(file, ["id", "name", "since", "at", "share", "ok", "kept"])
    sheet = book.active
    sheet.append([7, "杭州海康威视", date(2019, 10, 9), AT, 0.1, True])
    sheet.append(["00042", "Beta", None, time(8, 30), 2.0, False, "007"])
    sheet["A4"], sheet["B4"], sheet["A4"].number_format = 42, "Gamma", "00000"
    book.save(file)
    header, rows, notes = read(file)
    assert header == ("id", "name", "since", "at", "share", "ok", "kept")
    assert rows == [
        ["7", "杭州海康威视", "2019-10-09", "2020-01-02 03:04:05", "0.1", "TRUE", ""],
        ["00042", "Beta", "", "08:30:00", "2", "FALSE", "007"],
        ["00042", "Gamma", "", "", "", "", ""],
    ]
    assert notes == []


@pytest.mark.parametrize(
    ("raw", "look", "shown"),
    [
        ("59", Look(date=True), "1900-02-28"),
        ("61", Look(date=True), "1900-03-01"),
        ("43747.5", Look(date=True), "2019-10-09"),
        ("43747.5", Look(date=True, time=True), "2019-10-09 12:00:00"),
        ("-1", Look(date=True), "-1"),
        ("99999999", Look(date=True), "99999999"),
        ("0.10000000000000001", Look(), "0.1"),
        ("9.1330108E+17", Look(), "9.1330108e+17"),
        ("1E+3", Look(), "1000"),
        ("12", Look(digits=5), "00012"),
    ],
)
def test_a_number_is_shown_by_its_format(raw: str, look: Look, shown: str) -> None:
    assert shown_number(raw, look) == shown


def test_the_old_calendar_of_the_macintosh_is_known() -> None:
    assert shown_number("42285", Look(date=True), from_1904=True) == "2019-10-09"


def test_the_header_may_stand_below_titles_and_empty_rows_are_none(file: Path) -> None:
    save(
        file,
        ["Customers of the northern region"],
        [],
        ["printed", date(2026, 8, 1)],
        ["No.", "Customer", "Country"],
        [1, "Acme", "DE"],
        [],
        [None, "  ", None],
        [2, "Beta", None],
    )
    header, rows, notes = read(file, mapping={"name": ("customer",)})
    assert header == ("No.", "Customer", "Country")
    assert rows == [["1", "Acme", "DE"], ["2", "Beta", ""]]
    assert notes == [f"{file}: read sheet `Sheet` (header in row 4)."]


def test_a_merged_name_counts_for_each_row_it_spans(file: Path) -> None:
    book = save(
        file,
        ["name", "address"],
        ["Acme", "Berlin"],
        [None, "Bonn"],
        [None, "Köln"],
        ["Beta", "Ulm"],
    )
    book.active.merge_cells("A2:A4")
    book.save(file)
    assert read(file)[1] == [
        ["Acme", "Berlin"],
        ["Acme", "Bonn"],
        ["Acme", "Köln"],
        ["Beta", "Ulm"],
    ]


def test_a_header_may_span_two_rows(file: Path) -> None:
    book = save(
        file,
        ["Name", "Place", None, "Remark"],
        [None, "Street", "Country"],
        ["Acme", "Main St 1", "DE", "old"],
    )
    for span in ("A1:A2", "B1:C1", "D1:D2"):
        book.active.merge_cells(span)
    book.save(file)
    header, rows, _ = read(file)
    assert header == ("Name", "Street", "Country", "Remark")
    assert rows == [["Acme", "Main St 1", "DE", "old"]]


def test_names_under_two_headings_must_be_chosen(file: Path) -> None:
    book = save(
        file,
        ["Buyer", None, "Carrier", None],
        ["name", "country", "name", "country"],
        ["Acme", "DE", "Beta", "FR"],
    )
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("C1:D1")
    book.save(file)
    with pytest.raises(QueryError, match=r"only `Buyer / name`, `Buyer / country`"):
        read(file)
    table = Table(file, {"name": ("carrier / name",)})
    row = next(table.chunks()).rows[0]
    assert table.columns.party(row) == {"name": "Beta"}
    table.close()


def test_a_column_that_is_not_there_is_told_with_those_of_the_header(
    file: Path,
) -> None:
    book = save(
        file,
        ["Customers of 2026", None, None],
        ["Name", "Place", None],
        [None, "Street", "Country"],
        ["Acme", "Main St 1", "DE"],
        ["Beta", "Main St 2", "FR"],
    )
    for span in ("A1:C1", "A2:A3", "B2:C2"):
        book.active.merge_cells(span)
    book.save(file)
    with pytest.raises(QueryError, match=r"row 2: .*`Name`, `Street`, `Country`"):
        Table(file, {"name": ("Customer",)})


def test_sheets_of_one_header_are_read_one_after_the_other(file: Path) -> None:
    book = save(file, ["id", "name"], [1, "Acme"], name="2024")
    for title, rows in (
        ("2025", [["ID", "Name"], [2, "Beta"]]),
        ("Notes", [["say", "what"]]),
        ("Old", [["id", "name"], [9, "Gone"]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book["Old"].sheet_state = "hidden"
    book.save(file)
    _, rows_read, notes = read(file)
    assert rows_read == [["1", "Acme"], ["2", "Beta"]]
    assert notes == [
        f"{file}: read sheets `2024` (header in row 1), `2025` (header in row 1); not "
        "read: `Notes` (no column of names), `Old` (hidden); --sheet names another."
    ]
    assert read(file, sheets=["old"])[1] == [["9", "Gone"]]
    with pytest.raises(QueryError, match=r"there is no sheet 2023 .*`2024`, `2025`"):
        read(file, sheets=["2023"])
    with pytest.raises(
        QueryError, match="sheet Notes, row 1: there is no column `name`"
    ):
        read(file, sheets=["Notes"])


def test_sheets_that_differ_must_be_chosen(file: Path) -> None:
    book = save(file, ["name"], ["Acme"], name="A")
    sheet = book.create_sheet("B")
    sheet.append(["name", "country"])
    sheet.append(["Beta", "DE"])
    book.save(file)
    with pytest.raises(QueryError, match="`A`, `B` all hold parties, but under"):
        read(file)
    assert read(file, sheets=["B"])[1] == [["Beta", "DE"]]


def test_a_cell_without_a_value_costs_its_row_only_where_it_is_asked(
    file: Path,
) -> None:
    book = save(file, ["name", "country", "note"], ["Acme", "DE", "=1/0"])
    book.active.append(["=CONCAT(A2)", "FR", ""])
    book.active.append(["Beta", "#N/A", ""])
    book.active.append(["Gamma", "FR", "", "stray"])
    book.save(file)
    rows = read(file)[1]
    assert rows[0] == ["Acme", "DE", "", ""]
    errors = [row.error for row in rows[1:] if isinstance(row, RowError)]
    assert errors == [
        "sheet `Sheet`, row 3, column A (`name`): a formula without its value; save "
        "the workbook in Excel",
        "sheet `Sheet`, row 4, column B (`country`): #N/A",
    ]
    # A note beside the table gets a column of its own where it comes early enough.
    assert rows[3] == ["Gamma", "FR", "", "stray"]


def test_a_value_under_no_header_is_an_error(file: Path) -> None:
    save(file, ["name"], *([f"Acme {i}"] for i in range(40)), ["Beta", "stray"])
    last = read(file)[1][-1]
    assert isinstance(last, RowError)
    assert last.error == "sheet `Sheet`, row 42, column B: a value under no header"


def test_letters_that_xml_cannot_hold_come_back(file: Path) -> None:
    save(file, ["name"], ["A_x000D_B"], ["C_x005F_x0041_"])
    assert read(file)[1] == [["A\rB"], ["C_x0041_"]]


@pytest.mark.parametrize("cut", [100, 2000, -40])
def test_a_damaged_workbook_is_one_sentence(file: Path, cut: int) -> None:
    save(file, ["name"], *([f"Acme {i}"] for i in range(200)))
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(QueryError, match="damaged or cut off"):
        read(file)


def rewritten(file: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(file, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_a_document_type_is_refused(file: Path) -> None:
    save(file, ["name"], ["Acme"])
    rewritten(
        file,
        "xl/worksheets/sheet1.xml",
        b"<worksheet ",
        b'<!DOCTYPE w [<!ENTITY a "aa">]><worksheet ',
    )
    with pytest.raises(QueryError, match="declares a document type; refused"):
        read(file)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def by_hand(path: Path, strings: str, data: str) -> None:
    """A workbook as Excel writes it: its texts apart, prefixes and all."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{KIND}/officeDocument" Target="/xl/book.xml"/></Relationships>',
        "xl/book.xml": f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{KIND}"><x:sheets>'
        '<x:sheet name="Parties" sheetId="1" r:id="r2"/></x:sheets></x:workbook>',
        "xl/_rels/book.xml.rels": f'<Relationships xmlns="{RELS}">'
        f'<Relationship Id="r2" Type="{KIND}/worksheet" Target="sheets/one.xml"/>'
        f'<Relationship Id="r3" Type="{KIND}/sharedStrings" Target="texts.xml"/>'
        "</Relationships>",
        "xl/texts.xml": f'<x:sst xmlns:x="{MAIN}">{strings}</x:sst>',
        "xl/sheets/one.xml": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{data}'
        "</x:sheetData></x:worksheet>",
    }
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_shared_texts_are_read_without_how_they_are_pronounced(file: Path) -> None:
    by_hand(
        file,
        "<x:si><x:t>name</x:t></x:si>"
        "<x:si><x:r><x:t>Ac</x:t></x:r><x:r><x:t xml:space='preserve'>me </x:t></x:r>"
        "</x:si><x:si><x:t>三菱</x:t><x:rPh sb='0' eb='2'><x:t>ミツビシ</x:t></x:rPh></x:si>",
        "<x:row r='1'><x:c r='A1' t='s'><x:v>0</x:v></x:c></x:row>"
        "<x:row><x:c t='s'><x:v>1</x:v></x:c></x:row>"
        "<x:row><x:c t='s'><x:v>2</x:v></x:c></x:row>"
        "<x:row><x:c t='s'><x:v>77</x:v></x:c></x:row>",
    )
    rows = read(file)[1]
    assert rows[:2] == [["Acme "], ["三菱"]]
    # A text that is missing is an error and not an empty name.
    assert isinstance(rows[2], RowError)
    assert rows[2].error == (
        "sheet `Parties`, row 4, column A (`name`): a text that the workbook lacks"
    )


def test_the_scanner_and_the_parser_read_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = ["Acme & <Co>", "=1+1", 0.1, True, date(2019, 10, 9), None, "杭州", "#N/A"]
    rows: list[list[Any]] = [["name", *"abcdefg"]]
    rows += [[f"N {i}", *values[i % 8 :], *values[: i % 8]][:8] for i in range(9_000)]
    save(file, *rows)
    scanned = read(file)[1]
    assert len(scanned) == 9_000
    real = sheet._scanned

    def giving_up(*args: Any) -> Any:
        yield next(real(*args))
        raise Unlike

    monkeypatch.setattr(sheet, "_scanned", giving_up)
    assert read(file)[1] == scanned

    def never(*args: Any) -> Any:
        raise Unlike
        yield

    monkeypatch.setattr(sheet, "_scanned", never)
    assert read(file)[1] == scanned


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2" t="inlineStr"><is><!-- x --><t>Acme</t></is></c>',
        '<c t="inlineStr" r="A2"><is><t>Acme</t></is></c>',
        '<c r="A2" t="inlineStr"><is><t><![CDATA[Acme]]></t></is></c>',
        '<c r="A2" t="str" cm=">"><v>Acme</v></c>',
    ],
)
def test_a_cell_written_in_a_rare_way_is_left_to_the_parser(
    file: Path, cell: str
) -> None:
    save(file, ["name"], ["AcmeX"])
    old = b'<c r="A2" t="inlineStr"><is><t>AcmeX</t></is></c>'
    rewritten(file, "xl/worksheets/sheet1.xml", old, cell.encode())
    assert read(file)[1] == [["Acme"]]


def test_a_stray_cell_in_the_last_corner_costs_no_memory(file: Path) -> None:
    book = save(file, ["name"], ["Acme"])
    book.active["XFD1048576"] = "."
    book.save(file)
    rows = read(file)[1]
    assert rows[0] == ["Acme"] + [""] * (len(rows[0]) - 1)  # type: ignore[arg-type]


def test_columns_have_letters() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]
    assert all(column_number(column_letters(n)) == n for n in range(0, 16_384, 97))


def test_texts_that_unpack_without_end_are_refused_early(file: Path) -> None:
    save(file, ["name"], ["Acme"])
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    rels = "xl/_rels/workbook.xml.rels"
    relation = (
        b"<Relationship Id='rId99' Target='sharedStrings.xml' Type='http://schemas."
        b"openxmlformats.org/officeDocument/2006/relationships/sharedStrings'/>"
    )
    parts[rels] = parts[rels].replace(b"</Rel", relation + b"</Rel")
    parts["xl/sharedStrings.xml"] = (
        b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        + b"<si><t>"
        + b" " * (160 << 20)
        + b"</t></si></sst>"
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    with pytest.raises(QueryError, match=r"sharedStrings\.xml is too long"):
        read(file)
