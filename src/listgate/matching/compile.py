"""Compiles the stories of all lists into one file that screening maps.

The file holds what the kernel reads (folded names, postings, spelling keys) and, beside
it, what a hit shows: names as written, dates, texts, citations. One file answers for
every day: each entry carries the interval in which it holds.
"""

from __future__ import annotations

import ctypes as c
import json
import os
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from listgate.errors import ListgateError
from listgate.matching import evidence
from listgate.matching.caps import (
    BEGINS_WITH_PARENT,
    BEHIND_PARENT,
    PARENT_CAP,
    WEAK_CAP,
)
from listgate.matching.container import pack
from listgate.matching.kernel import Kernel, library, tables
from listgate.matching.text_digest import text_digest
from listgate.matching.told import Told
from listgate.names.fold import fold_lines, one_line
from listgate.names.han_units import parents_of
from listgate.names.latin import renderings
from listgate.names.scripts import has_han
from listgate.records import (
    Alias,
    AliasKind,
    AliasQuality,
    Citation,
    ListEntry,
    PartyType,
)
from listgate.sources.rules import rule_of, volume_begins

FORMAT = 20
MOST_LISTS = 64  # a bit each in what the kernel is asked
MOST_NAMES = 1 << 24  # three bytes of a posting name one
TYPES = {
    PartyType.UNKNOWN: 0,
    PartyType.PERSON: 1,
    PartyType.ORGANIZATION: 2,
    PartyType.VESSEL: 3,
    PartyType.AIRCRAFT: 4,
    PartyType.ADDRESS: 5,
}
ALWAYS, NEVER = -(1 << 31), (1 << 31) - 1

MAX_RENDERINGS = 3


def _known_from(citation: Citation) -> date | None:
    """The day from which a rule is cited: its publication, or before it the day it binds.

    Of a rule that is not known and has no day, its volume tells the year.
    """
    day = citation.published_at
    rule = rule_of(citation.printed, day) or rule_of(citation.cite, day)
    if rule is not None:
        return min(day or rule.published_at, rule.in_force_from)
    return day or volume_begins(citation.cite)


def _cap(alias: Alias | None) -> float:
    if alias is None:
        return 1.0
    if alias.kind is AliasKind.PARENT:
        return PARENT_CAP
    return WEAK_CAP if alias.quality is AliasQuality.WEAK else 1.0


def story_names(story: Told) -> dict[str, float]:
    """Every name the party has borne in the story, with the most a match of it counts."""
    names: dict[str, float] = {}
    for _, entry in reversed(story.states):
        for name, alias in [(entry.name, None), *((a.name, a) for a in entry.aliases)]:
            text = one_line(name).strip()
            if text:
                names[text] = max(names.get(text, 0.0), _cap(alias))
    return names


def _parented(names: dict[str, float]) -> int:
    """How the names of a party tell that it is a unit of another one, as bits."""
    listed = BEHIND_PARENT if PARENT_CAP in names.values() else 0
    chinese = any(has_han(name) and parents_of(name) for name in names)
    return listed | (BEGINS_WITH_PARENT if chinese else 0)


def _ordinal(day: date | None, otherwise: int) -> int:
    return day.toordinal() if day else otherwise


class _Phrases:
    """Texts stored once and named by number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def _reason(entry: ListEntry) -> tuple[str, ...]:
    """Why a user has put the entry on a list of the user's own, if that is said."""
    return tuple(text for name, text in entry.details if name == "reason")[:1]


def _card(story: Told, lists: _Phrases, phrases: _Phrases) -> list[object]:
    """What a hit shows of an entry, for every day."""

    def state(day: date, entry: ListEntry) -> list[object]:
        return [
            day.toordinal(),
            entry.name,
            list(entry.countries),
            phrases.number(entry.license_requirement),
            phrases.number(entry.license_review_policy),
            [
                [x.cite, x.printed, (d := _known_from(x)) and d.toordinal()]
                for x in entry.citations
            ],
            entry.type.value,
            list(entry.programs),
            list(entry.footnotes),
            text_digest(entry),
            *(_reason(entry) if entry.list.startswith("own:") else ()),
        ]

    newest = story.states[-1][1]
    return [
        story.entry,
        newest.list,
        story.held_from and story.held_from.toordinal(),
        story.basis.value,
        story.held_to and story.held_to.toordinal(),
        story.doubtful_from and story.doubtful_from.toordinal(),
        [state(day, entry) for day, entry in story.states],
        story.absent_on and story.absent_on.toordinal(),
        story.seen_from and story.seen_from.toordinal(),
    ]


def _blob(texts: Iterable[bytes]) -> tuple[bytes, bytes]:
    body = bytearray()
    starts = array("I", [0])
    for text in texts:
        body += text
        starts.append(len(body))
    return bytes(body), starts.tobytes()


def kernel_sections(
    lines: Sequence[str], types: Sequence[int], kernel: Kernel
) -> dict[str, bytes]:
    """The kernel's own arrays for ASCII names, one type a name."""
    lib = library()
    block, offsets = fold_lines(lines)
    at = array("I", offsets)
    kinds = array("B", types)
    built = lib.lg_build(
        kernel.handle, block, at.buffer_info()[0], len(lines), kinds.buffer_info()[0]
    )
    try:
        sections = {}
        where, size, name = c.c_void_p(), c.c_uint64(), c.c_char_p()
        number = 0
        while lib.lg_build_section(
            built, number, c.byref(where), c.byref(size), c.byref(name)
        ):
            data = c.string_at(where, size.value) if size.value else b""
            sections[(name.value or b"").decode()] = data
            number += 1
    finally:
        lib.lg_build_free(built)
    return sections


def compile_index(stories: Sequence[Told]) -> bytes:
    """The bytes of an index of these stories; their order does not matter."""
    ordered = sorted(
        stories, key=lambda s: (s.entry, _ordinal(s.first_day, ALWAYS), s.versions)
    )
    lists, phrases = _Phrases(), _Phrases()
    for code in sorted({s.states[-1][1].list for s in ordered}):
        lists.number(code)
    if len(lists.numbers) > MOST_LISTS:
        raise ListgateError(
            f"{len(lists.numbers)} lists are loaded, and {MOST_LISTS} can be screened "
            "at once; put own lists together."
        )
    phrases.number("")
    lines: list[str] = []
    kinds: list[int] = []
    owner, spelled, caps = array("I"), array("I"), array("f")
    names: list[bytes] = []
    entry_type, entry_list = array("B"), array("B")
    since, until, plain = array("i"), array("i"), array("B")
    cards: list[bytes] = []
    first_shown, doubt, parented = array("I"), array("B"), array("B")
    for number, story in enumerate(ordered):
        newest = story.states[-1][1]
        kind = TYPES[newest.type]
        entry_type.append(kind)
        entry_list.append(lists.number(newest.list))
        since.append(_ordinal(story.first_day, ALWAYS))
        until.append(_ordinal(story.held_to, NEVER))
        plain.append(len({e.name for _, e in story.states}) == 1)
        doubt.append(story.doubtful_from is not None)
        cards.append(
            json.dumps(
                _card(story, lists, phrases), ensure_ascii=False, separators=(",", ":")
            ).encode()
        )
        story_caps = story_names(story)
        parented.append(_parented(story_caps))
        for name, cap in story_caps.items():
            shown = len(names)
            if len(first_shown) == number:
                first_shown.append(shown)
            names.append(name.encode())
            if newest.type is PartyType.ADDRESS:
                continue  # `Address 01` is a label, not a name that someone bears
            for line in dict.fromkeys(renderings(name)[:MAX_RENDERINGS]):
                lines.append(one_line(line))
                kinds.append(kind)
                owner.append(number)
                spelled.append(shown)
                caps.append(cap)
    if len(lines) > MOST_NAMES:
        raise ListgateError(
            f"{len(lines):,} names are loaded, and {MOST_NAMES:,} can be screened at once."
        )
    name_body, name_starts = _blob(names)
    card_body, card_starts = _blob(cards)
    meta = {
        "format": FORMAT,
        "lists": list(lists.numbers),
        "phrases": list(phrases.numbers),
    }
    sections = kernel_sections(lines, kinds, Kernel(tables()))
    sections |= {
        "name.entry": owner.tobytes(),
        "name.cap": caps.tobytes(),
        "name.shown": spelled.tobytes(),
        "entry.type": entry_type.tobytes(),
        "entry.list": entry_list.tobytes(),
        "entry.from": since.tobytes(),
        "entry.to": until.tobytes(),
        "entry.plain": plain.tobytes(),
        "entry.doubt": doubt.tobytes(),
        "entry.parented": parented.tobytes(),
        "entry.shown": first_shown.tobytes(),
        "names.text": name_body,
        "names.starts": name_starts,
        "cards.text": card_body,
        "cards.starts": card_starts,
        "meta": json.dumps(meta, ensure_ascii=False).encode(),
        **evidence.sections(ordered),
    }
    return pack(sections)


def write_whole(path: Path, data: bytes) -> None:
    """Puts a file in place whole: readers see the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
