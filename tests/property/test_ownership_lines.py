"""Blocks of JSON lines read as columns against the same lines read one by one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listgate.errors import QueryError
from listgate.ownership import bods_lines, ftm_lines, json_blocks
from listgate.ownership.bods import BodsReader
from listgate.ownership.ftm import FtmReader
from listgate.ownership.graph import Graph

KEYS = st.sampled_from(["a", "b", "c", "Ö", "d e", ""])
DAYS = st.sampled_from(["", "2019", "2020-05", "2021-03-04", "2022-01-01"])
NAMES = st.sampled_from(["Acme", "鑫 控股", " Two  Spaces ", "x\u001fy", ""])
SHARES = st.sampled_from(["51", "25-50%", "a third", "", "33.3333333", "> 50"])


@pytest.fixture(autouse=True)
def _columns_for_few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_blocks, "_WORTH", 1)


def told(graph: Graph) -> tuple[Any, ...]:
    """What a graph says, whatever the order in which it was read."""
    holdings = sorted(map(repr, graph.holdings(range(graph.holdings_count))))
    parties = sorted(
        (
            key,
            sorted({graph.names[n], *graph.aliases.get(n, ())}),
            graph.countries.get(n),
            graph.identifiers.get(n),
        )
        for n, key in enumerate(graph.keys)
    )
    return holdings, parties, graph.remarks


def one_by_one(reader: Any, objects: list[dict[str, Any]]) -> Any:
    try:
        for one in objects:
            reader.take(json.loads(json.dumps(one)))
    except QueryError as error:
        return error.reason
    return told(reader.finished())


def at_once(reader: Any, take_lines: Any, objects: list[dict[str, Any]]) -> Any:
    lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in objects]
    try:
        if not take_lines(reader, lines, str):
            assert reader.graph.keys == []
            return one_by_one(reader, objects)
    except QueryError as error:
        return error.reason
    return told(reader.finished())


@st.composite
def entities(draw: st.DrawFn) -> dict[str, Any]:
    def some(texts: st.SearchStrategy[str], most: int = 2) -> list[str]:
        return draw(st.lists(texts, max_size=most))

    schema = draw(
        st.sampled_from(["Ownership", "Ownership", "Company", "Directorship"])
    )
    properties: dict[str, Any] = {
        "name": some(NAMES),
        "jurisdiction": some(st.just("cn")),
    }
    if schema == "Ownership":
        properties = {
            "owner": [draw(KEYS)],
            "asset": some(KEYS, 1) or ["a"],
            "percentage": some(SHARES),
            "startDate": some(DAYS, 1),
            "endDate": some(DAYS, 1),
            "publisher": some(st.sampled_from(["register", "press"])),
        }
    elif draw(st.integers(0, 4)) == 0:
        properties["alias"] = some(NAMES)
        properties["leiCode"] = ["5493"]
    kept = {k: v for k, v in properties.items() if v}
    return {"id": draw(KEYS.filter(bool)), "schema": schema, "properties": kept}


@given(st.lists(entities(), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_followthemoney_lines_say_the_same(objects: list[dict[str, Any]]) -> None:
    expected = one_by_one(FtmReader(), objects)
    found = at_once(FtmReader(), ftm_lines.take_lines, objects)
    if isinstance(expected, str):
        assert isinstance(found, str)
        return
    assert found == expected


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["entity", "person", "relationship", "relationship"]))
    found: dict[str, Any] = {
        "statementId": draw(st.uuids()).hex,
        "recordId": draw(st.sampled_from("pqrst" if kind == "relationship" else "abc")),
        "recordType": kind,
        "recordStatus": draw(st.sampled_from(["new", "new", "closed"])),
    }
    if draw(st.booleans()):
        found["statementDate"] = draw(DAYS)
    details: dict[str, Any] = {}
    if kind == "relationship":
        nobody = {"reason": "noBeneficialOwners"}
        details = {
            "subject": draw(st.sampled_from("abc")),
            "interestedParty": draw(st.sampled_from(["a", "b", "z", nobody])),
            "interests": draw(st.lists(interests(), max_size=2)),
            "componentRecords": draw(st.lists(st.sampled_from("apq"), max_size=2)),
        }
    else:
        details = {"name": draw(NAMES), "jurisdiction": {"code": "gb-eng"}}
        if draw(st.integers(0, 3)) == 0:
            details["alternateNames"] = [draw(NAMES)]
    found["recordDetails"] = details
    return found


@st.composite
def interests(draw: st.DrawFn) -> dict[str, Any]:
    number = st.sampled_from([0, 25, 33.3, 50.0, 60])
    bounds = ["exact", "minimum", "exclusiveMinimum", "maximum"]
    return {
        "type": draw(
            st.sampled_from(["shareholding", "votingRights", "unknownInterest"])
        ),
        "directOrIndirect": draw(st.sampled_from(["direct", "indirect"])),
        "share": draw(st.dictionaries(st.sampled_from(bounds), number, max_size=2)),
        "startDate": draw(DAYS),
        "endDate": draw(DAYS),
    }


@given(st.lists(statements(), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_beneficial_ownership_lines_say_the_same(objects: list[dict[str, Any]]) -> None:
    expected = one_by_one(BodsReader(), objects)
    found = at_once(BodsReader(), bods_lines.take_lines, objects)
    if isinstance(expected, str):
        assert isinstance(found, str)
        return
    assert found == expected
