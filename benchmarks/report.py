"""The results as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

SHOWN_ALARMS = 25


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _speed(told: dict[str, Any]) -> str:
    speed, ten = told["speed"], told.get("tenfold")
    one = speed["one_core"]
    rows: list[tuple[str, str]] = [
        (
            "names a second, one core, results looked at",
            f"{one['names_per_second']:,.0f}",
        ),
        (
            "names a second, two processes on two cores",
            f"{speed['two_cores_names_per_second']:,.0f}",
        ),
        (
            "one name in process, median / 99th percentile",
            f"{one['single_median_ms']:.2f} / {one['single_p99_ms']:.2f} ms",
        ),
        ("one name from a cold shell", f"{speed['cold_shell_s']:.2f} s"),
        (
            "importing, opening the compiled index and the first name",
            f"{one['import_ms'] + one['open_and_first_name_ms']:.0f} ms",
        ),
        (
            "first answer in an empty home (compiles the embedded list)",
            f"{speed['empty_home_first_answer_s']:.1f} s",
        ),
        ("`listgate update` with the whole list", f"{speed['update_s']:.1f} s"),
        (
            "first answer after it (compiles the index if update did not)",
            f"{speed['first_answer_after_update_s']:.1f} s",
        ),
        *(
            (
                f"a CSV file of {speed['file']['rows']:,} rows end to end, "
                f"{jobs} process{'es' if jobs != '1' else ''}",
                f"{seconds:.1f} s",
            )
            for jobs, seconds in speed["file"]["seconds_by_jobs"].items()
        ),
        ("largest resident memory, index pages included", f"{one['peak_mb']:.0f} MB"),
    ]
    if ten:
        slower = one["names_per_second"] / ten["one_core"]["names_per_second"]
        rows += [
            (
                f"ten times the list ({ten['list_names']:,} names), one core",
                f"{ten['one_core']['names_per_second']:,.0f} names a second "
                f"({slower:.1f} times slower)",
            ),
            (
                "… listed names with one typo that raise an alarm",
                f"{ten['one_typo_found_percent']:.1f} %",
            ),
            ("… memory", f"{ten['one_core']['peak_mb']:.0f} MB"),
        ]
    return _table(("measure", "result"), rows)


def _recall(told: dict[str, Any]) -> str:
    found = told["accuracy"]
    columns = {
        "Listgate at `REVIEW`": found["recall_at_review"],
        "Listgate": found["equal_alarms"],
        **{name: peer["equal_alarms"] for name, peer in told["peers"].items()},
    }
    kinds = list(found["recall_at_review"])
    rows = [
        (
            kind,
            *(
                f"{column[kind]:.1f}" if kind in column else ""
                for column in columns.values()
            ),
        )
        for kind in kinds
    ]
    return _table(("damage", *columns), rows)


def _harder(told: dict[str, Any]) -> str:
    found = told["accuracy"]["equal_alarms_harder"]
    return _table(
        ("damage", "found, %"),
        [(kind, f"{share:.1f}") for kind, share in found.items() if kind != "cut"],
    )


def _peers(told: dict[str, Any]) -> str:
    found, one = told["accuracy"], told["speed"]["one_core"]
    rows = [
        (
            "Listgate",
            f"{one['names_per_second']:,.0f}",
            f"{found['equal_alarms']['mean']:.1f}",
            f"{found['pairs']['f1_at_review']:.3f} at `REVIEW` "
            f"(best {found['pairs']['best_f1'][0]:.3f})",
            f"{found['complaints']['right_percent']:.0f}",
        )
    ]
    for name, peer in told["peers"].items():
        pairs = peer.get("pairs")
        complaints = peer.get("complaints_right_percent")
        rows.append(
            (
                name,
                f"{peer['names_per_second']:,.0f}",
                f"{peer['equal_alarms']['mean']:.1f}",
                f"best {pairs['best_f1'][0]:.3f}" if pairs else "",
                f"{complaints:.0f}" if complaints is not None else "",
            )
        )
    return _table(
        (
            "system",
            "names a second, one core",
            "found at equal alarms, %",
            "name pairs, F1",
            "reported failures right, %",
        ),
        rows,
    )


def _alarms(told: dict[str, Any], key: str, names: str) -> str:
    matches = told["accuracy"][key]["matches"]
    others = [a for a in matches if not a["same_name"]]
    shown = others[:SHOWN_ALARMS]
    rows = [
        (a["name"], a["listed"], a["list"], f"{a['score']:.2f}", a["why"])
        for a in shown
    ]
    return (
        f"Of {len(matches):,} matches among {names}, {len(matches) - len(others):,} have "
        "the name of the listed party but for its legal form: mostly the party itself. "
        f"Of the {len(others):,} others, the {len(shown):,} with the highest scores:\n\n"
        + _table(("name", "taken for", "list", "score", "why"), rows)
    )


def _determinations(told: dict[str, Any]) -> str:
    if not told:
        return ""
    record = told["with_record_per_second"]
    rows = (
        (
            "determinations a second once parties are screened",
            f"{told['determinations_per_second']:,.0f}",
        ),
        ("the same with the record and its digest", f"{record:,.0f}"),
        (
            "transactions a second, parties screened and records written",
            f"{told['screening_included_per_second']:,.0f}",
        ),
        (
            "yardstick: such records to JSON and back",
            f"{told['json_there_and_back_per_second']:,.0f}",
        ),
    )
    return f"""\
## License determinations

{told["transactions"]:,} transactions on one core, with {told["parties"]:,} parties and owners,
two in five of them listed; the items are EAR99 and entries of the whole control list.
{told["failed"]:,} were refused by name (owners beyond 100 percent, say).

{_table(("measure", "result"), rows)}
"""


def page(told: dict[str, Any]) -> str:
    """The page ``docs/benchmarks.md``."""
    machine, found = told["machine"], told["accuracy"]
    entries = sum(v["entries"] for v in found["lists"])
    registrants, companies = found["registrants"], found["companies"]
    chinese = found["chinese"]
    missed = f"; missed: {', '.join(chinese['missed'])}" if chinese["missed"] else ""
    return f"""\
# Benchmarks

<!-- Written by `make bench`; edit benchmarks/report.py instead. -->

| measured on | {told["measured_on"]} |
| --- | --- |
| machine | {machine["processor"]}, {machine["cores"]} cores, {machine["system"]}, Python {machine["python"]} |
| lists | the U.S. consolidated list of 2026-07-31 over the embedded list: {len(found["lists"])} lists, {entries:,} entries |
| thresholds | `REVIEW` {found["review"]}, `MATCH` {found["match"]} |
| raw results | `benchmarks/results/latest.json` |

## Speed

Names are half real companies, half listed names with one or two typos
({told["speed"]["names"]:,} names).

{_speed(told)}

The longer list is the real one with nine siblings of each entry, whose rare words are
replaced by new ones with the list's own letter sequences.

{_determinations(told.get("determinations", {}))}
## Beside other systems

By name alone, in the same run, on the same names. *Equal alarms*: each system at the score
that {100 * 0.01:.0f} % of unrelated company names (U.S. registrants) exceed. logic-v2 was
given a sample of the same names and the 50 candidates most similar by edit distance.

{_peers(told)}

## Listed names found, by kind of damage (percent)

The first column is at `REVIEW`, the others at equal alarms.

{_recall(told)}

Harder kinds, at equal alarms:

{_harder(told)}

Persons made of two listed persons' names, who are nobody, raise an alarm in
{found["composed_persons_percent"]:.1f} % of cases.

Names in Chinese script: {chinese["found"]} of {chinese["count"]} find their entry{missed}.

Labelled name pairs: F1 {found["pairs"]["f1_at_review"]:.3f} at `REVIEW` on
{found["pairs"]["count"]} pairs, {found["pairs"]["strong_wrong"]} of quality STRONG wrong.
Failures that users of other systems reported in public:
{found["complaints"]["right_percent"]:.1f} % right; wrong:
{", ".join(found["complaints"]["wrong"]) or "none"}.

## False alarms

| names | count | match, % | review, % |
| --- | --- | --- | --- |
| U.S. registrants | {registrants["names"]:,} | {registrants["match_percent"]:.2f} | {registrants["review_percent"]:.2f} |
| companies on stock exchanges | {companies["names"]:,} | {companies["match_percent"]:.2f} | {companies["review_percent"]:.2f} |

{_alarms(told, "registrants", "registrants")}

{_alarms(told, "companies", "exchange-listed companies")}
"""
