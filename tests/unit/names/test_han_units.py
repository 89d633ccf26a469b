from __future__ import annotations

import pytest

from listgate.names.han_units import parents_of


@pytest.mark.parametrize(
    ("name", "parents"),
    [
        ("中国电子科技集团公司第七研究所", ["中国电子科技集团公司"]),
        ("中國電子科技集團公司第七研究所", ["中国电子科技集团公司"]),
        ("中国科学院物理研究所", ["中国科学院"]),
        ("北京大学软件工程研究所", ["北京大学"]),
        (
            "中国航天科工集团公司第三研究院第8357研究所",
            ["中国航天科工集团公司", "中国航天科工集团公司3研究院"],
        ),
    ],
)
def test_a_unit_is_named_behind_the_bodies_it_belongs_to(
    name: str, parents: list[str]
) -> None:
    assert list(parents_of(name)) == parents


@pytest.mark.parametrize(
    "name",
    [
        "中国科学院",
        "中国电子科技集团公司",
        "中国工程物理研究院",  # an academy of its own, whatever its name begins with
        "上海航天技术研究院",
        "哈尔滨工业大学",
        "中国电子科技集团公司海康集团有限公司",  # a company is a party of its own
        "Huawei",
        "",
    ],
)
def test_a_body_of_its_own_has_no_parent_in_its_name(name: str) -> None:
    assert parents_of(name) == ()
