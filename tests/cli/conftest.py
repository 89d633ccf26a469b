"""The command line in this process, over a gate that needs no lists."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

# Worker processes get this path too, and find the gate by its module's name.
sys.path.insert(0, str(Path(__file__).parent))

import fake_gate
from fake_gate import Ran, Run

import listgate
from listgate.cli import options, screen_file
from listgate.cli.app import main


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
) -> Run:
    """Runs a command line; its exit code and what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LISTGATE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(screen_file, "open_gate", fake_gate.open_gate)
    monkeypatch.setattr(options, "open_gate", fake_gate.FakeGate)
    monkeypatch.setattr(options, "today", lambda: date(2026, 8, 1))
    for name, value in (("MATCH", 0.9), ("REVIEW", 0.75)):
        monkeypatch.setattr(listgate, name, value, raising=False)

    def call(*words: str) -> Ran:
        code = main([str(word) for word in words])
        sys.stdout.flush()
        told = capfdbinary.readouterr()
        return Ran(code, told.out.decode(), told.err.decode())

    return call
