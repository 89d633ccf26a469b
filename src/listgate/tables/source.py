"""A user's file as text: opened, decompressed, decoded and cut into lines.

Constant memory for any length. Bytes that do not fit the encoding do not stop the
reading; they are marked so that the row they stand in can be reported.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import sys
import zlib
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import BinaryIO, cast

from listgate.errors import QueryError
from listgate.tables.encoding import Encoding, recognize

BLOCK = 1 << 18  # bytes read at a time: some 4,000 rows
_SNIFFED = 1 << 16
LONGEST_LINE = 1 << 20  # characters; what is longer is no row of parties
BAD = "\udc80"  # stands for bytes that do not fit; no decoder gives it for good ones
_ON_BAD = "listgate.bad-bytes"
codecs.register_error(_ON_BAD, lambda error: (BAD, error.end))  # type: ignore[attr-defined]

_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError)
_FOREIGN = (
    (b"PAR1", "Parquet", "write it as CSV or JSONL"),
    (
        b"PK\x03\x04",
        "XLSX or ZIP",
        "save the sheet as CSV UTF-8, or unpack the archive",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "save the sheet as CSV UTF-8"),
    (b"%PDF", "PDF", "export the table as CSV"),
    (b"SQLite format 3\0", "a SQLite database", "export the table as CSV"),
)


class Source:
    """One input, ``-`` for standard input, read once from beginning to end."""

    def __init__(self, path: str | Path, encoding: str = "") -> None:
        """Opens the input and recognizes compression and encoding.

        Args:
            path: A file, or ``-``.
            encoding: Python's name of the encoding, to overrule recognition.

        Raises:
            QueryError: There is no such file, it is not text, or its encoding cannot be told.
        """
        self.path = path
        self.name = "standard input" if str(path) == "-" else str(path)
        self._path = None if str(path) == "-" else Path(path)
        self._raw = self._open()
        self.size = self._size()
        try:
            self._stream = _decompressed(self._raw)
            self._head = self._read(4 * BLOCK)
            self._refuse_foreign()
            self.encoding = self._encoding(encoding)
            decoder = codecs.getincrementaldecoder(self.encoding.codec)(_ON_BAD)
            self.head = decoder.decode(
                self._head[:_SNIFFED]
            )  # for telling what is in it
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closes the file; standard input is left open."""
        if self._path is not None:
            self._raw.close()

    def position(self) -> int:
        """How many bytes of the file, as it lies on disk, have been read."""
        try:
            return self._raw.tell()
        except (OSError, ValueError):
            return 0

    def texts(self) -> Iterator[str]:
        """The decoded text in blocks; bad bytes are ``BAD``.

        Raises:
            QueryError: The compressed file is damaged.
        """
        decoder = codecs.getincrementaldecoder(self.encoding.codec)(_ON_BAD)
        block = self._head
        self._head = b""
        while block:
            yield decoder.decode(block)
            block = self._read(BLOCK)
        yield decoder.decode(b"", True)

    def lines(self) -> Iterator[list[str]]:
        """Lists of lines without their line feeds; a carriage return stays where it was.

        A line longer than ``LONGEST_LINE`` is cut there, and its rest dropped by the
        next line feed; the reader reports it by its length.
        """
        end = "\n" if "\n" in self.head or "\r" not in self.head else "\r"
        rest = ""
        for text in self.texts():
            if len(rest) > LONGEST_LINE and end not in text:
                continue
            lines = (rest + text).split(end)
            rest = lines.pop()
            if lines:
                yield lines
        if rest:
            yield [rest]

    def _open(self) -> BinaryIO:
        if self._path is None:
            return sys.stdin.buffer
        try:
            return self._path.open("rb")
        except FileNotFoundError:
            raise QueryError(self.name, "there is no such file.") from None
        except IsADirectoryError:
            raise QueryError(self.name, "this is a folder.") from None
        except OSError as error:
            raise QueryError(self.name, f"cannot be read: {error.strerror}.") from None

    def _size(self) -> int | None:
        """The size on disk; None for pipes."""
        if self._path is None or not self._path.is_file():
            return None
        return self._path.stat().st_size

    def _read(self, size: int) -> bytes:
        """The next bytes: ``size`` of them, or what is left.

        Piece by piece, since one long `read` of a pipe would not see a signal that
        comes between two of its own reads, and could then wait forever.
        """
        pieces = []
        try:
            while size > 0 and (piece := self._stream.read1(size)):
                pieces.append(piece)
                size -= len(piece)
        except _DAMAGED as error:
            raise QueryError(
                self.name,
                f"the compressed file is damaged or cut off ({error}); get it again.",
            ) from None
        return b"".join(pieces)

    def _refuse_foreign(self) -> None:
        for magic, what, advice in _FOREIGN:
            if self._head.startswith(magic):
                raise QueryError(
                    self.name, f"this is {what}, which is not read yet: {advice}."
                )

    def _encoding(self, wanted: str) -> Encoding:
        if wanted:
            try:
                b" ".decode(
                    wanted, "replace"
                )  # refuses codecs that make no text, such as hex
                return Encoding(codecs.lookup(wanted).name, wanted)
            except LookupError:
                raise QueryError(
                    "--encoding", f"{wanted} is no known encoding."
                ) from None
        found = recognize(self._evidence())
        if found is None:
            raise QueryError(
                self.name,
                "its encoding cannot be told for sure; save it as UTF-8, or name the "
                "encoding with --encoding.",
            )
        return found

    def _evidence(self) -> Iterator[bytes]:
        """The whole file where it can be read twice, else what was read ahead."""
        if self.size is None or self._head.startswith((b"\xef\xbb\xbf", b"\xff\xfe")):
            yield self._head
            return
        assert self._path is not None  # noqa: S101  a size means a file
        with self._path.open("rb") as again:
            stream = _decompressed(again)
            try:
                while block := stream.read(4 * BLOCK):
                    yield block
            except _DAMAGED:
                return  # the reading itself will say so


def _decompressed(raw: BinaryIO) -> BufferedIOBase:
    """The stream behind gzip, xz or bzip2, told by its first bytes."""
    peek = getattr(raw, "peek", None)
    magic = bytes(peek(6)[:6]) if peek else b""
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw)
    if magic.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMAFile(raw)
    if magic.startswith(b"BZh"):
        return bz2.BZ2File(raw)
    return cast(BufferedIOBase, raw)
