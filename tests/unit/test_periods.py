from __future__ import annotations

from datetime import date

from listgate.periods import Periods


def test_a_value_is_made_once_between_two_changes() -> None:
    asked: list[date] = []

    def make(day: date) -> int:
        asked.append(day)
        return len(asked)

    periods = Periods([date(2020, 6, 5), date(2019, 10, 9), date(2019, 10, 9)], make)
    days = [
        date(2019, 10, 8),
        date(2019, 10, 9),
        date(2020, 6, 4),
        date(2020, 6, 5),
        date(2019, 1, 1),
        date(2030, 1, 1),
    ]
    assert [periods.on(day) for day in days] == [1, 2, 2, 3, 1, 3]
    assert asked == [date(2019, 10, 8), date(2019, 10, 9), date(2020, 6, 5)]


def test_without_changes_there_is_one_period() -> None:
    assert Periods((), lambda day: day).on(date(2020, 1, 1)) == date(2020, 1, 1)
