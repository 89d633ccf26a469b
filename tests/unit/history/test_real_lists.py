"""The two consolidated files of 2022-04 and 2026-07-31, where they are at hand."""

from __future__ import annotations

import gzip
import os
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from listgate.errors import ParseError, RefusedError
from listgate.history.diff import Diff
from listgate.history.evidence import fold
from listgate.history.shelf import Shelf
from listgate.history.updates import Outcome

ROOT = Path(__file__).parents[3]
FILES = Path(os.environ.get("LISTGATE_PUBLISHERS_FILES", ROOT.parent / "shared/data"))
OLD = FILES / "csl" / "consolidated-2022-04.csv.gz"
NEW = FILES / "csl" / "consolidated-2026-07-31.json.gz"
BROKEN = FILES / "csl" / "consolidated-truncated.csv.gz"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (OLD.exists() and NEW.exists()),
        reason="the publishers' files are not here; LISTGATE_PUBLISHERS_FILES names them",
    ),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    home = tmp_path_factory.mktemp("home")
    filled = Shelf(f"sqlite:///{home / 'listgate.sqlite'}")
    for path, day in ((OLD, date(2022, 4, 30)), (NEW, date(2026, 7, 31))):
        filled.update(path.read_bytes(), path.name, published=day, now=NOW)
    return filled


@pytest.fixture(scope="module")
def entity_list(shelf: Shelf) -> Diff:
    return shelf.diff(date(2022, 4, 30), date(2026, 8, 1), ["us-bis-el"])


def test_every_row_is_added_removed_changed_or_the_same(
    shelf: Shelf, entity_list: Diff
) -> None:
    rows = {
        v.published_at.year: Counter(fold(e.name) for e in entries)
        for v, entries in shelf.versioned(["us-bis-el"])
        if v.origin.value == "loaded"
    }
    added = Counter(fold(e.name) for e in entity_list.added)
    removed = Counter(fold(e.name) for e in entity_list.removed)
    assert added.total() - removed.total() == 3420 - 2001
    assert all(count <= rows[2026][name] for name, count in added.items())
    assert all(rows[2026][name] < rows[2022][name] for name in removed)
    told = set(added) | {fold(c.after.name) for c in entity_list.changed}
    assert not [n for n in rows[2026] if n not in rows[2022] and n not in told]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vladimir Safronov", "Vladimir Safraonov"),
        (
            "Hua Ying Management Co. Limited, Tsim Sha Tsui",
            "Hua Ying Management Co. Limited",
        ),
        ("Cheung Bako", "Bako Cheung"),
        ("Huawei OpenLab Mexico", "Huawei OpenLab Mexico City"),
        ("Yuzhno-Kirinskoye Field, in the Sea of Okhotsk", "Yuzhno-Kirinskoye Field"),
    ],
)
def test_a_respelling_is_one_change(entity_list: Diff, before: str, after: str) -> None:
    found = [c for c in entity_list.changed if c.before.name == before]
    assert [c.after.name for c in found] == [after]
    assert "name" in found[0].fields


def test_what_is_gone_is_reported_removed(entity_list: Diff) -> None:
    gone = {e.name for e in entity_list.removed}
    assert "Nanchang O-Film Tech" in gone
    assert "Jazirah Aviation Club" in gone


def test_a_footnote_and_a_policy_that_a_rule_changed_are_seen(
    entity_list: Diff,
) -> None:
    (dahua,) = (c for c in entity_list.changed if c.before.name == "Dahua Technology")
    assert {"license_review_policy", "footnotes", "citations"} <= set(dahua.fields)
    assert dahua.after.footnotes == (4,)


def test_the_start_dates_of_the_file_do_not_add_to_the_28(shelf: Shelf) -> None:
    found = shelf.diff(date(2019, 10, 8), date(2019, 10, 9), ["us-bis-el"])
    assert len(found.added) == 28
    assert not found.removed


def test_ids_are_those_of_the_embedded_list(shelf: Shelf) -> None:
    ids = {
        v.origin.value + str(v.published_at.year): {e.entry for e in entries}
        for v, entries in shelf.versioned(["us-bis-el"])
    }
    assert ids["loaded2026"] == ids["embedded2026"]
    assert len(ids["loaded2022"] & ids["embedded2026"]) > 1950


def test_damaged_files_leave_the_old_version_serving(shelf: Shelf) -> None:
    before = shelf.versions()
    raw = gzip.decompress(OLD.read_bytes())
    rows = raw.split(b"\n")
    half = b"\n".join(rows[: len(rows) // 2]) + b"\n"
    for data in (BROKEN.read_bytes(), raw[: len(raw) // 2], half):
        with pytest.raises((ParseError, RefusedError)):
            shelf.update(data, "x.csv", published=date(2022, 5, 7), now=NOW)
    assert shelf.versions() == before


def test_taking_a_file_again_changes_nothing(shelf: Shelf) -> None:
    report = shelf.update(NEW.read_bytes(), NEW.name, now=NOW)
    assert {t.outcome for t in report.lists} == {Outcome.KNOWN}


def test_the_stories_of_all_lists_are_told_within_seconds(shelf: Shelf) -> None:
    started = time.process_time()
    assert len(shelf.stories()) > 26_000
    assert time.process_time() - started < 8
