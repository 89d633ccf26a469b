"""A determination as the page that an officer files: HTML that prints as it stands.

No script, no outside file, everything escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_STYLE = """
body { font: 11pt/1.45 Georgia, serif; color: #1a1a1a; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin-bottom: .2rem } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; border-bottom: 1px solid #999 }
table { border-collapse: collapse; width: 100%; font-size: 10pt } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #ddd }
.outcome { font-size: 1.2rem; font-weight: bold; border: 2px solid #1a1a1a; display: inline-block; padding: .3rem .8rem; margin: .5rem 0 }
.small { font-size: 8.5pt; color: #444; overflow-wrap: anywhere } .sign td { height: 2.2rem }
@media print { body { margin: 0; max-width: none } h2 { break-after: avoid } tr { break-inside: avoid } }
"""
_WORD = {True: "applies", False: "does not apply", None: "hangs on a fact"}


def page(told: Mapping[str, Any]) -> str:
    """The page of a determination's JSON object."""
    asked = told["asked"]
    exceptions = told["license_exceptions"]
    shown = exceptions if isinstance(exceptions, str) else ", ".join(exceptions)
    facts = [
        ("Date", told["on"]),
        ("Destination", asked.get("destination", "")),
        (
            "Item",
            f"{told['item']['eccn']} {asked.get('item', {}).get('description', '')}",
        ),
        ("Lists", told["list_outcome"]),
        ("Item classification", told["item_outcome"]),
        ("Review policy", told["review_policy"]),
        ("License exceptions", shown),
    ]
    if told.get("review_policy_text"):
        facts.insert(6, ("Policy in the entry's words", told["review_policy_text"]))
    body = [
        "<h1>Export license determination</h1>",
        f'<p class="outcome">{escape(told["outcome"])}</p>',
        _table((), facts),
        "<h2>Parties</h2>",
        *(_party(p) for p in told["parties"]),
        "" if told["parties"] else "<p>None given.</p>",
        "<h2>Item</h2>",
        _item(told["item"]),
        _list("Conditions", told["conditions"]),
        _list("For a person to check", told["human_checks"]),
        _list("Not evaluated", told["not_evaluated"]),
        _regimes(told["other_regimes"]),
        "<h2>Record</h2>",
        _table(
            (),
            [
                ("Rules", told["inputs"]["rules"]),
                ("Matcher", told["inputs"]["matcher"]),
                ("Settings", told["inputs"]["settings"]),
                ("Digest", told["digest"]),
            ],
        ),
        f'<p class="small">Lists: {escape("; ".join(told["inputs"]["lists"]))}</p>',
        '<table class="sign"><tr><td>Checked by</td><td></td><td>Date</td><td></td></tr>'
        "<tr><td>Approved by</td><td></td><td>Date</td><td></td></tr></table>",
        '<p class="small">Not legal advice. The answer is a function of the facts given '
        "and of the versions named.</p>",
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Determination {escape(told['on'])}</title>"
        f"<style>{_STYLE}</style></head><body>\n"
        + "\n".join(b for b in body if b)
        + "\n</body></html>\n"
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    top = "".join(f"<th>{escape(h)}</th>" for h in head)
    lines = [
        "<tr>"
        + "".join(f"<td>{escape(str(cell or ''))}</td>" for cell in row)
        + "</tr>"
        for row in rows
    ]
    return "<table>" + (f"<tr>{top}</tr>" if top else "") + "".join(lines) + "</table>"


def _party(party: Mapping[str, Any]) -> str:
    entry = f"{party['list']} {party['entry']}" if party["entry"] else "no entry"
    line = f"{party['name']} ({party['role']}): {party['outcome']}"
    rows = [(b["rule"], b["text"], ", ".join(b["citations"])) for b in party["basis"]]
    table = _table(("Rule", "What it says", "Citations"), rows) if rows else ""
    return (
        f"<p><strong>{escape(line)}</strong><br>Screening: {escape(party['status'])}, "
        f"{escape(entry)}</p>{table}"
    )


def _item(item: Mapping[str, Any]) -> str:
    rows = [
        (c["reason"], c["column"], _WORD[c["applies"]], c["rule"])
        for c in item["controls"]
    ]
    out = f"<p>{escape(item['eccn'])}</p>"
    if rows:
        out += _table(("Reason for control", "Column", "", "Rule"), rows)
    if item["exceptions_to_look_at"]:
        out += "<p>License exceptions to look at</p>" + _table(
            (),
            [(e["exception"], e["condition"]) for e in item["exceptions_to_look_at"]],
        )
    return out


def _list(title: str, sentences: Iterable[str]) -> str:
    points = "".join(f"<li>{escape(s)}</li>" for s in sentences)
    return f"<h2>{escape(title)}</h2><ul>{points}</ul>" if points else ""


def _regimes(regimes: Iterable[Mapping[str, Any]]) -> str:
    rows = [(r["regime"], r["party"], r["text"], r["citation"]) for r in regimes]
    if not rows:
        return ""
    return "<h2>Other regimes</h2>" + _table(
        ("Regime", "Party", "What it says", "Source"), rows
    )
