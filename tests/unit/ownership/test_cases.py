"""The ownership cases, each by the answer for one party and by all owned parties."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from listgate.ownership import Holding, joint_share, owned_parties, percent_bounds
from listgate.ownership.bulk import owned_in
from listgate.ownership.graph import Graph

CASES = tomllib.loads(
    (Path(__file__).parent / "joint_share.toml").read_text(encoding="utf-8")
)["case"]


def holdings_of(case: dict[str, Any]) -> list[Holding]:
    return [Holding(a, b, *percent_bounds(share)) for a, b, share in case["holdings"]]


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_each_case_has_its_answer(case: dict[str, Any]) -> None:
    listed, maybe = set(case.get("listed", ())), set(case.get("maybe", ()))
    found = joint_share(case["party"], holdings_of(case), listed, maybe=maybe)
    assert found.verdict.value == case["verdict"]
    assert [f.trouble.value for f in found.findings] == case.get("findings", [])
    assert [f.text for f in found.deciding] == case.get("depends_on", [])


@pytest.mark.parametrize(
    "case", [c for c in CASES if "owned" in c], ids=lambda c: str(c["name"])
)
def test_each_case_has_its_owned_parties(case: dict[str, Any]) -> None:
    held = holdings_of(case)
    assert sorted(owned_parties(held, case["listed"])) == case["owned"]
    graph = Graph.of(held)
    listed = np.array([key in case["listed"] for key in graph.keys])
    found = owned_in(graph, listed)
    assert sorted(graph.keys[i] for i in np.flatnonzero(found.sure)) == case["owned"]
