"""A graph of holdings as SVG: owners above, the party asked about below.

Small and self-contained: no script, no outside font, all text escaped. Parties stand in
tiers, each above all that it owns; a ring shows as an arrow that runs upward.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from listgate.ownership.shares import share_text
from listgate.ownership.statements import Stake

WIDTH, HEIGHT = 190, 68
_GAP_X, _GAP_Y = 26, 74
_MARGIN = 20
_ARC = 44
_LANE = 70  # room for an arrow that passes a tier, and for its label
_MOST, _WIDE = 80, 12  # parties in all, and in a tier; more is no picture
_LETTERS, _LINES = 26, 3
# Fill and edge by what a party is; readable in grey too, since each also has a word.
_LOOKS = {
    "listed": ("#fde0dd", "#b2182b", "listed"),
    "may be listed": ("#fff3cd", "#b58105", "may be listed"),
    "owned": ("#fee8d6", "#d95f0e", "owned by listed"),
    "may be owned": ("#fff9e6", "#d9a50e", "may be owned"),
    "": ("#f7f7f7", "#8c8c8c", ""),
}
# What is drawn first where there is not room for all.
_FIRST = ("listed", "owned", "may be listed", "may be owned")


@dataclass(frozen=True, slots=True)
class _Box:
    x: int
    y: int


def to_svg(party: str, stakes: Sequence[Stake], marks: Mapping[str, str]) -> str:
    """The picture of some stakes.

    Args:
        party: The party asked about: it stands lowest.
        stakes: What is drawn; what does not lead to the party is left out.
        marks: What parties are: ``listed``, ``may be listed``, ``owned`` or
            ``may be owned``; anything else is drawn plain.
    """
    tiers, left = _tiers(party, stakes, marks)
    depth = {name: n for n, tier in enumerate(tiers) for name in tier}
    drawn = [s for s in stakes if s.owner in depth and s.owned in depth]
    passing: list[list[Stake]] = [
        [s for s in drawn if depth[s.owned] < n < depth[s.owner]]
        for n in range(len(tiers))
    ]
    boxes, lanes, width, height = _places(tiers, passing)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" '
        'font-family="system-ui, DejaVu Sans, Arial, sans-serif" font-size="12">',
        f"<title>{_text(f'Owners of {party}')}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    lines += [_arrow(s, boxes, lanes.get(s, ()), marks) for s in drawn]
    alone = Counter(s.owner for s in drawn)
    lines += [
        _label(s, boxes, lanes.get(s, ()), alone=alone[s.owner] == 1) for s in drawn
    ]
    lines += [_box(name, box, marks.get(name, "")) for name, box in boxes.items()]
    if left:
        lines.append(
            f'<text x="{_MARGIN}" y="{height - 6}" fill="#555">'
            f"{_text(_not_drawn(left, marks))}</text>"
        )
    return "\n".join([*lines, "</svg>", ""])


def _not_drawn(left: Collection[str], marks: Mapping[str, str]) -> str:
    """How many parties are left out, and what they are."""
    counts = Counter(marks[name] for name in left if marks.get(name))
    words = [f"{n} {_LOOKS[mark][2]}" for mark, n in counts.items() if mark in _LOOKS]
    among = f", among them {' and '.join(words)}" if words else ""
    return f"{len(left)} more parties are not drawn{among}"


def _tiers(
    party: str, stakes: Sequence[Stake], marks: Mapping[str, str]
) -> tuple[list[list[str]], set[str]]:
    """Parties in tiers above the one asked about, and those that were left out.

    Of more owners than a tier can show, those count first that carry a listing, then
    the greatest shares.
    """
    into: dict[str, list[Stake]] = {}
    for stake in stakes:
        into.setdefault(stake.owned, []).append(stake)
    ranks = {mark: rank for rank, mark in enumerate(_FIRST)}
    drawn = [party]
    left: set[str] = set()
    tier = [party]
    while tier:
        above = [s for owned in tier for s in into.get(owned, ())]
        above.sort(
            key=lambda s: (ranks.get(marks.get(s.owner, ""), len(ranks)), -s.high)
        )
        fresh = [n for n in dict.fromkeys(s.owner for s in above) if n not in drawn]
        room = max(0, min(_WIDE, _MOST - len(drawn)))
        tier = fresh[:room]
        left |= set(fresh[room:])
        drawn += tier
    return _lifted(party, drawn, into), left - set(drawn)


def _lifted(
    party: str, names: Sequence[str], into: Mapping[str, Sequence[Stake]]
) -> list[list[str]]:
    """The drawn parties in tiers: each stands above all that it owns, but for rings."""
    drawn = set(names)
    depth = {party: 0}
    path: list[str] = []

    def climb(owned: str) -> None:
        path.append(owned)
        for stake in into.get(owned, ()):
            owner = stake.owner
            higher = depth.get(owner, -1) <= depth[owned]
            if owner in drawn and owner not in path and higher:
                depth[owner] = depth[owned] + 1
                climb(owner)
        path.pop()

    climb(party)
    tiers: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for name in names:
        tiers[depth[name]].append(name)
    return [tier for tier in tiers if tier]


def _places(
    tiers: list[list[str]], passing: list[list[Stake]]
) -> tuple[dict[str, _Box], dict[Stake, list[_Box]], int, int]:
    """Where each party's box stands, and where arrows pass tiers; tiers are centered.

    Returns:
        Boxes by party; the points that an arrow over several tiers passes, from the
        highest; width and height of the whole.
    """
    wide = [
        len(tier) * (WIDTH + _GAP_X) + len(lane) * _LANE - _GAP_X
        for tier, lane in zip(tiers, passing, strict=True)
    ]
    width = 2 * _MARGIN + max(wide)
    height = 2 * _MARGIN + len(tiers) * HEIGHT + (len(tiers) - 1) * _GAP_Y + 14
    boxes: dict[str, _Box] = {}
    lanes: dict[Stake, list[_Box]] = {}
    for depth in reversed(range(len(tiers))):
        y = _MARGIN + (len(tiers) - 1 - depth) * (HEIGHT + _GAP_Y)
        x = (width - wide[depth]) // 2
        for name in tiers[depth]:
            boxes[name] = _Box(x, y)
            x += WIDTH + _GAP_X
        for stake in passing[depth]:
            lanes.setdefault(stake, []).append(_Box(x - _GAP_X + _LANE // 2, y))
            x += _LANE
    return boxes, lanes, width, height


def _ends(stake: Stake, boxes: Mapping[str, _Box]) -> tuple[int, int, int, int]:
    """Where an arrow starts and ends: downward, or upward where a ring closes."""
    a, b = boxes[stake.owner], boxes[stake.owned]
    middle = WIDTH // 2
    if a.y < b.y:
        return a.x + middle, a.y + HEIGHT, b.x + middle, b.y
    if a.y > b.y:
        return a.x + WIDTH - 12, a.y, b.x + WIDTH - 12, b.y + HEIGHT
    return a.x + middle, a.y, b.x + middle, b.y


def _arrow(
    stake: Stake,
    boxes: Mapping[str, _Box],
    lane: Sequence[_Box],
    marks: Mapping[str, str],
) -> str:
    x1, y1, x2, y2 = _ends(stake, boxes)
    counts = bool(marks.get(stake.owner))
    style = 'stroke="#b2182b" stroke-width="2"' if counts else 'stroke="#777"'
    dash = ' stroke-dasharray="5 3"' if stake.low < stake.high else ""
    path = f"M{x1} {y1}"
    for point in lane:
        path += f"{_curve(x1, y1, point.x, point.y)}V{point.y + HEIGHT}"
        x1, y1 = point.x, point.y + HEIGHT
    path += _curve(x1, y1, x2, y2)
    return f'<path d="{path}" fill="none" {style}{dash} marker-end="url(#arrow)"/>'


def _curve(x1: int, y1: int, x2: int, y2: int) -> str:
    """One bend of an arrow; an arc over both where they stand beside one another."""
    bend = (y2 - y1) // 2 if y1 != y2 else -_ARC
    end = y2 - bend if y1 != y2 else y2 + bend
    return f"C{x1} {y1 + bend} {x2} {end} {x2} {y2}"


def _label(
    stake: Stake, boxes: Mapping[str, _Box], lane: Sequence[_Box], *, alone: bool
) -> str:
    """The share: under its owner where that is its only arrow, else amid the arrow."""
    x1, y1, x2, y2 = _ends(stake, boxes)
    x, y = (x1 + x2) // 2, (y1 + y2) // 2 - 3
    if alone and not lane and y1 < y2:
        x, y = x1, y1 + 16
    elif lane:
        x, y = lane[0].x, lane[0].y + HEIGHT // 2
    elif y1 == y2:
        y -= 3 * _ARC // 4
    text = _text(share_text(stake.low, stake.high))
    return (
        f'<text x="{x}" y="{y}" text-anchor="middle" stroke="#fff" stroke-width="4" '
        f'paint-order="stroke" fill="#222">{text}</text>'
    )


def _box(name: str, box: _Box, mark: str) -> str:
    fill, edge, word = _LOOKS.get(mark, _LOOKS[""])
    lines = _wrapped(name)
    top = box.y + HEIGHT // 2 - 7 * len(lines) + 10 - (6 if word else 0)
    parts = [
        f'<g><title>{_text(name)}</title><rect x="{box.x}" y="{box.y}" width="{WIDTH}" '
        f'height="{HEIGHT}" rx="6" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'
    ]
    middle = box.x + WIDTH // 2
    for i, line in enumerate(lines):
        parts.append(
            f'<text x="{middle}" y="{top + 14 * i}" text-anchor="middle" '
            f'fill="#111">{_text(line)}</text>'
        )
    if word:
        parts.append(
            f'<text x="{middle}" y="{box.y + HEIGHT - 5}" text-anchor="middle" '
            f'font-size="10" font-weight="bold" fill="{edge}">{word}</text>'
        )
    return "".join([*parts, "</g>"])


def _wrapped(name: str) -> list[str]:
    """A name in at most three lines, cut with an ellipsis."""
    # Chinese and Japanese letters are twice as wide and have no spaces.
    room = _LETTERS // 2 if any(ord(c) > 0x2E80 for c in name) else _LETTERS
    lines = [""]
    for word in name.split():
        while len(word) > room:
            lines += [word[:room], ""]
            word = word[room:]
        if len(lines[-1]) + 1 + len(word) > room and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line for line in lines if line]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: room - 1] + "…"]
    return lines


def _text(text: str) -> str:
    """Text that is safe in XML: escaped, without characters that XML forbids."""
    allowed = (
        c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff")
    )
    return escape("".join(c for c in allowed if c not in "\ufffe\uffff"))
