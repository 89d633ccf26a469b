"""Control lists taken from the publisher's files, whole or not at all."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from listgate.ear_files import FOLDER, ear_files
from listgate.errors import ParseError, QueryError, RefusedError
from listgate.history.falls import fell
from listgate.history.updates import Outcome, Taken, UpdateReport
from listgate.license.ear_codec import dump
from listgate.license.ear_json import read_json
from listgate.license.tables import LIST_CODE, EarTables
from listgate.records import DatedBy, ListVersion, Origin
from listgate.sources.unpack import unpack

if TYPE_CHECKING:
    pass


def is_ear(data: bytes, name: str = "") -> bool:
    """Whether a file or packed folder holds parts 738, 740 or 774 of title 15."""
    for head, whole in _heads(data, name):
        if b"15 CFR part 7" in head or any(part in head for part in _XML_PARTS):
            return True
        # The whole title has these parts far behind; one with the Entity List is taken
        # for that.
        if _whole_title(head) and b"to Part 738" in (text := whole()):
            return b"Supplement No. 4 to Part 744" not in text
    return False


def also_ear(data: bytes, name: str = "") -> bool:
    """Whether a file that was taken for a list of parties holds these parts too."""
    return any(
        _whole_title(head) and b"to Part 738" in whole()
        for head, whole in _heads(data, name)
    )


def _whole_title(head: bytes) -> bool:
    return b'TYPE="TITLE"' in head


_XML_PARTS = (b'N="738"', b'N="740"', b'N="774"', b"to Part 738", b"to Part 774")
_HEAD = 4096


def _heads(data: bytes, name: str) -> Iterator[tuple[bytes, Callable[[], bytes]]]:
    """The first bytes of each file, and what gives all of it.

    Nothing is unpacked further than it is looked at, where that can be.
    """
    if data.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(data, _HEAD)
        except zlib.error:
            return  # a damaged file is told by whoever reads it whole
        yield head, lambda: unpack(data, name=name)[0][1]
    elif data.startswith(b"PK"):
        for _, member in unpack(data, name=name):
            yield member[:_HEAD], member.__bytes__
    else:
        yield data[:_HEAD], data.__bytes__


def asked_for(codes: Sequence[str], data: bytes, name: str) -> bool:
    """Whether a file is the control list rather than a list of parties."""
    if LIST_CODE in codes:
        if len(codes) > 1:
            raise QueryError("update", f"{LIST_CODE} is loaded on its own")
        return True
    return not codes and is_ear(data, name)


def mentioned(report: UpdateReport, data: bytes, name: str) -> UpdateReport:
    """The report with a word on the control list where the file holds that too."""
    if not also_ear(data, name):
        return report
    told = (
        f"{name} holds the control list too: `listgate update us-ear --from` takes it."
    )
    return replace(report, sentences=(*report.sentences, told))


def update_ear(
    home: Path,
    data: bytes,
    name: str,
    *,
    published: date | None = None,
    force: bool = False,
) -> UpdateReport:
    """Takes a control list with chart and groups, whole or not at all.

    Raises:
        ParseError: The files are damaged or not of the regulations.
        RefusedError: The control list has lost a tenth of its entries.
        QueryError: ``published`` contradicts the files.
    """
    tables = read_ear(data, name, published, datetime.now(UTC).date())
    if published is not None and published != tables.published_at:
        raise QueryError(
            "--published",
            f"{published} contradicts the files, which are of {tables.published_at}",
        )
    kept = ear_files(home)
    sentences: list[str] = []
    if tables.dated_by is DatedBy.RETRIEVAL:
        sentences.append(
            f"{LIST_CODE}: the files state no day, and that of retrieval was taken; give "
            "--published where their text is older."
        )
    before = [f for f in kept if f.published_at <= tables.published_at]
    count = len(tables.entries)
    digest = tables.version.removeprefix("sha256:")
    stem = f"{tables.published_at}_{digest}_{count}"
    if tables.dated_by is not DatedBy.CONTENT:
        stem += f"_{tables.dated_by}"
    path = home / FOLDER / f"{stem}.json"
    version = ListVersion(
        LIST_CODE,
        tables.version,
        tables.published_at,
        tables.dated_by,
        Origin.LOADED,
        count,
    )
    text = dump(tables)
    if path.exists() and path.read_bytes() == text:
        sentences.append(
            f"{LIST_CODE}: this version was taken before; nothing changed."
        )
        return _report(name, version, Outcome.KNOWN, sentences)
    if path.exists():
        sentences.append(
            f"{LIST_CODE}: this version was taken by an older program and is read anew."
        )
    if before and fell(count, before[-1].entries) and not force:
        raise RefusedError(
            LIST_CODE,
            f"{name}: {count} entries, {before[-1].entries} in the version before; use "
            "--force to take it.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(text)
    part.replace(path)
    older = bool(kept) and tables.published_at < kept[-1].published_at
    if older:
        sentences.append(
            f"{LIST_CODE}: the version of {tables.published_at} is older than the loaded "
            f"one of {kept[-1].published_at} and was taken as history."
        )
    return _report(
        name, version, Outcome.HISTORY if older else Outcome.SERVING, sentences
    )


def _report(
    name: str, version: ListVersion, outcome: Outcome, sentences: list[str]
) -> UpdateReport:
    return UpdateReport(
        name, version.version, (Taken(version, outcome),), tuple(sentences)
    )


def read_ear(
    data: bytes,
    name: str,
    published: date | None = None,
    retrieved: date | None = None,
) -> EarTables:
    """The tables in a file or packed folder, recognized from the content.

    Raises:
        ParseError: It holds none, or they are damaged.
    """
    members = unpack(data, name=name)
    parts = b"".join(sorted(hashlib.sha256(m).digest() for _, m in members))
    version = f"sha256:{hashlib.sha256(parts).hexdigest()}"
    tables = read_json(members, version)
    if tables is None:
        from listgate.license.ear_xml import read_xml

        tables = read_xml(members, version, published, retrieved)
    if tables is None:
        raise ParseError(name, f"{name} holds no parts 738, 740 and 774 of title 15.")
    return replace(tables, version=version)
