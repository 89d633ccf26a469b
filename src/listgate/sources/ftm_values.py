"""The values of an entity's properties, which exports write as lists or as one value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from listgate.sources.citations import parse_date

Entity = Mapping[str, Any]
_encode = json.JSONEncoder(ensure_ascii=False).encode


def values_of(entity: Entity, name: str) -> list[Any]:
    """The values of a property as the export has them: texts, or nested entities."""
    values = entity["properties"].get(name) or []
    return values if isinstance(values, list) else [values]


def texts_of(entity: Entity, name: str) -> list[str]:
    """The values of a property that are texts, white space folded."""
    values = entity["properties"].get(name)
    if not values:  # most properties of most entities
        return []
    if isinstance(values, str):
        values = [values]
    return [t for v in values if isinstance(v, str) and (t := " ".join(v.split()))]


def joined(entities: Iterable[Entity], name: str) -> str:
    """The texts of a property of several entities in one, each once."""
    return " ".join(dict.fromkeys(t for e in entities for t in texts_of(e, name)))


def first_day(entities: Iterable[Entity], names: Iterable[str]) -> date | None:
    """The earliest day that properties of several entities tell; None where none does."""
    days = [
        day
        for e in entities
        for n in names
        for t in texts_of(e, n)
        if (day := parse_date(t))
    ]
    return min(days, default=None)


def as_text(value: Any) -> str:
    """A value as JSON text."""
    return _encode(value)


def published(entity: Entity) -> Iterator[tuple[str, str]]:
    """A line as published: its keys, and its properties by name."""
    for key, value in entity.items():
        if key != "properties" and value not in (None, "", []):
            yield key, value if isinstance(value, str) else _encode(value)
    for key, values in entity["properties"].items():
        yield key, _encode(values)
