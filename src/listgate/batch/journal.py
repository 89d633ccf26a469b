"""The body of an output while it grows, so that a run that was killed can go on.

Beside ``out.csv`` stand ``out.csv.part`` with the answers so far and ``out.csv.part.log``:
what was asked of what, then for each chunk how far the body reaches and its digest. A run
with ``--resume`` goes on behind the last chunk that is whole, if it asks the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from listgate.batch.run import Tally
from listgate.errors import QueryError

_BLOCK = 1 << 20
# The parts of what is asked, in words for people.
_WORDS = {
    "input": "the input file",
    "versions": "the lists",
    "listgate": "the version of Listgate",
    "tables": "the tables of the matcher",
    "on": "the date asked about",
}


def part_of(target: Path) -> Path:
    """Where the body of an output grows."""
    return target.with_name(f"{target.name}.part")


def log_of(target: Path) -> Path:
    """Where is told how far it has grown."""
    return target.with_name(f"{target.name}.part.log")


def asked_before(target: Path) -> dict[str, Any] | None:
    """What the run asked whose unfinished output lies there; None where there is none."""
    try:
        with log_of(target).open("rb") as log:
            asked = json.loads(log.readline())
        return asked if isinstance(asked, dict) and part_of(target).exists() else None
    except (OSError, ValueError):
        return None


class Journal:
    """An unfinished output that tells how far it is."""

    def __init__(
        self, target: Path, asked: Mapping[str, Any], *, resume: bool = False
    ) -> None:
        """Begins anew, or goes on where an earlier run ended.

        Args:
            target: The output.
            asked: What the run asks of what; an earlier run must have asked the same.
            resume: Whether to go on.

        Raises:
            QueryError: The earlier run asked something else, or is still going on.
        """
        self.target = target
        self.part = part_of(target)
        self.tally = Tally()
        self._log = log_of(target)
        before = asked_before(target) if resume else None
        if before is not None:
            self._refuse_other(before, asked)
        try:
            self._body = self.part.open("r+b" if before is not None else "a+b")
        except OSError as error:
            raise QueryError(
                str(target), f"cannot be written: {error.strerror}."
            ) from None
        self._lock()
        self._digest = hashlib.sha256()
        kept = self._kept() if before is not None else []
        self._body.truncate()
        first = json.dumps(dict(asked), ensure_ascii=False)
        with self._log.open("w", encoding="utf-8") as log:
            log.write("".join(f"{line}\n" for line in (first, *kept)))
        self._lines = self._log.open("a", encoding="utf-8")

    def write(self, text: bytes) -> None:
        """Adds to the body."""
        self._body.write(text)
        self._digest.update(text)

    def mark(self, tally: Tally) -> None:
        """Says that the body reaches to the end of a chunk."""
        self._body.flush()
        line = {
            "rows": tally.read,
            "failed": tally.failed,
            "matches": tally.matches,
            "reviews": tally.reviews,
            "end": self._body.tell(),
            "sha256": self._digest.hexdigest(),
        }
        self._lines.write(json.dumps(line) + "\n")
        self._lines.flush()
        self._digest = hashlib.sha256()

    @contextlib.contextmanager
    def body(self) -> Iterator[BinaryIO]:
        """The finished body, from its beginning."""
        self._body.flush()
        self._body.seek(0)
        yield self._body

    def finish(self) -> None:
        """Gives the body the output's name: it is the output."""
        self._body.flush()
        os.fsync(self._body.fileno())
        self.close()
        self.part.replace(self.target)
        self._log.unlink(missing_ok=True)

    def discard(self) -> None:
        """Removes the body and what is told of it."""
        self.close()
        self.part.unlink(missing_ok=True)
        self._log.unlink(missing_ok=True)

    def close(self) -> None:
        """Closes the files and leaves them, for a later run to go on."""
        self._lines.close()
        self._body.close()

    def _lock(self) -> None:
        """Keeps a second run from writing into the same body."""
        try:
            import fcntl
        except ImportError:  # Windows opens no file twice for writing in this way
            pass
        else:
            try:
                fcntl.flock(self._body, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self._body.close()
                raise QueryError(
                    str(self.target), "another run is writing it; wait for its end."
                ) from None
        self._body.seek(0)

    def _refuse_other(
        self, before: Mapping[str, Any], asked: Mapping[str, Any]
    ) -> None:
        unlike = [
            key for key in {**asked, **before} if asked.get(key) != before.get(key)
        ]
        if unlike:
            words = dict.fromkeys(_WORDS.get(key, "the options") for key in unlike)
            told = " and ".join(words)
            verb = "have" if len(words) > 1 or told.endswith("s") else "has"
            raise QueryError(
                "--resume",
                f"{told} {verb} changed since {self.part.name} was begun; run again "
                "without --resume.",
            )

    def _kept(self) -> list[str]:
        """The log's lines about chunks that lie whole in the body, which ends behind them."""
        kept: list[str] = []
        end = 0
        with self._log.open(encoding="utf-8") as log:
            log.readline()
            for text in log:
                try:
                    told = json.loads(text)
                    length = told["end"] - end
                    digest = told["sha256"]
                    tally = Tally(
                        told["rows"], told["failed"], told["matches"], told["reviews"]
                    )
                except (ValueError, KeyError, TypeError):
                    break
                if self._digest_of(length) != digest:
                    break
                end = told["end"]
                self.tally = tally
                kept.append(text.rstrip("\n"))
        self._body.seek(end)
        return kept

    def _digest_of(self, length: int) -> str:
        digest = hashlib.sha256()
        while length > 0 and (block := self._body.read(min(length, _BLOCK))):
            digest.update(block)
            length -= len(block)
        return digest.hexdigest() if length == 0 else ""
