"""Counts as a chart in SVG: small, self-contained, readable without color.

No script, no outside font; each bar has its numbers as a tooltip.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from listgate.history.counts import Count

WIDTH = 1000
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 64, 40
_UP, _DOWN, _LINE = "#2b6cb0", "#c05621", "#718096"
_PLOT = 300
_ROW = 22
_MOST_ROWS = 40
_LABELS = 16  # peaks that are named


def columns(title: str, counts: Sequence[Count]) -> str:
    """A column a month or year: added upward, removed downward; peaks are named."""
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
            bars += _bar(x, zero - c.added * scale, step, c.added * scale, _UP)
        if c.removed:
            bars += _bar(x, zero, step, c.removed * scale, _DOWN)
        if bars:
            parts.append(f"<g><title>{escape(said)}</title>{bars}</g>")
        if _names_year(counts, place):
            parts.append(
                f'<text x="{x:.1f}" y="{height - 14}" fill="#333">{c.label[:4]}</text>'
            )
    parts += [
        f'<text x="{_LEFT + (place + 0.5) * step:.1f}" '
        f'y="{zero - counts[place].added * scale - 4:.1f}" text-anchor="middle" '
        f'font-size="11">{escape(counts[place].label)}: {counts[place].added}</text>'
        for place in _peaks([c.added for c in counts], step)
    ]
    return _document(title, height, parts)


def rows(title: str, counts: Sequence[Count]) -> str:
    """A row a country or list: held, and added as a darker part below it."""
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
    scale = (WIDTH - left - 120) / max(1, most)
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
    return _document(title, _TOP + len(shown) * _ROW + 16, parts, held=True)


def _document(
    title: str, height: int, parts: Sequence[str], *, held: bool = False
) -> str:
    keys = [(_UP, "added"), (_DOWN, "removed"), *([(_LINE, "held")] if held else [])]
    legend = "".join(
        f'<rect x="{_LEFT + 90 * n}" y="38" width="10" height="10" fill="{color}"/>'
        f'<text x="{_LEFT + 90 * n + 15}" y="47">{what}</text>'
        for n, (color, what) in enumerate(keys)
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img" '
            'font-family="system-ui, DejaVu Sans, Arial, sans-serif" font-size="12">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            f'<text x="{_LEFT}" y="24" font-size="15" font-weight="bold">'
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


def _peaks(values: Sequence[int], step: float) -> list[int]:
    """The places of bars that stand out from their neighbors, as many as there is room."""
    reach = max(1, math.ceil(45 / step))
    found = [
        place
        for place, value in enumerate(values)
        if value and value == max(values[max(0, place - reach) : place + reach + 1])
    ]
    tallest = sorted(found, key=lambda p: -values[p])[:_LABELS]
    kept: list[int] = []
    for place in tallest:
        if all(abs(place - other) > reach for other in kept):
            kept.append(place)
    return sorted(kept)
