"""Rules as data: they are checked when they are loaded."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

import pytest

from listgate.errors import RuleError
from listgate.license import policy
from listgate.license.facts import PURPOSES
from listgate.license.geography import Chart, Groups
from listgate.license.rule_files import FILES, read_rules, rulebook


def texts() -> dict[str, bytes]:
    folder = files("listgate.license") / "data"
    return {name: (folder / f"{name}.toml").read_bytes() for name in FILES}


def test_the_rules_say_through_which_day_they_were_checked() -> None:
    book = rulebook()
    assert book.checked_through == date(2026, 11, 24)
    assert book.version.startswith("2026-11-24 sha256:")
    assert all(r.checked >= book.checked_through for r in book.rules)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2025-09-28", None),
        ("2025-09-29", "in-force"),
        ("2025-11-09", "in-force"),
        ("2025-11-10", "suspended"),
        ("2026-11-09", "suspended"),
        ("2026-11-10", "in-force"),
    ],
)
def test_the_affiliates_rule_has_its_days(day: str, state: str | None) -> None:
    rule = rulebook().on("affiliates", date.fromisoformat(day))
    assert (rule and rule.values["state"]) == state


def test_another_text_is_another_version() -> None:
    changed = texts()
    changed["notices"] += b"\n# a remark\n"
    assert read_rules(changed).version != rulebook().version


def test_two_texts_of_one_rule_may_not_hold_on_one_day() -> None:
    changed = texts()
    changed["rules"] = changed["rules"].replace(
        b"until = 2026-11-09", b"until = 2026-11-10"
    )
    with pytest.raises(RuleError, match="overlaps"):
        read_rules(changed)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'sure = "read"', b'sure = "perhaps"', "none of"),
        (b"until = 2025-11-09", b"until = 2025-09-01", "ends before"),
        (b'scope = "all countries, all changes"\n', b"", "lacks scope"),
    ],
)
def test_a_rule_that_lacks_sense_is_refused(old: bytes, new: bytes, said: str) -> None:
    changed = texts()
    assert old in changed["rules"]
    changed["rules"] = changed["rules"].replace(old, new, 1)
    with pytest.raises(RuleError, match=said):
        read_rules(changed)


def test_an_entry_may_not_stand_in_the_supplement_twice() -> None:
    changed = texts()
    changed["supplement_2"] = changed["supplement_2"].replace(b'"1E994"', b'"5A992"')
    with pytest.raises(RuleError, match="stand twice"):
        read_rules(changed)


def test_a_country_stands_where_it_stood_on_the_day() -> None:
    rules = rulebook()
    now = Groups({"E:1": frozenset({"IR"}), "A:5": frozenset({"AE", "DE"})})
    tables = date(2026, 7, 23)
    assert rules.groups_on(now, tables, date(2021, 1, 13)).holds("E:1", "SD")
    assert not rules.groups_on(now, tables, date(2021, 1, 14)).holds("E:1", "SD")
    assert not rules.groups_on(now, tables, date(2026, 7, 9)).holds("A:5", "AE")
    assert rules.groups_on(now, tables, date(2026, 7, 10)).holds("A:5", "AE")
    # Tables of an earlier day tell it themselves.
    then = date(2020, 1, 1)
    assert not rules.groups_on(now, then, date(2020, 6, 1)).holds("E:1", "SD")
    assert now.members["E:1"] == {"IR"}


@pytest.mark.parametrize(
    ("label", "country", "last", "stood"),
    [
        ("B", "VE", "2019-05-23", True),
        ("A:2", "RU", "2020-02-23", True),
        ("D:1", "UA", "2020-12-27", True),
        ("A:6", "MX", "2020-12-27", False),
        ("D:5", "RU", "2021-03-17", False),
        ("D:5", "KH", "2021-12-08", False),
        ("D:5", "KH", "2025-11-06", True),
        ("D:5", "NI", "2024-03-14", False),
        ("D:5", "CY", "2024-05-29", True),
    ],
)
def test_a_country_moved_on_the_day_after(
    label: str, country: str, last: str, stood: bool
) -> None:
    rules, tables, day = rulebook(), date(2026, 7, 23), date.fromisoformat(last)
    # The days after are the tables' own or another row's.
    now = Groups({label: frozenset() if stood else frozenset({country})})
    then = rules.groups_on(now, tables, day)
    after = rules.groups_on(now, tables, day + timedelta(days=1))
    assert then.holds(label, country) is stood
    assert after.holds(label, country) is not stood


def test_a_mark_stood_through_its_last_day() -> None:
    chart, tables = Chart({"AU": frozenset(), "CH": frozenset()}), date(2026, 7, 23)
    assert chart.on(date(2024, 4, 18), tables).marked("AU", "MT 1") is True
    assert chart.on(date(2024, 4, 19), tables).marked("AU", "MT 1") is False
    # Which of the crime-control columns it was is not known.
    assert chart.on(date(2023, 12, 7), tables).marked("CH", "CC 1") is None
    assert chart.on(date(2023, 12, 8), tables).marked("CH", "CC 1") is False


def test_every_purpose_that_a_rule_asks_about_is_known() -> None:
    asked = {p for rule in rulebook().rules for p in rule.values.get("purposes", ())}
    asked |= {p for claims in policy._PURPOSES.values() for p in claims}
    assert asked <= set(PURPOSES)
