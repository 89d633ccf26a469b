"""What is written as CSV or JSON Lines is read again as it was."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listgate.tables.reader import Table
from listgate.tables.rows import Row

# Text as it stands in cells: no NUL, no half surrogates; few line breaks, since a cell
# of five lines that all look like rows is taken for rows behind a stray quote.
_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n")
_WORD = st.text(_LETTERS, max_size=6)
_CELL = st.one_of(
    _WORD,
    st.sampled_from(['"', '""', ",", ";", "'", " ", "=1", "\t", "a\nb", 'x"\r\n"y']),
    st.tuples(_WORD, st.sampled_from(["\n", "\r\n", '"', ","]), _WORD).map("".join),
)


def rows(path: Path) -> list[Row]:
    table = Table(path)
    try:
        return [row for chunk in table.chunks(3) for row in chunk.rows]
    finally:
        table.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    body=st.lists(st.tuples(_CELL, _CELL, _CELL), max_size=8),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    delimiter=st.sampled_from(",;\t|"),
)
def test_csv_comes_back_cell_by_cell(
    tmp_path: Path,
    body: list[tuple[str, str, str]],
    quoting: int,
    end: str,
    delimiter: str,
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting, lineterminator=end, delimiter=delimiter)  # type: ignore[arg-type]
    writer.writerow(["id", "name", "note"])
    writer.writerows(body)
    path = tmp_path / "in.csv"
    path.write_bytes(text.getvalue().encode())
    assert rows(path) == [list(row) for row in body]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    objects=st.lists(
        st.dictionaries(
            _WORD, st.one_of(_WORD, st.none(), st.lists(_WORD, max_size=2))
        ),
        min_size=1,
        max_size=8,
    ),
    as_array=st.booleans(),
    escaped=st.booleans(),
)
def test_json_comes_back_member_by_member(
    tmp_path: Path,
    objects: list[dict[str, object]],
    as_array: bool,
    escaped: bool,
) -> None:
    path = tmp_path / "in.json"
    if as_array:
        text = json.dumps(objects, ensure_ascii=escaped)
    else:
        text = "\n".join(json.dumps(o, ensure_ascii=escaped) for o in objects)
    path.write_bytes(text.encode())
    assert rows(path) == objects
