"""Rows of JSON Lines and JSON arrays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from listgate.errors import QueryError
from listgate.tables.reader import Table, read_parties
from listgate.tables.rows import Row, RowError


def rows(path: Path, content: str) -> list[Row]:
    """The rows of a file with this content."""
    path.write_text(content)
    table = Table(path)
    try:
        return [row for chunk in table.chunks() for row in chunk.rows]
    finally:
        table.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "in"


def test_one_object_or_text_a_line(file: Path) -> None:
    text = '{"name": "A"}\n\n"B"\n{"name": "C"}'
    assert rows(file, text) == [{"name": "A"}, {"name": "B"}, {"name": "C"}]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ('{"name": "B"', "line 2, column 13: expecting ',' delimiter"),
        ("7", "line 2: neither an object nor a text"),
        ('{"name": NaN}', "line 2: NaN is no JSON value"),
        ('{"name": "\\ud800"}', "line 2: half of a surrogate pair"),
    ],
)
def test_a_bad_line_costs_one_row(file: Path, line: str, error: str) -> None:
    found = rows(file, f'{{"name": "A"}}\n{line}\n{{"name": "C"}}\n')
    assert found[0] == {"name": "A"}
    assert found[1] == RowError(error, {"text": line})
    assert found[2] == {"name": "C"}


def test_a_whole_surrogate_pair_is_a_letter(file: Path) -> None:
    assert rows(file, '{"name": "\\ud83d\\ude00"}') == [{"name": "😀"}]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_of_any_length_is_read_object_by_object(
    file: Path, indent: int | None
) -> None:
    objects = [{"name": f"Name {i}", "alias": ["x", "ÿ"]} for i in range(20_000)]
    assert rows(file, json.dumps(objects, indent=indent)) == objects


def test_objects_over_several_lines_need_no_array(file: Path) -> None:
    text = '{\n "name": "A"\n}\n{\n "name": "B"\n}\n'
    assert rows(file, text) == [{"name": "A"}, {"name": "B"}]


def test_what_is_no_object_in_an_array_costs_one_row(file: Path) -> None:
    assert rows(file, '[{"name": "A"},\n 12345, "B"]') == [
        {"name": "A"},
        RowError("line 2: neither an object nor a text", {"text": "12345"}),
        {"name": "B"},
    ]


def test_an_array_that_breaks_off_names_line_and_column(file: Path) -> None:
    with pytest.raises(QueryError) as caught:
        rows(file, '[{"name": "A"},\n{"name": }]')
    assert "line 2, column 10: expecting value" in str(caught.value)


def test_parties_are_made_of_the_known_members(file: Path) -> None:
    file.write_text(
        '{"ID": 7, "Name": " A ", "alias": ["x", "", "y"], "country": null, "z": 1}\n'
        '{"name": {"first": "A"}}\n'
        '{"country": "CN"}\n'
        '{"address": "1 Road"}\n'
        '{"name": ["A"]}\n'
        '{"name": ["A", "B"]}\n'
    )
    found = list(read_parties(file))
    assert found[0] == {"id": "7", "name": "A", "alias": ["x", "y"]}
    assert [row.error for row in found if isinstance(row, RowError)] == [
        "`name` is neither text nor a list of texts",
        "there is no name in this row",
        "`name` holds 2 values",
    ]
    assert found[3] == {"address": "1 Road"}
    assert found[4] == {"name": "A"}
