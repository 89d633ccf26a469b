"""What an update did, in the formats of the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from listgate.cli import printing
from listgate.tables.text import aligned

if TYPE_CHECKING:
    from listgate.history.updates import UpdateReport


def put_update(report: UpdateReport, form: str) -> None:
    """Prints what became of each list; the sentences go to standard error."""
    told = report.to_dict()
    lists = told["lists"]
    if form == "json":
        printing.put_json(told)
    elif form == "jsonl":
        printing.put_jsonl(lists)
    elif form == "csv":
        head = ("code", "version", "published", "dated_by", "entries", "outcome")
        printing.put_csv(head, [[one[name] for name in head] for one in lists])
    else:
        put_lists(lists)
    for sentence in report.sentences:
        printing.say(sentence)


def put_lists(lists: Sequence[Mapping[str, Any]]) -> None:
    """A table of lists and what became of each; nothing where there are none."""
    if not lists:
        return
    head = ("list", "published", "dated by", "entries", "outcome", "version")
    rows = [
        (
            one["code"],
            one["published"],
            one["dated_by"],
            f"{one['entries']:,}",
            one["outcome"],
            one["version"][:19],
        )
        for one in lists
    ]
    printing.put("\n".join(aligned(head, rows, printing.columns())) + "\n")
