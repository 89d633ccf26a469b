"""A graph of holdings as SVG: owners above, the party asked about below.

Small and self-contained: no script, no outside font, all text escaped. Parties stand in
tiers by their distance from the party; a ring shows as an arrow that runs upward.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from listgate.ownership.shares import share_text
from listgate.ownership.statements import Stake

WIDTH, HEIGHT = 190, 58
_GAP_X, _GAP_Y = 26, 74
_MARGIN = 20
_ARC = 44
_MOST = 80  # parties; more is no picture
_LETTERS, _LINES = 26, 3
# Fill and edge by what a party is; readable in grey too, since each also has a word.
_LOOKS = {
    "listed": ("#fde0dd", "#b2182b", "listed"),
    "may be listed": ("#fff3cd", "#b58105", "may be listed"),
    "owned": ("#fee8d6", "#d95f0e", "owned by listed"),
    "may be owned": ("#fff9e6", "#d9a50e", "may be owned"),
    "": ("#f7f7f7", "#8c8c8c", ""),
}


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
    boxes, width, height = _places(tiers)
    drawn = [s for s in stakes if s.owner in boxes and s.owned in boxes]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" '
        'font-family="system-ui, DejaVu Sans, Arial, sans-serif" font-size="12">',
        f"<title>{_text(f'Owners of {party}')}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    lines += [_arrow(s, boxes, marks) for s in drawn]
    lines += [_label(s, boxes) for s in drawn]
    lines += [_box(name, box, marks.get(name, "")) for name, box in boxes.items()]
    if left:
        lines.append(
            f'<text x="{_MARGIN}" y="{height - 6}" fill="#555">'
            f"{left} more parties are not drawn</text>"
        )
    return "\n".join([*lines, "</svg>", ""])


def _tiers(
    party: str, stakes: Sequence[Stake], marks: Mapping[str, str]
) -> tuple[list[list[str]], int]:
    """Parties by their distance from the one asked about, and how many were left out."""
    into: dict[str, list[Stake]] = {}
    for stake in stakes:
        into.setdefault(stake.owned, []).append(stake)
    seen = {party}
    tiers = [[party]]
    left = 0
    while tiers[-1]:
        tier: list[str] = []
        for owned in tiers[-1]:
            # What matters first, then the greatest shares.
            ordered = sorted(
                into.get(owned, ()), key=lambda s: (not marks.get(s.owner), -s.high)
            )
            for stake in ordered:
                if stake.owner in seen:
                    continue
                seen.add(stake.owner)
                if len(seen) - left > _MOST:
                    left += 1
                else:
                    tier.append(stake.owner)
        tiers.append(tier)
    return tiers[:-1], left


def _places(tiers: list[list[str]]) -> tuple[dict[str, _Box], int, int]:
    """Where each party's box stands; tiers are centered."""
    widest = max(len(tier) for tier in tiers)
    width = 2 * _MARGIN + widest * WIDTH + (widest - 1) * _GAP_X
    height = 2 * _MARGIN + len(tiers) * HEIGHT + (len(tiers) - 1) * _GAP_Y + 14
    boxes = {}
    for depth, tier in enumerate(tiers):
        y = _MARGIN + (len(tiers) - 1 - depth) * (HEIGHT + _GAP_Y)
        start = (width - len(tier) * WIDTH - (len(tier) - 1) * _GAP_X) // 2
        for i, name in enumerate(tier):
            boxes[name] = _Box(start + i * (WIDTH + _GAP_X), y)
    return boxes, width, height


def _ends(stake: Stake, boxes: Mapping[str, _Box]) -> tuple[int, int, int, int]:
    """Where an arrow starts and ends: downward, or upward where a ring closes."""
    a, b = boxes[stake.owner], boxes[stake.owned]
    middle = WIDTH // 2
    if a.y < b.y:
        return a.x + middle, a.y + HEIGHT, b.x + middle, b.y
    if a.y > b.y:
        return a.x + WIDTH - 12, a.y, b.x + WIDTH - 12, b.y + HEIGHT
    return a.x + middle, a.y, b.x + middle, b.y


def _arrow(stake: Stake, boxes: Mapping[str, _Box], marks: Mapping[str, str]) -> str:
    x1, y1, x2, y2 = _ends(stake, boxes)
    # Beside one another: an arc over both.
    bend = (y2 - y1) // 2 if y1 != y2 else -_ARC
    counts = bool(marks.get(stake.owner))
    style = 'stroke="#b2182b" stroke-width="2"' if counts else 'stroke="#777"'
    dash = ' stroke-dasharray="5 3"' if stake.low < stake.high else ""
    end = y2 - bend if y1 != y2 else y2 + bend
    return (
        f'<path d="M{x1} {y1}C{x1} {y1 + bend} {x2} {end} {x2} {y2}" fill="none" '
        f'{style}{dash} marker-end="url(#arrow)"/>'
    )


def _label(stake: Stake, boxes: Mapping[str, _Box]) -> str:
    x1, y1, x2, y2 = _ends(stake, boxes)
    x, y = (x1 + x2) // 2, (y1 + y2) // 2 - 3
    if y1 == y2:
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
    if len(lines) > _LINES - 1:
        lines = [*lines[: _LINES - 2], lines[_LINES - 2][: room - 1] + "…"]
    return lines


def _text(text: str) -> str:
    """Text that is safe in XML: escaped, without characters that XML forbids."""
    allowed = (
        c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff")
    )
    return escape("".join(c for c in allowed if c not in "\ufffe\uffff"))
