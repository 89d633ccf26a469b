from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from listgate.errors import QueryError
from listgate.records import Alias, AliasKind, Basis, Citation, ListEntry, Origin
from listgate.sources import embedded
from listgate.sources.embedded import (
    EMBEDDED_CODES,
    EXTRA_CODES,
    earlier_texts,
    enrich,
    load,
    text_on,
)

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("LISTGATE_PUBLISHERS_FILES", ROOT.parent / "shared/data"))


def entity_list() -> tuple[ListEntry, ...]:
    return load(["us-bis-el"]).versions[0][1]


def named(name: str) -> ListEntry:
    found = [e for e in entity_list() if e.name == name]
    assert len(found) == 1
    return found[0]


def test_exactly_twenty_eight_entries_begin_on_2019_10_09() -> None:
    first = [
        e
        for e in entity_list()
        if e.citations[:1] and e.citations[0].cite == "84 FR 54002"
    ]
    assert len(first) == 28
    assert {e.effective_from for e in first} == {date(2019, 10, 9)}
    assert [e for e in entity_list() if e.effective_from == date(2019, 10, 9)] == first


def test_netposa_begins_with_its_own_rule_and_says_what_the_file_cites() -> None:
    entry = named("NetPosa")
    assert entry.effective_from == date(2020, 6, 5)
    assert entry.citations[0] == Citation(
        "85 FR 34503", "85 FR 34505", date(2020, 6, 5)
    )
    assert any("84 FR 54004" in note for note in entry.notes)


def test_hikvision_has_addresses_and_chinese_names_with_their_sources() -> None:
    entry = named("Hangzhou Hikvision Digital Technology Co., Ltd.")
    assert any(
        "Qianmo" in a.text and "744 Supp. 4" in a.source for a in entry.addresses
    )
    script = [a for a in entry.aliases if a.kind is AliasKind.SCRIPT]
    assert "海康威视" in {a.name for a in script}
    assert all(a.source.startswith("http") for a in script)


@pytest.mark.parametrize(
    ("day", "policy", "footnotes"),
    [
        (date(2019, 10, 9), "presumption of denial for all other", ()),
        (date(2020, 7, 21), "presumption of denial for all other", ()),
        (date(2020, 7, 22), "infectious disease", ()),
        (date(2022, 10, 20), "infectious disease", ()),
        (date(2022, 10, 21), "Presumption of denial", (4,)),
    ],
)
def test_dahua_has_the_policy_of_the_day(
    day: date, policy: str, footnotes: tuple[int, ...]
) -> None:
    entry = named("Dahua Technology")
    text = text_on(entry, day, earlier_texts("us-bis-el")[entry.entry])
    assert policy in text.license_review_policy
    assert ("infectious" in text.license_review_policy) == (
        policy == "infectious disease"
    )
    assert text.footnotes == footnotes


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 6, 4), "Sense Time"),
        (date(2020, 6, 5), "Beijing Sensetime Technology Development Co., Ltd."),
    ],
)
def test_sense_time_is_renamed_on_the_day_of_the_rule(day: date, name: str) -> None:
    entry = named("Beijing Sensetime Technology Development Co., Ltd.")
    assert text_on(entry, day, earlier_texts("us-bis-el")[entry.entry]).name == name


def test_a_spelling_changed_on_an_unknown_day_is_known_by_when_it_was_seen() -> None:
    entry = next(e for e in entity_list() if e.name.startswith("Xinjiang Uyghur Auton"))
    earlier = earlier_texts("us-bis-el")[entry.entry]
    assert "Uighur" in text_on(entry, date(2022, 4, 21), earlier).name
    assert "Uyghur" in text_on(entry, date(2022, 4, 22), earlier).name


def test_every_list_has_distinct_ids_and_its_own_version() -> None:
    lists = load((*EMBEDDED_CODES, *EXTRA_CODES)).versions
    ids = Counter(e.entry for _, entries in lists for e in entries)
    assert max(ids.values()) == 1
    assert len({v.version for v, _ in lists}) == len(lists)
    for version, entries in lists:
        assert version.origin is Origin.EMBEDDED
        assert version.entries == len(entries) > 0
        assert all(
            e.list == version.code and e.entry.startswith(f"{e.list}:") for e in entries
        )


def test_the_entity_list_is_dated_and_has_addresses_nearly_throughout() -> None:
    entries = entity_list()
    assert len(entries) == 3420
    assert sum(any(c.published_at for c in e.citations) for e in entries) >= 3390
    assert sum(bool(e.addresses) for e in entries) >= 3350
    assert sum(e.effective_from is None for e in entries) <= 5


def test_a_denied_person_of_the_consolidated_file_alone_is_marked() -> None:
    entries = load(["us-bis-dpl"]).versions[0][1]
    dahua = [e for e in entries if e.name == "DAHUA ELECTRONICS CORPORATION"]
    assert dahua
    assert dahua[0].end_date == date(2025, 11, 19)
    assert any("own export" in n for n in dahua[0].notes)
    assert any(("type_of_denial", "Non-Standard") in e.details for e in entries)


def test_an_unknown_code_is_one_sentence() -> None:
    with pytest.raises(QueryError, match="us-nobody"):
        load(["us-nobody"])


def test_all_lists_fit_the_package() -> None:
    folder = ROOT / "src/listgate/sources/data/embedded"
    assert sum(p.stat().st_size for p in folder.iterdir()) < 3_000_000


def test_all_lists_open_fast() -> None:
    embedded._packed.cache_clear()
    embedded._versioned.cache_clear()
    start = time.process_time()
    load()
    assert time.process_time() - start < 1.5  # 0.6 s on an idle core


def test_a_loaded_entry_gains_what_it_lacks_marked_by_source() -> None:
    known = named("NetPosa")
    loaded = ListEntry(
        list="us-bis-el",
        name="NetPosa",
        aliases=(Alias("NetPosa Technologies"),),
        citations=(Citation("84 FR 54002", "84 FR 54004"),),
        effective_from=date(2019, 10, 9),
        effective_from_basis=Basis.FILE_CITATION,
    )
    full = enrich(loaded, known)
    assert full.effective_from == date(2020, 6, 5)
    assert full.citations[0].cite == "85 FR 34503"
    assert all(a.source != "publisher" for a in full.addresses)
    assert full.addresses
    assert full.aliases[:1] == loaded.aliases
    assert enrich(full, known) == full


def test_enriching_adds_the_chinese_names_once() -> None:
    known = named("Dahua Technology")
    loaded = replace(known, aliases=(), addresses=())
    full = enrich(loaded, known)
    script = [a.name for a in full.aliases if a.kind is AliasKind.SCRIPT]
    assert "大华股份" in script
    assert len(script) == len(set(script))


def script_module(name: str) -> ModuleType:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(ROOT / "scripts"))


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the publishers' files are not here")
def test_making_the_lists_again_changes_nothing() -> None:
    make = script_module("make_embedded")
    known = make.before(make.OUTPUT)
    for packed in make.make(SHARED, known, script_module("embedded_inputs").Remarks()):
        stored = (make.OUTPUT / f"{packed.code}.json.xz").read_bytes()
        assert make.write(packed) == stored, packed.code
