from __future__ import annotations

import math

import pytest

from listgate.matching.explain import Comparison, explain
from listgate.matching.kernel import Kernel, tables

PERSON, ORGANIZATION = 1, 2


def compared(a: str, b: str, kind: int = ORGANIZATION) -> Comparison:
    return explain(Kernel(tables()), a, b, kind)


def test_the_most_telling_word_comes_first() -> None:
    found = compared(
        "Hikvision Digital Technology",
        "Hangzhou Hikvision Digital Technology Co., Ltd.",
    )
    assert found.reasons[0] == "“hikvision” agrees"
    assert found.reasons[1].startswith("also alike: ")
    assert "“hangzhou” (place)" in found.reasons[-1]
    assert found.reasons[-1].startswith("the listed name also has")


def test_a_legal_form_is_said_in_words() -> None:
    found = compared("Hikvision Co., Ltd.", "Hikvision Company Limited")
    assert not any("coltd" in reason for reason in found.reasons)
    assert any("legal form" in reason for reason in found.reasons)


def test_a_typing_error_is_counted() -> None:
    reasons = compared("Hixvision", "Hikvision").reasons
    assert "“hixvision” is “hikvision” but for one letter" in reasons


def test_words_written_together_are_told() -> None:
    reasons = compared("HIK VISION", "Hikvision").reasons
    assert any("written together with or apart from" in r for r in reasons)


def test_what_is_left_over_on_either_side_is_told() -> None:
    found = compared("Huawei Culture", "Huawei Technologies")
    assert any(
        r.startswith("the listed name lacks") and "culture" in r for r in found.reasons
    )
    assert any(r.startswith("the listed name also has") for r in found.reasons)


def test_every_reason_is_said_once() -> None:
    found = compared("Ltd Ltd Ltd Alpha Ltd", "Alpha Ltd Co., Ltd. Limited")
    assert len(found.reasons) == len(set(found.reasons))


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        (
            "Hikvision Digital",
            "Hangzhou Hikvision Digital Technology Co., Ltd.",
            ORGANIZATION,
        ),
        ("Plant 155", "Plant 175", ORGANIZATION),
        ("Olaf Scholz", "Olaf Scholtz", PERSON),
        ("A", "B", ORGANIZATION),
        ("", "B", ORGANIZATION),
    ],
)
def test_the_shares_sum_to_the_raw_score(a: str, b: str, kind: int) -> None:
    found = compared(a, b, kind)
    assert math.isclose(sum(found.shares.values()), found.raw, abs_tol=1e-9)


def test_shares_come_largest_first_behind_the_start() -> None:
    start, *rest = compared("Hikvision", "Hikvision Digital").shares.items()
    assert start[0] == "any two names"
    sizes = [abs(value) for _, value in rest]
    assert sizes == sorted(sizes, reverse=True)


def test_a_higher_raw_score_is_never_a_lower_score() -> None:
    pairs = [
        ("Hikvision", b) for b in ("Hikvision", "Hikvision Ltd", "Boeing", "Hi Vision")
    ]
    found = sorted((compared(*pair) for pair in pairs), key=lambda c: c.raw)
    assert [c.score for c in found] == sorted(c.score for c in found)


@pytest.mark.parametrize("text", ["\x00", "\n", "a" * 5000, "x " * 500, "'\"'", "&&&"])
def test_odd_names_are_compared_without_a_crash(text: str) -> None:
    for a, b in ((text, "Hikvision"), ("Hikvision", text), (text, text)):
        found = compared(a, b)
        assert 0 <= found.score <= 1
        assert found.reasons is not None
