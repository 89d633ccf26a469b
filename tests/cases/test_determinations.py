"""Every case of the `.toml` files beside this one: facts in, determination out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import listgate
from listgate.errors import QueryError

FOLDER = Path(__file__).parent
KEPT = ("on", "destination", "item", "parties", "end_use", "ordered_on", "loaded_on")


def cases() -> list[Any]:
    found: list[Any] = []
    for path in sorted(FOLDER.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        found.extend(pytest.param(c, id=f"{path.stem}: {c['name']}") for c in told)
    return found


def with_unknown_shares(owners: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """TOML has no null: an owner without `percent` is one of unknown share."""
    return [
        {
            "percent": None,
            **owner,
            **(
                {"owners": with_unknown_shares(owner["owners"])}
                if "owners" in owner
                else {}
            ),
        }
        for owner in owners
    ]


def transaction(case: dict[str, Any]) -> dict[str, Any]:
    given = {key: case[key] for key in KEPT if key in case}
    given["parties"] = [
        {**party, "owners": with_unknown_shares(party["owners"])}
        if "owners" in party
        else party
        for party in case["parties"]
    ]
    return given


@pytest.fixture(scope="session")
def gate(tmp_path_factory: pytest.TempPathFactory) -> listgate.Gate:
    return listgate.open(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize("case", cases())
def test_the_case_comes_out_as_the_rules_have_it(
    gate: listgate.Gate, case: dict[str, Any]
) -> None:
    given, expected = transaction(case), case["expected"]
    if "error" in expected:
        with pytest.raises(QueryError) as caught:
            gate.determine(given)
        assert caught.value.field == expected["error"]
        return
    told = gate.determine(given).to_dict()
    assert {key: told[key] for key in expected} == expected
    if told["list_outcome"] == "undetermined":
        assert told["human_checks"]


def test_many_transactions_come_out_as_each_would_alone(gate: listgate.Gate) -> None:
    given = [transaction(case.values[0]) for case in cases()]
    alone: list[Any] = []
    for one in given:
        try:
            alone.append(gate.determine(one).to_dict())
        except QueryError as error:
            alone.append(str(error))
    together = list(gate.determine_many(given))
    assert [a.row for a in together] == list(range(1, len(given) + 1))
    assert [
        a.determination.to_dict() if a.determination else a.error for a in together
    ] == alone
    assert any(a.error for a in together), "a refused one among them stops no other"


def test_many_transactions_are_read_no_further_than_needed(gate: listgate.Gate) -> None:
    read = []

    def rows() -> Any:
        for n in range(5000):
            read.append(n)
            yield {"destination": "CN", "item": {"eccn": "EAR99"}, "parties": []}

    first = next(iter(gate.determine_many(rows())))
    assert first.determination is not None
    assert len(read) <= 1000
