from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from listgate.service import Gate
from listgate.settings import Settings

TODAY = date(2026, 11, 24)


@pytest.fixture
def gate(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Gate:
    # The lists that come with the package would take seconds to compile.
    monkeypatch.setattr("listgate.sources.embedded.EMBEDDED_CODES", ())
    return Gate(Settings(tmp_path / "home", database_url), today=TODAY)


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "parties.csv") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


@pytest.fixture
def listed(gate: Gate, file: Callable[..., Path]) -> Callable[..., None]:
    """Makes rows the newest version of an own list."""

    def take(*rows: str, day: str = "2026-11-01") -> None:
        text = "\n".join(["id,name,country,address,identifier", *rows]) + "\n"
        gate.update_own("own:bad", file(text, "bad.csv"), published=day, force=True)

    return take
