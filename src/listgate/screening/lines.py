"""The lines that the kernel is asked for some parties: names in plain letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from listgate.matching.compile import TYPES
from listgate.names.fold import fold, one_line
from listgate.names.latin import renderings
from listgate.records import Party, PartyType
from listgate.screening.characters import TRADE_NAME_CAP, trade_names

# Names of so many letters may have more words than the kernel compares at once.
LONG, WINDOWS = 100, (20, 8, 4)


@dataclass(slots=True)
class NameLines:
    """What the kernel is asked: lines of names, whose they are, and their types."""

    texts: Sequence[str]
    owners: Sequence[int]
    types: bytes
    caps: dict[int, float]  # most that a hit of the line counts, where it is less


def name_lines(parties: Sequence[Party | str]) -> NameLines:
    """The lines of all names of parties; an address that is asked about has none."""
    plain = _plain_names(parties)
    if plain is not None:
        return NameLines(plain, range(len(plain)), bytes(len(plain)), {})
    texts: list[str] = []
    owners: list[int] = []
    types = bytearray()
    caps: dict[int, float] = {}
    for number, party in enumerate(parties):
        names: tuple[str, ...]
        if isinstance(party, str):
            if party.isascii() and len(party) < LONG and party.isprintable():
                texts.append(party)  # nearly all rows of nearly all files
                owners.append(number)
                types.append(0)
                continue
            kind, names = 0, (party,)
        elif party.type is PartyType.ADDRESS:
            continue  # its name is an address
        else:
            kind, names = TYPES[party.type], (party.name, *party.aliases)
        for each in names:
            for line in (each,) if each.isascii() else renderings(each):
                for part in (line,) if len(line) < LONG else windows(line):
                    texts.append(one_line(part))
                    owners.append(number)
                    types.append(kind)
            for line in () if each.isascii() else trade_names(each):
                caps[len(texts)] = TRADE_NAME_CAP
                texts.append(line)
                owners.append(number)
                types.append(kind)
    return NameLines(texts, owners, bytes(types), caps)


def _plain_names(parties: Sequence[Party | str]) -> Sequence[str] | None:
    """The parties where each is a plain name in plain letters, as most are, else None."""
    names = [p for p in parties if isinstance(p, str)]
    if len(names) < len(parties):
        return None
    block = "".join(names)
    plain = block.isascii() and block.isprintable()
    return names if plain and max(map(len, names), default=0) < LONG else None


def windows(line: str) -> list[str]:
    """A long name in pieces that overlap, each short enough to be compared whole.

    The kernel reads the first 24 words of a line. What stands behind them in a cell
    that holds more than a name must not be passed over in silence.
    """
    words = fold(line).split()
    if len(words) <= WINDOWS[0]:
        return [line]
    return [
        " ".join(words[at : at + size])
        for size in WINDOWS
        for at in range(0, len(words) - size // 2, size // 2)
    ]
