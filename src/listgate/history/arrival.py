"""A file or folder on disk → the bytes that ``update`` takes."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from listgate.errors import QueryError


def read_path(path: str | Path) -> tuple[str, bytes]:
    """The name and bytes of a file, of a folder's files, or of standard input (``-``).

    A folder with one file is that file. One with several is packed into a zip whose
    bytes depend on names and contents alone, so that taking it twice is seen.

    Raises:
        QueryError: there is nothing there, or it cannot be read.
    """
    if str(path) == "-":
        return "standard input", sys.stdin.buffer.read()
    place = Path(path)
    try:
        if not place.is_dir():
            return place.name, place.read_bytes()
        found = sorted(
            p for p in place.rglob("*") if p.is_file() and _visible(p, place)
        )
        if len(found) == 1:
            return found[0].name, found[0].read_bytes()
        if not found:
            raise QueryError("--from", f"{place} is an empty folder")
        return place.name, _packed(place, found)
    except OSError as error:
        raise QueryError(
            "--from", f"{place} cannot be read: {error.strerror or error}"
        ) from error


def _visible(path: Path, folder: Path) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _packed(folder: Path, found: list[Path]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as packed:
        for path in found:
            # ZipInfo's own date is 1980-01-01, the same for everyone.
            member = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            packed.writestr(member, path.read_bytes())
    return buffer.getvalue()
