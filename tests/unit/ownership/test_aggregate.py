from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from listgate.ownership.aggregate import at_least, total

SHARES = st.fractions(min_value=0, max_value=1, max_denominator=10**6)


@given(st.lists(SHARES, max_size=12))
def test_the_total_is_the_exact_sum(shares: list[Fraction]) -> None:
    assert total(shares) == sum(shares)


@given(SHARES, SHARES)
def test_at_least_is_greater_or_equal(a: Fraction, b: Fraction) -> None:
    assert at_least(a, b) == (a >= b)
    assert at_least(a, a)
