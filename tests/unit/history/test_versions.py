from __future__ import annotations

from collections.abc import Callable
from datetime import date

from listgate.history.versions import serving, statuses, versions_digest
from listgate.records import ListVersion, Origin

Make = Callable[..., ListVersion]


def test_the_newest_version_serves_and_of_one_date_the_loaded_one(
    version: Make,
) -> None:
    ours = version("2026-07-31", origin=Origin.EMBEDDED, name="ours")
    loaded = version("2026-07-31", name="loaded")
    old = version("2022-04-30")
    assert serving([ours, old])["us-bis-el"] == ours
    assert serving([loaded, ours, old])["us-bis-el"] == loaded


def test_for_a_day_the_newest_on_or_before_it_answers_else_the_oldest(
    version: Make,
) -> None:
    old, new = version("2022-04-30"), version("2026-07-31")
    assert serving([old, new], date(2026, 7, 31))["us-bis-el"] == new
    assert serving([old, new], date(2026, 7, 30))["us-bis-el"] == old
    assert serving([old, new], date(2019, 10, 9))["us-bis-el"] == old


def test_a_quarantined_version_never_serves(version: Make) -> None:
    assert serving([version("2026-07-31", quarantined=True)]) == {}


def test_statuses_tell_age_and_who_serves(version: Make) -> None:
    old, new = version("2022-04-30"), version("2026-07-31")
    found = [s.to_dict() for s in statuses([new, old], date(2026, 8, 30))]
    assert [(s["published"], s["serving"], s["age_days"]) for s in found] == [
        ("2022-04-30", False, 1583),
        ("2026-07-31", True, 30),
    ]


def test_the_digest_names_the_set_of_versions(version: Make) -> None:
    a, b = version("2022-04-30"), version("2026-07-31")
    assert versions_digest([a, b]) == versions_digest([b, a])
    assert versions_digest([a]) != versions_digest([a, b])
    assert versions_digest([a], salt="x") != versions_digest([a])
    hidden = version("2026-08-01", quarantined=True)
    assert versions_digest([a, hidden]) == versions_digest([a])
