"""Which encoding a user's file is written in, from its bytes.

UTF-8 and UTF-16 are certain. The old encodings are told by what reads like language; a
file that reads like none, or like two, is refused, because names read in the wrong
encoding would come out as clear.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from listgate.tables.pages import Reading, decide, is_plausible, readings

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16: it begins the same
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_ESCAPED = re.compile("[\udc80-\udcff]")
_HIGH = re.compile(rb"[\x80-\xff]")
_SHIFTS = re.compile(rb"\x1b\$[@B]|\x1b\(J")  # how Japanese mail switches letters
_EVIDENCE = 60_000  # bytes of lines with letters beyond ASCII
_LONGEST = 2_000  # of one such line


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding: Python's name for it, ours, and whether it was only guessed."""

    codec: str
    name: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Undecided:
    """That an encoding cannot be told, and the readings that come into question."""

    readings: tuple[Reading, ...] = ()

    def __str__(self) -> str:
        """What follows `its encoding cannot be told for sure` in a sentence."""
        shown = [f"{r.name} reads `{_excerpt(r.text)}`" for r in self.readings]
        seen = ": " + ", ".join(shown) if shown else ""
        codec = self.readings[0].codec if self.readings else "NAME"
        return f"{seen}; save it as UTF-8, or say which with --encoding, as in --encoding {codec}."


def recognize(blocks: Iterable[bytes]) -> Encoding | Undecided:
    """The encoding of a file.

    Args:
        blocks: The file's bytes from its beginning, in blocks of any size; as much as
            can be had, since the first accented letter may come late.

    Returns:
        UTF-8 also where some bytes of an otherwise plain UTF-8 file are damaged: the
        rows with those bytes are then the reader's to report.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    lines: list[bytes] = []
    gathered = wide = bad = 0
    first = True
    for block in blocks:
        if first and (found := _from_start(block)):
            return found
        first = False
        text = decoder.decode(block)
        if text.isascii():
            if b"\x1b" in block and _SHIFTS.search(block):
                return Encoding("iso2022_jp", "ISO-2022-JP", guessed=True)
            continue
        escaped = len(_ESCAPED.findall(text)) if not _encodes(text) else 0
        bad += escaped
        wide += _wide(text) - escaped
        if escaped and gathered < _EVIDENCE:
            for line in _telling(block):
                lines.append(line)
                gathered += len(line)
    plain = Encoding("utf-8", "UTF-8")
    # Few bad bytes among many good sequences are damage: no old encoding gives those.
    if 4 * bad <= wide:
        return plain
    sample = b"\n".join(lines)[:_EVIDENCE]
    tried = readings(sample)
    if best := decide(tried, sample):
        return Encoding(best.codec, best.name, guessed=True)
    if bad <= wide:
        return plain
    return Undecided(tuple([r for r in tried if r.score > 0][:3]))


def _telling(block: bytes) -> list[bytes]:
    """The lines of a block with bytes beyond ASCII, whole ones where there are any.

    A block may begin and end within a letter of two bytes.
    """
    lines = block.replace(b"\r", b"\n").split(b"\n")
    whole = lines[1:-1] if len(lines) > 2 and len(block) >= 1 << 16 else lines
    return [line[:_LONGEST] for line in whole if _HIGH.search(line)]


def _from_start(block: bytes) -> Encoding | None:
    """The encoding that a byte order mark or UTF-16's zero bytes give away."""
    for mark, codec, name in _BOMS:
        if block.startswith(mark):
            return Encoding(codec, name)
    head = block[: 2 * (min(len(block), 8_000) // 2)]
    if len(head) < 4 or b"\0" not in head:
        return None
    # Text in Latin letters has a zero in every other byte of UTF-16.
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        half, other = head[start::2], head[1 - start :: 2]
        if half.count(0) > 0.6 * len(half) and other.count(0) == 0:
            return Encoding(codec, "UTF-16", guessed=True)
    # In other letters only its commas and line ends have; the wrong order reads as noise.
    fits = [codec for codec in ("utf-16-le", "utf-16-be") if _reads(head, codec)]
    return Encoding(fits[0], "UTF-16", guessed=True) if len(fits) == 1 else None


def _reads(head: bytes, codec: str) -> bool:
    """Whether bytes are lines of plausible text in this order of bytes."""
    text = head.decode(codec, "replace")
    return "\n" in text and all(map(is_plausible, text[:-1]))


def _excerpt(text: str) -> str:
    """A few words with letters beyond ASCII, for a message."""
    for line in text.splitlines():
        if found := re.search(r"[^,;\t|]{0,12}[^\x00-\x7f][^,;\t|]{0,20}", line):
            return found[0].strip()
    return ""


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
