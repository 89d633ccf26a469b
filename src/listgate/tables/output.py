"""Output that is whole or not there: written beside its target, then renamed."""

from __future__ import annotations

import contextlib
import gzip
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from listgate.errors import QueryError

_FORMATS = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".txt": "table",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".pq": "parquet",
}
# Made of a body that must be whole first.
PACKED = ("xlsx", "parquet")


def format_of(path: str | Path) -> str:
    """The format that a file's suffix asks for; empty where it says nothing.

    Raises:
        QueryError: The suffix names a format that is not written.
    """
    name = Path(path).name.lower()
    suffix = Path(name.removesuffix(".gz")).suffix
    if suffix in (".xls", ".xlsb", ".xlsm", ".ods"):
        raise QueryError(str(path), f"{suffix} is not written; choose .xlsx.")
    for packed in (".xz", ".bz2", ".zip", ".zst"):
        if name.endswith(packed):
            raise QueryError(str(path), f"{packed} is not written; choose .gz.")
    form = _FORMATS.get(suffix, "")
    if form in PACKED and name.endswith(".gz"):
        raise QueryError(str(path), f"{suffix} is compressed in itself; leave out .gz.")
    return form


@contextlib.contextmanager
def output(path: str | Path) -> Iterator[BinaryIO]:
    """A stream to a file that appears under its name only when all is written.

    ``-`` is standard output, and devices and pipes are written straight. A name that
    ends in ``.gz`` is compressed.

    Raises:
        QueryError: The folder is not there or may not be written.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path).resolve()  # a link stays a link, what it points to is replaced
    if target.is_dir():
        raise QueryError(str(path), "this is a folder.")
    if target.exists() and not target.is_file():
        with target.open("wb") as device:
            yield device
        return
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        # A plain open gives the file the rights that the user's umask asks for.
        with part.open("xb") as file:
            yield from _maybe_compressed(file, target)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        if error.filename == str(part):
            reason = f"cannot be written: {error.strerror}."
            raise QueryError(str(path), reason) from None
        raise
    finally:
        part.unlink(missing_ok=True)


def _maybe_compressed(file: BinaryIO, target: Path) -> Iterator[BinaryIO]:
    """The stream itself, or one that compresses into it."""
    if target.suffix != ".gz":
        yield file
        return
    # No name and no time inside, so that the same rows give the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        yield cast(BinaryIO, packed)
