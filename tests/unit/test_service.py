from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import listgate
from listgate.errors import QueryError
from listgate.screening.decision import Hit, Screening
from listgate.service import BLOCK
from listgate.settings import read_settings

EL = "us-bis-el"
HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."
Gate = listgate.Gate


def hit(found: Screening, code: str) -> Hit | None:
    return next((h for h in found.hits if h.list == code), None)


def listed(found: Screening, code: str = EL) -> Hit:
    best = hit(found, code)
    assert best is not None
    return best


@pytest.mark.parametrize(
    "name",
    [
        "Hikvision",
        "HIKVISION DIGITAL TECHNOLOGY CO LTD",
        "Hangzhou Hik-vision Digital Tech",
        "Hangzhou Hikvison Digital Tech Co Ltd",
        "杭州海康威视数字技术股份有限公司",
        "海康威视",
    ],
)
def test_hikvision_is_found_under_any_spelling(embedded_gate: Gate, name: str) -> None:
    found = embedded_gate.screen(name)
    assert found.status == "match"
    assert listed(found).name == HIKVISION


def test_a_misspelt_short_form_is_at_least_a_question(embedded_gate: Gate) -> None:
    found = embedded_gate.screen("Hikvison Digital Technology")
    assert found.status in ("match", "review")
    assert listed(found).name == HIKVISION


def test_the_entity_list_binds_from_9_october_2019(embedded_gate: Gate) -> None:
    eve = embedded_gate.screen("Hikvision", on="2019-10-08")
    day = embedded_gate.screen("Hikvision", on="2019-10-09")
    assert hit(eve, EL) is None
    assert (
        embedded_gate.screen("Hikvision", on="2019-10-08", lists=[EL]).status == "clear"
    )
    assert day.status == "match"
    best = listed(day)
    assert best.effective_from == date(2019, 10, 9)
    assert best.citations == ("84 FR 54002",)
    assert "744.11" in best.license_requirement


def test_the_policy_is_that_of_the_day(embedded_gate: Gate) -> None:
    # 85 FR 44159 of 22 July 2020 added items against infectious disease.
    def policy(day: str) -> str:
        return listed(embedded_gate.screen("Hikvision", on=day)).license_review_policy

    assert "infectious disease" not in policy("2020-07-21")
    assert "infectious disease" in policy("2020-07-22")


def test_dahua_lost_the_case_by_case_review_in_october_2022(
    embedded_gate: Gate,
) -> None:
    # 87 FR 62186, effective 21 October 2022: footnote 4 and a presumption of denial.
    def policy(day: str) -> str:
        return listed(
            embedded_gate.screen("Dahua Technology", on=day)
        ).license_review_policy

    assert "ase-by-case" in policy("2022-10-20")
    assert policy("2022-10-21") == "Presumption of denial"


def test_a_unit_of_casic_is_not_its_parent(embedded_gate: Gate) -> None:
    parent = "China Aerospace Science and Industry Corporation Second Academy"
    found = embedded_gate.screen(parent, limit=50, lists=[EL])
    assert found.hits[0].name == parent
    units = [h for h in found.hits if "Subordinate Institution" in h.name]
    assert all(h.score < listgate.MATCH for h in units)
    unit = embedded_gate.screen(f"{parent} 204th Research Institute", lists=[EL])
    assert "204th" in unit.hits[0].name
    assert unit.hits[0].score >= listgate.MATCH


def test_a_new_name_at_a_listed_address_is_looked_at(embedded_gate: Gate) -> None:
    address = "10F, Building 9, 1 Zhongguancun East Road, Haidian, Beijing"
    found = embedded_gate.screen("Z.AI Co., Ltd.", address=address, country="CN")
    assert found.status in {"review", "match"}
    assert found.hits[0].name == "Beijing Zhipu Huazhang Technology Co., Ltd."
    assert embedded_gate.screen("Z.AI Co., Ltd.").status == "clear"


def test_a_namesake_on_another_list_is_another_party(embedded_gate: Gate) -> None:
    found = embedded_gate.screen("Dahua Electronics Corporation")
    assert listed(found, "us-bis-dpl").score >= listgate.MATCH
    entity = hit(found, EL)
    assert entity is None or entity.score < listgate.MATCH


def test_hits_of_one_party_share_a_subject(embedded_gate: Gate) -> None:
    found = embedded_gate.screen("Hikvision").to_dict()
    assert len({h["list"] for h in found["hits"]}) > 3
    assert len({h["subject"] for h in found["hits"]}) == 1
    assert all(h["joined_by"] for h in found["hits"])


def test_a_row_that_cannot_be_read_is_an_error_row(embedded_gate: Gate) -> None:
    rows: list[Any] = [
        "Hikvision",
        "...",
        {"id": "7", "name": ""},
        {"name": None},
        {},
        {"name": "x" * 10_000},
        {"id": "8", "name": "Nobody Of Note"},
    ]
    found = embedded_gate.screen_block(rows)
    assert [s.status for s in found] == ["match", *["error"] * 5, "clear"]
    assert found[2].query["id"] == "7"
    assert all(s.error for s in found[1:6])
    assert found[1].to_dict() == {
        "query": {"name": "..."},
        "status": "error",
        "error": "name: has no letter or digit",
    }


def test_many_rows_come_out_in_their_order(embedded_gate: Gate) -> None:
    rows = [f"Nobody {n} Of Note" for n in range(BLOCK + 5)]
    rows[BLOCK] = "Hikvision"
    found = list(embedded_gate.screen_many(iter(rows)))
    assert [s.query["name"] for s in found] == rows
    assert found[BLOCK].status == "match"


def test_what_is_asked_wrongly_is_said(embedded_gate: Gate) -> None:
    wrong: list[Callable[[], Any]] = [
        lambda: embedded_gate.screen("Hikvision", limit=0),
        lambda: embedded_gate.screen("Hikvision", on="9 October"),
        lambda: embedded_gate.screen("Hikvision", match=1.5),
        lambda: embedded_gate.screen("Hikvision", match=0.5, review=0.6),
        lambda: embedded_gate.screen("Hikvision", lists=["us-none"]),
        lambda: embedded_gate.screen("Hikvision", type="planet"),
        lambda: embedded_gate.screen(""),
        lambda: listgate.compare("a", "b", type="planet"),
    ]
    for ask in wrong:
        with pytest.raises(QueryError):
            ask()


def test_a_second_gate_opens_the_index_that_the_first_compiled(
    embedded_gate: Gate,
) -> None:
    home = embedded_gate.settings.home
    embedded_gate.screen("Hikvision")
    before = {p: p.stat().st_mtime_ns for p in (home / "indexes").iterdir()}
    again = Gate(embedded_gate.settings, date(2026, 8, 1))
    assert again.index_is_ready()
    assert again.screen("Hikvision").status == "match"
    assert {p: p.stat().st_mtime_ns for p in (home / "indexes").iterdir()} == before


def test_a_gate_over_an_empty_home_has_no_index_yet(tmp_path: Path) -> None:
    assert not Gate(read_settings(home=tmp_path)).index_is_ready()


def test_two_names_are_compared_on_the_scale_of_screening() -> None:
    same = listgate.compare("Olaf Scholz", "Olaf Scholtz", type="person")
    assert same.score >= listgate.MATCH
    assert listgate.compare("Hikvision", "Boeing").score < listgate.REVIEW
    assert listgate.compare("海康卫视", "海康威视").score < listgate.REVIEW
    assert listgate.compare("海康威视", "海康威視").score >= listgate.MATCH
