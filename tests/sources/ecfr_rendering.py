"""Entries → the markup that the eCFR serves, in each of the ways it writes a cell."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty"
).split()


@dataclass(frozen=True)
class Facts:
    """What one row says."""

    heading: str
    name: str
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    requirement: str = ""
    policy: str = ""
    citations: tuple[str, ...] = ()
    see: str = ""


def part_744(rows: Iterable[Facts]) -> bytes:
    """Part 744 with the rows as Supplement No. 4."""
    body = []
    last = ""
    for at, facts in enumerate(rows):
        head = (
            f"<TD>{text(facts.heading)}</TD>"
            if facts.heading != last
            else ("<TD/>", '<TD align="left" class="gpotbl_cell"></TD>')[at % 2]
        )
        last = facts.heading
        cites = ("<br/>" if at % 3 else " ").join(f"{c}." for c in facts.citations)
        body.append(
            f"<TR>{head}<TD>{entity(facts, at)}</TD><TD>{text(facts.requirement)}</TD>"
            f"<TD>{text(facts.policy)}</TD><TD>{cites}</TD></TR>"
        )
    titles = (
        "Country",
        "Entity",
        "License requirement",
        "License review policy",
        "<I>Federal Register</I> citation",
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<DIV5 N="744" TYPE="PART">'
        '<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX">'
        "<HEAD>Supplement No. 4 to Part 744&#x2014;Entity List</HEAD>"
        '<DIV width="100%"><DIV class="gpotbl_div"><TABLE><THEAD><TR>'
        + "".join(f"<TH>{t}</TH>" for t in titles)
        + "</TR></THEAD><TBODY>\n"
        + "\n".join(body)
        + "</TBODY></TABLE></DIV></DIV></DIV9></DIV5>"
    ).encode()


def entity(facts: Facts, at: int) -> str:
    """The entity cell; ``at`` picks the way of writing."""
    joint = ("; <I>and</I> ", '; <E T="03">and</E> ', "; and ")[at % 3]
    places = joint.join(text(a.rstrip(".")) for a in facts.addresses)
    places += "." if places else ""
    see = f" (See alternate address under {text(facts.see)})." if facts.see else ""
    if not facts.aliases:
        return f"{text(facts.name)}{', ' if places else ''}{places}{see}"
    count = len(facts.aliases)
    word = NUMBERS[count] if count < len(NUMBERS) else str(count)
    lines = [f"{text(facts.name)}, a.k.a., the following {word} {_aliases(count)}:"]
    for place, alias in enumerate(facts.aliases, 1):
        end = "." if place == count else ";"
        end = "; <I>and</I>" if place == count - 1 else end
        lines.append(f"&#x2014;{text(alias.rstrip('.') if end == '.' else alias)}{end}")
    lines += [places + see] if places + see else []
    return (" <br/>" if at % 4 else "<br/>\n ").join(lines)


def text(value: str) -> str:
    """A text with its signs as character references."""
    plain = html.escape(value, quote=False)
    return "".join(c if c.isascii() else f"&#x{ord(c):X};" for c in plain)


def _aliases(count: int) -> str:
    return "alias" if count == 1 else "aliases"


def names(values: Sequence[str]) -> set[str]:
    """Names without the marks that only end them."""
    return {" ".join(v.split()).strip(" .,;").casefold() for v in values}
