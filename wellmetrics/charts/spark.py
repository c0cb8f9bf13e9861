"""A small picture of a line's past: every term, the same terms marked, this term filled."""

import base64
from collections.abc import Sequence
from html import escape

from wellmetrics.charts.style import Palette, palette
from wellmetrics.views.lines import Point

WIDTH, HEIGHT, EDGE = 320, 64, 8


def image(points: Sequence[Point], name: str, dark: bool) -> str:
    """An <img> with its words; empty where there is nothing to draw."""
    if sum(p.value is not None for p in points) < 2:
        return ""
    svg = base64.b64encode(_svg(points, palette(dark)).encode()).decode()
    return f'<img alt="{escape(words(points, name))}" src="data:image/svg+xml;base64,{svg}">'


def words(points: Sequence[Point], name: str) -> str:
    seen = [p for p in points if p.value is not None]
    low, high = min(seen, key=_value), max(seen, key=_value)
    return (
        f"{name} from {seen[0].label} to {seen[-1].label}: lowest {low.text} in {low.label}, "
        f"highest {high.text} in {high.label}."
    )


def _value(point: Point) -> float:
    return point.value or 0.0


def _svg(points: Sequence[Point], colours: Palette) -> str:
    top = max(_value(p) for p in points) or 1.0
    step = (WIDTH - 2 * EDGE) / max(len(points) - 1, 1)
    at = [
        (EDGE + i * step, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * p.value / top)
        if p.value is not None
        else None
        for i, p in enumerate(points)
    ]
    last = len(points) - 1
    dots = "".join(_dot(place, i == last, colours) for i, (place, p) in enumerate(zip(at, points, strict=True))
                   if place and (p.same_term or i == last))  # fmt: skip
    lines = "".join(
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}" fill="none" stroke="{colours.quiet}" stroke-width="1.6"/>'
        for run in runs(at)
    )
    base = f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{HEIGHT - EDGE}" y2="{HEIGHT - EDGE}" stroke="{colours.rule}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{base}{lines}{dots}</svg>"
    )


def _dot(place: tuple[float, float], now: bool, colours: Palette) -> str:
    fill = colours.own if now else colours.paper
    return f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{4.5 if now else 3.2}" fill="{fill}" stroke="{colours.own}" stroke-width="1.6"/>'


def runs(at: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Stretches without a gap: a hidden or missing term is never bridged."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in at:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if len(run) > 1]
