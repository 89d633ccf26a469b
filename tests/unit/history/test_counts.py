from __future__ import annotations

from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest

from listgate.history.counts import Count, by_country, by_list, by_time
from listgate.history.story import Story
from listgate.records import PartyType
from listgate.report.chart import _MARK, columns, rows

FIRST, LAST = date(2019, 1, 1), date(2020, 12, 31)


@pytest.fixture
def told(story_of: Callable[..., Story]) -> tuple[Story, ...]:
    kind = PartyType.ORGANIZATION
    return (
        story_of("us-bis-el:a", kind, "A", "", "", "CN", "", "2019-10-09"),
        story_of("us-bis-el:b", kind, "B", "", "", "CN HK", "", "2019-10-09"),
        story_of(
            *("us-bis-el:c", kind, "C", "", "", "RU", "", "2018-05-01"),
            held_to=date(2020, 6, 5),
        ),
        story_of("us-ofac-sdn:1", kind, "D"),
    )


def test_a_year_counts_what_came_went_and_held_at_its_end(
    told: tuple[Story, ...],
) -> None:
    assert by_time(told, FIRST, LAST) == (
        Count("2019", 2, 0, 4),
        Count("2020", 0, 1, 3),
    )


def test_months_count_to_the_last_day_and_no_further(told: tuple[Story, ...]) -> None:
    before = by_time(told, FIRST, date(2019, 10, 8), months=True)
    on = by_time(told, FIRST, date(2019, 10, 9), months=True)
    assert before[-1] == Count("2019-10", 0, 0, 2)
    assert on[-1] == Count("2019-10", 2, 0, 4)


def test_countries_and_lists_come_with_the_most_first(told: tuple[Story, ...]) -> None:
    assert [c.label for c in by_country(told, FIRST, LAST)] == ["CN", "HK", "", "RU"]
    assert by_list(told, FIRST, LAST) == (
        Count("us-bis-el", 2, 1, 2),
        Count("us-ofac-sdn", 0, 0, 1),
    )


def test_a_chart_is_well_formed_and_names_october_2019(told: tuple[Story, ...]) -> None:
    picture = columns("A & B", by_time(told, FIRST, LAST, months=True))
    ElementTree.fromstring(picture)  # noqa: S314 - our own
    assert "2019-10: 2</text>" in picture
    assert "2019-10: 2 added, 0 removed, 4 held" in picture
    assert f'fill="{_MARK}"' in picture
    assert picture.count("<polyline") == 1
    ElementTree.fromstring(rows("A & B", by_country(told, FIRST, LAST)))  # noqa: S314
    ElementTree.fromstring(columns("none", ()))  # noqa: S314
    ElementTree.fromstring(rows("none", ()))  # noqa: S314
