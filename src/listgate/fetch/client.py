"""The download client: one file from one address, whole, or one sentence why not."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from listgate.errors import FetchError
from listgate.fetch.memory import Memory, Part, Taken

if TYPE_CHECKING:
    import httpx

Tell = Callable[[str, int, "int | None"], None]  # address, bytes so far, bytes in all

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much; seconds and bytes.

    The largest file of a publisher, the Treasury's advanced XML, is 127 MB.
    """

    connect: float = 15.0
    read: float = 60.0  # between two pieces
    whole: float = 1800.0
    size: int = 256 * 1024 * 1024  # as sent, mostly compressed
    attempts: int = 5
    wait: float = 1.0  # before the second attempt; doubled before each further one
    longest_wait: float = 60.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    ``data`` are the bytes as sent, None where they are those taken last time. ``taken``
    is what to note once they have been read.
    """

    url: str
    data: bytes | None
    taken: Taken


@dataclass(frozen=True, slots=True)
class Tools:
    """The clock and the patience of a client; tests bring their own."""

    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic
    stopped: Callable[[], bool] = lambda: False


class _AgainError(Exception):
    """An answer that may be better next time."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        self.reason = reason
        self.after = after
        super().__init__(reason)


def fetch(
    url: str,
    memory: Memory,
    *,
    known: Taken | None = None,
    hosts: frozenset[str] = frozenset(),
    tell: Tell | None = None,
    tools: Tools | None = None,
) -> Fetched:
    """The file at an address.

    A failure of the line or the server is tried again after a pause that doubles; what
    had come by then is kept and only the rest is asked for, also in a later run.

    Args:
        url: Where it is.
        memory: Where beginnings of files are kept.
        known: What was taken last time; the server may then say that it is the same.
        hosts: Other hosts to which the address may redirect.
        tell: Called with the address, the bytes so far and the bytes in all.
        tools: Limits and clock.

    Raises:
        FetchError: The file cannot be had; one sentence.
    """
    if _split(url)[0] not in _PORTS:
        raise FetchError(url, f"{shown(url)} is no http or https address.")
    get = _Get(url, known or Taken(), hosts, tell, tools or Tools())
    with memory.part(url) as part:
        return get.run(part)


def shown(url: str) -> str:
    """An address for people: without what may be a password or a signature."""
    return re.sub(r"//[^/@]*@", "//", url).partition("?")[0]


class _Get:
    """One download, with all its attempts."""

    def __init__(
        self,
        url: str,
        known: Taken,
        hosts: frozenset[str],
        tell: Tell | None,
        tools: Tools,
    ) -> None:
        self.url = url
        self.name = shown(url)
        self.known = known
        self.hosts = hosts
        self.tell = tell
        self.tools = tools
        self.limits = tools.limits
        self.until = tools.clock() + self.limits.whole

    def run(self, part: Part) -> Fetched:
        """Attempts, one after the other, until one of them gives the file."""
        import httpx

        limits = self.limits
        wait = limits.wait
        timeout = httpx.Timeout(limits.read, connect=limits.connect)
        with httpx.Client(timeout=timeout, follow_redirects=False) as client:
            for left in range(limits.attempts - 1, -1, -1):
                try:
                    return self._attempt(client, part)
                except httpx.InvalidURL as error:
                    raise self._failed(f"is no address: {error}") from error
                except (httpx.TransportError, _AgainError) as error:
                    reason = _reason(error)
                    after = getattr(error, "after", None)
                    if not left or self.tools.clock() >= self.until:
                        raise self._gave_up(reason, part) from error
                    if after is not None and after > limits.longest_wait:
                        raise self._failed(
                            f"{reason} and asks to come back in {after:.0f} seconds"
                        ) from error
                    self.tools.sleep(max(wait, after or 0.0))
                    if self.tools.stopped():
                        raise self._failed("was stopped") from error
                    wait = min(2 * wait, limits.longest_wait)
        raise AssertionError("every attempt returns or raises")

    def _attempt(self, client: httpx.Client, part: Part) -> Fetched:
        """One attempt."""
        begun = part.size if part.validator else 0
        headers = {
            "User-Agent": "listgate (+https://pypi.org/project/listgate)",
            # What comes is kept as sent and unpacked later, under one limit for all.
            "Accept-Encoding": "gzip",
        }
        if begun:
            headers["Range"] = f"bytes={begun}-"
            headers["If-Range"] = part.validator
        else:
            if self.known.etag:
                headers["If-None-Match"] = self.known.etag
            if self.known.modified:
                headers["If-Modified-Since"] = self.known.modified
        with self._answer(client, headers) as answer:
            if answer.status_code == 304 and not begun and self.known.digest:
                return Fetched(self.url, None, self.known)
            if answer.status_code == 206 and begun:
                total = self._rest(answer, begun, part)
            elif answer.status_code == 200:
                total = _length(answer)
                begun = 0
                part.begin(_header(answer, "ETag"), _header(answer, "Last-Modified"))
            else:
                self._refuse(answer, part)
            self._receive(answer, part, begun, total)
            return self._whole(answer, part)

    @contextmanager
    def _answer(
        self, client: httpx.Client, headers: dict[str, str]
    ) -> Iterator[httpx.Response]:
        """The answer behind the redirects that are allowed."""
        url = self.url
        for _ in range(self.limits.redirects + 1):
            with client.stream("GET", url, headers=headers) as answer:
                if answer.status_code not in _MOVED:
                    yield answer
                    return
                target = _header(answer, "Location")
                if not target:
                    raise self._failed("redirects without saying where to")
                before, url = url, str(answer.url.join(target))
                self._check_redirect(before, url)
        raise self._failed(f"redirects more than {self.limits.redirects} times")

    def _check_redirect(self, before: str, after: str) -> None:
        """Refuses a step to another host, or from https down to http."""
        old, new = _split(before), _split(after)
        if new[0] not in _PORTS or (old[0] == "https" and new[0] == "http"):
            raise self._failed(f"redirects to {shown(after)}, which is not https")
        upgraded = (old[0], old[2], new[2]) == ("http", 80, 443)
        same = old[1] == new[1] and (old[2] == new[2] or upgraded)
        if not same and new[1] not in self.hosts and _place(new) not in self.hosts:
            raise self._failed(
                f"redirects to another host, {_place(new)}; nothing was asked of it "
                f"(--allow-host {_place(new)} allows it)"
            )

    def _rest(self, answer: httpx.Response, begun: int, part: Part) -> int | None:
        """The full size, if the answer is the rest that was asked for."""
        said = re.fullmatch(
            r"bytes (\d+)-\d+/(\d+|\*)", _header(answer, "Content-Range")
        )
        if not said or int(said[1]) != begun:
            part.drop()
            raise _AgainError("sent another part than was asked for")
        if said[2] != "*":
            return int(said[2])
        length = _length(answer)
        return begun + length if length is not None else None

    def _refuse(self, answer: httpx.Response, part: Part) -> None:
        """Says what the status means, by raising."""
        status = answer.status_code
        said = f"answered {status} {answer.reason_phrase}".rstrip()
        if status in (206, 304, 416):  # not what was asked for: begin anew
            part.drop()
            self.known = Taken()
            raise _AgainError(said)
        if status in _AGAIN:
            raise _AgainError(said, _retry_after(answer))
        raise self._failed(said)

    def _receive(
        self, answer: httpx.Response, part: Part, begun: int, total: int | None
    ) -> None:
        """Takes in the body, piece by piece, as it was sent."""
        size = begun
        self._check_size(max(size, total or 0), part)
        for piece in answer.iter_raw():
            size += len(piece)
            self._check_size(size, part)
            part.file.write(piece)
            if self.tell:
                self.tell(self.url, size, total)
            if self.tools.stopped():
                raise self._failed("was stopped")
            if self.tools.clock() > self.until:
                raise self._gave_up(
                    f"took longer than {self.limits.whole:.0f} seconds", part
                )
        if total is not None and size != total:
            raise _AgainError(f"broke off after {size:,} of {total:,} bytes")

    def _check_size(self, size: int, part: Part) -> None:
        if size > self.limits.size:
            part.drop()
            raise self._failed(
                f"sends more than {self.limits.size:,} bytes; no list is that long"
            )

    def _whole(self, answer: httpx.Response, part: Part) -> Fetched:
        """The file, now that it is whole."""
        part.file.seek(0)
        data = part.file.read()
        part.drop()
        if not data:
            raise self._failed("answered with nothing")
        taken = Taken(
            etag=_header(answer, "ETag"),
            modified=_header(answer, "Last-Modified"),
            digest=f"sha256:{hashlib.sha256(data).hexdigest()}",
            size=len(data),
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        return Fetched(self.url, data, taken)

    def _gave_up(self, reason: str, part: Part) -> FetchError:
        kept = part.size
        rest = (
            f" the first {kept:,} bytes are kept, and the next update goes on from there"
            if kept and part.validator
            else " try again later"
        )
        return self._failed(f"{reason};{rest}")

    def _failed(self, reason: str) -> FetchError:
        return FetchError(self.url, f"{self.name} {reason}.")


def _reason(error: Exception) -> str:
    """What went wrong, as the rest of a sentence that begins with the address."""
    import httpx

    if isinstance(error, _AgainError):
        return error.reason
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return "cannot be reached in time"
    if isinstance(error, httpx.TimeoutException):
        return "stopped sending"
    if isinstance(error, httpx.ConnectError):
        return f"cannot be reached ({' '.join(str(error).split()) or 'no connection'})"
    return f"broke off ({' '.join(str(error).split()) or type(error).__name__})"


def _header(answer: httpx.Response, name: str) -> str:
    return str(answer.headers.get(name, ""))


def _length(answer: httpx.Response) -> int | None:
    told = _header(answer, "Content-Length")
    return int(told) if told.isascii() and told.isdigit() else None


def _retry_after(answer: httpx.Response) -> float | None:
    """The seconds that the server asks to wait."""
    told = _header(answer, "Retry-After").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _split(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; empty where it is none."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", "", 0
    return parts.scheme, (parts.hostname or "").lower(), port


def _place(parts: tuple[str, str, int]) -> str:
    """Host, and the port where it is not the usual one."""
    scheme, host, port = parts
    return host if port == _PORTS.get(scheme) else f"{host}:{port}"
