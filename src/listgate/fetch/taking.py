"""Several files side by side: each fetched, read and taken, or left with a sentence."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from listgate.errors import FetchError, ListgateError
from listgate.fetch.client import Fetched, Tell, Tools, fetch, shown
from listgate.fetch.editions import dated
from listgate.fetch.memory import Memory, Taken
from listgate.fetch.plan import Address

if TYPE_CHECKING:
    from listgate.history.updates import UpdateReport

_SIDE_BY_SIDE = 6


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one address.

    ``report`` is None where the file is the one that was taken before, or where
    ``error`` says why nothing was taken.
    """

    address: Address
    url: str
    fetched: Taken
    report: UpdateReport | None = None
    error: ListgateError | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``update --format json``."""
        told: dict[str, Any] = {
            "address": self.url,
            "asked": list(self.address.codes),
            "outcome": (
                "failed" if self.error else "taken" if self.report else "unchanged"
            ),
            "sha256": self.fetched.digest.removeprefix("sha256:") or None,
            "bytes": self.fetched.size or None,
            "fetched": self.fetched.fetched_at or None,
        }
        if self.error:
            told["error"] = str(self.error)
        return told | (self.report.to_dict() if self.report else {})


@dataclass(frozen=True, slots=True)
class Desk:
    """What taking needs of its surroundings.

    Attributes:
        memory: Where downloads leave their traces.
        today: The day that counts as today.
        take: Reads and takes a file: bytes, name, lists, and the day that the publisher's
            server gives it.
        has: Whether the lists of that version are at hand.
        anew: Ask for the whole file, also where it may be the one taken before.
    """

    memory: Memory
    today: date
    take: Callable[[bytes, str, tuple[str, ...], date | None], UpdateReport]
    has: Callable[[str, tuple[str, ...]], bool]
    anew: bool = False
    tell: Tell | None = None
    tools: Tools = field(default_factory=Tools)


def deliver(addresses: Sequence[Address], desk: Desk) -> Iterator[Delivery]:
    """One delivery an address, in the order in which they arrive.

    Files are fetched side by side and taken one by one.
    """
    stop = threading.Event()
    tools = replace(desk.tools, stopped=stop.is_set)
    if tools.sleep is time.sleep:
        tools = replace(tools, sleep=stop.wait)  # a pause ends with the run
    with ThreadPoolExecutor(_SIDE_BY_SIDE, "fetch") as pool:
        coming = {pool.submit(_fetched, a, desk, tools): a for a in addresses}
        try:
            for done in as_completed(coming):
                address = coming[done]
                try:
                    fetched, day = done.result()
                except ListgateError as error:
                    yield Delivery(address, address.url, Taken(), None, error)
                else:
                    yield _taken(address, fetched, day, desk)
        finally:
            stop.set()
            for each in coming:
                each.cancel()


def _fetched(address: Address, desk: Desk, tools: Tools) -> tuple[Fetched, date | None]:
    """The file of an address, and the day of its text where that is known."""

    def get(url: str) -> bytes:
        data = fetch(url, desk.memory, hosts=address.hosts, tools=tools).data
        return data or b""

    try:
        url, day = dated(address, desk.today, get)
    except OSError as error:
        raise _not_kept(address.url, error) from error
    known = desk.memory.taken(url)
    new = tuple(c for c in address.codes if c not in known.asked.split())
    if desk.anew or not desk.has(known.version, new):
        known = Taken()
    try:
        return (
            fetch(
                url,
                desk.memory,
                known=known,
                hosts=address.hosts,
                tell=desk.tell,
                tools=tools,
            ),
            day,
        )
    except OSError as error:  # a full disk, a folder that may not be written
        raise _not_kept(url, error) from error


def _not_kept(url: str, error: OSError) -> FetchError:
    said = error.strerror or str(error)
    return FetchError(url, f"{shown(url)} could not be kept: {said}.")


def _taken(
    address: Address, fetched: Fetched, day: date | None, desk: Desk
) -> Delivery:
    """What came of a file that has arrived whole."""
    if fetched.data is None:
        return Delivery(address, fetched.url, fetched.taken)
    try:
        name = shown(fetched.url)
        report = desk.take(
            fetched.data, name, address.codes, day or _modified(fetched.taken)
        )
    except ListgateError as error:
        return Delivery(address, fetched.url, fetched.taken, None, error)
    before = desk.memory.taken(fetched.url)
    asked = before.asked.split() if before.version == report.digest else []
    taken = replace(
        fetched.taken,
        version=report.digest,
        asked=" ".join(dict.fromkeys([*asked, *address.codes])),
    )
    with contextlib.suppress(OSError):  # then the next update asks for it again
        desk.memory.note(fetched.url, taken)
    return Delivery(address, fetched.url, taken, report)


def _modified(taken: Taken) -> date | None:
    """The day on which the server says that the file was last modified."""
    try:
        return parsedate_to_datetime(taken.modified).date()
    except ValueError:
        return None
