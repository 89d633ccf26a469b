"""A run that is killed: nothing it would report is lost, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from listgate.service import Gate

Killed = Callable[[Callable[[], object]], Iterator[int]]
PARTIES = "id,name\n1,Ferntree Optics Zhengzhou\n2,Quiet Harbor Trading\n3,Bakery\n"
FERN, QUIET = "A1,Ferntree Optics Zhengzhou,CN,,", "A2,Quiet Harbor Trading,AE,,"


def fresh(gate: Gate) -> Gate:
    return Gate(gate.settings, gate.today)


def waiting(gate: Gate) -> list[Any]:
    with gate.watches() as watches:
        return [
            (number, said["change"], said["party"]["id"])
            for number, said in watches.reports(["customers"])
        ]


def test_whenever_a_run_is_killed_it_has_told_all_or_nothing(
    gate: Gate,
    file: Callable[..., Path],
    listed: Callable[..., None],
    tmp_path: Path,
    killed_ever_later: Killed,
) -> None:
    listed(FERN)
    with gate.watches() as watches:
        watches.add("customers", file(PARTIES))
        watches.run("customers")
        watches.given_out(watches.reports(["customers"]))
    listed(QUIET, day="2026-11-02")
    assert gate.index  # compiled, and the file of it kept
    out = tmp_path / "out.jsonl"

    def run() -> None:
        with fresh(gate).watches() as watches:
            watches.run("customers")
            watches.append(["customers"], out)

    points = 0
    seen = set()
    for point in killed_ever_later(run):
        points = point
        seen.add(tuple(change for _, change, _ in waiting(gate)))
    assert points > 25
    assert seen <= {(), ("gone", "new")}
    assert waiting(gate) == []
    lines = out.read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert ['"change": "gone"' in line for line in lines] == [True, False]
