from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree

from listgate.ownership.picture import to_svg
from listgate.ownership.statements import Stake


def stake(owner: str, owned: str, percent: float) -> Stake:
    share = Fraction(str(percent)) / 100
    return Stake(owner, owned, share, share)


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    return [e.text for e in root.iter() if e.text]


def test_of_many_owners_those_that_carry_a_listing_are_drawn() -> None:
    stakes = [stake(f"Holder {n}", "Target", 0.2 + n / 1000) for n in range(200)]
    stakes += [stake("Listed", f"Holder {n}", 60) for n in (3, 4)]
    marks = {"Listed": "listed", "Holder 3": "owned", "Holder 4": "owned"}
    marks |= {f"Holder {n}": "may be listed" for n in range(20, 40)}
    svg = to_svg("Target", stakes, marks)
    shown = texts(svg)
    assert {"Holder 3", "Holder 4", "Listed"} <= set(shown)
    assert shown[-1] == "188 more parties are not drawn, among them 10 may be listed"
    width = re.search(r'width="(\d+)"', svg)
    assert width is not None
    assert int(width[1]) < 3000


def test_a_share_stands_under_its_owner() -> None:
    svg = to_svg("C", [stake("A", "C", 30), stake("B", "C", 20)], {})
    boxes = dict(re.findall(r"<title>(\w)</title><rect x=\"(\d+)\"", svg))
    at = dict(re.findall(r'<text x="(\d+)"[^>]*fill="#222">(\d+ %)<', svg))
    assert at == {str(int(boxes["A"]) + 95): "30 %", str(int(boxes["B"]) + 95): "20 %"}


def test_long_names_in_chinese_are_wrapped_and_cut() -> None:
    name = "中国电子科技集团公司第五十二研究所及其下属全资控股有限责任公司杭州分公司第一营业部"
    shown = texts(to_svg("C", [stake(name, "C", 30)], {}))
    lines = [t for t in shown if t in name or t.endswith("…")]
    assert name in shown, "whole in the title"
    assert len([t for t in lines if t != name]) == 3
