"""Downloads from a server on this machine that misbehaves in every known way."""

from __future__ import annotations

import gzip
import io
import json
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import listgate
from listgate.errors import FetchError, ParseError, QueryError, SourceError
from listgate.fetch.client import Fetched, Limits, Tools, fetch, shown
from listgate.fetch.editions import dated, newest
from listgate.fetch.memory import Memory, Taken
from listgate.fetch.plan import Address, plan
from listgate.fetch.taking import Delivery
from listgate.history.updates import Outcome
from listgate.records import DatedBy
from listgate.sources.catalog import CATALOG, ECFR_TITLES

HEAD = (
    "_id,source,entity_number,type,programs,name,title,addresses,"
    "federal_register_notice,start_date,end_date,standard_order,license_requirement,"
    "license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,"
    "dates_of_birth,nationalities,places_of_birth,source_information_url,ids\n"
)


def unverified(*names: str) -> bytes:
    """A consolidated file with one short list."""
    source = "Unverified List (UVL) - Bureau of Industry and Security"
    rows = "".join(f",{source},,,,{name}{',' * 23}\n" for name in names)
    return (HEAD + rows).encode()


FILE = unverified("Ferntree Optics", "Quiet Harbor Trading")
Answer = Callable[[BaseHTTPRequestHandler], None]


class Publisher:
    """Gives the answers it was told, one a request; the last again and again."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append({"path": self.path, **dict(self.headers)})
                number = min(len(outer.asked), len(outer.answers)) - 1
                outer.answers[number](self)
                self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/list.csv"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def send(
    body: bytes = b"", status: int = 200, *, cut: int | None = None, **headers: Any
) -> Answer:
    """An answer; ``cut`` sends so many bytes of the body and hangs up."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if "Transfer_Encoding" not in headers:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body if cut is None else body[:cut])

    return answer


def rest(body: bytes, **headers: Any) -> Answer:
    """The rest of a file, from the byte that was asked for."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        begun = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
        said = f"bytes {begun}-{len(body) - 1}/{len(body)}"
        send(body[begun:], 206, Content_Range=said, **headers)(handler)

    return answer


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    server = Publisher()
    yield server
    server.close()


class Patience:
    """A clock that no one waits for."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def tools(self, **limits: Any) -> Tools:
        limits = {"connect": 2.0, "read": 0.3, **limits}
        return Tools(Limits(**limits), sleep=self.waited.append)


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "downloads")


@pytest.fixture
def get(publisher: Publisher, memory: Memory, patience: Patience) -> Callable[..., Any]:
    def call(**more: Any) -> Fetched:
        limits = more.pop("limits", {})
        return fetch(publisher.url, memory, tools=patience.tools(**limits), **more)

    return call


@pytest.fixture
def take(
    publisher: Publisher, patience: Patience, tmp_path: Path
) -> Callable[..., Delivery]:
    """Takes the publisher's file into a gate of its own folder."""

    def call(**more: Any) -> Delivery:
        gate = listgate.open(home=tmp_path / "home")
        limits = more.pop("limits", {})
        (delivery,) = gate.download(
            url=publisher.url, tools=patience.tools(**limits), **more
        )
        return delivery

    return call


def serving(home: Path) -> dict[str, int]:
    """The loaded lists of a home, with their counts of entries."""
    return {
        s.version.code: s.version.entries
        for s in listgate.open(home=home).lists()
        if s.version.origin == "loaded"
    }


# An honest publisher


def test_a_file_is_fetched_and_its_digest_told(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    publisher.answers = [send(FILE, ETag='"1"', Last_Modified="Mon, 01 Jun 2026")]
    seen: list[tuple[str, int, int | None]] = []
    found = get(tell=lambda *told: seen.append(told))
    assert found.data == FILE
    assert found.taken.etag == '"1"'
    assert found.taken.digest.startswith("sha256:")
    assert seen[-1] == (publisher.url, len(FILE), len(FILE))


def test_a_file_that_is_sent_compressed_is_read(
    publisher: Publisher, take: Callable[..., Delivery]
) -> None:
    publisher.answers = [send(gzip.compress(FILE), Content_Encoding="gzip")]
    delivery = take()
    assert delivery.report is not None
    assert delivery.report.taken[0].entries == 2


def test_a_file_taken_before_is_not_sent_again(
    publisher: Publisher, take: Callable[..., Delivery]
) -> None:
    publisher.answers = [send(FILE, ETag='"1"', Last_Modified="then"), send(status=304)]
    first = take()
    second = take()
    assert first.report is not None
    assert first.report.lists[0].outcome is Outcome.SERVING
    assert (second.report, second.error) == (None, None)
    assert publisher.asked[1]["If-None-Match"] == '"1"'
    assert publisher.asked[1]["If-Modified-Since"] == "then"
    assert second.to_dict()["outcome"] == "unchanged"
    assert second.to_dict()["sha256"] == first.to_dict()["sha256"]


def test_a_file_is_asked_for_whole_when_the_store_has_lost_it_or_force_is_given(
    publisher: Publisher, take: Callable[..., Delivery], tmp_path: Path
) -> None:
    publisher.answers = [send(FILE, ETag='"1"')]
    take()
    take(force=True)
    (tmp_path / "home" / "listgate.sqlite").unlink()
    take()
    assert ["If-None-Match" in a for a in publisher.asked] == [False, False, False]


def test_what_was_refused_is_asked_for_whole_the_next_time(
    publisher: Publisher, take: Callable[..., Delivery]
) -> None:
    publisher.answers = [send(b"<html>moved</html>", ETag='"1"'), send(FILE)]
    assert take().error is not None
    assert take().error is None
    assert "If-None-Match" not in publisher.asked[1]


def test_a_file_without_a_date_is_of_the_day_that_its_server_says(
    publisher: Publisher, take: Callable[..., Delivery]
) -> None:
    publisher.answers = [send(FILE, Last_Modified="Mon, 03 Aug 2026 10:00:00 GMT")]
    report = take().report
    assert report is not None
    assert report.taken[0].published_at == date(2026, 8, 3)
    assert report.taken[0].dated_by is DatedBy.PUBLISHER


def test_a_list_that_the_file_lacks_stops_none_of_the_others(
    publisher: Publisher, take: Callable[..., Delivery], tmp_path: Path
) -> None:
    publisher.answers = [send(FILE, ETag='"1"'), send(status=304), send(FILE)]
    assert take(codes=["us-bis-meu"]).error is not None
    publisher.asked.clear()
    report = take(codes=["us-bis-uvl", "us-bis-meu"]).report
    assert report is not None
    assert "us-bis-meu: this file does not hold the list" in report.sentences[0]
    assert take(codes=["us-bis-uvl", "us-bis-meu"]).error is None
    assert publisher.asked[1]["If-None-Match"] == '"1"'
    take(codes=["us-bis-uvl", "us-bis-el"])
    assert "If-None-Match" not in publisher.asked[2]
    assert serving(tmp_path / "home") == {"us-bis-uvl": 2}


def test_notes_that_are_damaged_are_as_none(memory: Memory, tmp_path: Path) -> None:
    memory.note("http://x/", Taken(etag="1", version="v"))
    assert memory.taken("http://x/") == Taken(etag="1", version="v")
    (tmp_path / "downloads" / "fetch.json").write_text('{"http://x/": {"no": 1}}')
    assert memory.taken("http://x/") == Taken()
    (tmp_path / "downloads" / "fetch.json").write_text("{")
    assert memory.taken("http://x/") == Taken()


# Lines that break, servers that are busy


def test_a_busy_server_is_asked_again_after_pauses_that_double(
    publisher: Publisher, get: Callable[..., Fetched], patience: Patience
) -> None:
    publisher.answers = [send(status=503), send(status=502), send(FILE)]
    assert get().data == FILE
    assert patience.waited == [1.0, 2.0]


def test_a_server_that_names_a_pause_gets_it_unless_it_is_too_long(
    publisher: Publisher, get: Callable[..., Fetched], patience: Patience
) -> None:
    publisher.answers = [send(status=429, Retry_After="7"), send(FILE)]
    get()
    assert patience.waited == [7.0]
    publisher.answers = [send(status=429, Retry_After="86400")]
    with pytest.raises(FetchError, match="come back in 86400 seconds"):
        get()


def test_a_server_that_stays_busy_is_left_with_one_sentence(
    publisher: Publisher, get: Callable[..., Fetched], patience: Patience
) -> None:
    publisher.answers = [send(status=503)]
    with pytest.raises(FetchError, match="answered 503 Service Unavailable; try again"):
        get()
    assert len(publisher.asked) == 5
    assert patience.waited == [1.0, 2.0, 4.0, 8.0]


def test_an_address_that_is_gone_is_not_asked_again(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    publisher.answers = [send(b"gone", 404)]
    with pytest.raises(FetchError, match="answered 404 Not Found"):
        get()
    assert len(publisher.asked) == 1


def test_only_the_rest_of_a_file_is_asked_for_after_the_line_broke(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    body = FILE * 400
    publisher.answers = [send(body, cut=70_000, ETag='"1"'), rest(body, ETag='"1"')]
    assert get().data == body
    assert publisher.asked[1]["Range"] == "bytes=70000-"
    assert publisher.asked[1]["If-Range"] == '"1"'


def test_a_later_run_goes_on_where_the_last_one_stopped(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    body = FILE * 400
    publisher.answers = [send(body, cut=70_000, ETag='"1"')]
    with pytest.raises(FetchError, match="the first 70,000 bytes are kept"):
        get(limits={"attempts": 1})
    publisher.answers = [rest(body, ETag='"1"')]
    publisher.asked.clear()
    assert get().data == body
    assert publisher.asked[0]["Range"] == "bytes=70000-"


def test_a_file_that_changed_in_between_begins_anew(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    publisher.answers = [send(FILE * 9, cut=700, ETag='"1"'), send(FILE, ETag='"2"')]
    found = get()
    assert (found.data, found.taken.etag) == (FILE, '"2"')


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"1"'}])
def test_without_a_name_for_the_file_nothing_is_put_together(
    publisher: Publisher, get: Callable[..., Fetched], headers: dict[str, Any]
) -> None:
    publisher.answers = [send(FILE, cut=100, **headers), send(FILE)]
    assert get().data == FILE
    assert "Range" not in publisher.asked[1]


@pytest.mark.parametrize(
    "wrong",
    [
        send(FILE[5:], 206, Content_Range=f"bytes 5-{len(FILE) - 1}/{len(FILE)}"),
        send(FILE, 206),
        send(status=416),
        send(status=304),
    ],
)
def test_another_part_than_was_asked_for_is_not_put_together(
    publisher: Publisher, get: Callable[..., Fetched], wrong: Answer
) -> None:
    publisher.answers = [send(FILE, cut=100, ETag='"1"'), wrong, send(FILE)]
    assert get().data == FILE
    assert "Range" not in publisher.asked[2]


def test_a_part_that_no_one_asked_for_is_refused(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    said = f"bytes 0-99/{len(FILE)}"
    publisher.answers = [send(FILE[:100], 206, Content_Range=said)]
    with pytest.raises(FetchError, match="answered 206"):
        get()


def test_a_server_that_falls_silent_is_left(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    done = threading.Event()

    def silent(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"x" * 10)
        handler.wfile.flush()
        done.wait(5)

    publisher.answers = [silent]
    try:
        with pytest.raises(FetchError, match="stopped sending; try again later"):
            get(limits={"attempts": 2, "read": 0.1})
    finally:
        done.set()


def test_a_server_that_drips_is_left_when_the_time_is_up(
    publisher: Publisher, memory: Memory
) -> None:
    now = iter(range(0, 10_000, 600))
    publisher.answers = [send(FILE)]
    tools = Tools(Limits(whole=500.0), clock=lambda: float(next(now)))
    with pytest.raises(FetchError, match="took longer than 500 seconds"):
        fetch(publisher.url, memory, tools=tools)


def test_a_host_that_does_not_answer_is_one_sentence(memory: Memory) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/list.csv"
        with pytest.raises(FetchError, match="cannot be reached") as told:
            fetch(url, memory, tools=Patience().tools())
    assert "\n" not in str(told.value)


def test_a_line_that_is_no_http_is_one_sentence(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    def noise(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\0\0 nothing\r\n\r\n")

    publisher.answers = [noise]
    with pytest.raises(FetchError, match="broke off") as told:
        get()
    assert "\n" not in str(told.value)


def test_two_processes_do_not_write_one_beginning(
    publisher: Publisher, memory: Memory, get: Callable[..., Fetched]
) -> None:
    pytest.importorskip("fcntl")
    with (
        memory.part(publisher.url),
        pytest.raises(FetchError, match="another process"),
    ):
        get()


# Other addresses


def test_a_redirect_on_the_same_host_is_followed(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    publisher.answers = [send(status=302, Location="/new/list.csv"), send(FILE)]
    assert get().data == FILE
    assert publisher.asked[1]["path"] == "/new/list.csv"


def test_a_redirect_to_another_host_is_refused_and_that_host_not_asked(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    other = Publisher()
    other.answers = [send(FILE)]
    try:
        publisher.answers = [send(status=302, Location=other.url + "?key=secret")]
        with pytest.raises(FetchError, match="redirects to another host") as told:
            get()
        assert other.asked == []
        place = f"127.0.0.1:{other.server.server_port}"
        assert f"--allow-host {place}" in str(told.value)
        assert "secret" not in str(told.value)
        assert get(hosts=frozenset({place})).data == FILE
    finally:
        other.close()


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//x"])
def test_a_redirect_to_something_else_is_refused(
    publisher: Publisher, get: Callable[..., Fetched], target: str
) -> None:
    publisher.answers = [send(status=302, Location=target)]
    with pytest.raises(FetchError, match="redirects to"):
        get()


def test_redirects_in_a_ring_end(
    publisher: Publisher, get: Callable[..., Fetched]
) -> None:
    publisher.answers = [send(status=302, Location="/list.csv")]
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        get()


@pytest.mark.parametrize("url", ["ftp://example.org/x", "file:///x", "x", "http:// x"])
def test_an_address_of_another_kind_is_refused(memory: Memory, url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, memory, tools=Patience().tools())


def test_an_address_is_shown_without_what_may_be_secret() -> None:
    assert shown("https://me:pass@x.org/a?key=1") == "https://x.org/a"


# Bodies that are no list: refused with one sentence, the old version serves


def bomb() -> bytes:
    """Some hundred kilobytes that unpack to 600 MB, in a zip of a gzip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv.gz", gzip.compress(bytes(1 << 20)) * 600)
    return packed.getvalue()


ENTITIES = b"""<?xml version="1.0"?>
<!DOCTYPE list [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>
<list><name>&b;</name><name>&c;</name></list>
"""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (send(b"<!DOCTYPE html><title>Sign in</title>"), "web page"),
        (send(gzip.compress(b"<html>x</html>"), Content_Encoding="gzip"), "web page"),
        (send(ENTITIES), "document type"),
        (send(FILE[:-40]), "ends in the middle"),
        (send(gzip.compress(FILE)[:-20]), "ends too early"),
        (send(b""), "answered with nothing"),
        (send(b"\r\n\r\n"), "is empty"),
        (send(b"%PDF-1.7"), "a PDF document"),
        (send(HEAD.encode()), "holds no"),
        (send(b"5\r\nabc", Transfer_Encoding="chunked"), "broke off"),
    ],
)
def test_what_is_no_list_is_refused_and_the_old_version_serves(
    publisher: Publisher,
    take: Callable[..., Delivery],
    tmp_path: Path,
    answer: Answer,
    said: str,
) -> None:
    publisher.answers = [send(FILE), answer]
    take()
    refused = take(limits={"attempts": 2}).error
    assert isinstance(refused, SourceError)
    assert said in str(refused)
    assert "\n" not in str(refused)
    assert serving(tmp_path / "home") == {"us-bis-uvl": 2}


def test_a_zip_bomb_is_refused_before_it_is_unpacked_whole(
    publisher: Publisher, take: Callable[..., Delivery]
) -> None:
    publisher.answers = [send(bomb())]
    refused = take().error
    assert isinstance(refused, ParseError)
    assert "grows too large" in str(refused)


@pytest.mark.parametrize("says_so", [True, False])
def test_a_file_without_end_is_left(
    publisher: Publisher, get: Callable[..., Fetched], tmp_path: Path, says_so: bool
) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        if says_so:
            handler.send_header("Content-Length", str(1 << 40))
        handler.end_headers()
        try:
            for _ in range(1000):
                handler.wfile.write(b"x" * 65536)
        except OSError:
            pass

    publisher.answers = [endless]
    with pytest.raises(FetchError, match="sends more than 1,000,000 bytes"):
        get(limits={"size": 1_000_000})
    assert len(publisher.asked) == 1
    assert all(not p.stat().st_size for p in (tmp_path / "downloads").iterdir())


def test_a_list_that_has_shrunk_is_refused_until_forced(
    publisher: Publisher, take: Callable[..., Delivery], tmp_path: Path
) -> None:
    names = [f"Company Number{i} Trading" for i in range(150)]
    publisher.answers = [send(unverified(*names)), send(unverified(*names[:120]))]
    take()
    assert "has 120 entries" in str(take().error)
    assert serving(tmp_path / "home") == {"us-bis-uvl": 150}
    assert take(force=True).error is None


# What is asked for


def test_files_are_fetched_once_however_many_lists_they_hold() -> None:
    wanted = plan(["us-bis-el", "us-bis-meu", "un-sc"])
    assert [a.codes for a in wanted] == [("us-bis-el", "us-bis-meu"), ("un-sc",)]
    every = plan(everything=True)
    assert len({a.url for a in every}) == len(every)
    assert {c for a in every for c in a.codes} == {
        s.code for s in CATALOG if s.download
    }


def test_without_a_code_the_file_of_all_us_lists_is_meant() -> None:
    (address,) = plan()
    assert address.url.startswith("https://data.trade.gov/")
    assert address.codes == ()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"codes": ["us-none"]}, "not a list code"),
        ({"codes": ["us-ndaa-889"]}, "gives no file"),
        ({"codes": ["un-sc"], "edition": date(2020, 1, 1)}, "does not keep past"),
        ({"edition": date(2020, 1, 1)}, "name the list"),
        ({"codes": ["un-sc"], "everything": True}, "does not go with"),
    ],
)
def test_what_no_publisher_gives_is_said_before_anything_is_asked(
    asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        plan(**asked)


def test_every_address_of_the_catalog_is_https() -> None:
    assert all(s.download.startswith("https://") for s in CATALOG if s.download)


def test_an_edition_is_part_of_the_address() -> None:
    (address,) = plan(["us-bis-el"], edition=date(2019, 10, 9))
    url, day = dated(address, date(2026, 8, 1), lambda _: b"")
    assert url.endswith("/full/2019-10-09/title-15.xml?part=744")
    assert day == date(2019, 10, 9)


@pytest.mark.parametrize("day", [date(2016, 12, 31), date(2026, 8, 2)])
def test_an_edition_that_cannot_be_is_refused(day: date) -> None:
    (address,) = plan(["us-bis-el"], edition=day)
    with pytest.raises(QueryError, match="is not between"):
        dated(address, date(2026, 8, 1), lambda _: b"")


def test_the_newest_edition_is_the_day_that_the_publisher_names() -> None:
    titles = {
        "titles": [
            {"number": 14, "up_to_date_as_of": "2026-07-30"},
            {"number": 15, "up_to_date_as_of": "2026-07-28"},
        ]
    }
    (address,) = plan(["us-bis-el"])
    asked: list[str] = []

    def get(url: str) -> bytes:
        asked.append(url)
        return gzip.compress(json.dumps(titles).encode())

    url, day = dated(address, date(2026, 8, 1), get)
    assert asked == [ECFR_TITLES]
    assert "/full/2026-07-28/" in url
    assert day == date(2026, 7, 28)


def test_an_address_of_the_users_own_may_have_editions(
    publisher: Publisher, tmp_path: Path, patience: Patience
) -> None:
    publisher.answers = [send(FILE)]
    gate = listgate.open(home=tmp_path / "home")
    url = publisher.url.replace("list.csv", "{edition}.csv")
    day = date(2019, 10, 9)
    (found,) = gate.download(url=url, edition=day, tools=patience.tools())
    assert publisher.asked[0]["path"] == "/2019-10-09.csv"
    assert found.report is not None
    assert found.report.taken[0].published_at == day
    (refused,) = gate.download(url=url, tools=patience.tools())
    assert isinstance(refused.error, QueryError)


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"titles": []}', b"[1]"])
def test_a_publisher_that_names_no_day_is_one_sentence(body: bytes) -> None:
    with pytest.raises(FetchError, match="does not say which day"):
        newest(body)


def test_several_files_come_side_by_side_and_one_failure_stops_no_other(
    publisher: Publisher, tmp_path: Path, patience: Patience, monkeypatch: Any
) -> None:
    def by_path(handler: BaseHTTPRequestHandler) -> None:
        answer = send(FILE) if handler.path == "/good" else send(status=404)
        answer(handler)

    publisher.answers = [by_path]
    base = publisher.url.removesuffix("list.csv")
    addresses = (Address(base + "good", ("us-bis-uvl",)), Address(base + "bad"))
    monkeypatch.setattr("listgate.fetch.plan.plan", lambda *_, **__: addresses)
    gate = listgate.open(home=tmp_path / "home")
    found = {d.url: d for d in gate.download(everything=True, tools=patience.tools())}
    assert found[base + "good"].report is not None
    assert isinstance(found[base + "bad"].error, FetchError)
    assert serving(tmp_path / "home") == {"us-bis-uvl": 2}
