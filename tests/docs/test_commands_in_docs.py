"""Each command and each piece of Python that the documentation shows is run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    ROOT / "README.md",
    *sorted((ROOT / "docs/tutorial").glob("*.md")),
    *sorted((ROOT / "docs/how-to").glob("*.md")),
)
FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
# Three entries of the Entity List in the publisher's columns (U.S. public domain).
CONSOLIDATED = """\
_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids
a1,Entity List (EL) - Bureau of Industry and Security,,,,Hangzhou Hikvision Digital Technology Co. Ltd.,,"No. 555 Qianmo Road, Hangzhou, CN",84 FR 54002,2019-10-09,,,For all items subject to the EAR,Presumption of denial,,,,,,,,,Hikvision,,,,,,
a2,Entity List (EL) - Bureau of Industry and Security,,,,Dahua Technology,,"Hangzhou, CN",84 FR 54002,2019-10-09,,,For all items subject to the EAR,Presumption of denial,,,,,,,,,,,,,,,
a3,Entity List (EL) - Bureau of Industry and Security,,,,Megvii Technology,,"Beijing, CN",84 FR 54002,2019-10-09,,,For all items subject to the EAR,Presumption of denial,,,,,,,,,,,,,,,
"""


def commands(page: Path) -> list[str]:
    """The `listgate` commands of a page's console blocks."""
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    lines = [
        line for kind, text in blocks if kind == "console" for line in text.splitlines()
    ]
    return [line[2:] for line in lines if line.startswith("$ listgate ")]


def programs(page: Path) -> list[str]:
    """The pieces of Python of a page."""
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    return [text for kind, text in blocks if kind == "python"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the pages share, since the index is compiled once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files that the pages name."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "consolidated.csv").write_text(CONSOLIDATED, encoding="utf-8")
    return tmp_path


def run(words: list[str], desk: Path, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=desk,
        env={**os.environ, "LISTGATE_HOME": str(home), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("page", "command"),
    [
        pytest.param(page, command, id=f"{page.stem}: {command}")
        for page in PAGES
        for command in commands(page)
        if not command.startswith("listgate update")
    ],
)
def test_each_command_shown_does_what_it_says(
    page: Path, command: str, desk: Path, home: Path
) -> None:
    done = run(["-m", "listgate", *shlex.split(command)[1:]], desk, home)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_each_update_shown_takes_the_file(desk: Path, tmp_path: Path) -> None:
    # A data folder of its own: a loaded list changes what the other commands answer.
    own = tmp_path / "own-home"
    updates = [c for page in PAGES for c in commands(page) if " update" in c]
    assert updates
    for command in updates:
        done = run(["-m", "listgate", *shlex.split(command)[1:]], desk, own)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(program, id=f"{page.stem} {number}")
        for page in PAGES
        for number, program in enumerate(programs(page), 1)
    ],
)
def test_each_piece_of_python_shown_runs(program: str, desk: Path, home: Path) -> None:
    done = run(["-c", program], desk, home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_readme_shows_the_two_commands_and_their_output() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
    assert "$ make demo\n" in text
    assert "海康威视" in text


@pytest.mark.slow
def test_the_output_shown_is_what_comes_out_today() -> None:
    done = run([str(ROOT / "scripts/readme_demo.py"), "--check"], ROOT, ROOT)
    assert done.returncode == 0, done.stderr
