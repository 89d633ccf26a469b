"""A user's file, opened and unpacked: text, a workbook or Parquet, told by its content."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import sys
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BufferedIOBase, BufferedReader, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast

from listgate.errors import QueryError

DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
_NESTED = 3  # a table in a zip in a gzip; deeper is no export of anybody's
_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel workbook, or one with a password",
        "save it as XLSX without one",
    ),
    (b"%PDF", "PDF", "export the table as CSV"),
    (b"SQLite format 3\0", "a SQLite database", "export the table as CSV"),
    (b"{\\rtf", "a text document", "save the table as CSV UTF-8"),
)
# Members that archivers and mail programs add by themselves.
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(slots=True)
class Opened:
    """An input, unpacked.

    ``kind`` is ``text``, ``xlsx`` or ``parquet``; ``stream`` gives the plain bytes, from
    their beginning, and can be sought in unless it is text. ``size`` is that of the file
    on disk; None for a pipe, which cannot be read twice.
    """

    name: str
    path: Path | None
    raw: BinaryIO
    stream: BufferedIOBase
    size: int | None = None
    kind: str = "text"
    held: list[Any] = field(default_factory=list)  # to be closed with it

    def close(self) -> None:
        """Closes the file; standard input is left open."""
        for thing in reversed(self.held):
            thing.close()
        if self.path is not None:
            self.raw.close()

    def position(self) -> int:
        """How many bytes of the file, as it lies on disk, have been read."""
        try:
            return self.raw.tell()
        except (OSError, ValueError):
            return 0


def open_input(path: str | Path, member: str = "") -> Opened:
    """Opens a file, or standard input for ``-``, and unpacks it.

    Args:
        path: A file, plain or packed with gzip, xz, bzip2, zstd or zip.
        member: The file that is meant in a zip of several.

    Raises:
        QueryError: There is no such file, it is damaged, or it is no table.
    """
    name = "standard input" if str(path) == "-" else str(path)
    where = None if str(path) == "-" else Path(path)
    raw = _open(where, name)
    size = where.stat().st_size if where is not None and where.is_file() else None
    opened = Opened(name, where, raw, cast(BufferedIOBase, raw), size)
    try:
        _unpack(opened, member)
    except DAMAGED as error:
        opened.close()
        raise damaged(name, error) from None
    except BaseException:
        opened.close()
        raise
    return opened


def damaged(name: str, error: Exception) -> QueryError:
    """What to say of a packed file that cannot be unpacked."""
    return QueryError(
        name, f"the compressed file is damaged or cut off ({error}); get it again."
    )


def _open(path: Path | None, name: str) -> BinaryIO:
    if path is None:
        return sys.stdin.buffer
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise QueryError(name, "there is no such file.") from None
    except IsADirectoryError:
        raise QueryError(name, "this is a folder.") from None
    except OSError as error:
        raise QueryError(name, f"cannot be read: {error.strerror}.") from None


def _unpack(opened: Opened, member: str) -> None:
    """Takes off one wrapping after the other."""
    for _ in range(_NESTED):
        peek = getattr(opened.stream, "peek", None)
        magic = bytes(peek(16)[:16]) if peek else b""
        for begins, what, advice in _FOREIGN:
            if magic.startswith(begins):
                raise QueryError(
                    opened.name, f"this is {what}, which is not read: {advice}."
                )
        if magic.startswith(b"PK\x03\x04"):
            if _unzip(opened, member):
                return
        elif magic.startswith(b"PAR1"):
            _make_seekable(opened)
            opened.kind = "parquet"
            return
        elif (plain := _decompressed(opened.stream, magic)) is not None:
            opened.held.append(plain)
            opened.stream = plain
        else:
            return


def _decompressed(stream: BufferedIOBase, magic: bytes) -> BufferedIOBase | None:
    """The stream behind a compressed one, told by its first bytes."""
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=stream)
    if magic.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMAFile(cast(BinaryIO, stream))
    if magic.startswith(b"BZh"):
        return bz2.BZ2File(cast(BinaryIO, stream))
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        import pyarrow  # it brings zstd along, which Python has from 3.14 on

        packed = pyarrow.CompressedInputStream(pyarrow.PythonFile(stream, "r"), "zstd")
        return BufferedReader(_Unpacking(packed), 1 << 16)
    return None


class _Unpacking(RawIOBase):
    """A stream of pyarrow's that fails as Python's own do."""

    def __init__(self, packed: Any) -> None:
        self._packed = packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            plain = self._packed.read(len(buffer))
        except OSError as error:
            raise EOFError(str(error)) from None
        buffer[: len(plain)] = plain
        return len(plain)


def _make_seekable(opened: Opened) -> None:
    """Copies what comes from a pipe or out of an archive to where it can be sought in."""
    if opened.size is not None and not opened.held:
        return
    copy = tempfile.TemporaryFile()  # noqa: SIM115  closed with the input
    opened.held.append(copy)
    shutil.copyfileobj(opened.stream, copy, 1 << 20)
    copy.seek(0)
    opened.stream = cast(BufferedIOBase, copy)


def _unzip(opened: Opened, member: str) -> bool:
    """Takes the one table out of an archive; True where it is itself a workbook."""
    _make_seekable(opened)
    archive = zipfile.ZipFile(cast(BinaryIO, opened.stream))
    opened.held.append(archive)
    names = {info.filename for info in archive.infolist()}
    if "[Content_Types].xml" in names:
        if not any(name.startswith("xl/") for name in names):
            raise QueryError(
                opened.name,
                "this is an Office document without a sheet: export the table as CSV.",
            )
        opened.kind = "xlsx"
        return True
    if "mimetype" in names and "content.xml" in names:
        raise QueryError(
            opened.name,
            "this is an OpenDocument file, which is not read: save as XLSX.",
        )
    inside = [
        i for i in archive.infolist() if not i.is_dir() and not _litter(i.filename)
    ]
    if member and (named := [i for i in inside if _is_named(i.filename, member)]):
        inside = named
    if len(inside) != 1:
        listed = ", ".join(f"`{i.filename}`" for i in inside[:8])
        raise QueryError(
            opened.name,
            f"the archive holds {len(inside)} files"
            + (f": {listed}; choose one with --sheet NAME." if inside else "."),
        )
    if inside[0].flag_bits & 1:
        raise QueryError(opened.name, "the archive has a password; unpack it first.")
    try:
        plain = archive.open(inside[0])
    except NotImplementedError as error:
        raise QueryError(opened.name, f"{error}; unpack it first.") from None
    opened.held.append(plain)
    opened.stream = cast(BufferedIOBase, plain)
    return False


def _litter(name: str) -> bool:
    lower = name.lower()
    return lower.startswith(_LITTER[0]) or lower.rsplit("/", 1)[-1] in _LITTER


def _is_named(filename: str, member: str) -> bool:
    return member in (filename, filename.rsplit("/", 1)[-1])
