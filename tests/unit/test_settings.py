"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

from listgate.settings import read_settings


def test_the_home_is_the_one_of_the_environment() -> None:
    settings = read_settings({"LISTGATE_HOME": "/data/lists"})
    assert settings.home == Path("/data/lists")
    assert settings.database == "sqlite:////data/lists/listgate.sqlite"


def test_a_home_given_counts_more_than_the_environment() -> None:
    settings = read_settings({"LISTGATE_HOME": "/data/lists"}, home="/other")
    assert settings.home == Path("/other")


def test_a_tilde_and_a_relative_home_become_absolute() -> None:
    assert read_settings({"LISTGATE_HOME": "~/x"}).home == Path.home() / "x"
    assert read_settings({"LISTGATE_HOME": "x"}).home == Path.cwd() / "x"


def test_without_any_the_platforms_folder_for_user_data_is_home() -> None:
    for environ in ({}, {"LISTGATE_HOME": ""}):
        settings = read_settings(environ)
        assert settings.home.is_absolute()
        assert settings.home.name == "listgate"


def test_a_database_elsewhere_is_named_by_its_address() -> None:
    settings = read_settings({"LISTGATE_HOME": "/d", "LISTGATE_DATABASE_URL": "x://y"})
    assert settings.database == "x://y"
