from __future__ import annotations

from datetime import date

import pytest

from listgate.errors import QueryError
from listgate.ownership.graph import Graph
from listgate.ownership.readers import read_graph
from listgate.ownership.shares import share_text


def read(text: str) -> Graph:
    return read_graph(text.splitlines(keepends=True), "owners.csv")


def told(graph: Graph) -> list[tuple[str, str, str]]:
    return [
        (h.owner, h.owned, share_text(h.low, h.high))
        for h in graph.holdings(range(graph.holdings_count))
    ]


def test_a_plain_file_is_read() -> None:
    graph = read("owner,owned,percent\nX,A,60\nA,B,50\n")
    assert told(graph) == [("x", "a", "60 %"), ("a", "b", "50 %")]
    assert graph.names == ["X", "A", "B"]


@pytest.mark.parametrize(
    "text",
    [
        "Parent Company;Subsidiary;Ownership %\nX;A;60,5\n",
        "Shareholder\tCompany Name\tPercentage\nX\tA\t60.5%\n",
        "\ufeff\nowned,percent,owner\nA,60.5,X\n",
        'owner,owned,percent\r\n"X",A,"60,5"\r\n',
        "owner, owned, min, max\nX, A, 60.5, 60.5\n",
    ],
)
def test_headers_delimiters_and_commas_of_many_kinds_are_understood(text: str) -> None:
    assert told(read(text)) == [("x", "a", "60.5 %")]


def test_names_that_differ_in_case_and_space_are_one_party() -> None:
    graph = read("owner,owned,percent\nBig  Holding,A,60\nBIG HOLDING,B,50\n")
    assert len(graph) == 3


def test_identifiers_tell_parties_of_one_name_apart() -> None:
    graph = read(
        "owner_id,owner,owned_id,owned,percent,owned_country\n"
        "1,Same Name,2,Same Name,60,us\n"
    )
    assert told(graph) == [("1", "2", "60 %")]
    assert graph.countries == {1: "US"}


def test_bounds_and_days_and_sources_are_kept() -> None:
    graph = read(
        "owner,owned,min,max,from,until,source\n"
        "X,A,25,50,2019-10,2020,register\nX,B,,,,,\n"
    )
    first, second = graph.holdings(range(2))
    assert share_text(first.low, first.high) == "25 to 50 %"
    assert (first.held_from, first.held_until) == (
        date(2019, 10, 1),
        date(2020, 12, 31),
    )
    assert (first.source, second.source) == ("register", "")
    assert (second.held_from, second.held_until) == (None, None)
    assert share_text(second.low, second.high) == "an unknown share"


def test_a_file_without_shares_gives_unknown_ones() -> None:
    assert told(read("owner,owned\nX,A\n")) == [("x", "a", "an unknown share")]


def test_a_share_column_of_parts_is_told_from_one_of_percent() -> None:
    parts = read("owner,owned,share\nX,A,0.5\nY,A,1/3\n")
    assert [row[2] for row in told(parts)] == ["50 %", "33.3333333… %"]
    assert "so 1 is taken as the whole" in parts.remarks[0]
    percents = read("owner,owned,share\nX,A,0.5\nY,A,33\n")
    assert [row[2] for row in told(percents)] == ["0.5 %", "33 %"]


def test_empty_rows_and_line_breaks_in_cells_are_no_trouble() -> None:
    graph = read('owner,owned,percent\n\n"X\nHolding",A,60\n,,\n\nB,C,5\n')
    assert told(graph) == [("x holding", "a", "60 %"), ("b", "c", "5 %")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("a,b,c\n1,2,3\n", "line 1: no column 'owner' among a, b, c"),
        ("owner,owned,percent\nX,A,50\nX,B,120\n", "column percent: '120' is beyond"),
        ("owner,owned,percent\n\nX,A,1\nX,B,120\nX,C,1\n", "line 4, column percent"),
        ("owner,owned,min,max\nX,A,5,9\nX,B,9,5\n", "line 3, column min: 9 to 5 is"),
        ("owner,owned,min,max\nX,A,5,x\nX,B,5,9\n", "line 2, column max: 'x' is no"),
        (
            "owner,owned,percent\nX,A,50\nX,B,lots\n",
            "column percent: 'lots' is no share",
        ),
        ("owner,owned,percent\nX,A,50\n\n,B,5\n", "line 4, column owner: is empty"),
        ("owner,owned,percent\nX,A,50\nX\n", "line 3: has 1 columns, and the header 3"),
        (
            "owner,owned,from\nX,A,2020-01-01\nX,A,soon\nX,B,2020-01-01\n",
            "line 3, column from: 'soon' is no date",
        ),
        (
            "owner,owned,from,until\nX,A,2020-01-01,2019-01-01\n",
            "line 2, column until: 2019-01-01 is before 2020-01-01",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        read(text)
    assert message in str(caught.value)


def test_a_file_of_a_header_alone_is_an_empty_graph() -> None:
    assert len(read("owner,owned,percent\n")) == 0


def test_what_is_not_understood_of_a_column_of_shares_is_told() -> None:
    none = read("owner,owned,Holding band\nX,A,60\n")
    assert told(none) == [("x", "a", "an unknown share")]
    assert none.remarks == [
        "no column of shares is known here among owner, owned, Holding band: each share "
        "is taken as unknown"
    ]
    small = read("owner,owned,percent\nX,A,0.6\nY,A,0.4\n")
    assert told(small)[0] == ("x", "a", "0.6 %")
    assert "were taken as percent" in small.remarks[0]
    assert read("owner,owned,percent\nX,A,1\n").remarks == []


def test_countries_may_be_names() -> None:
    graph = read("owner,owned,percent,owned country\nX,A,60,United States\nX,B,6,?\n")
    assert graph.countries == {1: "US"}
