"""Rows of delimited files, whole and damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from listgate.tables.reader import Table
from listgate.tables.rows import Row, RowError


def rows(path: Path, content: str | bytes) -> list[Row]:
    """The rows of a file with this content; errors as they are."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table = Table(path)
    try:
        return [row for chunk in table.chunks() for row in chunk.rows]
    finally:
        table.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "in.csv"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_first_rows(file: Path, sign: str) -> None:
    text = "id,name\n1,Acme\n2,Beta\n".replace(",", sign)
    assert rows(file, text) == [["1", "Acme"], ["2", "Beta"]]


def test_commas_in_names_do_not_hide_a_semicolon(file: Path) -> None:
    text = "id;name\n1;Acme, Inc., Ltd.\n2;Beta, Co., Ltd.\n"
    assert rows(file, text) == [["1", "Acme, Inc., Ltd."], ["2", "Beta, Co., Ltd."]]


def test_excels_sep_line_is_not_a_header(file: Path) -> None:
    assert rows(file, "sep=;\r\nid;name\r\n1;A,B\r\n") == [["1", "A,B"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_line_ending_will_do(file: Path, end: str) -> None:
    assert rows(file, f"id,name{end}1,A{end}2,B{end}") == [["1", "A"], ["2", "B"]]


def test_the_last_line_needs_no_line_feed(file: Path) -> None:
    assert rows(file, "id,name\n1,A") == [["1", "A"]]


def test_a_quoted_cell_may_hold_line_breaks_and_quotes(file: Path) -> None:
    text = 'id,name,address\n1,"Say ""A""","1 Road\r\nTown, ZZ"\n2,B,C\n'
    assert rows(file, text) == [
        ["1", 'Say "A"', "1 Road\r\nTown, ZZ"],
        ["2", "B", "C"],
    ]


def test_a_quote_that_is_not_closed_costs_one_row_only(file: Path) -> None:
    text = 'id,name,land\n1,"Acme,DE\n2,Beta,DE\n3,"Gamma, Inc.",DE\n4,Delta,DE\n'
    assert rows(file, text) == [
        RowError(
            "line 2, column 2 (`name`): a quote is opened and not closed",
            ["1", "Acme,DE"],
        ),
        ["2", "Beta", "DE"],
        ["3", "Gamma, Inc.", "DE"],
        ["4", "Delta", "DE"],
    ]


def test_a_quote_left_open_at_the_end_of_the_file_costs_one_row(file: Path) -> None:
    found = rows(file, 'id,name\n1,A\n2,"B\n')
    assert found[0] == ["1", "A"]
    assert isinstance(found[1], RowError)
    assert len(found) == 2


def test_rows_are_not_swallowed_between_two_stray_quotes(file: Path) -> None:
    body = "".join(f"{i},Name {i}\n" for i in range(3, 9))
    found = rows(file, f'id,name\n1,A\n2,"B\n{body}9,C"\n')
    good = [row for row in found if isinstance(row, list)]
    assert [row[0] for row in good] == ["1", "3", "4", "5", "6", "7", "8", "9"]
    assert len(found) == 9


def test_a_stray_quote_far_from_any_other_leaves_all_other_rows(file: Path) -> None:
    body = "".join(f"{i},Name {i}\n" for i in range(30_000))
    found = rows(file, f'id,name\n0,"stray\n{body}')
    assert sum(isinstance(row, RowError) for row in found) == 1
    assert len(found) == 30_001
    assert found[-1] == ["29999", "Name 29999"]


def test_a_record_may_lie_across_two_blocks_read(file: Path) -> None:
    cell = "x" * 3000
    body = "".join(f'{i},"{cell}\n{cell}"\n' for i in range(400))
    found = rows(file, f"id,name\n{body}")
    assert len(found) == 400
    assert all(row == [str(i), f"{cell}\n{cell}"] for i, row in enumerate(found))


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("2", "line 3: 1 cells instead of 2"),
        ("2,B,C", "line 3: 3 cells instead of 2"),
        ("2,B\0", "line 3: a NUL character"),
        ("2," + "x" * 200_000, "line 3: field larger than field limit (131072)"),
        ("2," + "x" * 1_100_000, "line 3: more than 1,048,576 characters"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(file: Path, line: str, error: str) -> None:
    found = rows(file, f"id,name\n1,A\n{line}\n3,C\n")
    assert found[0] == ["1", "A"]
    assert isinstance(found[1], RowError)
    assert found[1].error == error
    assert found[2:] == [["3", "C"]]


def test_blank_cells_too_many_are_no_harm(file: Path) -> None:
    assert rows(file, "id,name\n1,A,,\n") == [["1", "A"]]


def test_bytes_that_are_not_utf8_cost_their_row_only(file: Path) -> None:
    text = "id,name\n1,Müller\n2,Bär\n".encode() + b"3,M\xfcller\n4,C\n"
    found = rows(file, text)
    assert found[:2] == [["1", "Müller"], ["2", "Bär"]]
    assert isinstance(found[2], RowError)
    assert found[2].error == "line 4: bytes that do not fit the file's encoding"
    assert found[3:] == [["4", "C"]]


def test_blank_lines_are_no_rows_where_there_are_columns(file: Path) -> None:
    assert rows(file, "\n\nid,name\n\n1,A\n\n\n2,B\n\n") == [["1", "A"], ["2", "B"]]


def test_a_blank_line_among_bare_names_is_an_empty_name(file: Path) -> None:
    assert rows(file, "name\nA\n\nB\n\n\n") == [["A"], [""], ["B"]]


def test_chunks_are_numbered_by_their_first_row(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name\n" + "A\n" * 7)
    table = Table(path)
    chunks = [(chunk.first, len(chunk.rows)) for chunk in table.chunks(3)]
    table.close()
    assert chunks == [(1, 3), (4, 3), (7, 1)]
