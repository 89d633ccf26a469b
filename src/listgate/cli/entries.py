"""Entries in the formats of the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from listgate.cli import printing
from listgate.records import ListEntry, entry_dict
from listgate.tables.text import wrapped

COLUMNS = (
    "entry",
    "list",
    "type",
    "name",
    "aliases",
    "addresses",
    "identifiers",
    "countries",
    "programs",
    "license_requirement",
    "license_review_policy",
    "citations",
    "effective_from",
    "effective_from_basis",
    "effective_to",
    "notes",
)


def put(found: Sequence[ListEntry], form: str, *, single: bool = False) -> None:
    """Prints entries; ``single``: the JSON document is the one entry itself."""
    if form == "json":
        objects = [entry_dict(entry) for entry in found]
        printing.put_json(objects[0] if single else {"entries": objects})
    elif form == "jsonl":
        printing.put_jsonl(entry_dict(entry) for entry in found)
    elif form == "ftm":
        from listgate.sources.ftm_out import entities

        printing.put_jsonl(entities(found))
    elif form == "csv":
        printing.put_csv(COLUMNS, [row(entry) for entry in found])
    else:
        printing.put("\n".join(text(entry) for entry in found))


def row(entry: ListEntry) -> list[str | None]:
    """One entry as cells."""
    told = entry_dict(entry)
    cells: list[str | None] = []
    for name in COLUMNS:
        value = told[name]
        if isinstance(value, list):
            value = "; ".join(map(_short, value))
        cells.append(value)
    return cells


def _short(value: Any) -> str:
    """What identifies an alias, address, number or citation."""
    if not isinstance(value, dict):
        return str(value)
    for name in ("name", "text", "cite", "value"):
        if name in value:
            return str(value[name])
    return str(value)


def text(entry: ListEntry) -> str:
    """One entry for people."""
    since = entry.effective_from.isoformat() if entry.effective_from else "unknown"
    fields: list[tuple[str, str | Iterable[str]]] = [
        ("entry", f"{entry.entry} ({entry.type.value})"),
        ("aliases", (f"{a.name} ({_alias(a)})" for a in entry.aliases)),
        ("addresses", (f"{a.text} [{a.country or '?'}]" for a in entry.addresses)),
        ("identifiers", (f"{i.kind} {i.value}" for i in entry.identifiers)),
        ("countries", ", ".join(entry.countries)),
        ("programs", ", ".join(entry.programs)),
        ("license requirement", entry.license_requirement),
        ("license review", entry.license_review_policy),
        ("footnotes", ", ".join(map(str, entry.footnotes))),
        ("citations", ", ".join(_citation(c) for c in entry.citations)),
        ("in force from", f"{since} ({entry.effective_from_basis.value})"),
        ("in force to", entry.effective_to.isoformat() if entry.effective_to else ""),
        ("details", (f"{name}: {value}" for name, value in entry.details)),
        ("notes", entry.notes),
    ]
    lines = [printing.styled(" ".join(entry.name.split()), "bold")]
    for label, value in fields:
        label_ = f"  {label:<20} "
        for item in [value] if isinstance(value, str) else value:
            for line in wrapped(item, printing.columns() - 23):
                lines.append(label_ + line)
                label_ = " " * 23
    return "\n".join(lines) + "\n"


def _alias(alias: Any) -> str:
    """Kind, quality and source of an alias, as far as they are worth saying."""
    told = [alias.kind.value]
    if alias.quality.value != "strong":
        told.append(alias.quality.value)
    if alias.source != "publisher":
        told.append(alias.source)
    return ", ".join(told)


def _citation(citation: Any) -> str:
    """A citation with its day, and the page as printed where that differs."""
    told = str(citation.cite)
    if citation.printed != citation.cite:
        told += f" (printed {citation.printed})"
    if citation.published_at:
        told += f" of {citation.published_at}"
    return told
