"""One party's answer for people: its status, then each hit with its reasons."""

from __future__ import annotations

from typing import Any

from listgate.cli.printing import styled
from listgate.tables.text import one_line, wrapped

_INDENT = " " * 8


def card(name: str, result: Any, columns: int) -> str:
    """The lines about one party."""
    status = str(result.status)
    lines = [f"{styled(one_line(name), 'bold')}: {styled(status, status)}"]
    if result.error:
        lines.append(f"  {one_line(result.error)}")
    for hit in result.hits:
        lines += _hit(hit, columns)
    return "\n".join(lines) + "\n"


def _hit(hit: Any, columns: int) -> list[str]:
    since = hit.effective_from.isoformat() if hit.effective_from else "unknown"
    facts = [hit.entry, f"since {since}", ", ".join(hit.countries)]
    if hit.type != "unknown":
        facts.append(str(hit.type))
    pairs = (
        ("", " · ".join(fact for fact in facts if fact)),
        ("matched", hit.matched_name if hit.matched_name != hit.name else ""),
        ("why", "; ".join(hit.reasons)),
        ("citations", ", ".join(hit.citations)),
        ("license requirement", hit.license_requirement or ""),
        ("license review", hit.license_review_policy or ""),
    )
    first, *rest = wrapped(hit.name, columns - 10 - len(hit.list)) or [""]
    mark = " (suppressed)" if getattr(hit, "suppressed", None) else ""
    lines = [f"  {hit.score:.2f}  {hit.list}  {styled(first, 'bold')}{mark}"]
    lines += [f"{_INDENT}{line}" for line in rest]
    for label, text in pairs:
        told = f"{label}: {text}" if label else text
        if text:
            first, *more = wrapped(told, columns - len(_INDENT))
            lines.append(_INDENT + first)
            lines += [f"{_INDENT}  {line}" for line in more]
    return lines
