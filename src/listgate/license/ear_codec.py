"""Tables of the item side in the project's own compact JSON, as embedded and as stored."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from listgate.license.geography import Chart, Groups
from listgate.license.tables import CclEntry, Control, EarTables, LicenseException

FORM = 1


def dump(tables: EarTables) -> bytes:
    """The tables as JSON; the same tables give the same bytes."""
    chart = tables.chart
    document = {
        "form": FORM,
        "published": tables.published_at.isoformat(),
        "version": tables.version,
        "complete": tables.complete,
        "marks": {k: sorted(v) for k, v in sorted(chart.marks.items())},
        "footnotes": {k: list(v) for k, v in sorted(chart.footnotes.items())},
        "embargoed": dict(sorted(chart.embargoed.items())),
        "texts": {str(k): v for k, v in sorted(chart.texts.items())},
        "groups": {k: sorted(v) for k, v in sorted(tables.groups.members.items())},
        "exceptions": [[e.symbol, e.section, e.title] for e in tables.exceptions],
        "entries": [
            [
                e.eccn,
                e.heading,
                e.reasons,
                [[c.applies, c.column] for c in e.controls],
                [list(x) for x in e.exceptions],
                e.since.isoformat() if e.since else None,
                list(e.paragraphs),
            ]
            for _, e in sorted(tables.entries.items())
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def load(data: bytes) -> EarTables:
    """The tables that ``dump`` wrote."""
    document = json.loads(data)
    return EarTables(
        date.fromisoformat(document["published"]),
        document["version"],
        {row[0]: _entry(row) for row in document["entries"]},
        Chart(
            {k: frozenset(v) for k, v in document["marks"].items()},
            {k: tuple(v) for k, v in document["footnotes"].items()},
            document["embargoed"],
            {int(k): v for k, v in document["texts"].items()},
        ),
        Groups({k: frozenset(v) for k, v in document["groups"].items()}),
        tuple(LicenseException(*row) for row in document["exceptions"]),
        document["complete"],
    )


def _entry(row: list[Any]) -> CclEntry:
    code, heading, reasons, controls, exceptions, since, *more = row
    return CclEntry(
        code,
        heading,
        reasons,
        tuple(Control(a, b) for a, b in controls),
        tuple((a, b) for a, b in exceptions),
        date.fromisoformat(since) if since else None,
        tuple(more[0]) if more else (),  # files written before have none
    )


@cache
def embedded() -> EarTables:
    """The small tables that come with the package (``scripts/make_ear_tables.py``)."""
    return load((files(__package__) / "data" / "ear.json").read_bytes())
