"""Downloads on the command line: a bar while they run, and what came of each."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import urlsplit

from listgate.cli import exits, printing
from listgate.cli.reports import put_lists
from listgate.tables.text import fit

if TYPE_CHECKING:
    from listgate.fetch.taking import Delivery

_EVERY = 0.1  # seconds between two drawings
_BAR = 20
_HEAD = ("address", "outcome", "code", "version", "published", "entries", "error")


class Bar:
    """One line on a terminal for all downloads together; silent elsewhere."""

    def __init__(
        self,
        stream: TextIO,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._clock = clock
        self._began = self._drawn = clock()
        self._files: dict[str, tuple[int, int | None]] = {}
        self._lock = threading.Lock()
        self._on = stream.isatty()

    def tell(self, url: str, size: int, total: int | None) -> None:
        """Notes how far one file is; draws at most ten times a second."""
        with self._lock:
            self._files[url] = size, total
            now = self._clock()
            if self._on and now - self._drawn >= _EVERY:
                self._drawn = now
                line = fit(self.line(now - self._began), printing.columns() - 1)
                self._stream.write(f"\r{line.rstrip()}\x1b[K")
                self._stream.flush()

    def line(self, seconds: float) -> str:
        """The line as it is drawn."""
        size = sum(s for s, _ in self._files.values())
        rate = size / seconds if seconds > 0 else 0.0
        told = f"{_bytes(size)}  {_bytes(rate)}/s"
        running = [u for u, (s, t) in self._files.items() if s != t]
        hosts = ", ".join(dict.fromkeys(urlsplit(u).netloc for u in running))
        totals = [t for _, t in self._files.values()]
        if not totals or None in totals:
            return f"{told}  {hosts}"
        whole = sum(t for t in totals if t)
        share = min(1.0, size / whole) if whole else 1.0
        full = round(share * _BAR)
        return f"{'█' * full}{'░' * (_BAR - full)} {share:4.0%}  {told}  {hosts}"

    def wipe(self) -> None:
        """Wipes the line, so that a sentence can stand there."""
        with self._lock:
            if self._on and self._files:
                self._stream.write("\r\x1b[K")
                self._stream.flush()


def _bytes(size: float) -> str:
    """A size for people."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def download(gate: Any, form: str, **asked: Any) -> int:
    """Downloads, and prints what came of each address as it comes; the exit code.

    Args:
        gate: The gate that takes the lists.
        form: The format to print in.
        asked: The options of the gate's ``download``.
    """
    bar = Bar(sys.stderr)
    done: list[Delivery] = []
    try:
        for delivery in gate.download(tell=bar.tell, **asked):
            bar.wipe()
            _say(delivery, gate)
            done.append(delivery)
    finally:
        bar.wipe()
    if asked.get("everything"):
        from listgate.fetch.plan import without_file

        codes = ", ".join(source.code for source in without_file())
        printing.say(f"{codes}: no file is published; --from loads a saved one.")
    _put([d.to_dict() for d in done], form)
    failures = {exits.code_of(d.error) for d in done if d.error}
    if failures == {exits.USAGE}:
        return exits.USAGE
    return exits.NO_DATA if failures else exits.DONE


def _say(delivery: Delivery, gate: Any) -> None:
    """The sentences about one address, on standard error."""
    codes = ", ".join(delivery.address.codes) or "the consolidated file"
    if delivery.error:
        said = exits.sentence(delivery.error).rstrip(".")
        printing.say(f"listgate: {codes}: {said}; {_serving(delivery, gate)}.")
    elif delivery.report is None:
        printing.say(f"{codes}: the publisher's file is the one taken before.")
    else:
        for sentence in delivery.report.sentences:
            printing.say(sentence)


def _serving(delivery: Delivery, gate: Any) -> str:
    """What answers now that this file was not taken."""
    codes = delivery.address.codes
    days = {
        status.version.published_at
        for status in gate.lists()
        if status.serving and (not codes or status.version.code in codes)
    }
    if not days:
        return "no version is at hand"
    if len(days) == 1:
        return f"the version of {days.pop()} still serves"
    return f"the versions of {min(days)} to {max(days)} still serve"


def _put(told: list[dict[str, Any]], form: str) -> None:
    """What was done, on standard output."""
    if form == "json":
        printing.put_json({"files": told})
    elif form == "jsonl":
        printing.put_jsonl(told)
    elif form == "csv":
        printing.put_csv(_HEAD, _rows(told))
    else:
        put_lists([one for each in told for one in each.get("lists", ())])


def _rows(told: list[dict[str, Any]]) -> Iterable[list[Any]]:
    """A row a list that was taken; one an address where none was."""
    for each in told:
        for one in each.get("lists") or [{}]:
            outcome = one.get("outcome", each["outcome"])
            rest = [one.get(name, "") for name in _HEAD[2:-1]]
            yield [each["address"], outcome, *rest, each.get("error", "")]
