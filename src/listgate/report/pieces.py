"""The pieces that a page is made of: texts made safe, tables, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from listgate.sources.countries import country_code

_OUTCOME = {
    "license-required": "license required",
    "none": "no requirement",
    "not-required": "no license required",
    "not-subject": "not subject to the EAR",
    "not-evaluated": "not evaluated",
    "embargo": "embargoed destination",
}
# Signs that nobody sees and that turn a line's order round or end a file early: a name
# that holds one must not look like another name.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def safe(value: Any) -> str:
    """The text for HTML, with signs that nobody sees made seen."""
    return escape(_UNSEEN.sub(lambda m: f"[U+{ord(m[0]):04X}]", str(value)))


def sentence(text: str) -> str:
    """A sentence for HTML; what stands in backticks is a command."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", safe(text))


def word(code: str) -> str:
    """An outcome in the words of the field."""
    return _OUTCOME.get(code, code)


def country(given: Any) -> str:
    """A country as it was given, and the code that it was taken for."""
    text = str(given or "")
    code = country_code(text)
    return text if text == code else f"{text} ({code})" if code else text


def shown(value: Any) -> str:
    """A value of JSON in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        told = ((k, value[k]) for k in sorted(value) if value[k] is not None)
        return "; ".join(f"{k}: {shown(v)}" for k, v in told)
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value)) or "none"
    return str(value)


def fact_table(rows: Iterable[tuple[str, Any]]) -> str:
    """A table of what is known, each row with its name before it."""
    lines = "".join(
        f'<tr><th scope="row">{safe(label)}</th><td>{safe(value)}</td></tr>'
        for label, value in rows
    )
    return f'<table class="facts">{lines}</table>'


def table(
    head: Sequence[str],
    rows: Iterable[Iterable[Any]],
    widths: Sequence[int],
    *,
    kind: str = "",
) -> str:
    """A table whose head stands on each page; ``widths`` are in percent."""
    top = "".join(
        f'<th scope="col" style="width:{width}%">{safe(h)}</th>'
        for h, width in zip(head, widths, strict=True)
    )
    lines = [
        "<tr>" + "".join(f"<td>{safe(cell or '')}</td>" for cell in row) + "</tr>"
        for row in rows
    ]
    named = f' class="{kind}"' if kind else ""
    return (
        f"<table{named}><thead><tr>{top}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def headed_list(title: str, sentences: Iterable[str], *, boxes: bool = False) -> str:
    """Sentences as points under a heading, or as boxes to tick; nothing for none."""
    points = "".join(f"<li>{sentence(s)}</li>" for s in sentences)
    kind = ' class="boxes"' if boxes else ""
    return f"<h2>{safe(title)}</h2><ul{kind}>{points}</ul>" if points else ""
