"""Exit codes: one small table from errors to what a shell sees."""

from __future__ import annotations

from listgate.errors import (
    HistoryError,
    ListgateError,
    QueryError,
    SourceError,
)

DONE = 0
DEFECT = 1
USAGE = 2
FOUND = 3
NO_DATA = 4
# Not of ours, but what any Unix tool ends with: the reader of a pipe left, Ctrl-C, kill.
READER_GONE = 141
INTERRUPTED = 130
TERMINATED = 143

# The first class that fits decides.
_CODES: tuple[tuple[type[Exception], int], ...] = (
    (QueryError, USAGE),
    (SourceError, NO_DATA),
    (HistoryError, NO_DATA),
    (ListgateError, DEFECT),
    (OSError, USAGE),
)


def code_of(error: Exception) -> int | None:
    """The exit code of an expected failure; None for a defect of ours."""
    for kind, code in _CODES:
        if isinstance(error, kind):
            return code
    return None


def sentence(error: Exception) -> str:
    """The failure in one sentence, on one line."""
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}."
    text = " ".join(str(error).split())
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
