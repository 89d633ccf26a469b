"""Bytes of a download → the bytes of the list inside, whatever packed them.

The packing is recognized from the first bytes, never from a file name. Unpacked size is
limited: a list is tens of megabytes, so a file that grows past ``LIMIT``, or past what
lists shrink to by far, is not one.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from listgate.errors import ParseError

LIMIT = 512 * 1024 * 1024
# Lists shrink to a tenth, with xz to a fiftieth; what unpacks to far more than that is
# made to fill the memory, and is refused before it does.
_RATIO = 100
_ALWAYS = 48 * 1024 * 1024
_STEP = 1 << 20
_DEPTH = 4  # a zip of a gzip is seen in the wild; anything deeper is an attack

# What the zip module raises on damaged files; ValueError for a place before the start.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, ValueError),
)
_GZIP = b"\x1f\x8b"
_XZ = b"\xfd7zXZ\x00"
_BZIP2 = b"BZh"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"


def unpack(
    data: bytes, *, name: str = "", limit: int = LIMIT
) -> tuple[tuple[str, bytes], ...]:
    """The files inside ``data`` as ``(name, bytes)``; one unless it is a zip folder.

    Raises:
        ParseError: the packing is damaged, holds nothing, or grows past ``limit``.
    """
    left = [budget(len(data), limit)]
    return tuple(_unpack(data, name, left, _DEPTH))


def budget(packed: int, limit: int = LIMIT) -> int:
    """How many bytes a file of that many may unpack to."""
    return min(limit, max(_ALWAYS, _RATIO * packed))


def _unpack(
    data: bytes, name: str, left: list[int], depth: int
) -> Iterator[tuple[str, bytes]]:
    packing = _packing(data)
    if packing and not depth:
        raise ParseError(
            name, f"{_file(name)} is packed more than {_DEPTH} times over."
        )
    if packing == "zip":
        for member, inner in _members(data, name, left):
            yield from _unpack(inner, member, left, depth - 1)
    elif packing:
        inner = _inflate(data, name, packing, left)
        yield from _unpack(inner, name, left, depth - 1)
    else:
        yield name, data


def _packing(data: bytes) -> str:
    if data.startswith(_GZIP):
        return "gzip"
    if data.startswith(_XZ):
        return "xz"
    if data.startswith(_BZIP2) and data[4:10] == b"1AY&SY":
        return "bzip2"
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return "zip"
    return ""


def _inflate(data: bytes, name: str, packing: str, left: list[int]) -> bytes:
    """All members of a gzip, xz or bzip2 stream, one after the other."""
    parts: list[bytes] = []
    rest = data
    try:
        while rest:
            stream = _Stream(packing)
            while not stream.eof:
                piece = stream.feed(rest)
                rest = b""
                _spend(len(piece), name, left)
                parts.append(piece)
                if not piece and stream.starved and not stream.eof:
                    raise ParseError(
                        name,
                        f"{_file(name)} is a {packing} file that ends too early; "
                        "download it again.",
                        f"byte {len(data)}",
                    )
            rest = stream.rest.lstrip(b"\0")  # gzip files may be padded with zeros
            if rest and _packing(rest) != packing:
                raise ParseError(
                    name,
                    f"{_file(name)} holds {len(rest)} stray bytes after its {packing} "
                    "data; download it again.",
                    f"byte {len(data) - len(rest)}",
                )
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        raise ParseError(
            name, f"{_file(name)} is a damaged {packing} file; download it again."
        ) from error
    return b"".join(parts)


class _Stream:
    """One face for the three incremental decompressors; gives at most a step a feed."""

    def __init__(self, packing: str) -> None:
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._other: lzma.LZMADecompressor | bz2.BZ2Decompressor | None = None
        if packing == "xz":
            self._other = lzma.LZMADecompressor(format=lzma.FORMAT_XZ)
        elif packing == "bzip2":
            self._other = bz2.BZ2Decompressor()

    def feed(self, data: bytes) -> bytes:
        if self._other is not None:
            return self._other.decompress(data, max_length=_STEP)
        return self._zlib.decompress(self._zlib.unconsumed_tail or data, _STEP)

    @property
    def eof(self) -> bool:
        return self._zlib.eof if self._other is None else self._other.eof

    @property
    def starved(self) -> bool:
        if self._other is not None:
            return self._other.needs_input
        return not self._zlib.unconsumed_tail

    @property
    def rest(self) -> bytes:
        return (self._other or self._zlib).unused_data


def _members(data: bytes, name: str, left: list[int]) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = sorted(
                (i for i in archive.infolist() if _wanted(i)), key=lambda i: i.filename
            )
            if not infos:
                raise ParseError(name, f"{_file(name)} is an empty zip file.")
            for info in infos:
                if info.flag_bits & 1:
                    raise ParseError(
                        name, f"{_file(name)}: {info.filename} is locked by a password."
                    )
                with archive.open(info) as member:
                    parts = []
                    while piece := member.read(_STEP):
                        _spend(len(piece), name, left)
                        parts.append(piece)
                yield info.filename, b"".join(parts)
    except _DAMAGED as error:
        raise ParseError(
            name, f"{_file(name)} is a damaged zip file; download it again."
        ) from error
    except NotImplementedError as error:
        raise ParseError(
            name, f"{_file(name)} is a zip file of a kind that cannot be read."
        ) from error


def _wanted(info: zipfile.ZipInfo) -> bool:
    last = info.filename.rsplit("/", 1)[-1]
    hidden = info.filename.startswith("__MACOSX/") or last.startswith(".")
    return not info.is_dir() and not hidden


def _spend(size: int, name: str, left: list[int]) -> None:
    left[0] -= size
    if left[0] < 0:
        raise ParseError(
            name, f"{_file(name)} grows too large when unpacked; it is not a list."
        )


def _file(name: str) -> str:
    return name or "The file"
