"""Counts as a chart in SVG: small, self-contained, readable without color.

No script, no outside font; each bar has its numbers as a tooltip.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from listgate.history.counts import Count

WIDTH = 1000
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 74, 84, 46
_UP, _DOWN, _LINE, _MARK = "#2b6cb0", "#c05621", "#4a5568", "#97266d"
_PLOT = 320
_ROW = 22
_MOST_ROWS = 40
_LABELS = 14  # peaks that are named
_WIDE = 84  # pixels that a peak's name takes

# The rule of 2019-10-09 put 28 organizations of Xinjiang's surveillance on the list, and
# is what one looks for first: it is named also where others stand higher.
MARKED = "2019-10"


def columns(title: str, counts: Sequence[Count]) -> str:
    """A column a month or year: added upward, removed downward; peaks are named.

    A line shows how many entries were held, by the scale on the right.
    """
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(counts))
    high = max((c.added for c in counts), default=0)
    low = max((c.removed for c in counts), default=0)
    scale = _PLOT / max(1, high + low)
    zero = _TOP + high * scale
    height = round(_TOP + max(1, high + low) * scale + _BOTTOM)
    parts = [_axis(tick, zero, scale) for tick in _ticks(high, low)]
    for place, c in enumerate(counts):
        x = _LEFT + place * step
        said = f"{c.label}: {c.added} added, {c.removed} removed, {c.held} held"
        bars = ""
        if c.added:
            color = _MARK if c.label == MARKED else _UP
            bars += _bar(x, zero - c.added * scale, step, c.added * scale, color)
        if c.removed:
            bars += _bar(x, zero, step, c.removed * scale, _DOWN)
        if bars:
            parts.append(f"<g><title>{escape(said)}</title>{bars}</g>")
        if _names_year(counts, place):
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{height - _BOTTOM + 6}" '
                f'y2="{height - _BOTTOM + 12}" stroke="#555"/>'
                f'<text x="{x:.1f}" y="{height - 18}" fill="#333">{c.label[:4]}</text>'
            )
    parts += _held(counts, step, height)
    parts += _names(counts, step, zero, scale)
    return _document(title, height, parts, held="held (right scale)")


def _held(counts: Sequence[Count], step: float, height: int) -> list[str]:
    """The line of what was held, and its scale on the right, from 0 at the bottom."""
    most = max((c.held for c in counts), default=0)
    if len(counts) < 2 or not most:
        return []
    foot = height - _BOTTOM
    scale = (foot - _TOP) / most
    points = " ".join(
        f"{_LEFT + (place + 0.5) * step:.1f},{foot - c.held * scale:.1f}"
        for place, c in enumerate(counts)
    )
    right = WIDTH - _RIGHT + 6
    return [
        f'<polyline points="{points}" fill="none" stroke="{_LINE}" stroke-width="1.5" '
        'stroke-dasharray="5 3"/>',
        *(
            f'<text x="{right}" y="{foot - tick * scale + 4:.1f}" fill="{_LINE}">'
            f"{tick:,}</text>"
            for tick in _ticks(most, 0)
        ),
    ]


def _names(
    counts: Sequence[Count], step: float, zero: float, scale: float
) -> list[str]:
    """The names of the highest columns, above them, and of the deepest, below."""
    added = [c.added for c in counts]
    gone = [c.removed for c in counts]
    marked = [n for n, c in enumerate(counts) if c.label == MARKED and c.added]
    named = [
        *((n, added[n], 1) for n in _peaks(added, step, marked)),
        *((n, -gone[n], -1) for n in _peaks(gone, step, ())),
    ]
    found = []
    for place, value, side in named:
        ink, weight = ("#1a365d" if side > 0 else "#7b341e"), ""
        if place in marked and side > 0:
            ink, weight = _MARK, ' font-weight="bold"'
        said = f"{escape(counts[place].label)}: {value:,}"
        x = min(max(_LEFT + (place + 0.5) * step, 40), WIDTH - 40)
        y = zero - value * scale + (-5 if side > 0 else 13)
        # A white rim keeps a name readable where it stands on a bar or the line.
        found.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="11" '
            f'fill="{ink}"{weight} stroke="#fff" stroke-width="3" '
            f'paint-order="stroke">{said}</text>'
        )
    return found


def rows(title: str, counts: Sequence[Count]) -> str:
    """A row a country or list: held, and below it what was added and removed."""
    shown = list(counts[:_MOST_ROWS])
    if rest := counts[_MOST_ROWS:]:
        shown.append(
            Count(
                f"{len(rest)} others",
                sum(c.added for c in rest),
                sum(c.removed for c in rest),
                sum(c.held for c in rest),
            )
        )
    most = max((max(c.held, c.added, c.removed) for c in shown), default=0)
    left = 150
    scale = (WIDTH - left - 190) / max(1, most)
    parts = []
    for place, c in enumerate(shown):
        y = _TOP + place * _ROW
        label = escape(c.label or "unknown")
        said = f"{label}: {c.held} held, {c.added} added, {c.removed} removed"
        parts.append(
            f'<g><title>{said}</title><text x="{left - 6}" y="{y + 13}" '
            f'text-anchor="end">{label}</text>'
            f'<rect x="{left}" y="{y}" width="{c.held * scale:.1f}" height="9" '
            f'fill="{_LINE}"/>'
            f'<rect x="{left}" y="{y + 9}" width="{c.added * scale:.1f}" height="4" '
            f'fill="{_UP}"/>'
            f'<rect x="{left}" y="{y + 13}" width="{c.removed * scale:.1f}" height="4" '
            f'fill="{_DOWN}"/>'
            f'<text x="{left + max(c.held, c.added, c.removed) * scale + 6:.1f}" '
            f'y="{y + 13}">{c.held:,} (+{c.added:,} −{c.removed:,})</text></g>'
        )
    return _document(title, _TOP + len(shown) * _ROW + 16, parts, held="held")


def _document(title: str, height: int, parts: Sequence[str], *, held: str) -> str:
    keys = [(_UP, "added"), (_DOWN, "removed"), (_LINE, held)]
    legend = "".join(
        f'<rect x="{_LEFT + 90 * n}" y="40" width="10" height="10" fill="{color}"/>'
        f'<text x="{_LEFT + 90 * n + 15}" y="49">{what}</text>'
        for n, (color, what) in enumerate(keys)
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title" '
            'font-family="system-ui, DejaVu Sans, Arial, sans-serif" font-size="12">',
            f'<title id="title">{escape(title)}</title>',
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            f'<text x="{_LEFT}" y="26" font-size="15" font-weight="bold">'
            f"{escape(title)}</text>",
            legend,
            *parts,
            "</svg>\n",
        ]
    )


def _bar(x: float, y: float, step: float, height: float, color: str) -> str:
    width = max(0.6, step * 0.85)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
        f'height="{max(height, 0.8):.1f}" fill="{color}"/>'
    )


def _axis(tick: int, zero: float, scale: float) -> str:
    y = zero - tick * scale
    return (
        f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" '
        f'stroke="{"#333" if tick == 0 else "#e2e8f0"}"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#555">'
        f"{abs(tick):,}</text>"
    )


def _ticks(high: int, low: int) -> list[int]:
    """Round numbers from the lowest bar to the highest."""
    rough = max(1, high + low) / 6
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = next(int(n * power) for n in (1, 2, 5, 10) if n * power >= rough)
    return list(range(-(low // step) * step, high + 1, step))


def _names_year(counts: Sequence[Count], place: int) -> bool:
    """Whether a year's number stands under this column: there is room for some 24."""
    label = counts[place].label
    if place and counts[place - 1].label[:4] == label[:4]:
        return False
    years = len({c.label[:4] for c in counts})
    return (int(label[:4]) - int(counts[0].label[:4])) % math.ceil(years / 24) == 0


def _peaks(values: Sequence[int], step: float, first: Sequence[int]) -> list[int]:
    """The places of bars that stand out from their neighbors, as many as there is room.

    Args:
        values: The bars' lengths.
        step: Pixels from one bar to the next.
        first: Places that are named whatever stands beside them.
    """
    reach = max(1, math.ceil(_WIDE / 2 / step))
    found = [
        place
        for place, value in enumerate(values)
        if value and value == max(values[max(0, place - reach) : place + reach + 1])
    ]
    tallest = sorted(found, key=lambda p: -values[p])[:_LABELS]
    kept: list[int] = []
    for place in (*first, *tallest):
        if all(abs(place - other) * step > _WIDE for other in kept):
            kept.append(place)
    return sorted(kept)
