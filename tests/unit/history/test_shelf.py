from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from listgate.errors import QueryError
from listgate.history.shelf import Shelf

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."


@pytest.fixture
def shelf(database_url: str) -> Shelf:
    return Shelf(database_url)


def test_without_any_file_the_embedded_lists_answer(shelf: Shelf) -> None:
    serving = [s for s in shelf.statuses(NOW.date()) if s.serving]
    assert {s.version.code for s in serving} >= {"us-bis-el", "us-ofac-sdn"}
    assert {s.version.origin.value for s in serving} == {"embedded"}


def test_an_embedded_entry_is_shown_as_it_held_on_a_day(shelf: Shelf) -> None:
    (story,) = [
        s for s in shelf.stories(["us-bis-el"]) if s.states[-1][1].name == HIKVISION
    ]
    assert shelf.entry(story.entry, date(2019, 10, 9)).effective_from == date(
        2019, 10, 9
    )
    with pytest.raises(QueryError, match=r"not listed on 2019-10-08.*from 2019-10-09"):
        shelf.entry(story.entry, date(2019, 10, 8))
    with pytest.raises(QueryError, match="no list at hand"):
        shelf.entry("us-bis-el:nobody", date(2019, 10, 8))


def test_the_rule_of_2019_added_its_28_and_the_next_its_own(shelf: Shelf) -> None:
    found = shelf.diff(date(2019, 10, 8), date(2019, 10, 9), ["us-bis-el"])
    names = {e.name for e in found.added}
    assert len(found.added) == 28
    assert {HIKVISION, "Dahua Technology", "IFLYTEK"} <= names
    assert not any("NetPosa" in n or "SenseNets" in n for n in names)
    later = shelf.diff(date(2020, 6, 4), date(2020, 6, 5), ["us-bis-el"])
    assert {"NetPosa", "SenseNets"} <= {e.name for e in later.added}


def test_a_loaded_file_changes_the_digest_and_carries_the_embedded_ids(
    shelf: Shelf, csl: Callable[..., bytes]
) -> None:
    before = shelf.digest()
    shelf.update(
        csl({"us-bis-el": [HIKVISION]}, cites="84 FR 54004"),
        "list.csv",
        published=date(2026, 8, 31),
        now=NOW,
    )
    assert shelf.digest() != before
    told = [s for s in shelf.stories(["us-bis-el"]) if s.held_to is None]
    assert [s.states[-1][1].name for s in told] == [HIKVISION]
    (story,) = told
    assert len(story.versions) == 2
    whole = shelf.entry(story.entry, date(2026, 9, 1))
    assert dict(whole.published)["name"] == HIKVISION
    assert any(a.name.startswith("海康") for a in whole.aliases)
    assert any("744" in a.source for a in whole.addresses)


def test_an_id_given_here_outlives_a_package_that_knows_the_entry_by_another(
    shelf: Shelf, csl: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from listgate.history import updates

    monkeypatch.setattr(
        updates.update,
        "__kwdefaults__",
        {
            **(updates.update.__kwdefaults__ or {}),
            "embedded": lambda _code: None,
        },
    )
    report = shelf.update(
        csl({"us-bis-el": [HIKVISION]}, cites="84 FR 54004"),
        "list.csv",
        published=date(2026, 8, 31),
        now=NOW,
    )
    monkeypatch.undo()
    assert report.changed
    told = [s for s in shelf.stories(["us-bis-el"]) if s.held_to is None]
    assert len(told) == 1
    assert len(told[0].versions) == 2
