"""Makes `license/data/ear.json`: the item side's small embedded tables.

    python scripts/make_ear_tables.py FOLDER

FOLDER holds extracts of 15 CFR parts 738, 740 and 774 as `listgate update us-ear` reads
them. Kept are facts only: the marks of the Country Chart, the Country Groups, and the
entries that video surveillance meets, each with its reasons for control. Headings are
left out, and of the exceptions only what says yes.

Entries with a day in SINCE are known to have read alike since then (from memory of the
regulation: a person confirms it); the others answer from the day of the extract on.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from listgate.history.arrival import read_path
from listgate.license.ear_codec import dump
from listgate.license.ear_json import read_json
from listgate.license.tables import CclEntry
from listgate.sources.unpack import unpack

OUT = Path(__file__).parent.parent / "src/listgate/license/data/ear.json"
_STORY = date(2019, 10, 9)
SINCE = dict.fromkeys(
    (
        "1A995 1A999 2A983 2D983 2E983 3A992 4A994 4D994 4E992 5A991 5A992 5B991 5D991 5D992 "
        "5E991 5E992 6A993"
    ).split(),
    _STORY,
)
ALSO = (
    "1A004 1D003 3A001 3A090 3A991 3B991 3D991 3E001 3E991 4A003 4A090 4D993 5A001 5A002 5A004 "
    "5D001 5D002 5E001 5E002 6A002 6A003 6E991 6E993"
).split()


def small(entry: CclEntry) -> CclEntry:
    """The facts of an entry, without its words."""
    kept = tuple(x for x in entry.exceptions if not x[1].upper().startswith("N/A"))
    return replace(entry, heading="", exceptions=kept, since=SINCE.get(entry.eccn))


def main() -> None:
    """Reads the folder and writes the table."""
    _, data = read_path(sys.argv[1])
    members = unpack(data, name=sys.argv[1])
    digest = sha256(
        b"".join(sorted(sha256(m).digest() for _, m in members))
    ).hexdigest()
    tables = read_json(members, f"sha256:{digest}")
    if tables is None:
        sys.exit("no extracts of the regulations there")
    wanted = {*SINCE, *ALSO}
    entries = {k: small(v) for k, v in tables.entries.items() if k in wanted}
    OUT.write_bytes(dump(replace(tables, entries=entries, complete=False)) + b"\n")
    print(f"{OUT.name}: {len(entries)} entries, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
