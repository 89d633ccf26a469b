"""What downloads leave behind: what was taken from where, and beginnings of files.

All of it may be deleted at any time; it only saves asking twice for the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from listgate.errors import FetchError

_NOTES = "fetch.json"


@dataclass(frozen=True, slots=True)
class Taken:
    """The file last taken from an address.

    ``etag`` and ``modified`` are what its server calls it; ``digest`` is the SHA-256 of
    the bytes as sent, ``version`` that of the list versions read from them; ``asked``
    are the codes of the lists that were looked for in it, found or not.
    """

    etag: str = ""
    modified: str = ""
    digest: str = ""
    version: str = ""
    size: int = 0
    fetched_at: str = ""
    asked: str = ""


class Memory:
    """The folder of downloads; made when something is first kept in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def taken(self, url: str) -> Taken:
        """What was last taken from there; empty where nothing was."""
        try:
            return Taken(**self._notes()[url])
        except (KeyError, TypeError):
            return Taken()

    def note(self, url: str, taken: Taken) -> None:
        """Keeps in mind what was taken; old notes or new ones stand, never half of one."""
        notes = self._notes()
        notes[url] = asdict(taken)
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._folder / f"{_NOTES}.{os.getpid()}"
        fresh.write_text(json.dumps(notes, indent=1), encoding="utf-8")
        fresh.replace(self._folder / _NOTES)

    def _notes(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads((self._folder / _NOTES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    @contextmanager
    def part(self, url: str) -> Iterator[Part]:
        """The beginning of a file, held by one process at a time.

        Raises:
            FetchError: Another process is getting the same file.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(url.encode()).hexdigest()[:20]
        path = self._folder / f"{name}.part"
        with path.open("a+b") as file:
            _hold(file, url)
            part = Part(file, self._folder / f"{name}.json")
            try:
                yield part
            finally:
                if not part.size:
                    with suppress(OSError):  # Windows keeps what is open
                        path.unlink()


class Part:
    """The bytes of a file so far, and what the server calls the file they are of."""

    def __init__(self, file: BinaryIO, label: Path) -> None:
        self.file = file
        self._label = label

    @property
    def size(self) -> int:
        """Bytes at hand."""
        self.file.flush()
        return os.fstat(self.file.fileno()).st_size

    @property
    def validator(self) -> str:
        """What names the file for ``If-Range``; empty where the rest cannot be asked for.

        A weak entity tag does not promise the same bytes.
        """
        try:
            told = json.loads(self._label.read_text(encoding="utf-8"))
            etag, modified = str(told["etag"]), str(told["modified"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""
        return etag if etag and not etag.startswith("W/") else modified

    def begin(self, etag: str, modified: str) -> None:
        """Drops what is there: the bytes to come are the first of that file."""
        self.file.truncate(0)
        self._label.write_text(
            json.dumps({"etag": etag, "modified": modified}), encoding="utf-8"
        )

    def drop(self) -> None:
        """Forgets the bytes."""
        self.file.truncate(0)
        self._label.unlink(missing_ok=True)


def _hold(file: BinaryIO, url: str) -> None:
    """Locks the file for as long as it is open; elsewhere than on Unix, does nothing."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise FetchError(url, f"{url}: another process is getting it now.") from None
