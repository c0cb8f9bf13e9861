"""Dots with their ranges: response rates wave by wave, and the past of a figure small enough for a table."""

import base64
from collections.abc import Sequence
from html import escape

from wellmetrics.charts.spark import runs
from wellmetrics.charts.style import Palette, palette
from wellmetrics.views.answers import Row
from wellmetrics.views.voice import Wave

At = tuple[float, float]
WIDTH, HEIGHT, EDGE = 150, 64, 5
LEFT, RIGHT, TOP, BASE, TALL, STEP = 36, 8, 20, 130, 166, 46  # of the response rates


def rates(waves: Sequence[Wave], dark: bool) -> str:
    """How many answered in each wave, on a scale from 0 to 100%."""
    p, width = palette(dark), max(320, LEFT + RIGHT + STEP * len(waves))
    rules = "".join(_rule(value, width, p) for value in (0.0, 0.5, 1.0))
    across = (width - LEFT - RIGHT) / max(len(waves), 1)
    years = [w.figure.label.rpartition(" ")[2] for w in waves]
    marks = "".join(
        _rate(w, LEFT + across * (i + 0.5), years[i] if years[i] not in years[:i] else "", p)
        for i, w in enumerate(waves)
    )
    return _image(_svg(width, TALL, p, rules + marks), _rates_alt(waves), "rates", width)


def _up(value: float) -> float:
    return BASE - (BASE - TOP) * value


def _rule(value: float, width: float, p: Palette) -> str:
    y = _up(value)
    return (
        f'<line x1="{LEFT}" x2="{width - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{p.rule}"/>'
        f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{value * 100:.0f}%</text>'
    )


def _rate(w: Wave, x: float, year: str, p: Palette) -> str:
    """One wave: its number above its range; where there is none, the mark that says why."""
    f = w.figure
    below = _text(x, BASE + 15, f.label[:3], p.quiet) + (_text(x, BASE + 29, year, p.quiet) if year else "")
    if f.value is None or f.lower is None or f.upper is None:
        return below + _text(x, BASE - 4, "o" if f.state.startswith("hidden") else "−", p.quiet)
    ink = {"worse": p.worse, "better": p.better}.get(w.verdict, p.own)
    number = _text(x, _up(f.upper) - 4, f"{f.value * 100:.0f}", p.text)
    return (
        below + number + _whisker(x, _up(f.lower), _up(f.upper), ink) + _rate_dot(x, _up(f.value), w, ink, p)
    )


def _rate_dot(x: float, y: float, w: Wave, ink: str, p: Palette) -> str:
    """A triangle where the rate is not as usual, a ring for another survey."""
    if w.verdict in ("worse", "better"):
        down = 1 if w.verdict == "worse" else -1
        corners = ((x - 5, y - 4 * down), (x + 5, y - 4 * down), (x, y + 5 * down))
        return f'<polygon points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}" fill="{ink}"/>'
    fill = p.paper if w.other else ink
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" fill="{fill}" stroke="{ink}" stroke-width="1.6"/>'


def _rates_alt(waves: Sequence[Wave]) -> str:
    said = [
        f"{w.figure.label}: {f'{w.figure.of}, {w.figure.text}' if w.figure.of else w.figure.state}"
        f"{f', {w.change}' if w.change else ''}"
        for w in waves
    ]
    return f"Response rate of every wave. {'; '.join(said)}."


def past(row: Row, dark: bool) -> str:
    """Every wave of a figure from nought, with its range; a new series is cut off from the one before."""
    if not row.line:
        return ""
    p = palette(dark)
    top = 1.0 if row.percent else max((f.upper or f.value or 0 for f in row.line), default=0) * 1.05 or 1.0
    across, room = (WIDTH - 2 * EDGE) / len(row.line), HEIGHT - 2 * EDGE
    at: list[At | None] = []
    marks = [
        f'<line x1="0" x2="{WIDTH}" y1="{y}" y2="{y}" stroke="{p.rule}"/>' for y in (EDGE, HEIGHT - EDGE)
    ]
    for i, f in enumerate(row.line):
        x = EDGE + across * (i + 0.5)
        if f.starts:
            cut = x - across / 2
            at.append(None)
            marks.append(
                f'<line x1="{cut:.1f}" x2="{cut:.1f}" y1="0" y2="{HEIGHT}" stroke="{p.quiet}" stroke-dasharray="3 2"/>'
            )
        low, value, high = (
            None if v is None else HEIGHT - EDGE - room * min(max(v / top, 0), 1)
            for v in (f.lower, f.value, f.upper)
        )
        at.append(None if value is None else (x, value))
        if low is not None and high is not None:
            marks.append(_whisker(x, low, high, p.quiet))
    lines = "".join(
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}" fill="none" stroke="{p.grey}"/>'
        for run in runs(at)
    )
    dots = "".join(
        f'<circle cx="{here[0]:.1f}" cy="{here[1]:.1f}" r="{3.4 if i == len(at) - 1 else 2.3}" fill="{p.own}"/>'
        for i, here in enumerate(at)
        if here
    )
    return _image(_svg(WIDTH, HEIGHT, p, "".join(marks) + lines + dots), _past_alt(row), "past", WIDTH)


def _past_alt(row: Row) -> str:
    said = [
        f"{f.label}: {f.text or f.state}{f' (new series: {f.starts})' if f.starts else ''}" for f in row.line
    ]
    return f"{row.name}, every wave. {'; '.join(said)}."


def _text(x: float, y: float, text: str, ink: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{ink}">{escape(text)}</text>'


def _whisker(x: float, low: float, high: float, ink: str) -> str:
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}" stroke="{ink}" stroke-width="1.4"/>'
    )


def _svg(width: float, height: float, p: Palette, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="{p.quiet}">{body}</svg>'
    )


def _image(svg: str, alt: str, kind: str, width: int) -> str:
    drawn = base64.b64encode(svg.encode()).decode()
    return f'<img class="{kind}" width="{width}" alt="{escape(alt)}" src="data:image/svg+xml;base64,{drawn}">'
