"""The publisher's words made plain before patterns look at them."""

from __future__ import annotations

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
# Slips that stand in published texts.
_SLIPS = (
    ("semiconducto rs", "semiconductors"),
    ("casa-by-case", "case-by-case"),
    ("case-by case", "case-by-case"),
    ("case by case", "case-by-case"),
    ("presumption for denial", "presumption of denial"),
)


def plain(text: str) -> str:
    """The text in small letters, with one kind of quote, dash and space."""
    text = " ".join(text.translate(_MARKS).split()).lower()
    for slip, meant in _SLIPS:
        text = text.replace(slip, meant)
    return text
