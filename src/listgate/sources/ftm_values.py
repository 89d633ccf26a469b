"""The values of an entity's properties, which exports write as lists or as one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Entity = Mapping[str, Any]


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
