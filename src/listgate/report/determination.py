"""A determination as the page that an officer files: HTML that prints as it stands.

No script, no outside file, everything escaped. What is to be done by a person has a box
to tick, and the record names every version behind the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from listgate.sources.catalog import CATALOG

_STYLE = """
@page { size: Letter; margin: 18mm 16mm }
* { box-sizing: border-box }
body { font: 10.5pt/1.45 "Helvetica Neue", Arial, sans-serif; color: #1a1a1a; max-width: 52rem; margin: 2rem auto; padding: 0 1.2rem }
h1 { font-size: 1.45rem; margin: 0 0 .8rem } h2 { font-size: 1.05rem; margin: 1.7rem 0 .5rem; border-bottom: 2px solid #1a1a1a; padding-bottom: .15rem }
h3 { font-size: .95rem; margin: 1.1rem 0 .3rem } p { margin: .3rem 0 }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt } th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #d8d8d8; overflow-wrap: anywhere }
th { font-weight: 600; color: #444; border-bottom-color: #999 } .facts th { width: 13rem; border-bottom-color: #d8d8d8 }
.rules .rule { width: 9.5rem } .rules .cites { width: 7rem }
.answer { border: 2px solid #1a1a1a; border-left-width: .6rem; padding: .7rem 1rem } .answer strong { display: block; font-size: 1.3rem }
.stop { border-color: #a11212 } .wait { border-color: #a86a00 } .go { border-color: #2c6e2f }
ul { margin: .3rem 0; padding-left: 1.3rem } ul.boxes { list-style: none; padding: 0 } ul.boxes li { padding: .18rem 0 .18rem 1.7rem; text-indent: -1.7rem; break-inside: avoid } ul.boxes li::before { content: "\\2610"; display: inline-block; width: 1.7rem; text-indent: 0 }
.small { font-size: 8.5pt; color: #444 } code { font-size: 8.5pt } .sign { margin-top: 1.5rem } .sign td { height: 2.6rem; vertical-align: bottom }
@media print { body { margin: 0; max-width: none; padding: 0 } h2, h3 { break-after: avoid } tr, .answer, .sign { break-inside: avoid } }
"""
_TITLES = {known.code: known.title for known in CATALOG}
_WORD = {True: "applies", False: "does not apply", None: "hangs on a fact"}
_ANSWER = {
    "prohibited": ("Prohibited", "stop"),
    "embargo": ("Embargoed destination: license required", "stop"),
    "license-required": ("License required", "stop"),
    "undetermined": ("Undetermined: do not ship before it is settled", "wait"),
    "restricted": ("Restricted: no license exceptions, extra duties", "wait"),
    "no-license-required": ("No license required, by the rules evaluated", "go"),
}
_ITEM = {
    "subject_to_ear": "Subject to the EAR",
    "origin": "Origin",
    "us_controlled_content_percent": "Controlled U.S. content, percent",
    "direct_product_of": "Direct product of",
    "described_in_note_to": "Described in the Note to",
    "purpose": "Purpose",
    "form": "Form",
    "activity": "Activity",
    "specified_for_standards": "Specified for standards (744.11(a)(1))",
    "hts": "Tariff code",
    "value_usd": "Value, USD",
}


def page(told: Mapping[str, Any]) -> str:
    """The page of a determination's JSON object."""
    asked = told["asked"]
    name, kind = _ANSWER[told["outcome"]]
    body = [
        "<h1>Export license determination</h1>",
        f'<div class="answer {kind}"><strong>{escape(name)}</strong>'
        f"{_in_words(told)}</div>",
        "<h2>Transaction</h2>",
        _facts(_transaction(told, asked)),
        "<h2>Parties</h2>",
        _parties(told["parties"], asked.get("parties") or ()),
        "<h2>Item</h2>",
        _item(told["item"], told["item_outcome"]),
        _list("Conditions", told["conditions"]),
        _list("For a person to check", told["human_checks"], boxes=True),
        _list("Not evaluated: to be asked", told["not_evaluated"], boxes=True),
        _regimes(told["other_regimes"]),
        "<h2>Record</h2>",
        _record(told),
        '<table class="sign"><tr><td>Checked by</td><td></td><td>Date</td><td></td></tr>'
        "<tr><td>Approved by</td><td></td><td>Date</td><td></td></tr></table>",
        '<p class="small">Not legal advice. The answer is a function of the facts given '
        "and of the versions named: the same facts and versions give the same digest.</p>",
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Determination {escape(told['on'])} {escape(told['outcome'])}</title>"
        f"<style>{_STYLE}</style></head><body>\n"
        + "\n".join(b for b in body if b)
        + "\n</body></html>\n"
    )


def _in_words(told: Mapping[str, Any]) -> str:
    """What the answer rests on, in one line for each side."""
    lines = [
        f"Because of the parties: {told['list_outcome']}. "
        f"Because of the item: {told['item_outcome']}."
    ]
    if told["review_policy"] != "none":
        lines.append(f"An application would be judged by: {told['review_policy']}.")
    left = told["license_exceptions"]
    shown = left if isinstance(left, str) else ", ".join(left)
    lines.append(f"License exceptions: {shown}.")
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _transaction(
    told: Mapping[str, Any], asked: Mapping[str, Any]
) -> Iterable[tuple[str, Any]]:
    item = asked.get("item") or {}
    yield "Date asked about", told["on"]
    yield "Destination", asked.get("destination", "")
    yield "Item", f"{told['item']['eccn']} {item.get('description') or ''}"
    for key, label in _ITEM.items():
        if item.get(key) is not None:
            yield label, _value(item[key])
    for key, label in (("ordered_on", "Ordered"), ("loaded_on", "Loaded")):
        if asked.get(key):
            yield label, asked[key]
    if end_use := asked.get("end_use"):
        yield "End use", _value(end_use)
    if told.get("review_policy_text"):
        yield "Review policy in the entry's words", told["review_policy_text"]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{k}: {_value(v)}" for k, v in value.items() if v is not None)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _parties(
    parties: Sequence[Mapping[str, Any]], asked: Sequence[Mapping[str, Any]]
) -> str:
    if not parties:
        return "<p>None given.</p>"
    given = list(asked) + [{}] * (len(parties) - len(asked))
    rows = [
        (
            p["name"],
            p["role"],
            g.get("country") or "",
            f"{p['status']}{_entry(p)}",
            p["outcome"],
        )
        for p, g in zip(parties, given, strict=False)
    ]
    head = ("Party", "Role", "Country", "Screening", "Outcome")
    out = _table(head, rows)
    for party, facts in zip(parties, given, strict=False):
        out += _party(party, facts)
    return out


def _entry(party: Mapping[str, Any]) -> str:
    if not party["entry"]:
        return ""
    title = _TITLES.get(party["list"], party["list"])
    through = "through owners: " if party["status"] == "clear" else ""
    return f"; {through}{title}, {party['entry']}"


def _party(party: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    basis, owners = party["basis"], facts.get("owners") or ()
    if not basis and not owners and not facts.get("address"):
        return ""
    out = [f"<h3>{escape(party['name'])}</h3>"]
    if facts.get("address"):
        out.append(f"<p>Address given: {escape(str(facts['address']))}</p>")
    if owners:
        out.append(f"<p>Owners given:</p>{_owners(owners)}")
    if basis:
        rows = "".join(
            f'<tr><td class="rule">{escape(b["rule"])}</td><td>{escape(b["text"])}</td>'
            f'<td class="cites">{escape(", ".join(b["citations"]))}</td></tr>'
            for b in basis
        )
        out.append(
            '<table class="rules"><tr><th>Rule</th><th>What it says here</th>'
            f"<th>Citations</th></tr>{rows}</table>"
        )
    return "".join(out)


def _owners(owners: Iterable[Mapping[str, Any]]) -> str:
    points = []
    for owner in owners:
        share = owner.get("percent")
        held = "unknown share" if share is None else f"{share} percent"
        above = owner.get("owners") or ()
        points.append(
            f"<li>{escape(str(owner.get('name', '')))}: {escape(held)}"
            f"{_owners(above) if above else ''}</li>"
        )
    return f"<ul>{''.join(points)}</ul>"


def _item(item: Mapping[str, Any], outcome: str) -> str:
    rows = [
        (c["reason"], c["column"], _WORD[c["applies"]], c["text"], c["rule"])
        for c in item["controls"]
    ]
    out = f"<p>{escape(item['eccn'])}: {escape(outcome)}</p>"
    if rows:
        head = ("Reason", "Column", "To this destination", "Applies to", "Rule")
        out += _table(head, rows)
    if item["exceptions_to_look_at"]:
        out += "<h3>License exceptions to look at</h3>" + _table(
            ("Exception", "Main condition as printed"),
            [(e["exception"], e["condition"]) for e in item["exceptions_to_look_at"]],
        )
    return out


def _record(told: Mapping[str, Any]) -> str:
    inputs = told["inputs"]
    facts = [
        ("Rules, checked through", inputs["rules"]),
        ("Control list", inputs["control_list"] or "none was needed"),
        ("Matcher", inputs["matcher"]),
        ("Settings", inputs["settings"]),
        ("Decisions", inputs["decisions"]),
        ("Own lists", inputs["own_lists"]),
        ("Graph", inputs["graph"]),
        ("Digest of this determination", told["digest"]),
    ]
    rows = "".join(
        "<tr>"
        + "".join(f"<td><code>{escape(c)}</code></td>" for c in _version(line))
        + "</tr>"
        for line in inputs["lists"]
    )
    return (
        f"{_facts(facts)}<h3>List versions</h3><table><tr><th>List</th><th>Published</th>"
        f"<th>Version</th></tr>{rows}</table>"
    )


def _version(line: str) -> tuple[str, str, str]:
    code, version, day = line.split(" ", 2)
    return code, day, version


def _facts(rows: Iterable[tuple[str, Any]]) -> str:
    lines = "".join(
        f"<tr><th>{escape(label)}</th><td>{escape(str(value))}</td></tr>"
        for label, value in rows
    )
    return f'<table class="facts">{lines}</table>'


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    top = "".join(f"<th>{escape(h)}</th>" for h in head)
    lines = [
        "<tr>"
        + "".join(f"<td>{escape(str(cell or ''))}</td>" for cell in row)
        + "</tr>"
        for row in rows
    ]
    return f"<table><tr>{top}</tr>{''.join(lines)}</table>"


def _list(title: str, sentences: Iterable[str], *, boxes: bool = False) -> str:
    points = "".join(f"<li>{escape(s)}</li>" for s in sentences)
    kind = ' class="boxes"' if boxes else ""
    return f"<h2>{escape(title)}</h2><ul{kind}>{points}</ul>" if points else ""


def _regimes(regimes: Iterable[Mapping[str, Any]]) -> str:
    rows = [(r["regime"], r["party"], r["text"], r["citation"]) for r in regimes]
    if not rows:
        return ""
    return "<h2>Other regimes, beside the answer above</h2>" + _table(
        ("Regime", "Party", "What it says", "Source"), rows
    )
