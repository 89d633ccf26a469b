"""A determination as the page that an officer files: HTML that prints as it stands.

No script, no outside file, everything escaped. What is to be done by a person has a box
to tick, and the record names every version behind the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from listgate.sources.catalog import CATALOG
from listgate.sources.countries import country_code

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
.small { font-size: 8.5pt; color: #444 } code { font-size: 8.5pt } .versions { font-size: 7.8pt } .rules td { white-space: pre-line }
.sign table { width: calc(100%% - 2px); margin-top: .8rem } .sign td, .sign th { border: 1px solid #999; padding: .3rem .6rem } .sign td { height: 2.6rem } .sign .remarks { height: 5rem }
@media print { body { margin: 0; max-width: none; padding: 0 } h1, h2, h3, .lead, thead { break-after: avoid } tr, .answer, .sign { break-inside: avoid } .facts tr { break-inside: auto } }
"""
_TITLES = {known.code: known.title for known in CATALOG}
_WORD = {True: "applies", False: "does not apply", None: "hangs on a fact"}
_ANSWER = {
    "prohibited": ("Prohibited", "stop"),
    "embargo": ("Embargoed destination: license required", "stop"),
    "license-required": ("License required", "stop"),
    "undetermined": ("Undetermined: do not ship before it is settled", "wait"),
    "restricted": ("Restricted: no license exceptions, extra duties", "wait"),
    "no-license-required": ("No license required (NLR), by the rules evaluated", "go"),
}
_OUTCOME = {
    "license-required": "license required",
    "none": "no requirement",
    "not-required": "no license required",
    "not-subject": "not subject to the EAR",
    "not-evaluated": "not evaluated",
    "embargo": "embargoed destination",
}
_POLICY = "license review policy"
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
_PARTY = {
    "id": "Number",
    "alias": "Other name",
    "address": "Address",
    "identifier": "Identifier",
    "type": "Kind",
    "birth_date": "Born",
    "birth_place": "Born at",
}
# Signs that nobody sees and that turn a line's order round or end a file early: a name
# that holds one must not look like another name.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def page(told: Mapping[str, Any]) -> str:
    """The page of a determination's JSON object."""
    asked = told["asked"]
    name, kind = _ANSWER[told["outcome"]]
    beside = {
        f"{r['regime']}: {r['party']}. {r['text']}" for r in told["other_regimes"]
    }
    checks = [c for c in told["human_checks"] if c not in beside]
    if beside:
        checks.append("The other regimes named below were looked at.")
    body = [
        "<h1>Export license determination</h1>",
        f'<div class="answer {kind}"><strong>{_safe(name)}</strong>'
        f"{_in_words(told)}</div>",
        "<h2>Transaction</h2>",
        _facts(_transaction(told, asked)),
        "<h2>Parties</h2>",
        _parties(told["parties"], asked.get("parties") or ()),
        "<h2>Item</h2>",
        _item(told["item"], told["item_outcome"]),
        _list("Conditions", told["conditions"]),
        _list("For a person to check", checks, boxes=True),
        _list("Not evaluated: to be asked", told["not_evaluated"], boxes=True),
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
        f"<title>Determination {_safe(told['on'])} {_safe(told['outcome'])}</title>"
        f"<style>{style}</style></head><body>\n"
        + "\n".join(b for b in body if b)
        + "\n</body></html>\n"
    )


def _safe(value: Any) -> str:
    """The text for HTML, with signs that nobody sees made seen."""
    return escape(_UNSEEN.sub(lambda m: f"[U+{ord(m[0]):04X}]", str(value)))


def _sentence(text: str) -> str:
    """A sentence for HTML; what stands in backticks is a command."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", _safe(text))


def _word(code: str) -> str:
    return _OUTCOME.get(code, code)


def _in_words(told: Mapping[str, Any]) -> str:
    """What the answer rests on, in one line for each side."""
    lines = [
        f"Because of the parties: {_word(told['list_outcome'])}. "
        f"Because of the item: {_word(told['item_outcome'])}."
    ]
    if (policy := told["review_policy"]) != "none":
        where = "" if policy != "as-stated" else ", as the rule or entry states it"
        named = "" if policy == "as-stated" else f": {policy.replace('-', ' ')}"
        lines.append(f"License review policy{named}{where}.")
    left = told["license_exceptions"]
    shown = left if isinstance(left, str) else f"only {', '.join(left)}"
    ordinary = "not restricted by a list; part 740 says which are open"
    lines.append(f"License exceptions: {ordinary if shown == 'ordinary' else shown}.")
    return "".join(f"<p>{_safe(line)}</p>" for line in lines)


def _transaction(
    told: Mapping[str, Any], asked: Mapping[str, Any]
) -> Iterable[tuple[str, Any]]:
    item = asked.get("item") or {}
    for key, label in (("id", "Reference"), ("description", "Description")):
        if asked.get(key) is not None:
            yield label, _value(asked[key])
    yield "Date asked about", told["on"]
    yield "Destination", _country(asked.get("destination"))
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


def _country(given: Any) -> str:
    """A country as it was given, and the code that it was taken for."""
    text = str(given or "")
    code = country_code(text)
    return text if text == code else f"{text} ({code})" if code else text


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        told = ((k, value[k]) for k in sorted(value) if value[k] is not None)
        return "; ".join(f"{k}: {_value(v)}" for k, v in told)
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value)) or "none"
    return str(value)


def _parties(
    parties: Sequence[Mapping[str, Any]], asked: Sequence[Mapping[str, Any]]
) -> str:
    if not parties:
        return (
            "<p>None was named, and none was screened: the answer is of item and "
            "destination alone. Name purchaser, consignees and end user.</p>"
        )
    given = list(asked) + [{}] * (len(parties) - len(asked))
    rows = [
        (
            p["name"],
            p["role"].replace("-consignee", " consignee"),
            _country(g.get("country")),
            p["status"],
            _entry(p),
            _word(p["outcome"]),
        )
        for p, g in zip(parties, given, strict=False)
    ]
    head = ("Party", "Role", "Country", "Screening", "Entry", "Outcome")
    out = _table(head, rows, (25, 14, 11, 13, 21, 16))
    for party, facts in zip(parties, given, strict=False):
        out += _party(party, facts)
    return out


def _entry(party: Mapping[str, Any]) -> str:
    if not party["entry"]:
        return ""
    title = _TITLES.get(party["list"], party["list"])
    through = "through owners: " if party["status"] == "clear" else ""
    return f"{through}{title}, {party['entry']}"


def _party(party: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    basis, owners = party["basis"], facts.get("owners") or ()
    known = [(f"{w} given", facts[k]) for k, w in _PARTY.items() if facts.get(k)]
    if not basis and not owners and not known:
        return ""
    out = [f"<h3>{_safe(party['name'])}</h3>"]
    for label, value in known:
        out.append(f'<p class="lead">{label}: {_safe(_value(value))}</p>')
    if owners:
        out.append(f'<p class="lead">Owners given:</p>{_owners(owners)}')
    if basis:
        rows = [
            (
                f"{_POLICY.capitalize()}, as stated"
                if b["rule"] == _POLICY
                else b["rule"],
                b["text"],
                "\n".join(b["citations"]),
            )
            for b in basis
        ]
        head = ("Rule", "What it says here", "Citations")
        out.append(_table(head, rows, (22, 62, 16), kind="rules"))
    return "".join(out)


def _owners(owners: Iterable[Mapping[str, Any]]) -> str:
    points = []
    for owner in owners:
        share = owner.get("percent")
        held = (
            "unknown share"
            if share is None
            else f"{str(share).strip().removesuffix('%').strip()} percent"
        )
        place = f" ({_country(owner['country'])})" if owner.get("country") else ""
        above = owner.get("owners") or ()
        points.append(
            f"<li>{_safe(owner.get('name', ''))}{_safe(place)}: {_safe(held)}"
            f"{_owners(above) if above else ''}</li>"
        )
    return f"<ul>{''.join(points)}</ul>"


def _item(item: Mapping[str, Any], outcome: str) -> str:
    rows = [
        (c["reason"], c["column"], _WORD[c["applies"]], c["text"], c["rule"])
        for c in item["controls"]
    ]
    out = f'<p class="lead">{_safe(item["eccn"])}: {_safe(_word(outcome))}</p>'
    if rows:
        head = ("Reason for control", "Column", "Here", "Applies to", "Rule")
        out += _table(head, rows, (13, 29, 12, 28, 18))
    if item["exceptions_to_look_at"]:
        out += "<h3>License exceptions to look at</h3>" + _table(
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
    lists = _table(head, map(_version, inputs["lists"]), (16, 12, 72), kind="versions")
    return f"{_facts(facts)}<h3>List versions</h3>{lists}"


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


def _facts(rows: Iterable[tuple[str, Any]]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{_safe(label)}</th><td>{_safe(value)}</td></tr>'
        for label, value in rows
    )
    return f'<table class="facts">{lines}</table>'


def _table(
    head: Sequence[str],
    rows: Iterable[Iterable[Any]],
    widths: Sequence[int],
    *,
    kind: str = "",
) -> str:
    """A table whose head stands on each page; ``widths`` are in percent."""
    top = "".join(
        f'<th scope="col" style="width:{width}%">{_safe(h)}</th>'
        for h, width in zip(head, widths, strict=True)
    )
    lines = [
        "<tr>" + "".join(f"<td>{_safe(cell or '')}</td>" for cell in row) + "</tr>"
        for row in rows
    ]
    shown = f' class="{kind}"' if kind else ""
    return (
        f"<table{shown}><thead><tr>{top}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _list(title: str, sentences: Iterable[str], *, boxes: bool = False) -> str:
    points = "".join(f"<li>{_sentence(s)}</li>" for s in sentences)
    kind = ' class="boxes"' if boxes else ""
    return f"<h2>{_safe(title)}</h2><ul{kind}>{points}</ul>" if points else ""


def _regimes(regimes: Iterable[Mapping[str, Any]]) -> str:
    rows = [(r["regime"], r["party"], r["text"], r["citation"]) for r in regimes]
    if not rows:
        return ""
    return "<h2>Other regimes, beside the answer above</h2>" + _table(
        ("Regime", "Party", "What it says", "Source"), rows, (14, 22, 42, 22)
    )
