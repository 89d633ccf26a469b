"""A process that is killed while it takes a file: the old state or the new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from listgate.history import updates
from listgate.history.store import Store
from listgate.history.updates import UpdateReport

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
Csl = Callable[..., bytes]
Killed = Callable[[Callable[[], object]], Iterator[int]]


def take(url: str, data: bytes, day: str) -> UpdateReport:
    store = Store.open(url)
    try:
        return updates.update(
            store,
            data,
            "file.csv",
            published=date.fromisoformat(day),
            now=NOW,
            embedded=lambda _code: None,
        )
    finally:
        store.close()


def state(url: str) -> Any:
    store = Store.open(url)
    try:
        with store.batch() as batch:
            ids = batch.names("us-bis-el"), batch.names("us-bis-dpl")
        kept = store.versions()
        files = [store.file(v.version.removeprefix("sha256:")) for v in kept]
        return kept, [store.entries(v, published=True) for v in kept], ids, files
    finally:
        store.close()


def test_whenever_it_is_killed_the_store_has_the_old_state_or_the_new_one(
    database_url: str, csl: Csl, killed_ever_later: Killed
) -> None:
    take(
        database_url, csl({"us-bis-el": ["A", "B"], "us-bis-dpl": ["P"]}), "2026-01-02"
    )
    before = state(database_url)
    newer = csl({"us-bis-el": ["A", "C"], "us-bis-dpl": ["P", "Q"]})
    points = 0
    new_at = 0
    for point in killed_ever_later(lambda: take(database_url, newer, "2026-01-09")):
        points = point
        found = state(database_url)
        if found != before:
            # Only what comes after the commit may find the new state, and then whole.
            new_at = new_at or point
            assert len(found[0]) == 4
    assert points > 25
    assert new_at == 0
    after = state(database_url)
    assert len(after[0]) == 4
    assert [len(e) for e in after[1]] == [2, 1, 2, 2]
    assert not take(database_url, newer, "2026-01-09").changed
    assert state(database_url) == after


def test_a_first_use_that_is_killed_leaves_a_database_that_opens(
    database_url: str, csl: Csl, killed_ever_later: Killed
) -> None:
    data = csl({"us-bis-el": ["A"]})
    points = 0
    for points in killed_ever_later(  # noqa: B007
        lambda: take(database_url, data, "2026-01-02")
    ):
        pass
    assert points > 30
    assert len(state(database_url)[0]) == 1
