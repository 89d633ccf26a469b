"""A determination as the page that an officer files: HTML that prints as it stands.

No script, no outside file, everything escaped. What is to be done by a person has a box
to tick, and the record names every version behind the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from listgate.report.parties import parties_section
from listgate.report.pieces import (
    country,
    fact_table,
    headed_list,
    safe,
    shown,
    table,
    word,
)

_STYLE = """
@page { margin: 16mm 16mm 18mm; @bottom-left { content: "%s"; font: 7.5pt Arial, sans-serif; color: #444 } @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 7.5pt Arial, sans-serif; color: #444 } }
* { box-sizing: border-box }
body { font: 10.5pt/1.45 "Helvetica Neue", Arial, sans-serif; color: #1a1a1a; max-width: 52rem; margin: 2rem auto; padding: 0 1.2rem; overflow-wrap: anywhere }
h1 { font-size: 1.45rem; margin: 0 0 .8rem } h2 { font-size: 1.05rem; margin: 1.7rem 0 .5rem; border-bottom: 2px solid #1a1a1a; padding-bottom: .15rem }
h3 { font-size: .95rem; margin: 1.1rem 0 .3rem } p { margin: .3rem 0 }
table { border-collapse: collapse; width: 100%%; table-layout: fixed; font-size: 9.5pt } th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #d8d8d8 }
th { font-weight: 600; color: #444; border-bottom-color: #999 } .facts th { width: 13rem; border-bottom-color: #d8d8d8 }
.answer { border: 2px solid #1a1a1a; border-left-width: .6rem; padding: .7rem 1rem } .answer strong { display: block; font-size: 1.3rem }
.stop { border-color: #a11212 } .wait { border-color: #a86a00 } .go { border-color: #2c6e2f }
ul { margin: .3rem 0; padding-left: 1.3rem } ul.boxes { list-style: none; padding: 0 } ul.boxes li { padding: .18rem 0 .18rem 1.7rem; text-indent: -1.7rem; break-inside: avoid } ul.boxes li::before { content: "\\2610"; display: inline-block; width: 1.7rem; text-indent: 0 }
.small { font-size: 8.5pt; color: #444 } code { font-size: 8.5pt } .versions { font-size: 7.8pt } .rules td, .hits td { white-space: pre-line } .hits { font-size: 9pt } table + .lead { margin-top: .8rem }
.sign table { width: calc(100%% - 2px); margin-top: .8rem } .sign td, .sign th { border: 1px solid #999; padding: .3rem .6rem } .sign td { height: 2.6rem } .sign .remarks { height: 5rem }
@media print, (min-width: 44rem) { .hits td:nth-child(3), .hits td:nth-child(4) { white-space: nowrap } }
@media print { body { margin: 0; max-width: none; padding: 0 } h1, h2, h3, .lead, thead { break-after: avoid } tr, .answer, .sign { break-inside: avoid } .facts tr { break-inside: auto } }
"""
_WORD = {True: "applies", False: "does not apply", None: "hangs on a fact"}
_ANSWER = {
    "prohibited": ("Prohibited", "stop"),
    "embargo": ("Embargoed destination: license required", "stop"),
    "license-required": ("License required", "stop"),
    "undetermined": ("Undetermined: do not ship before it is settled", "wait"),
    "restricted": ("Restricted: no license exceptions, extra duties", "wait"),
    "no-license-required": ("No license required (NLR), by the rules evaluated", "go"),
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
    beside = {
        f"{r['regime']} ({r['party']}): {r['text']}" for r in told["other_regimes"]
    }
    checks = [c for c in told["human_checks"] if c not in beside]
    if beside:
        checks.append("The other regimes named below were looked at.")
    body = [
        "<h1>Export license determination</h1>",
        f'<div class="answer {kind}"><strong>{safe(name)}</strong>'
        f"{_in_words(told)}</div>",
        "<h2>Transaction</h2>",
        fact_table(_transaction(told, asked)),
        "<h2>Parties</h2>",
        parties_section(told["parties"], asked.get("parties") or ()),
        "<h2>Item</h2>",
        _item(told["item"], told["item_outcome"]),
        headed_list("Conditions", told["conditions"]),
        headed_list("For a person to check", checks, boxes=True),
        headed_list("Not evaluated: to be asked", told["not_evaluated"], boxes=True),
        _regimes(told["other_regimes"]),
        "<h2>Record</h2>",
        _record(told),
        _sign_off(),
        '<p class="small">Not legal advice. The answer is a function of the facts given '
        "and of the versions named: the same facts and versions give the same digest. "
        "Keep it with the records of the transaction (15 CFR part 762).</p>",
    ]
    style = _STYLE % f"Determination for {told['on']}, {told['digest'][:23]}…"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Determination {safe(told['on'])} {safe(told['outcome'])}</title>"
        f"<style>{style}</style></head><body>\n"
        + "\n".join(b for b in body if b)
        + "\n</body></html>\n"
    )


def _in_words(told: Mapping[str, Any]) -> str:
    """What the answer rests on, in one line for each side."""
    lines = [
        f"Because of the parties: {word(told['list_outcome'])}. "
        f"Because of the item: {word(told['item_outcome'])}."
    ]
    if (policy := told["review_policy"]) != "none":
        where = "" if policy != "as-stated" else ", as the rule or entry states it"
        named = "" if policy == "as-stated" else f": {policy.replace('-', ' ')}"
        lines.append(f"License review policy{named}{where}.")
    left = told["license_exceptions"]
    open_ = left if isinstance(left, str) else f"only {', '.join(left)}"
    if left == "ordinary":
        open_ = "not restricted by a list; part 740 says which are open"
    lines.append(f"License exceptions: {open_}.")
    return "".join(f"<p>{safe(line)}</p>" for line in lines)


def _transaction(
    told: Mapping[str, Any], asked: Mapping[str, Any]
) -> Iterable[tuple[str, Any]]:
    item = asked.get("item") or {}
    for key, label in (("id", "Reference"), ("description", "Description")):
        if asked.get(key) is not None:
            yield label, shown(asked[key])
    yield "Date asked about", told["on"]
    yield "Destination", country(asked.get("destination"))
    yield "Item", f"{told['item']['eccn']} {item.get('description') or ''}"
    for key, label in _ITEM.items():
        if item.get(key) is not None:
            yield label, shown(item[key])
    for key, label in (("ordered_on", "Ordered"), ("loaded_on", "Loaded")):
        if asked.get(key):
            yield label, asked[key]
    if end_use := asked.get("end_use"):
        yield "End use", shown(end_use)
    if told.get("review_policy_text"):
        yield "Review policy in the entry's words", told["review_policy_text"]


def _item(item: Mapping[str, Any], outcome: str) -> str:
    rows = [
        (c["reason"], c["column"], _WORD[c["applies"]], c["text"], c["rule"])
        for c in item["controls"]
    ]
    out = f'<p class="lead">{safe(item["eccn"])}: {safe(word(outcome))}</p>'
    if rows:
        head = ("Reason for control", "Column", "Here", "Applies to", "Rule")
        out += table(head, rows, (13, 29, 12, 28, 18))
    if item["exceptions_to_look_at"]:
        out += "<h3>License exceptions to look at</h3>" + table(
            ("Exception", "Main condition as printed"),
            [(e["exception"], e["condition"]) for e in item["exceptions_to_look_at"]],
            (15, 85),
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
    head = ("List", "Published", "Version")
    lists = table(head, map(_version, inputs["lists"]), (16, 12, 72), kind="versions")
    return f"{fact_table(facts)}<h3>List versions</h3>{lists}"


def _version(line: str) -> tuple[str, str, str]:
    code, version, day = line.split(" ", 2)
    return code, day, version


def _sign_off() -> str:
    """What a person decided, and who: filled in by hand."""
    choices = (
        "Proceed, NLR",
        "Proceed under License Exception: ______________",
        "Proceed under license No.: ______________",
        "Hold until what is open is settled",
        "Do not proceed",
    )
    rows = "".join(
        f'<tr><th scope="row">{who}</th><td></td><td></td><td></td></tr>'
        for who in ("Checked by", "Approved by")
    )
    return (
        '<section class="sign"><h2>Decision</h2>'
        f'<ul class="boxes">{"".join(f"<li>{c}</li>" for c in choices)}</ul>'
        '<table><thead><tr><th></th><th scope="col">Name and title</th>'
        '<th scope="col">Signature</th><th scope="col">Date</th></tr></thead>'
        f'<tbody>{rows}<tr><th scope="row">Remarks</th>'
        '<td class="remarks" colspan="3"></td></tr></tbody></table></section>'
    )


def _regimes(regimes: Iterable[Mapping[str, Any]]) -> str:
    rows = [(r["regime"], r["party"], r["text"], r["citation"]) for r in regimes]
    if not rows:
        return ""
    return "<h2>Other regimes, beside the answer above</h2>" + table(
        ("Regime", "Party", "What it says", "Source"), rows, (14, 22, 42, 22)
    )
