"""Holdings from FollowTheMoney entities: `Ownership` links between parties.

Here entity by entity; `ftm_lines` takes blocks of plain ones.

Directorships, memberships, family and other links are control or nearness, not
ownership; they are counted and left out. https://followthemoney.tech/explorer/schemata/Ownership/
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from typing import Any

from listgate.errors import QueryError
from listgate.ownership.days import first_day, last_day
from listgate.ownership.graph import Days, Graph, day_columns
from listgate.ownership.shares import UNKNOWN, Bounds, percent_bounds

LINKS = frozenset(
    "Directorship Membership Employment Family Associate Representation UnknownLink "
    "Succession Debt Payment Occupancy ProjectParticipant Similar Interest".split()
)
# Other names that a listing may go by, and numbers that are one party's alone.
NAMES = ("name", "alias", "previousName", "weakAlias")
CODES = ("uscCode", "leiCode", "innCode", "ogrnCode", "imoNumber")
_NO_WORDS = re.compile(r"[-+<>=≤≥\d.,/\s%]+")
_SHOWN = 5


class LinkColumns:
    """Links that are read as columns: one place a link; each text is read once."""

    def __init__(self) -> None:
        self.owners, self.assets = array("i"), array("i")
        self.shares, self.days, self.sources = array("i"), array("i"), array("i")
        self.known_shares: dict[Bounds, int] = {}
        self.known_days: dict[Days, int] = {}
        self.known_sources: dict[str, int] = {}
        self.told_shares: dict[tuple[str, ...], int] = {}
        self.told_days: dict[tuple[str, ...], int] = {}
        self.told_sources: dict[tuple[str, ...], int] = {}

    def move_to(self, graph: Graph) -> None:
        """Adds the links to a graph."""
        graph.extend(
            (self.owners, self.assets, self.shares),
            list(self.known_shares),
            day_columns(self.days, list(self.known_days)),
            (self.sources, list(self.known_sources)),
        )


class FtmReader:
    """Takes one entity after the other."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.left: Counter[str] = Counter()  # links by schema
        self.unread: Counter[str] = Counter()  # percentages in words
        self.lines = LinkColumns()

    def finished(self) -> Graph:
        """What was taken, with remarks on what was not."""
        self.lines.move_to(self.graph)
        remarks = self.graph.remarks
        remarks += [
            f"{count:,} links of the kind {schema} are no ownership and were left out"
            for schema, count in sorted(self.left.items())
        ]
        if self.unread:
            some = ", ".join(map(repr, sorted(self.unread)[:_SHOWN]))
            remarks.append(
                f"{self.unread.total():,} percentages are no numbers and were taken as "
                f"unknown shares: {some}"
            )
        return self.graph

    def take(self, entity: dict[str, Any]) -> str:
        """Takes one entity, nested ones first; its id.

        Raises:
            QueryError: It has no id, or is an ownership link that cannot be read.
        """
        schema = str(entity.get("schema") or "")
        properties = entity.get("properties")
        if not isinstance(properties, dict):
            raise QueryError("properties", "an entity has no `properties`")
        if schema == "Ownership":
            self._hold(properties)
            return ""
        if schema in LINKS:
            self.left[schema] += 1
            return ""
        key = str(entity.get("id") or "")
        if not key:
            raise QueryError("id", "an entity has no `id`")
        # Nested exports hang the links below the parties that they join.
        for link in ("ownershipOwner", "ownershipAsset"):
            for inner in properties.get(link) or ():
                if isinstance(inner, dict):
                    below = dict(inner.get("properties") or {})
                    below.setdefault(
                        "owner" if link == "ownershipOwner" else "asset", [key]
                    )
                    self.take({**inner, "properties": below})
        self._name(key, entity, properties)
        return key

    def _name(
        self, key: str, entity: dict[str, Any], properties: dict[str, Any]
    ) -> None:
        names = _texts(properties, "name") or _texts(entity, "caption")
        places = _texts(properties, "jurisdiction") or _texts(properties, "country")
        graph = self.graph
        number = graph.party(
            key, names[0] if names else "", places[0][:2].upper() if places else ""
        )
        graph.also_called(
            number, (text for field in NAMES for text in _texts(properties, field))
        )
        if codes := [text for field in CODES for text in _texts(properties, field)]:
            graph.identifiers[number] = tuple(codes)

    def _hold(self, properties: dict[str, Any]) -> None:
        owners = self._ends(properties, "owner")
        assets = self._ends(properties, "asset")
        if not owners or not assets:
            raise QueryError("owner", "an Ownership link names no owner or no asset")
        starts, ends = _texts(properties, "startDate"), _texts(properties, "endDate")
        days = (
            min((d for t in starts if (d := first_day(t))), default=None),
            max((d for t in ends if (d := last_day(t))), default=None),
        )
        sources = _texts(properties, "sourceUrl") or _texts(properties, "publisher")
        source = sources[0] if sources else ""
        told = _texts(properties, "percentage")
        shares = {self._share(text) for text in told} or {UNKNOWN}
        for owner in owners:
            for asset in assets:
                for bounds in sorted(shares):
                    self.graph.hold(owner, asset, bounds, days, source)

    def _share(self, text: str) -> Bounds:
        share = read_share(text)
        if share is None:
            self.unread[text] += 1
        return share or UNKNOWN

    def _ends(self, properties: dict[str, Any], side: str) -> list[int]:
        values = properties.get(side) or []
        found = []
        for value in values if isinstance(values, list) else [values]:
            key = self.take(value) if isinstance(value, dict) else str(value).strip()
            if key:
                found.append(self.graph.party(key))
        return found


def read_share(text: str) -> Bounds | None:
    """What a percentage says, 0 to 1; it is free text, and None where it is in words.

    Raises:
        QueryError: It is in numbers, and no share or beyond 100 %.
    """
    try:
        return percent_bounds(text)
    except QueryError:
        if _NO_WORDS.fullmatch(text):
            raise
        return None


def _texts(properties: dict[str, Any], name: str) -> list[str]:
    values = properties.get(name)
    if values is None:
        return []
    several = values if isinstance(values, list) else [values]
    return [text for value in several if (text := str(value).strip())]
