"""Six more states of the Entity List, of which only the names are kept.

Between each two, what was added is what the rules published in that time dated. All
that disagrees is named here, and told in docs/explanation/history.md.
"""

from __future__ import annotations

import csv
import io
import lzma
import os
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from listgate.history.shelf import Shelf
from listgate.history.story import Story

ROOT = Path(__file__).parents[3]
FILES = Path(os.environ.get("LISTGATE_PUBLISHERS_FILES", ROOT.parent / "shared/data"))
NAMES = sorted((FILES / "csl" / "dated-names").glob("*.csv.xz"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        len(NAMES) < 6,
        reason="the dated names are not here; LISTGATE_PUBLISHERS_FILES says where",
    ),
]

# Entries that no state of the file had before, although no rule of the time dates them.
ONLY_IN_FILE = {
    # 87 FR 75173 added it; the list of 2026 has it no more under that name.
    "FIBER OPTIC SOLUTIONS",
    # 88 FR 6622 took effect on 2023-02-01, and the file of 2023-02-06 lacks it still.
    "DESIGN AND MANUFACTURING OF AIRCRAFT ENGINES (DAMA)",
    "ISLAMIC REVOLUTIONARY GUARD CORPS AEROSPACE FORCE",
    "ISLAMIC REVOLUTIONARY GUARD CORPS RESEARCH AND SELF-SUFFICIENCY JIHAD ORGANIZATION",
    "OJE PARVAZ MADO NAFAR COMPANY",
    "PARAVAR PARS COMPANY",
    "QODS AVIATION INDUSTRY",
    "SHAHED AVIATION INDUSTRIES",
    # Spelled otherwise than before, or than in 2026.
    "AKHTAR & MUNIR",
    "MITISHINSKIY SCIENTIFIC RESEARCH INSTITUTE OF RADIO MEASURING INSTRUMENTS",
    "XIN QUAN ELECTRONICS HONG KONG CO., LIMITED",
    "ЕKВ-NЕVА",  # with Cyrillic letters
    # Added on 2024-02-27 and removed before 2026.
    "SANDVINE INCORPORATED",
}
# Entries that a rule of the time dates, and the file does not show as new then.
ONLY_IN_RULES = {
    # Names that the file had already: of a revised entry, or of another country's.
    "Dynamic Engineering Corporation",
    "Joint Stock Company North Western Regional Center of Almaz Antey Concern Obukhovsky Plant",
    # 88 FR 6622, see above: in the rules' time, not in the file's.
    "Design and Manufacturing of Aircraft Engines (DAMA)",
    "Islamic Revolutionary Guard Corps Aerospace Force",
    "Islamic Revolutionary Guard Corps Research and Self-Sufficiency Jihad Organization",
    "Oje Parvaz Mado Nafar Company",
    "Paravar Pars Company",
    "Qods Aviation Industry",
    "Shahed Aviation Industries",
    # Spelled otherwise.
    "EKB-Neva",
    "Joint Stock Company All Russian Research Institute of Radio Engineering",
    "Xin Quan Electronics Hong Kong Co.",
}
# Names that left: removed in the time of a rule, or spelled otherwise.
GONE = {
    "SAFE TECHNICAL SUPPLY CO., LLC",  # 87 FR 75173 removed one
    "AKHTAR AND MUNIR",
    # Document 2023-25557 removed one.
    "MINISTRY OF PUBLIC SECURITY?S INSTITUTE OF FORENSIC SCIENCE OF CHINA",
    "FIBER OPTIC SOLUTIONS",
    "JAZIRAH AVIATION CLUB",  # in the time of 89 FR 25505
}


def key(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", name.upper())


def read(path: Path) -> list[list[str]]:
    """Entries as their names: rows of one position in the file are one entry."""
    text = lzma.decompress(path.read_bytes()).decode("utf-8-sig")
    by_entry: dict[str, list[str]] = {}
    for name, entry, code in csv.reader(io.StringIO(text)):
        if code == "EL":
            by_entry.setdefault(entry, []).append(name)
    return list(by_entry.values())


@pytest.fixture(scope="module")
def states() -> list[tuple[date, list[list[str]]]]:
    return [(date.fromisoformat(p.name[:10]), read(p)) for p in NAMES]


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> tuple[Story, ...]:
    home = tmp_path_factory.mktemp("home")
    return Shelf(f"sqlite:///{home / 'none.sqlite'}").stories(["us-bis-el"])


def names(story: Story) -> set[str]:
    return {
        key(name)
        for _, e in story.states
        for name in (e.name, *(a.name for a in e.aliases if a.name.isascii()))
    }


def fresh(before: list[list[str]], after: list[list[str]]) -> list[list[str]]:
    known = {key(name) for entry in before for name in entry}
    return [e for e in after if not any(key(n) in known for n in e)]


def test_additions_are_those_of_the_rules_published_in_that_time(
    states: list[tuple[date, list[list[str]]]], stories: tuple[Story, ...]
) -> None:
    only_in_file: set[str] = set()
    only_in_rules: set[str] = set()
    counts = []
    for (first, before), (last, after) in pairwise(states):
        added = fresh(before, after)
        dated = [s for s in stories if s.held_from and first < s.held_from <= last]
        new = {key(name) for entry in added for name in entry}
        ruled = {name for story in dated for name in names(story)}
        only_in_file |= {e[0] for e in added if not any(key(n) in ruled for n in e)}
        only_in_rules |= {s.states[0][1].name for s in dated if not names(s) & new}
        counts.append((len(added), len(dated)))
    assert counts == [(23, 23), (45, 47), (0, 7), (542, 537), (11, 11)]
    assert only_in_file == ONLY_IN_FILE
    assert only_in_rules == ONLY_IN_RULES


def test_names_that_left_are_all_accounted_for(
    states: list[tuple[date, list[list[str]]]],
) -> None:
    gone = {
        entry[0]
        for (_, before), (_, after) in pairwise(states)
        for entry in fresh(after, before)
    }
    assert gone == GONE
