from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from listgate.errors import ParseError, QueryError, RefusedError
from listgate.history import updates
from listgate.history.store import Batch, Store
from listgate.history.updates import Outcome, UpdateReport
from listgate.history.versions import serving
from listgate.records import DatedBy, ListEntry, ListVersion, Origin
from listgate.sources.recognise import read_lists

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
Csl = Callable[..., bytes]


def names(count: int, word: str = "Company") -> list[str]:
    return [f"{word} Number{i} Trading" for i in range(count)]


def update(store: Store, data: bytes, day: str = "", **more: Any) -> UpdateReport:
    more.setdefault("now", NOW)
    more.setdefault("embedded", lambda _code: None)
    return updates.update(
        store,
        data,
        "file.csv",
        published=date.fromisoformat(day) if day else None,
        **more,
    )


def test_a_file_is_taken_with_every_list_in_it(store: Store, csl: Csl) -> None:
    report = update(store, csl({"us-bis-el": ["A"], "us-bis-dpl": ["B"]}), "2026-01-02")
    assert [(v.code, v.published_at, v.dated_by) for v in report.taken] == [
        ("us-bis-el", date(2026, 1, 2), DatedBy.USER),
        ("us-bis-dpl", date(2026, 1, 2), DatedBy.USER),
    ]
    assert [t.outcome for t in report.lists] == [Outcome.SERVING, Outcome.SERVING]
    assert len(store.versions()) == 2


def test_the_same_file_changes_nothing_the_second_time_however_packed(
    store: Store, csl: Csl
) -> None:
    data = csl({"us-bis-el": ["A", "B"]})
    update(store, data, "2026-01-02")
    before = store.versions()
    again = update(store, gzip.compress(data), "2026-01-02")
    assert [t.outcome for t in again.lists] == [Outcome.KNOWN]
    assert not again.changed
    assert store.versions() == before
    assert "nothing changed" in again.sentences[0]


def test_only_the_lists_asked_for_are_taken(store: Store, csl: Csl) -> None:
    data = csl({"us-bis-el": ["A"], "us-bis-dpl": ["B"]})
    report = update(store, data, "2026-01-02", codes=["us-bis-dpl"])
    assert [v.code for v in report.taken] == ["us-bis-dpl"]
    with pytest.raises(QueryError, match="does not hold us-bis-uvl"):
        update(store, data, "2026-01-02", codes=["us-bis-uvl"])
    with pytest.raises(QueryError):
        update(store, data, "2026-01-02", codes=["no-such-list"])


@pytest.mark.parametrize(("left", "refused"), [(181, False), (180, True)])
def test_a_whole_file_with_a_tenth_fewer_entries_is_refused(
    store: Store, csl: Csl, left: int, refused: bool
) -> None:
    update(store, csl({"us-bis-el": names(200)}), "2026-01-02")
    before = store.versions()
    fewer = csl({"us-bis-el": names(left)})
    if refused:
        with pytest.raises(RefusedError, match=r"180 .* 200.*--force"):
            update(store, fewer, "2026-01-09")
        assert store.versions() == before
        update(store, fewer, "2026-01-09", force=True)
        again = update(store, fewer, "2026-01-09")
        assert again.lists[0].outcome is Outcome.KNOWN
    else:
        update(store, fewer, "2026-01-09")
    assert len(store.versions()) == 2


def test_a_list_that_vanished_from_the_file_counts_as_a_fall(
    store: Store, csl: Csl
) -> None:
    both = csl({"us-bis-el": names(150), "us-bis-dpl": ["B"], "us-ofac-sdn": names(50)})
    update(store, both, "2026-01-02")
    with pytest.raises(RefusedError):
        update(store, csl({"us-bis-el": names(151), "us-bis-dpl": ["B"]}), "2026-01-09")


def test_an_agencys_own_file_is_measured_by_the_lists_that_it_holds(
    store: Store, csl: Csl
) -> None:
    update(
        store, csl({"us-bis-el": names(150), "us-bis-dpl": names(200)}), "2026-01-02"
    )
    own = tuple(
        replace(p, consolidated=False)
        for p in read_lists(csl({"us-bis-el": names(149, "Firm")}))
    )
    report = update(store, b"part 744", "2026-01-09", lists=own)
    assert [t.version.code for t in report.lists] == ["us-bis-el"]
    assert report.sentences == ()


def test_a_fall_in_a_file_without_a_date_asks_whether_it_is_older(
    store: Store, csl: Csl
) -> None:
    update(store, csl({"us-bis-el": names(200)}), "2026-01-02")
    with pytest.raises(RefusedError, match="say --published; if that is right"):
        update(store, csl({"us-bis-el": names(100)}))


def test_a_small_list_that_vanished_is_told_and_goes_on_counting(
    store: Store, csl: Csl
) -> None:
    first = csl({"us-bis-el": names(150), "us-bis-uvl": ["U"], "us-bis-dpl": ["B"]})
    update(store, first, "2026-01-02")
    second = csl({"us-bis-el": names(150, "Firm"), "us-bis-dpl": ["B"]})
    report = update(store, second, "2026-01-09")
    assert report.sentences == (
        "us-bis-uvl is not in this file; its version of 2026-01-02 still counts.",
    )


def test_one_list_that_fell_is_quarantined_until_forced(store: Store, csl: Csl) -> None:
    update(
        store,
        csl({"us-bis-el": names(1000), "us-ofac-sdn": names(100)}),
        "2026-01-02",
    )
    fell = csl({"us-bis-el": names(1000, "Firm"), "us-ofac-sdn": names(90)})
    report = update(store, fell, "2026-01-09")
    assert [(t.version.code, t.outcome) for t in report.lists] == [
        ("us-bis-el", Outcome.SERVING),
        ("us-ofac-sdn", Outcome.QUARANTINED),
    ]
    (sentence,) = report.sentences
    assert "us-ofac-sdn fell from 100 to 90" in sentence
    assert serving(store.versions())["us-ofac-sdn"].published_at == date(2026, 1, 2)

    # The next file is measured against what serves, not against the quarantined one.
    next_day = csl({"us-bis-el": names(1000), "us-ofac-sdn": names(90, "Firm")})
    assert update(store, next_day, "2026-01-10").lists[1].outcome is Outcome.QUARANTINED

    again = update(store, fell, "2026-01-09", force=True)
    assert [t.outcome for t in again.lists] == [Outcome.KNOWN, Outcome.RELEASED]
    assert serving(store.versions())["us-ofac-sdn"].published_at == date(2026, 1, 9)


def test_a_list_under_a_hundred_entries_is_only_reported(
    store: Store, csl: Csl
) -> None:
    update(store, csl({"us-bis-el": names(200), "us-bis-uvl": names(99)}), "2026-01-02")
    fell = csl({"us-bis-el": names(290), "us-bis-uvl": names(5)})
    report = update(store, fell, "2026-01-09")
    assert [t.outcome for t in report.lists] == [Outcome.SERVING, Outcome.SERVING]
    assert report.sentences == (
        "us-bis-uvl fell from 99 to 5 entries since 2026-01-02.",
    )


def test_a_fall_is_never_measured_against_the_embedded_list(
    store: Store, csl: Csl, version: Callable[..., ListVersion]
) -> None:
    ours = version("2026-07-31", origin=Origin.EMBEDDED, entries=5000)
    rows = tuple(
        ListEntry("us-bis-el", n, entry=f"us-bis-el:{i}")
        for i, n in enumerate(names(5000))
    )
    report = update(
        store,
        csl({"us-bis-el": names(120)}),
        "2026-08-31",
        embedded=lambda _code: (ours, rows),
    )
    assert report.lists[0].outcome is Outcome.SERVING
    assert [e.entry for e in store.entries(report.taken[0])][:2] == [
        "us-bis-el:0",
        "us-bis-el:1",
    ]


def test_an_older_version_is_taken_as_history_and_does_not_serve(
    store: Store, csl: Csl
) -> None:
    update(store, csl({"us-bis-el": names(200)}), "2026-01-02")
    report = update(store, csl({"us-bis-el": names(20)}), "2022-04-30")
    assert report.lists[0].outcome is Outcome.HISTORY
    assert report.sentences == (
        "us-bis-el: the version of 2022-04-30 is older than the loaded one of 2026-01-02 "
        "and was taken as history.",
    )
    assert serving(store.versions())["us-bis-el"].published_at == date(2026, 1, 2)


def test_a_version_is_dated_by_its_newest_day_when_nothing_else_tells(
    store: Store, csl: Csl
) -> None:
    dated = update(store, csl({"us-bis-el": ["A"]}, start="2022-04-07"))
    assert dated.taken[0].published_at == date(2022, 4, 7)
    assert dated.taken[0].dated_by is DatedBy.ENTRIES
    cited = update(store, csl({"us-bis-dpl": ["A"]}, cites="84 FR 54002"))
    assert cited.taken[0].published_at == date(2019, 10, 9)
    plain = update(store, csl({"us-ofac-sdn": ["A"]}))
    assert plain.taken[0].published_at == NOW.date()
    assert plain.taken[0].dated_by is DatedBy.RETRIEVAL
    ahead = update(store, csl({"us-bis-uvl": ["A"]}, start="2027-01-01"))
    assert ahead.taken[0].dated_by is DatedBy.RETRIEVAL


def test_a_given_date_that_the_file_belies_is_the_users_mistake(
    store: Store, csl: Csl
) -> None:
    data = csl({"us-bis-el": ["A"]}, start="2022-04-07")
    with pytest.raises(
        QueryError, match="dated 2022-04-07, after the given 2022-04-06"
    ):
        update(store, data, "2022-04-06")
    with pytest.raises(QueryError, match="in the future"):
        update(store, data, "2026-11-25")
    assert store.versions() == ()
    assert update(store, data, "2022-04-07").taken[0].dated_by is DatedBy.USER


def test_a_damaged_file_leaves_the_store_as_it_was(store: Store, csl: Csl) -> None:
    data = csl({"us-bis-el": names(200)})
    update(store, data, "2026-01-02")
    before = store.versions()
    for broken in (data[:-40], b"<!DOCTYPE html><html>503</html>", b"", data[:300]):
        with pytest.raises((ParseError, RefusedError)):
            update(store, broken, "2026-01-09")
        assert store.versions() == before


def test_a_crash_half_way_leaves_the_old_state(
    store: Store, csl: Csl, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(store, csl({"us-bis-el": ["A"]}), "2026-01-02")
    before = store.versions()
    add = Batch.add

    def failing(self: Batch, taken: ListVersion, *rest: Any) -> bool:
        if taken.code == "us-bis-dpl":
            raise RuntimeError("power cut")
        return add(self, taken, *rest)

    monkeypatch.setattr(Batch, "add", failing)
    with pytest.raises(RuntimeError):
        update(store, csl({"us-bis-el": ["A", "B"], "us-bis-dpl": ["C"]}), "2026-01-09")
    monkeypatch.undo()
    assert store.versions() == before


def test_the_bytes_are_kept_once_and_come_back(store: Store, csl: Csl) -> None:
    data = csl({"us-bis-el": ["A"], "us-bis-dpl": ["B"]})
    report = update(store, gzip.compress(data), "2026-01-02")
    kept = store.file(report.digest.removeprefix("sha256:"))
    assert kept is not None
    assert kept.data == data
    assert kept.name == "file.csv"


def test_an_entry_keeps_its_id_through_absence(store: Store, csl: Csl) -> None:
    report = update(store, csl({"us-bis-el": ["A Trading", "B Trading"]}), "2026-01-02")
    first = store.entries(report.taken[0])[1].entry
    update(store, csl({"us-bis-el": ["A Trading"]}), "2026-01-09")
    back = update(store, csl({"us-bis-el": ["B Trading", "C"]}), "2026-01-16")
    assert store.entries(back.taken[0])[0].entry == first


def test_the_report_as_json(store: Store, csl: Csl) -> None:
    found = update(store, csl({"us-bis-el": ["A"]}), "2026-01-02").to_dict()
    assert found["lists"][0]["outcome"] == "serving"
    assert found["lists"][0]["published"] == "2026-01-02"
    assert found["version"] == found["lists"][0]["version"]
