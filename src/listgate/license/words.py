"""The publisher's words made plain before patterns look at them."""

from __future__ import annotations

import html
import re
import unicodedata

from listgate.license.slips import mend

_MARKS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "’": "'",
        "‘": "'",
        "′": "'",
        "″": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "\u00a0": " ",
        "−": "-",
    }
)


def plain(text: str) -> str:
    """The text in small letters, with one kind of quote, dash and space."""
    return " ".join(text.translate(_MARKS).split()).lower()


# What is written in several ways without difference. The consolidated file has ``?`` for
# marks that its encoding lacks.
_SAME = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"<(/?)[a-z][^<>]*>", ""),
        (r"(?<=\w)\?(?=s\b)", "'"),
        (r"\?+(?=\s?\d{3}\.\d)", "§"),
        (r"\bcas[ea][\s?-]*by[\s?-]*cas[ea](?![a-z])", "case-by-case"),
        (r"[\"?]", " "),
        (r"\(in country\)", "(in-country)"),
        (r"(?<=[a-z])(?=ear[\s-]?99)", " "),
        (r"\bear[\s-]?99(?=[a-z])", "ear99 "),
        (r"(?<=[a-z]{2})(?=\d{3}\.\d|\d[a-e]\d{3})", " "),
        (r"\bear[\s-]99\b", "ear99"),
        (r"\bexport administration regulations\b(?: \( ?ears? ?\))?", "ear"),
        (r"\bcommerce control list\b(?: \( ?ccl ?\))?", "ccl"),
        (
            r"\bexport control classification numbers?\b(?: \( ?eccns? ?\))?",
            "eccn",
        ),
        (r"\beccn(?:\(s\)|'s)", "eccns"),
        (r"\bu\. s\.", "u.s."),
        (r"\bsupp(?:l)?\. (?=no\b|\d)", "supplement "),
        (r"\bsupplement (?:number |no\.? ?|# ?)(?=\d)", "supplement no. "),
        (r"(?:\bsec(?:tion|tions|s)?\b\.? ?|§ ?)+(?=\d{3}\.)", "§ "),
        (r"(?<=[a-z])(?=§)", " "),
        (r"\bse(?= ?§)", "see"),
        # A digit glued to a word is a footnote's.
        (r"(?<=[a-z]{2})(\d)(?!\w)", r"^\1"),
        # A word glued to the reference before it.
        (r"(?<=[\d)])(?=(?:and|for|of|see|this|to|when)\b)", " "),
        (r" +", " "),
    )
)


def mended(text: str) -> str:
    """The plain text of a requirement or policy with slips of writing put right.

    Quotes are left out: they mark defined terms, and nothing hangs on them. The digit
    of a footnote that is glued to a word stands as ``^4``.
    """
    text = html.unescape(html.unescape(text)).translate(_MARKS)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return _same(mend(_same(" ".join(text.split()).lower()))).strip()


def _same(text: str) -> str:
    for pattern, meant in _SAME:
        text = pattern.sub(meant, text)
    return text
