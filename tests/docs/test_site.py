"""The documentation hangs together."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = (*ROOT.glob("*.md"), *DOCS.rglob("*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def test_every_link_between_pages_leads_somewhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not target.startswith(("http", "#"))
        and not (page.parent / target.split("#")[0]).exists()
    ]
    assert dead == []


def test_every_page_stands_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    missing = [
        str(page.relative_to(DOCS))
        for page in DOCS.rglob("*.md")
        if f" {page.relative_to(DOCS).as_posix()}\n" not in navigation
    ]
    assert missing == []


def test_decisions_are_numbered_without_gaps_and_indexed() -> None:
    index = (DOCS / "decisions/index.md").read_text(encoding="utf-8")
    files = sorted(DOCS.glob("decisions/0*.md"))
    assert [int(f.name[:4]) for f in files] == list(range(1, len(files) + 1))
    assert all(f"({f.name})" in index for f in files)


@pytest.mark.parametrize(
    "path", sorted(DOCS.glob("decisions/0*.md")), ids=lambda p: p.name
)
def test_a_decision_has_context_decision_and_consequences(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    parts = [
        text.find(f"**{part}.**") for part in ("Context", "Decision", "Consequences")
    ]
    assert -1 not in parts
    assert parts == sorted(parts)
    assert text.startswith(f"# {path.name[:4]}: ")


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="installed by make docs")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
