from __future__ import annotations

from fractions import Fraction

import pytest

from listgate.errors import QueryError
from listgate.ownership.shares import part_bounds, percent_bounds, share_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (51, "51 %"),
        (33.3, "33.3 %"),
        ("51", "51 %"),
        (" 51.5 % ", "51.5 %"),
        ("51,5%", "51.5 %"),
        ("1/3", "33.3333333… %"),
        ("1e1", "10 %"),
        (".5", "0.5 %"),
        ("25-50", "25 to 50 %"),
        ("25 – 50 %", "25 to 50 %"),
        ("25% to 50%", "25 to 50 %"),
        ("between 25 and 50", "25 to 50 %"),
        ("> 50", "more than 50 %"),
        (">50%", "more than 50 %"),
        ("≥ 50 %", "50 % or more"),
        ("50+", "50 % or more"),
        ("75% or more", "75 % or more"),
        ("at least 10 percent", "10 % or more"),
        ("more than 25 but not more than 50", "more than 25 to 50 %"),
        ("more than 25% and less than 50%", "more than 25 to less than 50 %"),
        ("ownership-of-shares-25-to-50-percent", "25 to 50 %"),
        ("ownership-of-shares-75-to-100-percent-as-trust", "75 % or more"),
        (
            "ownership-of-shares-more-than-25-percent-registered-overseas-entity",
            "more than 25 %",
        ),
        (">25% up to 50%", "more than 25 to 50 %"),
        ("≥25% ≤50%", "25 to 50 %"),
        ("50% + 1 share", "50.0000001 %"),
        ("５０％", "50 %"),
        ("51.", "51 %"),
        ("n.a.", "an unknown share"),
        ("<5", "less than 5 %"),
        ("up to 5", "up to 5 %"),
        ("majority", "more than 50 %"),
        ("minority", "less than 50 %"),
        ("wholly owned", "100 %"),
        ("unknown", "an unknown share"),
        ("", "an unknown share"),
        (None, "an unknown share"),
        ("0", "0 %"),
    ],
)
def test_shares_are_read_as_registers_write_them(written: object, read: str) -> None:
    assert share_text(*percent_bounds(written)) == read


@pytest.mark.parametrize(
    "written",
    [
        *("120", "100.01", "-5", "50-40", "many", "1/0", "0.5 or so", "60-120"),
        *("1e999999999", "9" * 5000, "~30"),
    ],
)
def test_what_is_no_share_is_refused(written: str) -> None:
    with pytest.raises(QueryError, match="percent"):
        percent_bounds(written)


def test_a_part_of_one_is_read_as_such_and_its_percent_sign_heeded() -> None:
    assert part_bounds("0.51") == part_bounds("51 %") == percent_bounds("51")
    assert part_bounds("1/2")[0] == Fraction(1, 2)
    with pytest.raises(QueryError, match="beyond"):
        part_bounds("51")
