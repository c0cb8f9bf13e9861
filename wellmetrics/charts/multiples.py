"""Small multiples as pictures in a grid: as many columns as the screen has room for, every axis the same."""

import base64
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import ceil, floor, log10

from wellmetrics.charts.panels import MARKS
from wellmetrics.charts.spark import rule, stretches
from wellmetrics.charts.style import Palette, link, page, palette
from wellmetrics.charts.tables import CSV_HEADINGS, HEADINGS, csv_rows, period_cells, table, toned
from wellmetrics.release import Place
from wellmetrics.views.lines import Point
from wellmetrics.views.multiples import Multiples, Panel

LEGEND = (
    "Every panel has the same scale. Full points are the same term of other years, triangles terms that were not as usual. "
    "A gap is a term without a figure: o hidden to protect people, − not sent. A name opens the school's own page of "
    "this figure."
)
DOWNLOAD = ("urn", "school", *CSV_HEADINGS)
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 220, 126, 34, 6, 10, 10
At = tuple[float, float]


@lru_cache(maxsize=128)
def grid(view: Multiples, dark: bool) -> str:
    """A list of panels: name, latest figure in words, picture."""
    colours, scale = palette(dark), _scale(view)
    panels = "".join(_panel(panel, view, scale, colours) for panel in view.panels)
    behind = f"Grey: {view.beside_name}. " if any(v is not None for v in view.beside) else ""
    starts = f" A dotted upright line starts a new series. {'. '.join(view.starts)}." if view.starts else ""
    return page(
        f'<p class="quiet">{escape(behind + LEGEND + starts)}</p>'
        f'<ul class="panels" aria-label="{escape(view.title)}">{panels}</ul>',
        dark,
    )


@lru_cache(maxsize=128)
def latest(view: Multiples, dark: bool) -> str:
    """The latest figure of every school on the screen, with what it was counted from."""
    rows = [(link(p.link, p.name), *period_cells(p.points[-1])[1:]) for p in view.panels if p.points[-1]]
    return table(("School", *HEADINGS[1:]), rows, f"{view.labels[-1]}, school by school", dark, (1, 2, 3, 4))


def csv(rows: Sequence[tuple[Place, Point]]) -> list[list[object]]:
    """Every school and period; a hidden figure is as empty here as on the screen."""
    return [[place.urn, place.name, *csv_rows([point])[0]] for place, point in rows]


def _panel(panel: Panel, view: Multiples, scale: "Scale", colours: Palette) -> str:
    drawn = base64.b64encode(_svg(panel, view, scale, colours).encode()).decode()
    here = ' class="chosen"' if panel.chosen else ""
    first, last = (escape(view.labels[i]) for i in (0, -1))
    return (
        f'<li{here}><div class="name">{link(panel.link, panel.name)}</div><div>{toned(panel.said, panel.verdict)}</div>'
        f'<img alt="{escape(panel.alt)}" src="data:image/svg+xml;base64,{drawn}" width="{WIDTH}" height="{HEIGHT}">'
        f'<div class="ends" aria-hidden="true"><span>{first}</span><span>{last}</span></div></li>'
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Every panel's axis: round numbers around all shown values, with nought among them."""

    foot: float
    top: float
    step: float

    def height(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.foot) / (self.top - self.foot)


def _scale(view: Multiples) -> Scale:
    times = 100 if view.percent else 1
    highest, lowest = max(view.highest, 0.0) * times, min(view.lowest, 0.0) * times
    rough = ((highest - lowest) or 1.0) / 2
    unit = 10 ** floor(log10(rough))
    step = next(unit * n for n in (1, 2, 2.5, 5, 10) if unit * n >= rough * 0.999)
    foot, top = step * floor(lowest / step + 1e-9), step * ceil(highest / step - 1e-9)
    return Scale(foot, top if top > foot else foot + step, step)


def _svg(panel: Panel, view: Multiples, scale: Scale, colours: Palette) -> str:
    times = 100 if view.percent else 1
    across = (WIDTH - LEFT - RIGHT) / max(len(view.labels) - 1, 1)

    def place(i: int, value: float | None) -> At | None:
        return None if value is None else (LEFT + i * across, scale.height(value * times))

    behind = [place(i, v) for i, v in enumerate(view.beside)]
    own = [place(i, p.value if p else None) for i, p in enumerate(panel.points)]
    anew = [i for i, p in enumerate(panel.points) if p and p.starts]
    whole = [i for i, starts in enumerate(view.beside_starts) if starts]
    ink = colours.own if panel.chosen else colours.text
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="sans-serif" font-size="11" fill="{colours.quiet}">'
        f"{_axis(scale, view.percent, colours)}{_line(behind, colours.grey, 2, whole)}"
        f"{''.join(rule(LEFT + (i - 0.5) * across, TOP, HEIGHT - BOTTOM, colours) for i in anew)}"
        f"{_line(own, ink, 2 if panel.chosen else 1.5, anew)}"
        f"{''.join(_mark(p, at, i, across, ink, colours) for i, (p, at) in enumerate(zip(panel.points, own, strict=True)) if p)}"
        "</svg>"
    )


def _axis(scale: Scale, percent: bool, colours: Palette) -> str:
    lines, suffix = [], "%" if percent and scale.foot == 0 else ""
    for n in range(round((scale.top - scale.foot) / scale.step) + 1):
        value = scale.foot + n * scale.step
        y, bold = (
            scale.height(value),
            ' stroke-width="1.6"' if abs(value) < scale.step / 2 and scale.foot < 0 else "",
        )
        label = f"{value:g}{suffix}".replace("-", "−")
        lines.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colours.rule}"{bold}/>'
            f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
        )
    return "".join(lines)


def _line(at: Sequence[At | None], colour: str, width: float, starts: Collection[int] = ()) -> str:
    """Stretches without a gap; a single point between two gaps is a dot."""
    found = stretches(at, starts)
    drawn = [
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"/>'
        for run in found
        if len(run) > 1
    ]
    alone = [run[0] for run in found if len(run) == 1]
    return "".join(
        [*drawn, *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{width}" fill="{colour}"/>' for x, y in alone)]
    )


def _mark(point: Point, at: At | None, i: int, across: float, ink: str, colours: Palette) -> str:
    """Signals as triangles, same terms as points; where there is no figure, the mark that says why."""
    if at is None:
        sign = MARKS.get(point.state, "")
        x = LEFT + i * across
        return (
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM - 3}" text-anchor="middle">{sign}</text>' if sign else ""
        )
    x, y = at
    if point.word in ("higher", "lower"):
        tone = {"worse": colours.worse, "better": colours.better}.get(point.verdict, ink)
        up = 1 if point.word == "higher" else -1
        corners = ((x - 5, y + 4 * up), (x + 5, y + 4 * up), (x, y - 5 * up))
        return f'<polygon points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}" fill="{tone}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{ink}"/>' if point.same_term else ""
