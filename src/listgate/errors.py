"""What can go wrong, as a tree.

ListgateError
├── SourceError(source_id)       FetchError · ChecksumError(expected, actual) · ParseError(position) · RefusedError
├── HistoryError                 VersionNotFoundError(source_id, as_of) · StaleListError(source_id, age_days, max_age_days)
├── QueryError(field, reason)    the caller's input is wrong
└── RuleError(rule, citation)    the rule tables contradict themselves

Messages are one sentence that says what to do next. Exit codes and HTTP statuses are
mapped at the faces (``cli``, ``http``), never here.
"""

from __future__ import annotations

from datetime import date
from typing import Any


class ListgateError(Exception):
    """Any failure that Listgate expects and can put into one sentence."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Travels whole between processes, whatever its own ``__init__`` asks for."""
        return _restored, (type(self), self.args, self.__dict__)


class SourceError(ListgateError):
    """A published list could not be had, read or taken."""

    def __init__(self, source_id: str, message: str) -> None:
        self.source_id = source_id
        super().__init__(message)


class FetchError(SourceError):
    """A publisher's address did not give the list."""


class ChecksumError(SourceError):
    """Bytes differ from what was promised."""

    def __init__(self, source_id: str, expected: str, actual: str) -> None:
        self.expected = expected
        self.actual = actual
        super().__init__(
            source_id, f"{source_id}: expected SHA-256 {expected}, got {actual}."
        )


class ParseError(SourceError):
    """A list's bytes are not what its publisher's form asks for.

    ``position`` names the place in words, such as ``row 4229``.
    """

    def __init__(self, source_id: str, message: str, position: str = "") -> None:
        self.position = position
        super().__init__(source_id, message)


class RefusedError(SourceError):
    """A readable list is not taken, to keep the version that serves safe."""


class HistoryError(ListgateError):
    """The store of list versions cannot answer."""


class VersionNotFoundError(HistoryError):
    """No version of the list is known for that day."""

    def __init__(self, source_id: str, as_of: date | None = None) -> None:
        self.source_id = source_id
        self.as_of = as_of
        day = f" on {as_of.isoformat()}" if as_of else ""
        super().__init__(f"No version of {source_id} is known{day}.")


class StaleListError(HistoryError):
    """The list that would answer is older than the caller allows."""

    def __init__(self, source_id: str, age_days: int, max_age_days: int) -> None:
        self.source_id = source_id
        self.age_days = age_days
        self.max_age_days = max_age_days
        super().__init__(
            f"{source_id} is {age_days} days old, more than the {max_age_days} allowed; "
            "run `listgate update`."
        )


class QueryError(ListgateError):
    """The caller's input is wrong; ``field`` names the part, ``reason`` says how."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}")


class RuleError(ListgateError):
    """The rule tables contradict themselves."""

    def __init__(self, rule: str, citation: str, message: str) -> None:
        self.rule = rule
        self.citation = citation
        super().__init__(f"{rule} ({citation}): {message}")


def _restored(
    kind: type[ListgateError], args: tuple[Any, ...], state: dict[str, Any]
) -> ListgateError:
    """The error as it was in the process that raised it."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
