"""Workbooks and Parquet: made of the finished rows, with what was asked beside them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from listgate.batch.question import Layout
from listgate.batch.render import names
from listgate.batch.run import Tally
from listgate.cli import options
from listgate.cli.ages import document_head

if TYPE_CHECKING:
    from listgate.records import ListVersion
    from listgate.tables.workbook_out import About


def pack(
    layout: Layout,
    body: BinaryIO,
    out: BinaryIO,
    args: argparse.Namespace,
    versions: Sequence[ListVersion],
    tally: Tally,
) -> None:
    """Makes a workbook or a Parquet file of rows rendered for it."""
    header = names(layout)
    inputs = len(layout.header)
    if layout.format == "xlsx":
        from listgate.tables.workbook_out import write_workbook

        about = _about(args, versions, tally)
        write_workbook(body, tally.read, header, inputs, about, out)
    else:
        from listgate.tables.parquet_out import write_parquet

        head = document_head(args.on, versions, layout.thresholds)
        write_parquet(body, header, inputs, json.dumps(head, ensure_ascii=False), out)


def _about(
    args: argparse.Namespace, versions: Sequence[ListVersion], tally: Tally
) -> About:
    """What the last sheet of a workbook tells."""
    from importlib.metadata import version

    import listgate
    from listgate.tables.workbook_out import About

    told = options.thresholds(args) or (listgate.MATCH, listgate.REVIEW)
    clear = tally.screened - tally.matches - tally.reviews
    facts = (
        ("Screened by", f"Listgate {version('listgate')}"),
        ("Input", Path(args.file).name if args.file else "names given"),
        ("As of", args.on.isoformat()),
        ("Match from score", str(told[0])),
        ("Review from score", str(told[1])),
        ("Rows read", f"{tally.read:,}"),
        ("match", f"{tally.matches:,}: treat as the listed party"),
        ("review", f"{tally.reviews:,}: a person must look"),
        ("clear", f"{clear:,}: nothing close enough on these lists"),
        ("error", f"{tally.failed:,}: could not be read, so was not screened"),
    )
    rows = tuple(
        (
            v.code,
            v.dated_by.value,
            v.published_at.isoformat(),
            v.origin.value,
            f"{v.entries:,}",
            v.version,
        )
        for v in versions
    )
    heads = ("list", "dated by", "published", "origin", "entries", "version")
    return About(facts, heads, rows)
