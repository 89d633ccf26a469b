"""A real Federal Register rule: 10 entities under 13 entries, some over several rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from listgate.errors import ParseError
from listgate.sources.federal_register import RuleText, parse_rule
from listgate.sources.markup import parse_xml
from listgate.sources.recognise import read_lists

RULE = (Path(__file__).parent / "excerpts" / "fr-2023-03929.xml").read_bytes()


def rule(data: bytes = RULE) -> RuleText:
    return parse_rule(parse_xml(data))


def test_the_rule_adds_what_its_summary_counts() -> None:
    found = rule()
    assert found.said == (10, 13)
    assert (found.entities, len(found.added)) == found.said
    assert not found.revised
    assert not found.removed


def test_the_rule_tells_its_number_its_page_and_its_days() -> None:
    found = rule()
    assert found.document == "2023-03929"
    assert found.first_page == 12170
    assert found.effective_at == date(2023, 2, 24)
    assert found.published_at == date(2023, 2, 27)


def test_the_blank_citation_is_the_rule_itself() -> None:
    for entry in rule().added:
        assert [(c.cite, c.published_at) for c in entry.citations] == [
            ("88 FR 12170", date(2023, 2, 27))
        ]


def test_an_entry_over_two_rows_is_one_entry() -> None:
    (france,) = [e for e in rule().added if e.countries == ("FR",)]
    assert france.name == "China HEAD Aerospace Technology Co."
    assert len(france.aliases) == 7
    assert [a.text for a in france.addresses] == [
        "71 Boulevard national, 92250 La Garenne-Colombes Paris, France"
    ]


def test_superscripts_are_footnotes_or_ordinals() -> None:
    head = next(e for e in rule().added if e.name.startswith("China HEAD"))
    assert head.footnotes == (3,)
    assert "734.9(g),3 744.21(b)" in head.license_requirement
    assert any("west 3rd ring r. Beijing" in a.text for a in head.addresses)


def test_countries_carry_on_over_rows_of_stars() -> None:
    found = [e.countries[0] for e in rule().added]
    assert found == ["CA"] * 2 + ["CN"] * 5 + ["FR", "LU", "NL"] + ["RU"] * 3


def test_revised_and_removed_entries_are_told_by_the_instructions() -> None:
    data = RULE.replace(
        b"a. Under CANADA, by adding in alphabetical order, entries",
        "a. Under CANADA, by removing the entry for “Old Maple Ltd.” and by revising the "
        "entries".encode(),
    )
    found = rule(data)
    assert [e.name for e in found.revised] == ["CPUNTO Inc.", "Electronic Network Inc."]
    assert [(r.country, r.name) for r in found.removed] == [("CA", "Old Maple Ltd.")]
    assert len(found.added) == 11


def test_a_rule_is_not_taken_for_a_list() -> None:
    with pytest.raises(ParseError) as refused:
        read_lists(RULE, name="rule.xml")
    assert str(refused.value) == (
        "rule.xml is a Federal Register rule (2023-03929: 13 added), not a whole list; "
        "load the regulation's text as it stands after the rule, with `listgate update "
        "us-bis-el --edition 2023-02-27`."
    )
