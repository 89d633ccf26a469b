"""A compiled index, mapped: from folded lines to hits with what they show."""

from __future__ import annotations

import ctypes as c
import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from listgate.errors import QueryError
from listgate.matching.caps import PARENT_CAP
from listgate.matching.container import unpack
from listgate.matching.evidence import Evidence
from listgate.matching.kernel import Ask, Kernel, Mapped, library, tables

ALL_LISTS = (1 << 64) - 1
_ID_REACH = 80  # bytes of a card in which its id ends as a rule
# As the file holds it, in single precision.
_PARENT = array("f", [PARENT_CAP])[0]


@dataclass(frozen=True, slots=True)
class Text:
    """What an entry says on one day, as far as a hit shows it."""

    name: str
    countries: tuple[str, ...]
    license_requirement: str
    license_review_policy: str
    citations: tuple[str, ...]
    type: str
    programs: tuple[str, ...]
    footnotes: tuple[int, ...]
    later: date | None  # the text is known only from this later day
    digest: str = ""  # of all that the entry says
    printed: tuple[str, ...] = ()  # the pages as the source has them, by citation
    reason: str = ""  # why a user put it on a list of the user's own


class Card:
    """One entry as the index holds it: id, interval, texts by day."""

    __slots__ = (
        "_states",
        "absent_on",
        "basis",
        "doubtful_from",
        "entry",
        "held_from",
        "held_to",
        "list",
        "seen_from",
    )

    def __init__(self, row: list[Any]) -> None:
        def day(n: int | None) -> date | None:
            return date.fromordinal(n) if n else None

        self.entry: str = row[0]
        self.list: str = row[1]
        self.held_from = day(row[2])
        self.basis: str = row[3]
        self.held_to = day(row[4])
        self.doubtful_from = day(row[5])
        self._states: list[list[Any]] = row[6]
        self.absent_on, self.seen_from = day(row[7]), day(row[8])

    def countries(self) -> tuple[str, ...]:
        """Every country the entry was ever listed under."""
        return tuple(dict.fromkeys(c for s in self._states for c in s[2]))

    def names(self) -> tuple[str, ...]:
        """Every name under which the entry was ever listed, without aliases."""
        return tuple(dict.fromkeys(s[1] for s in self._states))

    def citations(self) -> tuple[str, ...]:
        """Every rule the entry ever cited, by its first page."""
        return tuple(dict.fromkeys(c[0] for s in self._states for c in s[5]))

    def type(self) -> str:
        """The entry's type in its newest text."""
        return str(self._states[-1][6])

    def in_doubt(self, day: date) -> bool:
        """Whether the entry may have ended by that day: at most a ``review``."""
        return (
            self.doubtful_from is not None
            and self.held_to is not None
            and self.doubtful_from < day < self.held_to
        )

    def text(self, day: date, phrases: Sequence[str]) -> Text:
        """The text that counts on a day."""
        asked = day.toordinal()
        held = [s for s in self._states if s[0] <= asked]
        state = held[-1] if held else self._states[0]
        cites: dict[str, str] = {}
        for cite, printed, published in state[5]:
            if published is None or published <= asked:
                cites.setdefault(cite, printed)
        return Text(
            name=state[1],
            countries=tuple(state[2]),
            license_requirement=phrases[state[3]],
            license_review_policy=phrases[state[4]],
            citations=tuple(cites),
            printed=tuple(cites.values()),
            type=state[6],
            programs=tuple(state[7]),
            footnotes=tuple(state[8]),
            later=None if held else date.fromordinal(state[0]),
            digest=state[9],
            reason=state[10] if len(state) > 10 else "",
        )


class Found:
    """Hits of a block of lines, as flat arrays of ``limit`` places a line.

    ``crowded`` tells of each line whether so many listed names are as like it as those
    looked at that others may have been kept from it.
    """

    __slots__ = ("counts", "crowded", "entries", "limit", "names", "scores")

    def __init__(self, n: int, limit: int) -> None:
        self.limit = limit
        self.counts = (c.c_int32 * n)()
        self.crowded = (c.c_uint8 * n)()
        self.entries = (c.c_uint32 * (n * limit))()
        self.names = (c.c_uint32 * (n * limit))()
        self.scores = (c.c_double * (n * limit))()

    def hit_lines(self) -> list[tuple[int, int]]:
        """The lines that have hits, each with how many."""
        if not len(self.counts):
            return []
        counts = memoryview(self.counts).cast("B").cast("i").tolist()
        return [(i, n) for i, n in enumerate(counts) if n]


class Index:
    """An index file, mapped read-only and shared between processes.

    One object serves one thread: the kernel keeps room to work in.
    """

    def __init__(self, path: Path) -> None:
        self._mapped = Mapped(path)
        view = memoryview(self._mapped.view)
        self.sections = unpack(view)
        meta = json.loads(bytes(self.sections["meta"]))
        self.lists: tuple[str, ...] = tuple(meta["lists"])
        self.phrases: tuple[str, ...] = tuple(meta["phrases"])
        self.kernel = Kernel(tables(), self._mapped)
        self._search = library().lg_search
        self._shown = self.sections["name.shown"].cast("I")
        self._name_text = self.sections["names.text"]
        self._name_starts = self.sections["names.starts"].cast("I")
        self._card_text = self.sections["cards.text"]
        self._card_starts = self.sections["cards.starts"].cast("I")
        self._caps = self.sections["name.cap"].cast("f")
        self._plain = self.sections["entry.plain"]
        self._first_shown = self.sections["entry.shown"].cast("I")
        self.doubt = self.sections["entry.doubt"]
        self.parented = self.sections["entry.parented"]
        self.entry_list = self.sections["entry.list"]
        self.entry_type = self.sections["entry.type"]
        self.name_entry = self.sections["name.entry"].cast("I")
        self._from = self.sections["entry.from"].cast("i")
        self._to = self.sections["entry.to"].cast("i")
        self.card = lru_cache(maxsize=20_000)(self._card)

    def __len__(self) -> int:
        return len(self._plain)

    def lists_bits(self, codes: Sequence[str] | None) -> int:
        """The bits of the lists asked for; all where none are named.

        Raises:
            QueryError: A code is no list of this index.
        """
        if not codes:
            return ALL_LISTS
        bits = 0
        for code in codes:
            if code not in self.lists:
                raise QueryError(
                    "list", f"{code!r} is not loaded; see `listgate lists`"
                )
            bits |= 1 << self.lists.index(code)
        return bits

    def search(
        self,
        block: bytes,
        offsets: Sequence[int],
        *,
        day: date,
        lists: int = ALL_LISTS,
        floor: float,
        limit: int,
        types: bytes | None = None,
    ) -> Found:
        """Screens folded lines.

        Args:
            block: Folded lines, as ``names.fold.fold_lines`` gives them.
            offsets: Starts of the lines and the end of the last.
            day: The day asked about.
            lists: Bits of the lists asked.
            floor: Least score reported, 0 to 1.
            limit: Most entries a line.
            types: One byte a line with the party's type; unknown when left out.
        """
        n = len(offsets) - 1
        found = Found(n, limit)
        at = array("I", offsets)
        ask = Ask(day.toordinal(), 0, lists, floor, limit, 0)
        self._search(
            self.kernel.handle,
            block,
            at.buffer_info()[0],
            n,
            types,
            c.byref(ask),
            found.counts,
            found.crowded,
            found.entries,
            found.names,
            found.scores,
        )
        return found

    def name(self, line: int) -> str:
        """A listed name as written, by the number of an index line."""
        return self._name(self._shown[line])

    def cap(self, line: int) -> float:
        """The most a match of a listed name counts: weak aliases raise questions only."""
        return self._caps[line]

    def is_parent(self, line: int) -> bool:
        """Whether a listed name is that of a unit's parent."""
        return self._caps[line] == _PARENT

    def admits(self, entry: int, day: date, lists: int = ALL_LISTS) -> bool:
        """Whether an entry holds on a day and is of a list that is asked."""
        asked = lists >> self.entry_list[entry] & 1
        return bool(asked) and self._from[entry] <= day.toordinal() < self._to[entry]

    def plain_name(self, entry: int) -> str | None:
        """The entry's first name where it bore one only, else None."""
        return self._name(self._first_shown[entry]) if self._plain[entry] else None

    def card_of(self, entry: str, day: date) -> Card | None:
        """The card of an entry by its id; of its stay on the day, or of its last one."""
        found = None
        for at in self._stays(entry):
            found = self.card(at)
            if self.admits(at, day):
                return found
        return found

    def number_of(self, entry: str, day: date) -> int | None:
        """The number of an entry by its id, of its stay on the day; None for none."""
        return next((n for n in self._stays(entry) if self.admits(n, day)), None)

    def _stays(self, entry: str) -> Iterator[int]:
        """The numbers of an entry's stays; cards stand in the order of ids."""
        at = bisect_left(range(len(self)), entry, key=self._id)
        while at < len(self) and self._id(at) == entry:
            yield at
            at += 1

    def _id(self, number: int) -> str:
        """An entry's id, the first text of its card, without reading the rest."""
        start, end = self._card_starts[number], self._card_starts[number + 1]
        head = bytes(self._card_text[start : min(end, start + _ID_REACH)])
        text, mark, _ = head[2:].partition(b'"')
        if not mark or b"\\" in text:
            return self.card(number).entry
        return text.decode()

    def lines_of(self, entry: int) -> tuple[int, ...]:
        """Index lines of an entry's names: they stand together."""
        at = bisect_left(self.name_entry, entry)
        end = bisect_right(self.name_entry, entry)
        return tuple(range(at, end))

    @cached_property
    def evidence(self) -> Evidence:
        """Identifiers and addresses of the entries."""
        return Evidence(self.sections)

    def _name(self, shown: int) -> str:
        start, end = self._name_starts[shown], self._name_starts[shown + 1]
        return bytes(self._name_text[start:end]).decode()

    def _card(self, entry: int) -> Card:
        start, end = self._card_starts[entry], self._card_starts[entry + 1]
        return Card(json.loads(bytes(self._card_text[start:end])))
