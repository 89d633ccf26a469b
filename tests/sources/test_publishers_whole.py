"""The publishers' own files, whole, where they are at hand."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from listgate.history.arrival import read_path
from listgate.records import ParsedList
from listgate.sources.recognise import read_lists

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("LISTGATE_PUBLISHERS_FILES", ROOT.parent / "shared/data"))
SDN = ("sdn", "alt", "add", "sdn_comments")
CONS = ("cons_prim", "cons_alt", "cons_add", "cons_comments")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not SHARED.exists(), reason="the publishers' files are not here"
    ),
]


def folder(tmp_path: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        source = SHARED / "ofac" / f"{name}.csv.gz"
        (tmp_path / source.name).write_bytes(source.read_bytes())
    return tmp_path


def read(path: Path) -> tuple[ParsedList, ...]:
    name, data = read_path(path)
    return read_lists(data, name=name)


def test_the_sdn_list_is_read_in_three_seconds(tmp_path: Path) -> None:
    place = folder(tmp_path, SDN)
    start = time.process_time()
    (parsed,) = read(place)
    assert time.process_time() - start < 3
    assert parsed.code == "us-ofac-sdn"
    assert len(parsed.entries) == 8976
    assert parsed.remarks == ()
    kinds = Counter(i.kind for e in parsed.entries for i in e.identifiers)
    assert kinds["imo"] > 400
    assert kinds["passport"] > 1500
    assert kinds["crypto-wallet"] > 90
    aliases = Counter(a.quality.value for e in parsed.entries for a in e.aliases)
    assert aliases == {"strong": 11908, "weak": 2441}


def test_the_sdn_list_needs_little_memory(tmp_path: Path) -> None:
    place = folder(tmp_path, SDN)
    tracemalloc.start()
    try:
        read(place)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 400 * 1024 * 1024


def test_an_older_sdn_list_without_its_last_line_ends_is_taken() -> None:
    (parsed,) = read(SHARED / "ofac/2019-01")
    assert len(parsed.entries) == 7379


def test_the_non_sdn_files_name_the_lists_that_the_enhanced_xml_names(
    tmp_path: Path,
) -> None:
    classic = {
        (p.code, e.number) for p in read(folder(tmp_path, CONS)) for e in p.entries
    }
    enhanced = {
        (p.code, e.number)
        for p in read(SHARED / "ofac/cons-enhanced-2025-01-10.zip")
        for e in p.entries
    }
    assert enhanced - classic == {("us-ofac-fse", "26182")}  # delisted in between
    assert classic <= enhanced


def test_the_councils_list_is_read_whole() -> None:
    (parsed,) = read(SHARED / "un/consolidated.xml.gz")
    assert len(parsed.entries) == 1003
    assert len({e.number for e in parsed.entries}) == 1003
    assert parsed.remarks == ()
    assert all(e.start_date for e in parsed.entries)


def test_the_denied_persons_list_is_read_whole() -> None:
    (parsed,) = read(SHARED / "bis/dpl.txt.gz")
    assert len(parsed.entries) == 486
    assert sum(len(e.addresses) for e in parsed.entries) >= 560
    assert all(e.start_date for e in parsed.entries)
    uncited = [e.name for e in parsed.entries if not e.citations]
    assert uncited == ["WEI SUN"]  # ordered on the day of the file, not yet printed
