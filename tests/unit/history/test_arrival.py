from __future__ import annotations

from pathlib import Path

import pytest

from listgate.errors import QueryError
from listgate.history.arrival import read_path


def test_a_file_gives_its_name_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    assert read_path(tmp_path / "a.csv") == ("a.csv", b"x")


def test_a_folder_with_one_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / ".hidden").write_bytes(b"y")
    assert read_path(tmp_path) == ("a.csv", b"x")


def test_a_folder_with_several_files_always_packs_to_the_same_bytes(
    tmp_path: Path,
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for name in ("b.csv", "a.csv"):
            (tmp_path / folder / name).write_bytes(name.encode())
    assert read_path(tmp_path / "one")[1] == read_path(tmp_path / "two")[1]


def test_nothing_there_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        read_path(tmp_path / "none.csv")
    (tmp_path / "empty").mkdir()
    with pytest.raises(QueryError, match="empty folder"):
        read_path(tmp_path / "empty")
