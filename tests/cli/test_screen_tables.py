"""`listgate screen` with workbooks, Parquet, archives and old encodings."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import re
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
import pytest
from fake_gate import Run
from pyarrow import parquet

from listgate.tables import sheet_xml, workbook_out

FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "plain", "007", "<b>&"]


def save(path: str, *rows: Any) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def opened(path: str) -> Any:
    return openpyxl.load_workbook(path)


def values(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_workbook_in_gives_what_its_csv_gives(run: Run) -> None:
    rows: list[list[Any]] = [
        ["Nr", "Customer", "Land"],
        [1, "Dahua", "CN"],
        [2, "Acme", None],
        [3, None, "X"],
    ]
    save("in.xlsx", ["Customers"], [], *rows)
    with Path("in.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    words = ("--map", "name=Customer", "--map", "id=Nr")
    ran = run("screen", "--file", "in.xlsx", "-o", "x.csv", *words)
    run("screen", "--file", "in.csv", "-o", "c.csv", *words)
    assert ran.err.splitlines()[0] == "in.xlsx: read sheet `Sheet` (header in row 3)."
    assert Path("x.csv").read_text() == Path("c.csv").read_text()


def test_a_workbook_out_is_ready_to_be_worked_with(run: Run) -> None:
    Path("in.csv").write_text(
        "id,name,country\n1,Dahua,CN\n2,Acme,DE\n3,Dahau,FR\n4,Unscreenable,DE\n"
    )
    ran = run("screen", "--file", "in.csv", "-o", "out.xlsx", "--review", "0.7")
    assert (ran.code, ran.out) == (0, "")
    book = opened("out.xlsx")
    assert book.sheetnames == ["Parties", "Citations", "About"]
    sheet = book["Parties"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:N5"
    head, *rows = values(sheet)
    assert head == [
        *("id", "name", "country", "status", "score", "entry", "list", "listed_name"),
        *("matched_name", "effective_from", "citations", "reasons"),
        *("match_threshold", "review_threshold"),
    ]
    assert rows[0][:6] == ["1", "Dahua", "CN", "match", 0.97, "us-bis-el:d4hu4"]
    assert rows[1][:5] == ["2", "Acme", "DE", "clear", None]
    assert [row[3] for row in rows] == ["match", "clear", "review", "error"]
    fills = [sheet[f"D{at}"].fill.fgColor.rgb for at in range(2, 6)]
    assert len(set(fills)) == 4
    link = sheet["K2"].hyperlink
    assert sheet["K2"].value == "84 FR 54002"
    assert link.target == "https://www.federalregister.gov/citation/84-FR-54002"
    assert sheet["K3"].hyperlink is None
    assert values(book["Citations"])[1][:2] == ["84 FR 54002", 2]
    assert book["Citations"]["A2"].hyperlink.target == link.target
    about = dict(row[:2] for row in values(book["About"])[:10])
    assert about["As of"] == "2026-08-01"
    assert about["Review from score"] == "0.7"
    assert about["Rows read"] == "4"
    assert about["error"].startswith("1: ")
    assert values(book["About"])[-1][0] == "us-bis-el"
    assert values(book["About"])[-1][5] == "sha256:aa"


def test_no_formula_of_a_user_is_alive_in_a_workbook(run: Run) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["name", "note"], *[[f, f] for f in FORMULAS]])
    Path("in.csv").write_text(text.getvalue())
    run("screen", "--file", "in.csv", "-o", "out.xlsx")
    sheet = opened("out.xlsx")["Parties"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert [row[1] for row in values(sheet)[1:]] == FORMULAS
    # Neither when somebody edits the cell: Excel then keeps it a text.
    assert all(sheet.cell(at, 2).quotePrefix for at in range(2, 7))
    with zipfile.ZipFile("out.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_workbook_is_the_same_bytes_each_time(run: Run) -> None:
    Path("in.csv").write_text("name\nDahua\n")
    for name in ("a.xlsx", "b.xlsx"):
        run("screen", "--file", "in.csv", "-o", name)
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


def test_what_no_cell_holds_is_escaped_or_cut(run: Run) -> None:
    long = "x" * 40_000
    lines = [{"name": n} for n in ("A\x01B", long, " two\nlines ", "C_x0041_")]
    Path("in.jsonl").write_text("\n".join(map(json.dumps, lines)))
    run("screen", "--file", "in.jsonl", "-o", "out.xlsx")
    names = [row[0] for row in values(opened("out.xlsx")["Parties"])[1:]]
    assert names[0] == "A_x0001_B"
    assert len(names[1]) == 32_767
    assert names[1].endswith("… (cut: 40,000 characters)")
    assert names[2] == " two\nlines "
    ran = run("screen", "--file", "out.xlsx", "--format", "jsonl", "--map", "name=name")
    back = [json.loads(line)["query"]["name"] for line in ran.out.splitlines()]
    assert (back[0], back[2], back[3]) == ("A\x01B", "two\nlines", "C_x0041_")


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (sheet_xml, workbook_out):
        monkeypatch.setattr(module, "SHEET_ROWS", 2_000)
    # The first row of the second sheet is a tall one.
    long = " 海" * 60
    names = [f"Dahua {i}{long}" if i % 1000 == 0 else f"Acme {i}" for i in range(4_100)]
    Path("in.csv").write_text("name\n" + "\n".join(names))
    run("screen", "--file", "in.csv", "-o", "out.xlsx", "--jobs", "1")
    book = opened("out.xlsx")
    assert book.sheetnames[:4] == ["Parties", "Parties 2", "Parties 3", "Citations"]
    sheets = [values(book[name]) for name in book.sheetnames[:3]]
    assert [len(rows) for rows in sheets] == [2_001, 2_001, 101]
    assert [row[0] for rows in sheets for row in rows[1:]] == names
    linked = [c.value for c in book["Parties 2"]["I"] if c.hyperlink]
    assert linked == ["84 FR 54002"] * 2


def test_a_row_is_as_tall_as_its_reasons_wrapped() -> None:
    outcome = ("status", "score", "citations", "reasons")
    rows = [
        ["Dahua", "match", "0.9", "84 FR 54002", "one word after the other " * 10],
        ["Dahua", "review", "0.8", "84 FR 54002", "short"],
        ["Dahua", "review", "0.8", "84 FR 54002", "海" * 70],
        ["Acme " * 90, "clear", "", "", ""],
        ["Dahua", "match", "0.9", "", "word " * 9_000],
    ]
    lines = sheet_xml.party_rows(1, rows, 1, outcome).splitlines()
    heights = [re.match(r'<row r="\d+"(?: ht="(\d+)"[^>]*)?>', x)[1] for x in lines]  # type: ignore[index]
    assert heights == ["60", None, "45", None, "300"]


def test_a_file_without_rows_is_a_workbook_with_a_header(run: Run) -> None:
    Path("in.csv").write_text("name\n")
    run("screen", "--file", "in.csv", "-o", "out.xlsx")
    assert len(values(opened("out.xlsx")["Parties"])) == 1
    run("screen", "--file", "in.csv", "-o", "out.parquet")
    assert parquet.read_table("out.parquet").num_rows == 0


@pytest.mark.parametrize("name", ["out.xlsx", "out.parquet"])
def test_names_can_be_answered_in_a_table_too(run: Run, name: str) -> None:
    assert run("screen", "Dahua", "Acme", "-o", name).code == 0
    if name == "out.xlsx":
        rows = values(opened(name)["Parties"])[1:]
    else:
        rows = [list(r.values()) for r in parquet.read_table(name).to_pylist()]
    assert [row[:2] for row in rows] == [["Dahua", "match"], ["Acme", "clear"]]


def test_parquet_in_and_out(run: Run) -> None:
    table = pyarrow.table(
        {
            "id": pyarrow.array([7, None, 9], pyarrow.int64()),
            "name": ["Dahua", "Acme", None],
            "alias": [["x", "y"], [], None],
            "since": [date(2019, 10, 9), None, None],
            "sum": [1.0, 2.5, None],
        }
    )
    parquet.write_table(table, "in.parquet", row_group_size=2)
    ran = run("screen", "--file", "in.parquet", "--format", "jsonl")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert told[0]["query"] == {"id": "7", "name": "Dahua", "alias": ["x", "y"]}
    assert told[0]["columns"] == {"since": "2019-10-09", "sum": "1"}
    assert told[1]["query"] == {"name": "Acme"}
    assert told[2]["status"] == "error"
    run("screen", "--file", "in.parquet", "-o", "out.parquet")
    out = parquet.read_table("out.parquet")
    assert out.schema.field("score").type == pyarrow.float64()
    assert out.schema.field("effective_from").type == pyarrow.date32()
    first, second, third = out.to_pylist()
    assert (first["id"], first["alias"], first["status"]) == ("7", "x; y", "match")
    assert (first["score"], first["effective_from"]) == (0.97, date(2019, 10, 9))
    assert (second["status"], second["score"], second["entry"]) == ("clear", None, None)
    assert third["status"] == "error"
    assert json.loads(out.schema.metadata[b"listgate"])["as_of"] == "2026-08-01"


def test_plain_parquet_gives_what_its_csv_gives(run: Run) -> None:
    Path("in.csv").write_text("id,name,note\n1,Dahua,a\n2,Acme,\n")
    table = pyarrow.table(
        {"id": [1, 2], "name": ["Dahua", "Acme"], "note": ["a", None]}
    )
    parquet.write_table(table, "in.parquet")
    run("screen", "--file", "in.csv", "-o", "c.csv")
    run("screen", "--file", "in.parquet", "-o", "p.csv")
    assert Path("c.csv").read_bytes() == Path("p.csv").read_bytes()


@pytest.mark.parametrize("cut", [30, -20])
def test_a_damaged_parquet_file_is_one_sentence(run: Run, cut: int) -> None:
    parquet.write_table(pyarrow.table({"name": ["Dahua"]}), "in.parquet")
    content = Path("in.parquet").read_bytes()
    Path("in.parquet").write_bytes(content[:cut])
    ran = run("screen", "--file", "in.parquet")
    assert ran.code == 2
    assert ran.err.startswith("listgate: in.parquet: the Parquet file is damaged")
    assert ran.err.count("\n") == 1


CONTENT = b"name\nDahua\nAcme\n"


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    for name in ("name", "Dahua", "Acme"):
        book.active.append([name])
    book.save(buffer)
    return buffer.getvalue()


def columns() -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(pyarrow.table({"name": ["Dahua", "Acme"]}), buffer)
    return buffer.getvalue()


PACKED = {
    "gzip": gzip.compress(CONTENT),
    "xz": lzma.compress(CONTENT),
    "zstd": pyarrow.Codec("zstd").compress(CONTENT, asbytes=True),
    "zip": zipped(parties_csv=CONTENT),
    "gzip in zip": zipped(parties_csv_gz=gzip.compress(CONTENT)),
    "XLSX": workbook(),
    "XLSX in zip": zipped(parties_xlsx=workbook()),
    "XLSX in gzip": gzip.compress(workbook()),
    "Parquet": columns(),
    "Parquet in zip": zipped(parties_parquet=columns()),
}


@pytest.mark.parametrize("form", PACKED)
@pytest.mark.parametrize("piped", [False, True])
def test_packed_files_are_unpacked_by_their_content(
    run: Run, form: str, piped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("in.data").write_bytes(PACKED[form])
    if piped:
        with Path("in.data").open("rb") as stream:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
            ran = run("screen", "--file", "-", "--format", "csv")
    else:
        ran = run("screen", "--file", "in.data", "--format", "csv")
    assert ran.code == 0, ran.err
    assert [row[:2] for row in csv.reader(io.StringIO(ran.out))] == [
        ["name", "status"],
        ["Dahua", "match"],
        ["Acme", "clear"],
    ]


def test_an_archive_of_several_files_asks_which(run: Run) -> None:
    Path("in.zip").write_bytes(zipped(a_csv=CONTENT, b_txt=b"name\nBeta\n"))
    ran = run("screen", "--file", "in.zip")
    assert ran.code == 2
    assert "the archive holds 2 files: `a.csv`, `b.txt`; choose one with" in ran.err
    ran = run("screen", "--file", "in.zip", "--sheet", "b.txt", "--format", "csv")
    assert ran.out.splitlines()[1].startswith("Beta,clear")


@pytest.mark.parametrize("form", ["zstd", "xz", "zip", "XLSX", "gzip"])
def test_a_packed_file_that_is_cut_off_is_one_sentence(run: Run, form: str) -> None:
    Path("in.data").write_bytes(PACKED[form][:-12])
    ran = run("screen", "--file", "in.data", "-o", "out.csv")
    assert ran.code == 2
    assert "damaged or cut off" in ran.err
    assert ran.err.count("\n") == 1
    assert [p.name for p in Path().iterdir()] == ["in.data"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "an old Excel workbook, or one with a pass",
        ),
        (b"%PDF-1.7", "PDF"),
        (zipped(mimetype=b"x", content_xml=b""), "an OpenDocument file"),
    ],
)
def test_what_is_not_read_says_what_it_is(run: Run, content: bytes, what: str) -> None:
    Path("in.x").write_bytes(content)
    ran = run("screen", "--file", "in.x")
    assert ran.code == 2
    assert f"this is {what}" in ran.err


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.xls", ".xls is not written; choose .xlsx."),
        ("a.xlsx.gz", ".xlsx is compressed in itself; leave out .gz."),
        ("a.csv.zip", ".zip is not written; choose .gz."),
    ],
)
def test_an_output_that_is_not_written_is_refused(
    run: Run, name: str, reason: str
) -> None:
    Path("in.csv").write_text("name\nA\n")
    assert run("screen", "--file", "in.csv", "-o", name).err == (
        f"listgate: {name}: {reason}\n"
    )


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("杭州海康威视数字技术股份有限公司", "gb18030", "GB18030"),
        ("台灣積體電路製造股份有限公司", "big5", "Big5"),
        ("株式会社日立製作所", "shift-jis", "Shift-JIS"),
        ("Société Générale", "cp1252", "Windows-1252"),
        ("Научно-производственное объединение", "cp1251", "Windows-1251"),
    ],
)
def test_an_encoding_is_recognized_and_said(
    run: Run, text: str, codec: str, name: str
) -> None:
    Path("in.csv").write_bytes(f"name\n{text}\n".encode(codec))
    ran = run("screen", "--file", "in.csv", "--format", "jsonl")
    assert json.loads(ran.out)["query"]["name"] == text
    assert ran.err.splitlines()[0].startswith(f"in.csv: read as {name}, which")


def test_an_encoding_that_could_be_two_is_asked_for(run: Run) -> None:
    # The same bytes are Turkish letters in one encoding and Icelandic ones in another.
    Path("in.csv").write_bytes("name\nŞirketi Yolları\n".encode("cp1254"))
    ran = run("screen", "--file", "in.csv", "-o", "out.csv")
    assert ran.code == 2
    assert "its encoding cannot be told for sure" in ran.err
    assert "Windows-1254 reads `Şirketi Yolları`" in ran.err
    assert run("screen", "--file", "in.csv", "--encoding", "cp1254").code == 0
