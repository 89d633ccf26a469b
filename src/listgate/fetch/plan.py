"""Which addresses hold the lists that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from listgate.errors import QueryError
from listgate.records import SourceList
from listgate.sources.catalog import CATALOG, CONSOLIDATED_FILE, by_code

EDITION = "{edition}"
# The control list, chart, groups and exceptions: no list of parties, so in no catalog row.
# One file holds parts 738, 740 and 774, which are taken together or not at all.
CONTROL_LIST = "us-ear"
CONTROL_LIST_FILE = (
    "https://www.ecfr.gov/api/versioner/v1/full/{edition}/title-15.xml"
    "?chapter=VII&subchapter=C"
)


@dataclass(frozen=True, slots=True)
class Address:
    """One file to get.

    Attributes:
        url: Where it is; ``{edition}`` in it stands for a date of the text.
        codes: The lists to take from it; all that it holds when empty.
        hosts: Other hosts to which it may redirect.
        edition: The date of the text asked for; the newest when None.
    """

    url: str
    codes: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    edition: date | None = None

    @property
    def has_editions(self) -> bool:
        """Whether the publisher keeps the texts of past days there."""
        return EDITION in self.url


def plan(
    codes: Sequence[str] = (),
    *,
    everything: bool = False,
    edition: date | None = None,
    hosts: Iterable[str] = (),
) -> tuple[Address, ...]:
    """The files to get, each once however many of the lists it holds.

    Args:
        codes: The lists asked for. When empty, the file of all U.S. lists.
        everything: Every list whose publisher gives a file, each from its own.
        edition: The day whose text is asked for.
        hosts: Hosts to which the user allows redirects.

    Raises:
        QueryError: A code is unknown, its publisher gives no file, or keeps no past.
    """
    if everything and codes:
        raise QueryError("--all", "does not go with list codes")
    allowed = frozenset(hosts)
    if not codes and not everything:
        if edition is not None:
            raise QueryError("--edition", "name the list, as in us-bis-el")
        return (Address(CONSOLIDATED_FILE, (), allowed),)
    parties = [c for c in codes if c != CONTROL_LIST]
    wanted = [s for s in CATALOG if s.download] if everything else map(by_code, parties)
    control = (
        (Address(CONTROL_LIST_FILE, (CONTROL_LIST,), allowed, edition),)
        if CONTROL_LIST in codes
        else ()
    )
    grouped: dict[str, list[SourceList]] = {}
    for source in wanted:
        _check(source, edition)
        grouped.setdefault(source.download, []).append(source)
    lists = tuple(
        Address(
            url,
            tuple(dict.fromkeys(s.code for s in sources)),
            allowed.union(*(s.hosts for s in sources)),
            edition,
        )
        for url, sources in grouped.items()
    )
    return (*lists, *control)


def without_file() -> tuple[SourceList, ...]:
    """The lists whose publishers give no file that a program can read."""
    return tuple(s for s in CATALOG if not s.download)


def _check(source: SourceList, edition: date | None) -> None:
    if not source.download:
        raise QueryError(
            "update",
            f"the publisher of {source.code} gives no file to download; save what "
            f"{source.url} shows and load it with --from PATH",
        )
    if edition is not None and EDITION not in source.download:
        raise QueryError(
            "--edition", f"the publisher of {source.code} does not keep past texts"
        )
