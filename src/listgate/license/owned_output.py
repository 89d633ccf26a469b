"""An ownership report as JSON, and its chains as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from listgate.license.owned import Look, Report, verdict_of
from listgate.ownership.aggregate import caught
from listgate.ownership.chains import chain_text
from listgate.ownership.deciding import OpenFact, Question
from listgate.ownership.joint import ListedOwner, Verdict
from listgate.ownership.statements import Stake
from listgate.screening.decision import MATCH, Hit

COLUMNS = (
    *("rule", "state", "party", "verdict", "low_percent", "high_percent"),
    *("owner", "owner_is", "counts", "entry", "list", "chain"),
)


def report_dict(report: Report, on: date) -> dict[str, Any]:
    """The JSON object of a report."""
    mine = report.screened[report.party]
    return {
        "as_of": on.isoformat(),
        "party": {
            "name": report.party,
            "country": report.country or None,
            "status": mine.status,
            "hits": [hit.to_dict() for hit in mine.hits],
        },
        "rules": [_look(look, report) for look in report.looks],
        "owners": list(owner_rows(report)),
        "owns": [
            {"name": name, "verdict": "yes" if sure else "depends"}
            for name, sure in report.owned
        ],
        "graph": {
            "parties": report.parties,
            "holdings": report.holdings,
            "digest": report.digest,
        },
        "remarks": list(report.remarks),
    }


def _look(look: Look, report: Report) -> dict[str, Any]:
    counting, share = look.counting, look.share
    rule = counting.rule
    return {
        "rule": counting.code,
        "title": counting.title,
        "state": counting.state,
        "citations": [rule.citation, *rule.cites] if rule else [],
        "reaches": look.reaches,
        "verdict": share.verdict.value,
        "applies": verdict_of(look).value,
        "threshold_percent": percent(share.threshold),
        "low_percent": percent(share.low),
        "high_percent": percent(share.high),
        "owners": [_owner(one, look, report) for one in share.owners],
        "depends_on": [_fact(fact) for fact in share.deciding],
        "findings": [
            {"kind": f.trouble.value, "party": f.owned, "text": f.text}
            for f in share.findings
        ],
        "unaccounted_percent": percent(share.unaccounted),
        "human_checks": checks(look),
    }


def checks(look: Look) -> list[str]:
    """What a person has to look at, a sentence each."""
    share, counting = look.share, look.counting
    found = []
    rule = counting.rule
    listed = [o for o in share.owners if o.listed]
    if counting.code == "bis-affiliates" and listed:
        if rule is not None and rule.values.get("check"):
            found.append(str(rule.values["check"]))
        open_share = any(f.question is Question.SHARE for f in share.deciding)
        if look.reaches and open_share:
            found.append(
                "Red Flag 29 (Supp. No. 3 to part 732): a listed owner whose share is not "
                "known is a duty to find out, or to get a license."
            )
        if counting.state != "in-force" and share.verdict is not Verdict.NO:
            found.append(
                f"{counting.title} is {counting.state.replace('-', ' ')}: ownership is a "
                "red flag; ask whether the party acts as agent, front or shell."
            )
        if not look.reaches:
            found.append("The rule reaches foreign entities only.")
    if listed and share.verdict is Verdict.NO:
        names = ", ".join(o.owner for o in listed[:4])
        found.append(f"Listed owners below the threshold are a red flag: {names}.")
    return found


def _owner(one: ListedOwner, look: Look, report: Report) -> dict[str, Any]:
    return {
        "name": one.owner,
        "listed": "yes" if one.listed else "maybe",
        "counts": one.counts.value,
        "entries": [
            {
                "entry": h.entry,
                "list": h.list,
                "name": h.name,
                "score": round(h.score, 4),
            }
            for h in hits_of(one, look, report)
        ],
        "chain": [_stake(stake) for stake in one.chain],
        "text": chain_text(one.chain),
    }


def hits_of(one: ListedOwner, look: Look, report: Report) -> Sequence[Hit]:
    """The entries for which an owner counts under a rule, best first."""
    counts = look.counting.counts
    hits = [
        h for h in report.screened[one.owner].hits if not h.suppressed and counts(h)
    ]
    if not one.listed:
        return hits
    # Beside the entry that the owner is, its name may be like others.
    return [h for h in hits if h.score >= MATCH and not h.in_doubt]


def _stake(stake: Stake) -> dict[str, Any]:
    return {
        "owner": stake.owner,
        "owned": stake.owned,
        "low_percent": percent(stake.low),
        "high_percent": percent(stake.high),
    }


def _fact(fact: OpenFact) -> dict[str, Any]:
    return {
        "question": fact.question.value,
        "owner": fact.owner or None,
        "owned": fact.owned,
        "low_percent": percent(fact.low),
        "high_percent": percent(fact.high),
        "owned_from_percent": None if fact.needed is None else percent(fact.needed),
        "decides_alone": fact.alone,
        "text": fact.text,
    }


def owner_rows(report: Report) -> Iterator[dict[str, Any]]:
    """Everyone who owns the party, nearest tier first, with the stakes they hold."""
    tier_of = {report.party: 0}
    waiting = [report.party]
    for owned in waiting:
        for stake in report.stakes.into.get(owned, ()):
            if stake.owner not in tier_of:
                tier_of[stake.owner] = tier_of[owned] + 1
                waiting.append(stake.owner)
            screening = report.screened[stake.owner]
            best = screening.hits[0] if screening.hits else None
            yield {
                "tier": tier_of[owned] + 1,
                **_stake(stake),
                "status": screening.status,
                "entry": best.entry if best else None,
                "list": best.list if best else None,
            }


def chain_rows(report: Report) -> Iterator[list[Any]]:
    """One row a rule and listed owner; one a rule where there is none."""
    for look in report.looks:
        share = look.share
        head = [
            look.counting.code,
            look.counting.state,
            report.party,
            share.verdict.value,
            percent(share.low),
            percent(share.high),
        ]
        if not share.owners:
            yield [*head, "", "", "", "", "", ""]
        for one in share.owners:
            hits = hits_of(one, look, report)
            yield [
                *head,
                one.owner,
                "listed" if one.listed else "may be listed",
                one.counts.value,
                "; ".join(h.entry for h in hits),
                "; ".join(dict.fromkeys(h.list for h in hits)),
                chain_text(one.chain),
            ]


def percent(share: Fraction) -> int | float:
    """A share of 0 to 1 as a number of percent, at most seven decimals."""
    value = round(float(share * 100), 7)
    return int(value) if value.is_integer() else value


def marks_of(report: Report) -> dict[str, str]:
    """What each party of a report is, for a picture of it."""
    marks: dict[str, str] = {}
    for look in report.looks:
        owners = look.share.owners
        listed = {one.owner for one in owners if one.listed}
        maybe = {one.owner for one in owners}
        threshold = look.share.threshold
        for word, names in (
            ("listed", listed),
            ("may be listed", maybe),
            ("owned", caught(report.stakes, listed, threshold)),
            (
                "may be owned",
                caught(report.stakes, maybe, threshold, possible=True),
            ),
        ):
            for name in names:
                if _FIRST.index(word) < _FIRST.index(marks.get(name, "")):
                    marks[name] = word
    return marks


# Of what a party is by several rules, what it is most surely.
_FIRST = ("listed", "owned", "may be listed", "may be owned", "")
