"""Spellings with a lost character put back.

Files that went through a narrow encoding show ``?`` where a typographic quote, an
apostrophe or a dash stood (``People?s``, ``?Zaliv?``, ``STG?EKO``), or the bytes of
UTF-8 read as Windows text (``â€™``). What stood there is told from its neighbors.
"""

from __future__ import annotations

import contextlib
import re

_MOJIBAKE = re.compile(r"[ÂÃâÐÑ][\x80-\xbf\u0152-\u2122]")
_DOS_E = re.compile(r"(?<=\w)‚(?=\w)|(?<=\b[A-Z])‚(?=\w)")
_BETWEEN = re.compile(r"(?<=[^\W_])\?(?=[^\W_])")
_BEFORE_SMALL = re.compile(r"(?<!\S)\?(?=[a-z])")  # an ayn: `?ulwan`
_SPACED = re.compile(r" \? ")


def repair(text: str) -> str:
    """The text with lost characters put back; the same text where none is missing."""
    if text.isascii():
        return _question_marks(text) if "?" in text else text
    if _MOJIBAKE.search(text):
        with contextlib.suppress(UnicodeError):  # a true name may only look like it
            text = text.encode("cp1252").decode("utf-8")
    return _question_marks(_DOS_E.sub("é", text))


def _question_marks(text: str) -> str:
    if not text.strip("? "):
        return text
    text = _SPACED.sub(" – ", text)
    text = _BETWEEN.sub(lambda match: _joint(text, match.start()), text)
    text = _BEFORE_SMALL.sub("'", text)
    return re.sub(r"\?+", '"', text)


def _joint(text: str, at: int) -> str:
    """An apostrophe inside a word, a dash between two capitalized ones."""
    left = re.split(r"[^\w]", text[:at])[-1]
    right = re.split(r"[^\w]", text[at + 1 :])[0]
    capitalized = right[:1].isupper() or right[:1].isdigit()
    if capitalized and (len(left) > 2 or left.isupper()) and len(left) > 1:
        return "-"
    return "'"
