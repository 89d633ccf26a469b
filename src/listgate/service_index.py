"""The compiled index behind a gate: opened, made when it is first needed, kept beside."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from listgate.history.own import is_cleared
from listgate.history.shelf import Shelf
from listgate.matching.compile import FORMAT
from listgate.matching.index import Index
from listgate.matching.kernel import ABI, TABLES, library
from listgate.records import Births

if TYPE_CHECKING:
    from listgate.screening.decisions import Decisions

KEPT_INDEXES = 4


class Indexes:
    """The index of all versions of a shelf, and what was read beside it.

    ``decisions`` are the pairs that the user has cleared, as of the current index.
    """

    def __init__(self, shelf: Shelf, home: Path) -> None:
        self._shelf = shelf
        self._home = home
        # With its path: the shelf may have moved on since it was opened.
        self._open: tuple[Index, Path] | None = None
        self._births: tuple[Index, Births] | None = None
        self.decisions: Decisions | None = None

    @property
    def current(self) -> Index:
        """The compiled index of all versions at hand, made when it is first needed."""
        return self._opened()[0]

    def forget(self) -> None:
        """The next question is asked of the versions at hand by then."""
        self._open = None

    def ready(self) -> bool:
        """Whether screening can start at once, without compiling an index first."""
        return self._open is not None or self._path().exists()

    def births(self) -> Births:
        """When and where listed persons were born, by entry."""
        from listgate.history.births import unpack

        index, path = self._opened()
        if self._births is None or self._births[0] is not index:
            try:
                data = _births_path(path).read_bytes()
            except FileNotFoundError:
                data = self._packed(path)
            self._births = index, unpack(data)
        return self._births[1]

    def _packed(self, index: Path) -> bytes:
        """Births that an index lacks, kept beside it where that can be done."""
        from listgate.history.births import pack
        from listgate.matching.compile import write_whole

        data = pack(self._shelf.stories())
        # Those of a shelf that has moved on are not the index's own: good enough to
        # answer with, but not to be found by the next one who opens it.
        if index == self._path():
            with suppress(OSError):  # a folder that can only be read
                write_whole(_births_path(index), data)
        return data

    def _opened(self) -> tuple[Index, Path]:
        if self._open is None:
            path = self._path()
            self.decisions = self._cleared()
            if not path.exists():
                path = self._compiled(path)
            self._open = Index(path), path
        return self._open

    def _cleared(self) -> Decisions | None:
        if not any(is_cleared(v.code) for v in self._shelf.versions()):
            return None
        from listgate.updating import decisions

        return decisions(self._shelf)

    def _path(self) -> Path:
        salt = f"index {program()}"
        return self._folder() / f"{self._shelf.digest(salt=salt)[:32]}.index"

    def _compiled(self, path: Path) -> Path:
        # Imported here: a compiled index needs neither.
        from listgate.history import births
        from listgate.matching.compile import compile_index, write_whole

        stories = self._shelf.stories()
        compiled = compile_index(stories)
        # The index last: who finds it finds what belongs to it.
        write_whole(_births_path(path), births.pack(stories))
        write_whole(path, compiled)
        older = sorted(path.parent.glob("*.index"), key=lambda p: p.stat().st_mtime)
        for old in older[:-KEPT_INDEXES]:
            old.unlink(missing_ok=True)
            _births_path(old).unlink(missing_ok=True)
        return path

    def _folder(self) -> Path:
        folder = self._home / "indexes"
        if folder.exists() or os.access(_existing(self._home), os.W_OK):
            return folder
        return Path(tempfile.gettempdir()) / "listgate-indexes"


def program() -> str:
    """What names the scores of this program: one kernel's shape and its tables."""
    # An index holds the kernel's own tokens, so it is of one kernel's shape.
    return f"{FORMAT} {ABI} {library().lg_token_size()} {_tables_digest()}"


@cache
def _tables_digest() -> str:
    return hashlib.sha256(TABLES.read_bytes()).hexdigest()[:16]


def _births_path(index: Path) -> Path:
    return index.with_suffix(".births")


def _existing(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path
