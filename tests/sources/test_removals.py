from __future__ import annotations

from datetime import date

from listgate.sources.removals import removals, removals_of


def test_every_removal_names_a_rule_a_list_and_its_source() -> None:
    assert all(r.names and r.source and r.cite for r in removals())
    assert {r.list for r in removals()} == {"us-bis-el", "us-bis-uvl"}


def test_a_name_is_found_however_its_apostrophe_was_lost() -> None:
    (found,) = removals_of(
        "us-bis-el",
        "MINISTRY OF PUBLIC SECURITY?S INSTITUTE OF FORENSIC SCIENCE OF CHINA",
    )
    assert found.day == date(2023, 11, 17)
    assert removals_of("us-bis-uvl", "Nobody") == ()


def test_nine_persons_moved_from_the_unverified_list_on_one_day() -> None:
    (found,) = removals_of("us-bis-uvl", "Tavrida Microelectronics")
    assert (found.cite, found.day) == ("87 FR 76924", date(2022, 12, 16))
