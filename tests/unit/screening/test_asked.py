from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from listgate.errors import QueryError
from listgate.records import Party, PartyType
from listgate.screening.asked import LONGEST, as_party, named_in


@pytest.mark.parametrize(
    "name", ["", "   ", "...", "-", "🙂", "\x00", "\u202e\u202c", "\ud800", "\U0010ffff", "“”"]
)  # fmt: skip
def test_what_is_no_name_is_an_error_and_never_clear(name: str) -> None:
    with pytest.raises(QueryError, match=r"^name: "):
        as_party(name)
    with pytest.raises(QueryError, match=r"^name: "):
        as_party({"id": "7", "name": name})


def test_a_cell_too_long_for_a_name_is_an_error() -> None:
    assert as_party("x" * LONGEST) == "x" * LONGEST
    with pytest.raises(QueryError, match="1,001 letters long"):
        as_party("x" * (LONGEST + 1))
    with pytest.raises(QueryError, match="letters long"):
        as_party({"name": "Hikvision", "alias": "海" * 10_000})


def test_an_address_or_a_number_stands_without_a_name() -> None:
    assert as_party({"address": "555 Qianmo Road"}) == Party(
        "", address="555 Qianmo Road"
    )
    assert as_party({"identifier": "IMO 9187629"}) == Party(
        "", identifiers=("IMO 9187629",)
    )


def test_an_unreadable_name_is_not_saved_by_an_address() -> None:
    with pytest.raises(QueryError):
        as_party({"name": "???", "address": "555 Qianmo Road"})


def test_a_readable_alias_stands_for_an_unreadable_name() -> None:
    party = as_party({"name": "???", "alias": "Hikvision"})
    assert isinstance(party, Party)
    assert party.aliases == ("Hikvision",)


def test_fields_come_as_users_have_them() -> None:
    party = as_party(
        {
            "id": 7,
            "name": " Hikvision ",
            "alias": "海康威视; Hik",
            "country": "China, HK",
            "type": "Company",
            "identifier": ["91330000733796106P", None, ""],
            "address": None,
        }
    )
    assert party == Party(
        "Hikvision",
        id="7",
        aliases=("海康威视", "Hik"),
        country="CN;HK",
        type=PartyType.ORGANIZATION,
        identifiers=("91330000733796106P",),
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("China", "CN"),
        ("CN;HK", "CN;HK"),
        ("Korea, Republic of", "KR"),
        ("Atlantis", ""),
        (["RU", "Belarus"], "RU;BY"),
        (None, ""),
    ],
)
def test_countries_are_read_by_code_or_name(text: object, codes: str) -> None:
    party = as_party({"name": "Hikvision", "country": text})
    assert isinstance(party, Party)
    assert party.country == codes


def test_a_row_that_is_no_party_still_says_whose_it_was() -> None:
    assert named_in({"id": 7, "name": "???"}) == Party("???", id="7")
    assert named_in({"name": None}) == ""
    assert named_in("...") == "..."


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(1962, 9, 3), "1962-09-03"),
        (datetime(1962, 9, 3, 0, 0, tzinfo=UTC), "1962-09-03"),
        ([date(1962, 9, 3), "1963"], "1962-09-03; 1963"),
        (1962, "1962"),
        (1962.0, "1962"),  # a column of numbers with empty cells
        (float("nan"), ""),
        (None, ""),
        ("3.9.1962", "3.9.1962"),  # as it was given
    ],
)
def test_a_birth_date_comes_as_a_date_or_as_text(cell: Any, text: str) -> None:
    party = as_party({"name": "Ivan Sidorov", "birth_date": cell})
    assert isinstance(party, Party)
    assert party.birth_date == text
