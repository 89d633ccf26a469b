"""The Security Council's own number for a party, as other lists cite it."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"([A-Za-z]{2})\s*([ie])\s*[.,]?\s*(\d{1,3})", re.IGNORECASE)


def un_reference(text: str) -> str:
    """The number in the Council's spelling, ``QDi.043``; other text stays as it is.

    Other publishers leave zeros out or write ``QDi 43``, and then no number would join
    two lists.
    """
    text = " ".join(text.split())
    match = _REFERENCE.fullmatch(text)
    if not match:
        return text
    return f"{match[1].upper()}{match[2].lower()}.{int(match[3]):03}"
