"""Columns of users' files."""

from __future__ import annotations

import pytest

from listgate.errors import QueryError
from listgate.tables.columns import find_columns, parse_mapping
from listgate.tables.rows import RowError


def test_names_of_columns_have_no_case_and_no_surrounding_space() -> None:
    columns = find_columns([" NAME", "Country ", "Note"], {}, "in.csv")
    assert columns.party(["A", "CN", "n"]) == {"name": "A", "country": "CN"}
    assert columns.rest(["A", "CN", "n"]) == {"Note": "n"}


def test_a_mapping_renames_and_several_columns_may_be_aliases() -> None:
    mapping = parse_mapping(["name=Customer", "alias=DBA", "alias=Brand"])
    columns = find_columns(["Customer", "name", "DBA", "Brand"], mapping, "in.csv")
    assert columns.party(["A", "not this", "B", "C"]) == {
        "name": "A",
        "alias": ["B", "C"],
    }
    assert columns.party(["A", "", "", "C"]) == {"name": "A", "alias": "C"}


def test_columns_of_one_name_are_told_apart() -> None:
    columns = find_columns(["name", "x", "x", ""], {}, "in.csv")
    assert columns.rest(["A", "1", "2", "3"]) == {"x": "1", "x 3": "2", "column 4": "3"}


@pytest.mark.parametrize("row", [["", "CN"], ["  ", ""]])
def test_a_row_with_nothing_to_ask_is_an_error(row: list[str]) -> None:
    columns = find_columns(["name", "country"], {}, "in.csv")
    assert columns.party(row) == RowError("there is no name in this row", row)


def test_an_address_alone_can_be_asked() -> None:
    columns = find_columns(["name", "address"], {}, "in.csv")
    assert columns.party(["", "1 Road"]) == {"address": "1 Road"}


@pytest.mark.parametrize("pair", ["name", "nome=A", "name=", "=A"])
def test_a_mapping_that_makes_no_sense_is_refused(pair: str) -> None:
    with pytest.raises(QueryError, match="--map"):
        parse_mapping([pair])


def test_a_name_has_one_column() -> None:
    with pytest.raises(QueryError, match="mapped twice"):
        parse_mapping(["name=A", "name=B"])
