"""Holdings from FollowTheMoney entities: `Ownership` links between parties.

Directorships, memberships, family and other links are control or nearness, not
ownership; they are counted and left out. https://followthemoney.tech/explorer/schemata/Ownership/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from listgate.errors import QueryError
from listgate.ownership.days import first_day, last_day
from listgate.ownership.graph import Graph
from listgate.ownership.shares import UNKNOWN, percent_bounds

_LINKS = frozenset(
    "Directorship Membership Employment Family Associate Representation UnknownLink "
    "Succession Debt Payment Occupancy ProjectParticipant Similar Interest".split()
)


def read_ftm(objects: Iterable[tuple[str, dict[str, Any]]], name: str) -> Graph:
    """The graph of FollowTheMoney entities.

    Raises:
        QueryError: An entity has no id, or an ownership link cannot be read.
    """
    graph = Graph()
    left: Counter[str] = Counter()
    for where, entity in objects:
        try:
            _take(graph, entity, left)
        except QueryError as error:
            raise QueryError(f"{name}, {where}", error.reason) from None
    graph.remarks += [
        f"{count:,} links of the kind {schema} are no ownership and were left out"
        for schema, count in sorted(left.items())
    ]
    return graph


def _take(graph: Graph, entity: dict[str, Any], left: Counter[str]) -> str:
    """Takes one entity, nested ones first; its id."""
    schema = str(entity.get("schema") or "")
    properties = entity.get("properties")
    if not isinstance(properties, dict):
        raise QueryError("properties", "an entity has no `properties`")
    if schema == "Ownership":
        _hold(graph, properties, left)
        return ""
    if schema in _LINKS:
        left[schema] += 1
        return ""
    key = str(entity.get("id") or "")
    if not key:
        raise QueryError("id", "an entity has no `id`")
    names = _texts(properties, "name") or _texts(entity, "caption")
    places = _texts(properties, "jurisdiction") or _texts(properties, "country")
    # Nested exports hang the links below the parties that they join.
    for link in ("ownershipOwner", "ownershipAsset"):
        for inner in properties.get(link) or ():
            if isinstance(inner, dict):
                below = dict(inner.get("properties") or {})
                below.setdefault(
                    "owner" if link == "ownershipOwner" else "asset", [key]
                )
                _take(graph, {**inner, "properties": below}, left)
    graph.party(key, names[0] if names else "", places[0][:2].upper() if places else "")
    return key


def _hold(graph: Graph, properties: dict[str, Any], left: Counter[str]) -> None:
    owners = _ends(graph, properties, "owner", left)
    assets = _ends(graph, properties, "asset", left)
    if not owners or not assets:
        raise QueryError("owner", "an Ownership link names no owner or no asset")
    starts, ends = _texts(properties, "startDate"), _texts(properties, "endDate")
    days = (
        min((d for t in starts if (d := first_day(t))), default=None),
        max((d for t in ends if (d := last_day(t))), default=None),
    )
    sources = _texts(properties, "sourceUrl") or _texts(properties, "publisher")
    source = sources[0] if sources else ""
    shares = {percent_bounds(t) for t in _texts(properties, "percentage")} or {UNKNOWN}
    for owner in owners:
        for asset in assets:
            for bounds in sorted(shares):
                graph.hold(owner, asset, bounds, days, source)


def _ends(
    graph: Graph, properties: dict[str, Any], side: str, left: Counter[str]
) -> list[int]:
    values = properties.get(side) or []
    found = []
    for value in values if isinstance(values, list) else [values]:
        key = _take(graph, value, left) if isinstance(value, dict) else str(value)
        if key:
            found.append(graph.party(key))
    return found


def _texts(properties: dict[str, Any], name: str) -> list[str]:
    values = properties.get(name)
    if values is None:
        return []
    several = values if isinstance(values, list) else [values]
    return [text for value in several if (text := str(value).strip())]
