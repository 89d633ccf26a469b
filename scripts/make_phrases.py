"""Makes `docs/reference/phrases.md`: every requirement and policy text, and its structure.

    python scripts/make_phrases.py FILE...

FILE is a published version of the Entity List or the Military End-User List in any form
that `listgate update` takes. With no file, the embedded versions are shown.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from listgate.history.arrival import read_path
from listgate.license.eccn import EccnSet
from listgate.license.policy import ReviewPolicy, parse_policy
from listgate.license.requirement import Exclusion, Requirement, parse_requirement
from listgate.records import ListEntry
from listgate.sources import embedded
from listgate.sources.recognise import read_lists

OUT = Path(__file__).parent.parent / "docs/reference/phrases.md"
LISTS = ("us-bis-el", "us-bis-meu")


def main() -> None:
    """Counts the texts and writes the page."""
    versions = [_read(path) for path in sys.argv[1:]] or [_embedded()]
    entries = [e for version in versions for e in version]
    requirements = Counter(_folded(e.license_requirement) for e in entries)
    policies = Counter(_folded(e.license_review_policy) for e in entries)
    parsed = {t: parse_requirement(t) for t in requirements}
    judged = {t: parse_policy(t) for t in policies}
    whole = sum(p.understood for p in parsed.values())
    known = sum(p.understood for p in judged.values())
    lines = [
        "# Texts of requirements and policies",
        "",
        f"Made by `scripts/make_phrases.py` from {len(versions)} version(s) with "
        f"{len(entries):,} entries of the Entity List and the Military End-User List. "
        f"Of {len(parsed)} distinct license requirements {whole} are understood in full, of "
        f"{len(judged)} distinct review policies {known}; the rest stand as they are and are "
        "named in the answer.",
        "",
        "## License requirements",
        "",
        "| rows | text | read as |",
        "| ---: | --- | --- |",
        *(
            f"| {n} | {_cell(t)} | {_requirement(parsed[t])} |"
            for t, n in sorted(requirements.items(), key=lambda r: (-r[1], r[0]))
        ),
        "",
        "## License review policies",
        "",
        "| rows | text | read as |",
        "| ---: | --- | --- |",
        *(
            f"| {n} | {_cell(t)} | {_policy(judged[t])} |"
            for t, n in sorted(policies.items(), key=lambda r: (-r[1], r[0]))
        ),
        "",
    ]
    OUT.write_text("\n".join(lines), encoding="utf-8")
    print(f"requirements {whole}/{len(parsed)}, policies {known}/{len(judged)}")


def _read(path: str) -> tuple[ListEntry, ...]:
    name, data = read_path(path)
    found = [p for p in read_lists(data, name=name) if p.code in LISTS]
    return tuple(e for p in found for e in p.entries)


def _embedded() -> tuple[ListEntry, ...]:
    found: Iterable[tuple[object, tuple[ListEntry, ...]]] = embedded.load(
        LISTS
    ).versions
    return tuple(e for _, entries in found for e in entries)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|") or "(none)"


def _requirement(found: Requirement) -> str:
    parts = [_with(found.scope.value, found.eccns)]
    if found.projects:
        parts.append(f"used in projects of {found.projects}")
    parts.extend(
        f"not: {_with(e.value, found.not_eccns if e is Exclusion.ECCNS else EccnSet())}"
        for e in found.exclusions
    )
    if found.footnotes:
        parts.append(f"footnote {', '.join(map(str, found.footnotes))}")
    if found.footnote_open:
        parts.append("which footnote is open")
    if found.gov:
        parts.append(f"GOV left ({found.gov})")
    if found.worldwide:
        parts.append("wherever located")
    if found.leaked_policy:
        parts.append(f"also policy: {found.leaked_policy}")
    if found.cut:
        parts.append("**broken off by the source**")
    if found.left_over:
        parts.append(f"**not understood: {found.left_over}**")
    return "; ".join(parts)


def _with(words: str, eccns: EccnSet) -> str:
    return f"{words} ({', '.join(map(str, eccns.named))})" if eccns.named else words


def _policy(found: ReviewPolicy) -> str:
    if found.misplaced:
        return "**requirement text in the policy's column: as stated**"
    parts = [f"{c.policy.value} for {c.about()}" for c in found.clauses]
    if found.by_reference:
        parts.append(f"as stated in {', '.join(found.sections)}")
    if found.left_over:
        parts.append(f"**not understood: {found.left_over}**")
    return "; ".join(parts) or "**none stated**"


if __name__ == "__main__":
    main()
