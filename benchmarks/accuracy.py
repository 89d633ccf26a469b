"""How well names are found and how often others raise an alarm; public library only."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import damage
from material import Listed, Material

SEED = 20260731
PER_KIND = 300
ALARM_SHARE = 0.01
TYPES = {
    "Person": "person",
    "Company": "organization",
    "Organization": "organization",
    "LegalEntity": "organization",
    "Vessel": "vessel",
}
# Words that two spellings of one company's name need not share.
FORMS = damage.SAYS_NOTHING | frozenset(
    "aktsionernoe obshchestvo publichnoe pao ao nv sa plc ag oy holding holdings".split()
)
Query = tuple[str, Listed, str]


def queries(material: Material, per_kind: int = PER_KIND) -> tuple[list[Query], ...]:
    """Damaged listed names of the plain and of the harder kinds."""
    rng = random.Random(SEED)
    pool = material.damageable
    return (
        list(damage.damaged(damage.KINDS, pool, per_kind, rng)),
        list(damage.damaged(damage.HARDER, pool, per_kind, rng)),
    )


def composed_persons(material: Material, count: int) -> list[str]:
    """Names of nobody: the surname of one listed person, the given names of another."""
    rng = random.Random(SEED + 1)
    people = [
        tuple(x.name.split(", ", 1))
        for x in material.listed
        if x.person and x.name.count(", ") == 1
    ]
    known = {frozenset(" ".join(person).lower().split()) for person in people}
    made: list[str] = []
    while len(made) < count:
        name = f"{rng.choice(people)[1]} {rng.choice(people)[0]}"
        if frozenset(name.lower().split()) not in known:
            made.append(name)
    return made


def folded(text: str) -> str:
    """The text with its white space folded."""
    return " ".join(text.split())


def right_score(result: Any, entry: str) -> float:
    """Score of the hit that is the entry meant, 0 where it was not found."""
    wanted = folded(entry)
    return max((h.score for h in result.hits if folded(h.name) == wanted), default=0.0)


def top_score(result: Any) -> float:
    """Score of the best hit, 0 without one."""
    return result.hits[0].score if result.hits else 0.0


def cut_at(scores: Sequence[float], share: float = ALARM_SHARE) -> float:
    """The score that this share of unrelated names exceeds."""
    return sorted(scores, reverse=True)[int(len(scores) * share)]


def shares(found: dict[str, list[bool]]) -> dict[str, float]:
    """Percent found of each kind, and their mean under ``mean``."""
    per = {kind: 100 * sum(f) / len(f) for kind, f in found.items()}
    return {"mean": sum(per.values()) / len(per), **per}


def recall(
    asked: Sequence[Query], scores: Sequence[float], cut: float
) -> dict[str, float]:
    """Percent of each kind found above ``cut``."""
    found: dict[str, list[bool]] = defaultdict(list)
    for (kind, _, _), score in zip(asked, scores, strict=True):
        found[kind].append(score > cut)
    return shares(found)


def f1(scored: Sequence[tuple[float, bool]], threshold: float) -> float:
    """F1 of calling pairs at or above the threshold the same."""
    true = sum(s >= threshold and same for s, same in scored)
    wrong = sum((s >= threshold) != same for s, same in scored)
    return 2 * true / max(1, 2 * true + wrong)


def best_f1(scored: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """The best F1 over all thresholds, and where it is reached."""
    return max((f1(scored, t / 100), t / 100) for t in range(30, 100))


def complaints_right(
    rows: Sequence[dict[str, str]],
    scores: Sequence[float],
    review: float,
    match: float,
) -> tuple[float, list[str]]:
    """Percent of reported failures that come out right, and the ids of the others.

    Rows whose id begins with N ask for a birth date or place and are not counted.
    """
    wrong, counted = [], 0
    for row, score in zip(rows, scores, strict=True):
        if row["id"].startswith("N"):
            continue
        counted += 1
        right = {
            "match": score >= review,
            "review-or-match": score >= review,
            "not-match": score < match,
            "clear": score < review,
        }[row["expected"]]
        if not right:
            wrong.append(row["id"])
    return 100 * (1 - len(wrong) / counted), wrong


def bare(name: str) -> frozenset[str]:
    """The words of a name without its legal form, for telling namesakes apart."""
    text = damage.LEGAL.sub(" ", name.replace("&", " and "))
    words = re.findall(r"\w+", text.casefold())
    return frozenset(words) - FORMS or frozenset(words)


def why(reasons: Sequence[str]) -> str:
    """The reasons in one line, without repeating the name that was matched."""
    return "; ".join(r for r in reasons if not r.startswith("matched the listed name"))


def alarms(names: Sequence[str], results: Sequence[Any]) -> dict[str, Any]:
    """Share of unrelated names that come out as match and as review, and the worst."""
    raised = [
        (result.hits[0].score, str(result.status), name, result.hits[0])
        for name, result in zip(names, results, strict=True)
        if result.hits
    ]
    raised.sort(key=lambda r: (-r[0], r[2]))
    count = {s: sum(r[1] == s for r in raised) for s in ("match", "review")}
    return {
        "names": len(names),
        "match_percent": 100 * count["match"] / len(names),
        "review_percent": 100 * count["review"] / len(names),
        "matches": [
            {
                "name": name,
                "listed": hit.matched_name,
                "list": hit.list,
                "score": score,
                "same_name": bare(name) == bare(hit.matched_name),
                "why": why(hit.reasons),
            }
            for score, status, name, hit in raised
            if status == "match"
        ],
    }


def measure(gate: Any, listgate: Any, material: Material) -> dict[str, Any]:
    """All measures of accuracy on the loaded list."""
    plain, hard = queries(material)
    found = [
        right_score(result, listed.entry)
        for asked in (plain, hard)
        for result, (_, listed, _) in zip(
            gate.screen_many([q[2] for q in asked]), asked, strict=True
        )
    ]
    plain_scores, hard_scores = found[: len(plain)], found[len(plain) :]
    registrants = list(gate.screen_many(material.registrants))
    cut = cut_at([top_score(r) for r in registrants])
    nobody = list(gate.screen_many(composed_persons(material, 1000)))
    companies = list(gate.screen_many(material.companies))

    pair_rows = material.rows("name_bench_dev.csv")
    scored = [
        (
            listgate.compare(
                row["name1"], row["name2"], type=TYPES[row["schema"]]
            ).score,
            row["is_match"] == "true",
        )
        for row in pair_rows
    ]
    strong_wrong = sum(
        row["quality"] == "STRONG" and (score >= listgate.REVIEW) != same
        for row, (score, same) in zip(pair_rows, scored, strict=True)
    )
    complaint_rows = material.rows("complaints_dev.csv")
    complaint_scores = [
        listgate.compare(row["query"], row["listed_name"], type=row["type"]).score
        for row in complaint_rows
    ]
    right, wrong = complaints_right(
        complaint_rows, complaint_scores, listgate.REVIEW, listgate.MATCH
    )
    # Found "at or above REVIEW": the smallest step below it makes `>` of recall `>=`.
    at_review = listgate.REVIEW - 1e-9
    return {
        "review": listgate.REVIEW,
        "match": listgate.MATCH,
        "recall_at_review": recall(plain, plain_scores, at_review),
        "equal_alarms": {"cut": cut, **recall(plain, plain_scores, cut)},
        "equal_alarms_harder": {"cut": cut, **recall(hard, hard_scores, cut)},
        "composed_persons_percent": 100
        * sum(top_score(r) > cut for r in nobody)
        / len(nobody),
        "registrants": alarms(material.registrants, registrants),
        "companies": alarms(material.companies, companies),
        "pairs": {
            "f1_at_review": f1(scored, listgate.REVIEW),
            "best_f1": best_f1(scored),
            "strong_wrong": strong_wrong,
            "count": len(scored),
        },
        "complaints": {"right_percent": right, "wrong": wrong},
        "chinese": chinese(gate, material),
    }


def chinese(gate: Any, material: Material) -> dict[str, Any]:
    """How many names in Chinese script find their entry among the first five hits."""
    rows = material.rows("chinese_script_dev.csv")
    results = gate.screen_many([row["query"] for row in rows])
    missed = [
        row["query"]
        for row, result in zip(rows, results, strict=True)
        if not any(
            row["listed_name_prefix"].lower() in hit.name.lower()
            for hit in result.hits[:5]
        )
    ]
    return {"count": len(rows), "found": len(rows) - len(missed), "missed": missed}
