"""A user's file as text: opened, decompressed, decoded and cut into lines.

Constant memory for any length. Bytes that do not fit the encoding do not stop the
reading; they are marked so that the row they stand in can be reported.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from listgate.errors import QueryError
from listgate.tables.encoding import Encoding, Undecided, recognize
from listgate.tables.opening import DAMAGED, Opened, damaged, open_input

BLOCK = 1 << 18  # bytes read at a time: some 4,000 rows
_SNIFFED = 1 << 16
LONGEST_LINE = 1 << 20  # characters; what is longer is no row of parties
BAD = "\udc80"  # stands for bytes that do not fit; no decoder gives it for good ones
_ON_BAD = "listgate.bad-bytes"
codecs.register_error(_ON_BAD, lambda error: (BAD, error.end))  # type: ignore[attr-defined]


class Source:
    """The text of one input, read once from beginning to end."""

    def __init__(self, opened: Opened, encoding: str = "", member: str = "") -> None:
        """Recognizes the encoding.

        Args:
            opened: The input, unpacked.
            encoding: Python's name of the encoding, to overrule recognition.
            member: Which file of an archive it is.

        Raises:
            QueryError: Its encoding cannot be told.
        """
        self.name = opened.name
        self._opened = opened
        self._member = member
        self._head = self._read(4 * BLOCK)
        self.encoding = self._encoding(encoding)
        decoder = codecs.getincrementaldecoder(self.encoding.codec)(_ON_BAD)
        self.head = decoder.decode(self._head[:_SNIFFED])  # to tell what is in it

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

    def _read(self, size: int) -> bytes:
        """The next bytes: ``size`` of them, or what is left.

        Piece by piece, since one long `read` of a pipe would not see a signal that
        comes between two of its own reads, and could then wait forever.
        """
        pieces = []
        try:
            while size > 0 and (piece := self._opened.stream.read1(size)):
                pieces.append(piece)
                size -= len(piece)
        except DAMAGED as error:
            raise damaged(self.name, error) from None
        return b"".join(pieces)

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
        if isinstance(found, Undecided):
            raise QueryError(self.name, f"its encoding cannot be told for sure{found}")
        return found

    def _evidence(self) -> Iterator[bytes]:
        """The whole file where it can be read twice, else what was read ahead."""
        yield self._head
        opened = self._opened
        if opened.size is None or len(self._head) < 4 * BLOCK:
            return
        assert opened.path is not None  # noqa: S101  a size means a file
        again = open_input(opened.path, self._member)
        try:
            again.stream.read(len(self._head))
            while block := again.stream.read(4 * BLOCK):
                yield block
        except DAMAGED:
            return  # the reading itself will say so
        finally:
            again.close()
