"""Text for terminals and spreadsheets."""

from __future__ import annotations

from listgate.tables.cells import csv_text, neutralized, readable
from listgate.tables.text import aligned, fit, width, wrapped


def test_chinese_letters_take_two_columns() -> None:
    assert width("海康a") == 5
    assert fit("海康威视", 6) == "海康… "
    assert fit("海康", 6) == "海康  "


def test_signs_that_could_steer_a_terminal_are_taken_out() -> None:
    assert fit("a\x1b[31mb\n", 8) == "a [31mb "


def test_a_table_is_cut_at_its_widest_column() -> None:
    lines = aligned(("a", "b"), [("x" * 50, "yy"), ("z", "y")], 30)
    assert lines == [
        "a" + " " * 27 + "b",
        "─" * 26 + "  ──",
        "x" * 25 + "…  yy",
        "z" + " " * 27 + "y",
    ]


def test_text_wraps_at_spaces_and_where_there_are_none() -> None:
    assert wrapped("aa bb cc", 5) == ["aa bb", "cc"]
    assert wrapped("海康威视数字", 5) == ["海康", "威视", "数字"]


def test_cells_that_begin_a_formula_get_an_apostrophe() -> None:
    cells = ["=1", "+1", "-1", "@a", "\ta", "\ra", "a=1", "", "'=1"]
    assert neutralized(cells) == [
        "'=1", "'+1", "'-1", "'@a", "'\ta", "'\ra", "a=1", "", "'=1",
    ]  # fmt: skip
    assert csv_text([["=1", "a"]]) == "'=1,a\n"
    assert csv_text([["=1", "a"]], raw=True) == "=1,a\n"


def test_what_no_utf8_file_can_hold_is_replaced() -> None:
    assert readable("a\0b\udc80c") == "a\ufffdb\ufffdc"
