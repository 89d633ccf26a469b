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


@pytest.fixture(scope="session")
def gate(tmp_path_factory: pytest.TempPathFactory) -> listgate.Gate:
    return listgate.open(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize("case", cases())
def test_the_case_comes_out_as_the_rules_have_it(
    gate: listgate.Gate, case: dict[str, Any]
) -> None:
    given = {key: case[key] for key in KEPT if key in case}
    given["parties"] = [
        {**party, "owners": with_unknown_shares(party["owners"])}
        if "owners" in party
        else party
        for party in case["parties"]
    ]
    expected = case["expected"]
    if "error" in expected:
        with pytest.raises(QueryError) as caught:
            gate.determine(given)
        assert caught.value.field == expected["error"]
        return
    told = gate.determine(given).to_dict()
    assert {key: told[key] for key in expected} == expected
    if told["list_outcome"] == "undetermined":
        assert told["human_checks"]
