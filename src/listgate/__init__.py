"""Listgate: who is on a restricted-party list, since when, and under which rule.

gate = listgate.open()
gate.screen("Dahua Technology", country="CN", on="2019-10-10").status
"""

from __future__ import annotations

from pathlib import Path

from listgate.comparing import compare
from listgate.screening.decision import MATCH, REVIEW, Hit, Screening
from listgate.service import Gate
from listgate.settings import Settings, read_settings

__all__ = ["MATCH", "REVIEW", "Gate", "Hit", "Screening", "compare", "open"]


def open(home: str | Path | None = None, *, settings: Settings | None = None) -> Gate:
    """A gate over a data folder and the embedded list.

    Args:
        home: The data folder; ``LISTGATE_HOME`` or the user's data folder by default.
        settings: Settings read already, instead of ``home``.
    """
    return Gate(settings or read_settings(home=home))
