"""What an update did, in the formats of the command line."""

from __future__ import annotations

from typing import Any

from listgate.cli import ages, printing
from listgate.tables.text import aligned


def put_update(report: Any, form: str) -> None:
    """Prints the versions taken; its sentences go to standard error."""
    for sentence in report.sentences:
        printing.say(sentence)
    objects = [ages.version_dict(version) for version in report.taken]
    if form == "json":
        printing.put_json({"lists": objects})
    elif form == "jsonl":
        printing.put_jsonl(objects)
    else:
        head = ["code", "version", "published", "dated_by", "origin", "entries"]
        rows = [[o[key] for key in head] for o in objects]
        if form == "csv":
            printing.put_csv(head, rows)
            return
        head_ = ("list", "published", "dated by", "entries", "version")
        short = [(r[0], r[2], r[3], f"{r[5]:,}", r[1][:19]) for r in rows]
        for line in aligned(head_, short, printing.columns()) if short else ():
            printing.put(line + "\n")
