"""The build hook finds a compiler, or asks for one."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "build_kernel", ROOT / "scripts/build_kernel.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_a_compiler_the_build_asks_for_zig(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    assert hook.CustomBuildHook.dependencies(None) == ["ziglang>=0.13"]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for cc")
def test_a_compiler_that_does_not_work_counts_as_none(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in = tmp_path / "cc"
    stand_in.write_text("#!/bin/sh\necho install the developer tools >&2\nexit 1\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CC", str(stand_in))
    assert hook.CustomBuildHook.dependencies(None) == ["ziglang>=0.13"]


def test_scores_are_compiled_without_liberties_of_the_compiler(
    hook: ModuleType,
) -> None:
    assert "-ffp-contract=off" in hook.FLAGS
    assert "-fno-fast-math" in hook.FLAGS
    assert not any(flag.startswith(("-march", "-Ofast")) for flag in hook.FLAGS)


def test_a_source_that_does_not_compile_is_told_in_the_compilers_words(
    hook: ModuleType, tmp_path: Path
) -> None:
    if not hook._machine_compiler():
        pytest.skip("this machine has no C compiler")
    source = tmp_path / hook.SOURCE
    source.parent.mkdir(parents=True)
    source.write_text("int broken(void) { return nonsense; }\n")
    with pytest.raises(hook.KernelError, match="nonsense"):
        hook.build(tmp_path)
    assert list(source.parent.iterdir()) == [source]


def test_an_up_to_date_kernel_is_left_alone(hook: ModuleType, tmp_path: Path) -> None:
    if not hook._machine_compiler():
        pytest.skip("this machine has no C compiler")
    source = tmp_path / hook.SOURCE
    source.parent.mkdir(parents=True)
    source.write_text("int one(void) { return 1; }\n")
    first = hook.build(tmp_path)
    stamp = first.stat().st_mtime_ns
    assert hook.build(tmp_path) == first
    assert first.stat().st_mtime_ns == stamp
