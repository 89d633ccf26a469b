from __future__ import annotations

import itertools
from datetime import date

from listgate.records import Basis, Citation
from listgate.sources.rules import cited, rule_of, rule_of_document, rules, since


def test_a_page_inside_a_rule_names_the_rule_by_its_first_page() -> None:
    for printed, first in (
        ("84 FR 54002", "84 FR 54002"),
        ("84 FR 54004", "84 FR 54002"),
        ("85 FR 44161", "85 FR 44159"),
        ("85 FR 34505", "85 FR 34503"),
        ("85 FR 34497", "85 FR 34495"),
        ("87 FR 77508", "87 FR 77505"),
        ("84 F.R. 54,004", "84 FR 54002"),
    ):
        rule = rule_of(printed)
        assert rule is not None
        assert rule.cite == first


def test_a_page_before_the_first_or_far_behind_the_last_is_not_the_rule() -> None:
    assert rule_of("84 FR 54001") is None
    assert rule_of("84 FR 54099") is None
    assert rule_of("83 FR 54004") is None


def test_a_day_that_disagrees_makes_it_another_rule() -> None:
    assert rule_of("84 FR 54004", date(2019, 10, 9)) is not None
    assert rule_of("84 FR 54004", date(2019, 10, 10)) is None


def test_a_day_that_agrees_finds_a_misprinted_page() -> None:
    rule = rule_of("87 FR 60022", date(2022, 10, 4))
    assert rule is not None
    assert rule.cite == "87 FR 60065"


def test_a_rule_in_force_after_its_publication_says_both_days() -> None:
    rule = rule_of("87 FR 62202", date(2022, 10, 13))
    assert rule is not None
    assert rule.published_at == date(2022, 10, 13)
    assert rule.in_force_from == date(2022, 10, 21)
    assert rule.document == "2022-21658"


def test_page_ranges_never_overlap() -> None:
    paged = sorted((r.volume, r.first_page, r.last_page) for r in rules() if r.cite)
    for (volume, _, last), (next_volume, first, _) in itertools.pairwise(paged):
        assert volume != next_volume or first > last


def test_a_volume_belongs_to_its_year() -> None:
    assert all(r.published_at.year == r.volume + 1935 for r in rules() if r.cite)


def test_a_document_number_finds_its_rule() -> None:
    rule = rule_of_document("2019-22210")
    assert rule is not None
    assert (rule.cite, rule.added) == ("84 FR 54002", 28)


def test_a_citation_keeps_the_printed_page_beside_the_first_one() -> None:
    assert cited("84 FR 54004", date(2019, 10, 9)) == Citation(
        "84 FR 54002", "84 FR 54004", date(2019, 10, 9)
    )
    assert cited("99 FR 1") == Citation("99 FR 1", "99 FR 1", None)


def test_dated_citations_outrank_undated_ones_and_these_the_start_date() -> None:
    dated = cited("85 FR 34505", date(2020, 6, 5))
    undated = cited("84 FR 54002")
    start = date(2001, 1, 1)
    assert since((undated, dated), start) == (date(2020, 6, 5), Basis.RULE)
    assert since((undated,), start) == (date(2019, 10, 9), Basis.FILE_CITATION)
    assert since((), start) == (start, Basis.START_DATE)
    assert since(()) == (None, Basis.UNKNOWN)


def test_a_denial_order_begins_on_its_own_day_or_with_its_first_citation() -> None:
    printed = Citation("85 FR 52312", "85 FR 52312", date(2020, 8, 25))
    signed, renewed = date(2020, 3, 11), date(2024, 2, 1)
    code = "us-bis-dpl"
    assert since((printed,), signed, code) == (signed, Basis.START_DATE)
    assert since((printed,), renewed, code)[0] == date(2020, 8, 25)
    assert since((), signed, code) == (signed, Basis.START_DATE)
    assert since((printed,), None, code)[0] == date(2020, 8, 25)
    # Of any other list the citation outranks the file's start date.
    assert since((printed,), signed, "us-bis-el")[0] == date(2020, 8, 25)


def test_a_dated_citation_of_no_known_rule_gives_its_own_day() -> None:
    found = since((Citation("52 FR 48742", "52 FR 48742", date(1987, 12, 24)),))
    assert found == (date(1987, 12, 24), Basis.CITATION)
