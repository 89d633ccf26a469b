"""Which encoding a user's file is written in, from its bytes.

UTF-8 and UTF-16 are certain. Between the old encodings only Windows-1252 and GB18030 are
told apart; a file that looks like neither is refused, because names read in the wrong
encoding would come out as clear.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16: it begins the same
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_ESCAPED = re.compile("[\udc80-\udcff]")
# Letters and printers' marks of Windows-1252, the high bytes that real names use.
_WESTERN = frozenset(range(0xC0, 0x100)) | frozenset(
    b"\x80\x82\x84\x85\x8a\x8c\x8e\x91\x92\x93\x94\x95\x96\x97\x99\x9a\x9c\x9e\x9f"
    b"\xa0\xa1\xa3\xa7\xa9\xaa\xab\xae\xb0\xb2\xb3\xb4\xb7\xba\xbb\xbf"
)
_EVIDENCE_RUNS = 20_000


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding: Python's name for it, ours, and whether it was only guessed."""

    codec: str
    name: str
    guessed: bool = False


def recognize(blocks: Iterable[bytes]) -> Encoding | None:
    """The encoding of a file, or None where it cannot be told.

    Args:
        blocks: The file's bytes from its beginning, in blocks of any size; as much as
            can be had, since the first accented letter may come late.

    Returns:
        UTF-8 also where some bytes of an otherwise plain UTF-8 file are damaged: the
        rows with those bytes are then the reader's to report.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    runs: list[bytes] = []
    wide = bad = 0
    first = True
    for block in blocks:
        if first and (found := _from_start(block)):
            return found
        first = False
        text = decoder.decode(block)
        if text.isascii():
            continue
        escaped = len(_ESCAPED.findall(text)) if not _encodes(text) else 0
        bad += escaped
        wide += _wide(text) - escaped
        if bad and len(runs) < _EVIDENCE_RUNS:
            runs += _HIGH_RUN.findall(block)
    # GB18030 and Windows-1252 read as UTF-8 give many bad bytes for each good sequence.
    if bad <= wide:
        return Encoding("utf-8", "UTF-8")
    return _legacy(runs)


def _from_start(block: bytes) -> Encoding | None:
    """The encoding that a byte order mark or UTF-16's zero bytes give away."""
    for mark, codec, name in _BOMS:
        if block.startswith(mark):
            return Encoding(codec, name)
    head = block[:2000]
    if len(head) >= 4 and b"\0" in head:
        # Text in Latin letters has a zero in every other byte of UTF-16.
        for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
            half, other = head[start::2], head[1 - start :: 2]
            if half.count(0) > 0.6 * len(half) and other.count(0) == 0:
                return Encoding(codec, "UTF-16", guessed=True)
    return None


def _encodes(text: str) -> bool:
    """Whether the text is free of bytes that were not UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _wide(text: str) -> int:
    """How many characters are outside ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _legacy(runs: list[bytes]) -> Encoding | None:
    """Windows-1252 or GB18030, from runs of high bytes; None where neither fits."""
    total = sum(map(len, runs))
    if not total:
        return None
    # Chinese characters in GB encodings are pairs of high bytes, most of them in the rows
    # of signs and common characters; Western accented letters stand alone between ASCII.
    paired = sum(_common_pairs(r) for r in runs if len(r) % 2 == 0)
    if 2 * paired >= 0.6 * total:
        return Encoding("gb18030", "GB18030", guessed=True)
    single = sum(len(r) for r in runs if len(r) <= 2 and _WESTERN.issuperset(r))
    if single >= 0.8 * total:
        return Encoding("cp1252", "Windows-1252", guessed=True)
    return None


def _common_pairs(run: bytes) -> int:
    """How many pairs lie in rows 1-9 and 16-55 of GB 2312: signs and common characters."""
    return sum(
        (0xA1 <= lead <= 0xA9 or 0xB0 <= lead <= 0xD7) and trail >= 0xA1
        for lead, trail in zip(run[::2], run[1::2], strict=True)
    )
