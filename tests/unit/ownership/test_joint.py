from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from listgate.errors import QueryError
from listgate.ownership import Holding, Verdict, joint_share, percent_bounds, settle
from listgate.ownership.chains import chain_text


def held(owner: str, owned: str, share: object, **more: object) -> Holding:
    return Holding(owner, owned, *percent_bounds(share), **more)  # type: ignore[arg-type]


def test_every_listed_owner_is_named_with_its_chain_and_whether_it_counts() -> None:
    found = joint_share(
        "C",
        [
            held("X", "A", 60),
            held("A", "C", 50),
            held("Y", "C", None),
            held("Z", "B", 30),
            held("B", "C", 10),
        ],
        {"X", "Y", "Z"},
    )
    assert [(o.owner, o.counts.value) for o in found.owners] == [
        ("X", "yes"),
        ("Y", "yes"),
        ("Z", "no"),
    ]
    assert found.counted == ("X", "Y")
    assert found.minority == ("Z",)
    assert chain_text(found.owners[0].chain) == (
        "X holds 60 % of A, which holds 50 % of C"
    )


def test_a_known_owner_of_unknown_share_counts_once_the_party_is_owned() -> None:
    def counts(*more: Holding) -> dict[str, str]:
        found = joint_share("C", [*more, held("Y", "C", None)], {"X", "Y"})
        return {o.owner: o.counts.value for o in found.owners}

    assert counts(held("X", "C", 50)) == {"X": "yes", "Y": "yes"}
    assert counts(held("X", "C", 49)) == {"X": "yes", "Y": "depends"}
    assert counts(held("X", "C", 100))["Y"] == "depends", "nothing is left for it"


def test_an_owner_of_a_listed_owner_counts_only_where_it_owns_it() -> None:
    stakes = [held("P", "X", 50), held("Q", "X", 41), held("X", "A", 60)]
    found = joint_share("A", stakes, {"X", "P", "Q"})
    counts = {o.owner: o.counts for o in found.owners}
    assert counts["X"] is Verdict.YES
    assert counts["P"] is Verdict.YES
    assert joint_share("A", stakes[1:], {"X", "Q"}).counted == ("X",)


def test_whether_the_party_is_listed_itself_is_no_part_of_the_question() -> None:
    found = joint_share("A", [held("A", "B", 100), held("B", "A", 60)], {"A"})
    assert found.verdict is Verdict.NO


def test_a_holding_counts_on_its_first_and_last_day_and_not_beyond() -> None:
    stake = held(
        "X", "A", 60, held_from=date(2020, 1, 1), held_until=date(2020, 12, 31)
    )
    answers = [
        joint_share("A", [stake], {"X"}, on=date(*day)).verdict.value
        for day in ((2019, 12, 31), (2020, 1, 1), (2020, 12, 31), (2021, 1, 1))
    ]
    assert answers == ["no", "yes", "yes", "no"]


def test_a_share_beyond_the_whole_is_refused_by_its_names() -> None:
    with pytest.raises(QueryError, match="'X' in 'A' is 120 %"):
        joint_share("A", [Holding("X", "A", Fraction(6, 5), Fraction(6, 5))], {"X"})


@pytest.mark.parametrize("threshold", [Fraction(0), Fraction(101, 100)])
def test_a_threshold_out_of_range_is_refused(threshold: Fraction) -> None:
    with pytest.raises(QueryError, match="threshold"):
        joint_share("A", [], set(), threshold=threshold)


def test_two_sources_that_say_the_same_are_one_holding() -> None:
    stakes = [held("X", "A", 30, source="a"), held("X", "A", 30, source="b")]
    found = joint_share("A", stakes, {"X"})
    assert (found.verdict, found.low, found.findings) == (
        Verdict.NO,
        Fraction(3, 10),
        (),
    )


def test_one_source_that_says_it_twice_may_mean_two_lots() -> None:
    found = joint_share("A", [held("X", "A", 30), held("X", "A", 30)], {"X"})
    assert found.verdict is Verdict.DEPENDS
    assert [f.trouble.value for f in found.findings] == ["repeated"]


def test_a_number_inside_a_band_refines_it() -> None:
    stakes = [held("X", "A", "50-75"), held("X", "A", 60)]
    assert settle(stakes).into["A"][0].low == Fraction(3, 5)


def test_statements_that_cannot_both_be_true_widen_the_share() -> None:
    found = joint_share("A", [held("X", "A", 30), held("X", "A", 25)], {"X"})
    assert (found.low, found.high) == (Fraction(1, 4), Fraction(11, 20))
    assert found.findings[0].text == (
        "X in A is stated as 25 %, 30 %: other days, or several lots?"
    )


def test_the_sum_past_the_whole_names_every_share() -> None:
    found = joint_share("A", [held("X", "A", 60), held("Z", "A", 45)], {"X"})
    assert found.findings[0].text == "the shares in A sum to 105 %: X 60 %, Z 45 %"


def test_what_has_no_owner_in_the_data_is_told() -> None:
    assert joint_share("A", [held("X", "A", 30)], set()).unaccounted == Fraction(7, 10)


def test_the_greater_threshold_of_another_law_can_be_asked() -> None:
    stakes = [held("X", "A", 50)]
    above_half = Fraction(1, 2) + Fraction(1, 10**6)
    assert joint_share("A", stakes, {"X"}, threshold=above_half).verdict is Verdict.NO
