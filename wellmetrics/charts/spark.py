"""A small picture of a line's past: every term, the same terms marked, this term filled."""

import base64
from collections.abc import Collection, Sequence
from html import escape

from wellmetrics.charts.style import Palette, palette
from wellmetrics.views.lines import Point, said_starts

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
        f"highest {high.text} in {high.label}.{said_starts(points)}"
    )


def _value(point: Point) -> float:
    return point.value or 0.0


def _svg(points: Sequence[Point], colours: Palette) -> str:
    # Zero is on every scale: at the foot, or where a gap lies below it.
    foot, top = min(0.0, *map(_value, points)), max(0.0, *map(_value, points))
    height = (HEIGHT - 2 * EDGE) / ((top - foot) or 1.0)
    step = (WIDTH - 2 * EDGE) / max(len(points) - 1, 1)
    at = [
        (EDGE + i * step, HEIGHT - EDGE - height * (p.value - foot)) if p.value is not None else None
        for i, p in enumerate(points)
    ]
    last = len(points) - 1
    dots = "".join(_dot(place, i == last, colours) for i, (place, p) in enumerate(zip(at, points, strict=True))
                   if place and (p.same_term or i == last))  # fmt: skip
    anew = [i for i, p in enumerate(points) if p.starts]
    rules = "".join(rule(EDGE + (i - 0.5) * step, 0, HEIGHT, colours) for i in anew)
    lines = "".join(
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}" fill="none" stroke="{colours.quiet}" stroke-width="1.6"/>'
        for run in runs(at, anew)
    )
    zero = HEIGHT - EDGE + height * foot
    base = f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{zero:.1f}" y2="{zero:.1f}" stroke="{colours.rule}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{base}{rules}{lines}{dots}</svg>"
    )


def _dot(place: tuple[float, float], now: bool, colours: Palette) -> str:
    fill = colours.own if now else colours.paper
    return f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{4.5 if now else 3.2}" fill="{fill}" stroke="{colours.own}" stroke-width="1.6"/>'


def rule(x: float, top: float, foot: float, colours: Palette) -> str:
    """Where a new series starts."""
    return f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{foot}" stroke="{colours.quiet}" stroke-dasharray="2 3"/>'


def runs(
    at: Sequence[tuple[float, float] | None], starts: Collection[int] = ()
) -> list[list[tuple[float, float]]]:
    """Stretches without a gap: a hidden or missing term is never bridged, nor the start of a new series."""
    return [run for run in stretches(at, starts) if len(run) > 1]


def stretches(
    at: Sequence[tuple[float, float] | None], starts: Collection[int] = ()
) -> list[list[tuple[float, float]]]:
    """The same with single points between two gaps."""
    runs: list[list[tuple[float, float]]] = [[]]
    for i, place in enumerate(at):
        if place is None or i in starts:
            runs.append([])
        if place is not None:
            runs[-1].append(place)
    return [run for run in runs if run]
