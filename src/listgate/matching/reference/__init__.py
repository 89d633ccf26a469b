"""What the compiled kernel means, in plain Python: slow, obvious, and its judge.

A folded line becomes tokens (``words``), tokens of two names are linked (``align``), the
links become numbers (``features``), and these a score (``trees``). All of it reads the
same tables as the kernel and ends in the same bits; where the kernel takes a shortcut,
here the long way is gone.
"""

from listgate.matching.reference.score import (
    Listed,
    features,
    score,
    search_all,
    tokens,
)
from listgate.matching.reference.tables import Tables, read_tables

__all__ = [
    "Listed",
    "Tables",
    "features",
    "read_tables",
    "score",
    "search_all",
    "tokens",
]
