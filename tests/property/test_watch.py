"""Screening again only what can have changed finds what a full run finds."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listgate.cases.store import PortfolioStore
from listgate.cases.watch import run
from listgate.errors import QueryError
from listgate.history.story import Story
from listgate.matching.index import Index
from listgate.records import Births, PartyType
from listgate.screening.asked import as_party, named_in
from listgate.screening.decision import Screening
from listgate.screening.screen import Asking, screen

DAY = date(2026, 11, 24)
FIRST = "Ferntree Quiet Harbor Hangzhou Digital Dahua Zhengzhou Northern Optics".split()
SECOND = "Technology Trading Optics Holdings Hikvision Electronics Shipping".split()
PLACES = (
    "",
    "1199 Bin'an Road, Binjiang High-tech Zone, Hangzhou, China",
    "Room 1605, Ho King Commercial Center, 2-16 Fa Yuen Street, Mong Kok, Hong Kong",
    "98a Kensington High Street, London, W8 4SG",
    "12 Harbor Street, Dubai",
)
NUMBERS = ("", "imo=9187629", "uscc=91330000733796106P", "tax-id=7736640919;RU")

words = st.builds(
    lambda a, b, c: " ".join([a, *b, c]),
    st.sampled_from(FIRST),
    st.lists(st.sampled_from(FIRST), max_size=1),
    st.sampled_from([*SECOND, "Co., Ltd.", "Limited"]),
)
names = st.one_of(words, st.sampled_from(["海康威视", "Дахуа Технолоджи", "Hikvisoin"]))
entries = st.fixed_dictionaries(
    {
        "key": st.integers(0, 14),
        "name": names,
        "aliases": st.one_of(st.just(""), words, words.map("~{}".format)),
        "place": st.sampled_from(PLACES),
        "number": st.sampled_from(NUMBERS),
        "kind": st.sampled_from([PartyType.ORGANIZATION, PartyType.ADDRESS]),
        "list": st.sampled_from(["us-bis-el", "us-ofac-sdn"]),
        "since": st.sampled_from(["", "2019-10-09", "2026-11-25"]),
        "ends": st.sampled_from([None, None, DAY + timedelta(days=1)]),
    }
)
rows = st.fixed_dictionaries(
    {"name": names},
    optional={
        "address": st.sampled_from(PLACES[1:]),
        "identifier": st.sampled_from(["IMO 9187629", "91330000733796106P"]),
        "country": st.sampled_from(["CN", "RU"]),
    },
)
states = st.lists(entries, max_size=12, unique_by=lambda e: e["key"])


class Screener:
    """A gate over the entries of one moment."""

    def __init__(self, index: Index, today: date) -> None:
        self.index, self.today = index, today

    def standing(self) -> tuple[str, str]:
        return "tests", ""

    def births(self) -> Births:
        return {}

    def screen_block(self, rows: Sequence[Mapping[str, Any]]) -> list[Screening]:
        asking = Asking(self.today)
        found = []
        for row in rows:
            try:
                found.extend(screen([as_party(row)], self.index, asking))
            except QueryError as error:
                found.append(Screening(named_in(row), "error", (), str(error)))
        return found


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    parties=st.lists(rows, min_size=1, max_size=20),
    moments=st.lists(st.tuples(states, st.integers(0, 2)), min_size=2, max_size=4),
)
def test_it_tells_what_a_full_run_tells(
    parties: list[dict[str, Any]],
    moments: list[tuple[list[dict[str, Any]], int]],
    index_of: Callable[[Iterable[Story]], Index],
    story_of: Callable[..., Story],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = PortfolioStore(f"sqlite:///{Path(folder) / 'listgate.sqlite'}")
        for name in ("some", "all"):
            store.add(name, [parties], replace=False)
        day = DAY
        for listed, later in moments:
            day += timedelta(days=later)
            index = index_of(
                story_of(
                    f"{e['list']}:k{e['key']}",
                    e["kind"],
                    e["name"],
                    e["aliases"],
                    e["place"],
                    "CN",
                    e["number"],
                    e["since"],
                    held_to=e["ends"],
                )
                for e in listed
            )
            told = {}
            for name in ("some", "all"):
                screener = Screener(index, day)
                run(store, store.portfolio(name), screener, full=name == "all")
                waiting = store.pending([name])
                store.given_out([number for number, _ in waiting])
                told[name] = [
                    json.dumps({**said, "portfolio": ""}) for _, said in waiting
                ]
            assert sorted(told["some"]) == sorted(told["all"])
        store.close()
