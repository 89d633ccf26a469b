"""Which column of a user's file is which part of a party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from listgate.errors import QueryError
from listgate.tables.rows import Object, RowError

FIELDS = (
    *("id", "name", "alias", "address", "country", "type", "identifier"),
    *("birth_date", "birth_place"),
)
# Something to ask about; 15 CFR 744.16(f) lists addresses without a name.
_TELLING = ("name", "alias", "address", "identifier")
_MANY = ("alias", "address", "identifier", "birth_date")

Value = str | list[str]


def parse_mapping(
    pairs: Iterable[str], more: Sequence[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Column names by field, from ``name=Customer`` pairs.

    Args:
        pairs: As the user writes them.
        more: Fields that may be named beside a party's.

    Raises:
        QueryError: A pair is not ``FIELD=COLUMN``, or its field is none of ours.
    """
    found: dict[str, tuple[str, ...]] = {}
    fields = (*FIELDS, *more)
    for pair in pairs:
        name, equals, column = pair.partition("=")
        name = name.strip().lower()
        if not equals or not column.strip() or name not in fields:
            raise QueryError(
                "--map",
                f"{pair} is not FIELD=COLUMN with a field of {', '.join(fields)}.",
            )
        if name in found and name not in _MANY:
            raise QueryError("--map", f"{name} is mapped twice.")
        found[name] = (*found.get(name, ()), column.strip())
    return found


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a delimited file and where the known fields are in it.

    ``places`` are pairs of a field and its position; a field with several columns
    (``--map alias=DBA --map alias=Brand``) has several. ``others`` are the rest.
    """

    header: tuple[str, ...]
    places: tuple[tuple[str, int], ...]
    others: tuple[tuple[str, int], ...]

    def party(self, row: Any) -> dict[str, Value] | RowError:
        """What the row asks: its fields that are not empty, or why it cannot be asked."""
        party: dict[str, Value] = {}
        for name, place in self.places:
            if value := row[place].strip():
                if name in party:
                    before = party[name]
                    old = before if isinstance(before, list) else [before]
                    party[name] = [*old, value]
                else:
                    party[name] = value
        if "name" not in party and not any(name in party for name in _TELLING):
            return RowError("there is no name in this row", row)
        return party

    def known(self, row: Any) -> Object:
        """The fields of a row as far as it goes, also of one that cannot be read."""
        return {
            name: row[place]
            for name, place in reversed(self.places)
            if place < len(row) and row[place]
        }

    def rest(self, row: Any) -> Object:
        """The cells of columns that are none of our fields, unchanged."""
        return {name: row[place] for name, place in self.others}


def find_columns(
    header: Sequence[str], mapping: Mapping[str, Sequence[str]], where: str
) -> Columns:
    """The columns of a header row.

    Names are compared without regard to case and surrounding space.

    Raises:
        QueryError: A mapped column is not there, or nothing in the header is a name.
    """
    folded = [fold(name) for name in header]
    places: list[tuple[str, int]] = []
    for name in FIELDS:
        for column in mapping.get(name, (name,)):
            if fold(column) in folded:
                places.append((name, folded.index(fold(column))))
            elif name in mapping:
                raise QueryError(
                    where, f"there is no column {column}; there are {_listed(header)}."
                )
    if not any(name in _TELLING for name, _ in places):
        raise QueryError(
            where,
            f"there is no column `name`, only {_listed(header)}; say which one holds "
            "the names with --map name=COLUMN.",
        )
    taken = {place for _, place in places}
    return Columns(
        header=tuple(header),
        places=tuple(places),
        others=tuple(_distinct(header, taken)),
    )


def fold(name: str) -> str:
    """A column's name as it is compared."""
    return name.strip().strip("\ufeff").casefold()


def _listed(header: Sequence[str]) -> str:
    """The first columns, for a message."""
    shown = [f"`{name.strip()[:40]}`" for name in header[:8]]
    return ", ".join(shown) + (" …" if len(header) > 8 else "")


def _distinct(header: Sequence[str], taken: set[int]) -> Iterable[tuple[str, int]]:
    """The columns not taken, a repeated name told apart by its position."""
    seen: set[str] = set()
    for place, name in enumerate(header):
        if place not in taken:
            label = (
                name if name and name not in seen else f"{name or 'column'} {place + 1}"
            )
            seen.add(label)
            yield label, place


@dataclass(frozen=True, slots=True)
class Keys:
    """The same for JSON objects, whose keys may differ from one to the next."""

    mapping: Mapping[str, Sequence[str]]

    def party(self, row: Any) -> dict[str, Value] | RowError:
        """What the object asks, or why it cannot be asked."""
        party: dict[str, Value] = {}
        for key, value in row.items():
            name = self.field(key)
            if not name or value is None:
                continue
            text = _text(value)
            if text is None:
                return RowError(f"`{key}` is neither text nor a list of texts", row)
            if not text:
                continue
            before = party.get(name)
            party[name] = text if before is None else [*_many(before), *_many(text)]
        for name, value in party.items():
            if isinstance(value, list) and name not in _MANY:
                if len(value) > 1:
                    return RowError(f"`{name}` holds {len(value)} values", row)
                party[name] = value[0]
        if not any(name in party for name in _TELLING):
            return RowError("there is no name in this row", row)
        return party

    def known(self, row: Any) -> Object:
        """The members of an object under our fields' names, others under their own."""
        return {self.field(key) or key: value for key, value in (row or {}).items()}

    def rest(self, row: Any) -> Object:
        """The members that are none of our fields, unchanged."""
        return {key: value for key, value in row.items() if not self.field(key)}

    def field(self, key: str) -> str:
        """The field that a key stands for; empty for none."""
        folded = fold(key)
        for name, columns in self.mapping.items():
            if any(fold(column) == folded for column in columns):
                return name
        return folded if folded in FIELDS and folded not in self.mapping else ""


def _many(value: Value) -> list[str]:
    return value if isinstance(value, list) else [value]


def _text(value: object) -> Value | None:
    """A JSON value as text or texts; None where it is neither."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        items = [_text(item) for item in value]
        if all(isinstance(item, str) for item in items):
            return [item for item in items if isinstance(item, str) and item]
    return None
