"""Small charts over time as pictures in a grid: lines with their ranges on a zero base, gaps around nought."""

import base64
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise
from math import ceil, floor, log10

from wellmetrics.charts.spark import runs
from wellmetrics.charts.style import Palette, link, page, palette
from wellmetrics.charts.tables import table
from wellmetrics.views.gaps import GapView
from wellmetrics.views.panels import CSV_HEADINGS, Panel, Series, behind
from wellmetrics.views.spots import Spot
from wellmetrics.words import numbers

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 340, 40, 48, 12, 22
TALL, LOW = 190, 130
MARKS = {numbers.STATES["hidden"]: "o", numbers.BY_YEAR: "o", numbers.STATES["missing"]: "−"}
LEGEND = (
    "Bands and bars are the likely range (95%). Full points are the same term of other years, triangles terms that were "
    "not as usual. A gap is a term without a figure: o hidden to protect people, − not sent."
)
STYLE = (
    "<style>.wm .panels.wide{grid-template-columns:repeat(auto-fill,minmax(min(18rem,100%),1fr));gap:1.6rem 2.2rem}"
    ".wm .panels.wide img{max-width:26rem;margin:.3rem 0 0;padding:0}.wm .panels.wide .small{font-size:.85rem}"
    ".wm .panels.wide .key{margin-top:.3rem}.wm .panels.wide .fill{margin:auto 0 0;padding-top:.3rem}"
    ".wm .panels.wide i{display:inline-block;width:1.6rem;vertical-align:.28em;margin-right:.4rem}</style>"
)
LINE = {"own": "solid", "other": "dashed", "published": "dotted"}
Scale = tuple[float, float, float]  # bottom, top, step
At = tuple[float, float]


@lru_cache(maxsize=128)
def grid(panels: tuple[Panel, ...], label: str, dark: bool, legend: bool = True) -> str:
    """A list of panels: name, finding, what was counted, picture."""
    said = f'<p class="quiet">{escape(LEGEND)}</p>' if legend else ""
    return _list(said, [_panel(p, palette(dark)) for p in panels], label, dark)


@lru_cache(maxsize=128)
def gaps(views: tuple[GapView, ...], label: str, dark: bool) -> str:
    """Both rates on one scale, and beneath them the gap around nought."""
    return _list("", [_gap(view, palette(dark)) for view in views], label, dark)


def _list(said: str, items: Sequence[str], label: str, dark: bool) -> str:
    every = "".join(f"<li>{item}</li>" for item in items)
    # The style stands first: one that stands inside is taken out.
    return STYLE + page(f'{said}<ul class="panels wide" aria-label="{escape(label)}">{every}</ul>', dark)


def _gap(view: GapView, colours: Palette) -> str:
    return (
        f'<div class="name">{link(view.rates.link, view.rates.title)}</div><div>{escape(view.finding)}.</div>'
        f"<div>{escape(view.change)}.</div>{_key(view.rates, colours)}"
        f'<div class="fill">{_image(view.rates, colours, TALL)}'
        f'<div class="quiet small">The gap, {escape(view.gap.unit)}</div>'
        f"{_image(view.gap, colours, LOW)}{_notes(view.rates.notes or view.gap.notes)}</div>"
    )


def _panel(panel: Panel, colours: Palette) -> str:
    name = link(panel.link, panel.title) if panel.link else escape(panel.title)
    said = f"<div>{escape(panel.said)}</div>" if panel.said else ""
    return (
        f'<div class="name">{name}</div>{said}{_key(panel, colours)}'
        f'<div class="fill"><div class="quiet small">{escape(panel.unit)}</div>{_image(panel, colours, TALL)}'
        f"{_notes(panel.notes)}</div>"
    )


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<div class="small">┊ {escape(note)}</div>' for note in notes)


def _key(panel: Panel, colours: Palette) -> str:
    """Each line with its last figure, what that was counted from and its range; one line alone needs no name."""
    many = len(panel.series) > 1
    found = []
    for series in panel.series:
        last = next(
            (s for s in reversed(series.spots) if s and (s.value is not None or series.kind == "own")), None
        )
        text, rest = (last.text or last.state, behind(last)) if last else ("", "")
        when = f" in {last.label}" if last and last.label != panel.labels[-1] else ""
        line = (
            f'<i aria-hidden="true" style="border-top:2px {LINE[series.kind]} {_ink(series, colours)}"></i>'
        )
        name = f"{line}{escape(series.name)}: " if many else ""
        range_ = (
            f' <span class="quiet">({escape(rest)})</span>' if rest and series.kind != "published" else ""
        )
        found.append(f'<div class="small">{name}<b>{escape(text)}</b>{escape(when)}{range_}</div>')
    return f'<div class="key">{"".join(found)}</div>'


def _image(panel: Panel, colours: Palette, height: int) -> str:
    drawn = base64.b64encode(_svg(panel, colours, height).encode()).decode()
    return f'<img alt="{escape(panel.alt)}" src="data:image/svg+xml;base64,{drawn}" width="{WIDTH}" height="{height}">'


def _scale(panel: Panel) -> Scale:
    """Round numbers around every shown figure and limit, with nought always inside; a share ends at 100%."""
    times = 100 if panel.percent else 1
    seen = [
        v * times
        for series in panel.series
        for s in series.spots
        if s
        for v in (s.value, *((s.lower, s.upper) if series.kind == "own" else ()))
        if v is not None
    ]
    low, high = min([*seen, 0.0]), max([*seen, 0.0])
    rough = (high - low or 1.0) / 3
    unit = 10 ** floor(log10(rough))
    step = next(unit * n for n in (1, 2, 2.5, 5, 10) if unit * n >= rough * 0.999)
    top = step * ceil(high / step - 1e-9)
    return step * floor(low / step + 1e-9), min(top, 100.0) if panel.percent else top, step


def _svg(panel: Panel, colours: Palette, height: int) -> str:
    bottom, top, _ = scale = _scale(panel)
    times = 100 if panel.percent else 1
    across = (WIDTH - LEFT - RIGHT) / max(len(panel.labels) - 1, 1)

    def y_of(value: float) -> float:
        return height - BOTTOM - (height - TOP - BOTTOM) * (value * times - bottom) / ((top - bottom) or 1)

    def x_of(i: int) -> float:
        return LEFT + i * across

    drawn = "".join(_series(series, panel.breaks, x_of, y_of, colours) for series in reversed(panel.series))
    cuts = "".join(
        f'<line x1="{x_of(i) - across / 2:.1f}" x2="{x_of(i) - across / 2:.1f}" y1="{TOP}" y2="{height - BOTTOM}" '
        f'stroke="{colours.quiet}" stroke-dasharray="2 3"/>'
        for i in panel.breaks
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="{colours.quiet}">'
        f"{_axes(panel, scale, y_of, x_of, height, colours)}{cuts}{drawn}</svg>"
    )


def _axes(panel: Panel, scale: Scale, y_of, x_of, height: int, colours: Palette) -> str:
    bottom, top, step = scale
    times = 100 if panel.percent else 1
    found = []
    for n in range(round((top - bottom) / step + 0.49) + 1):
        value = min(bottom + n * step, top)
        y = y_of(value / times)
        ink = colours.quiet if abs(value) < step / 1000 else colours.rule
        label = f"{value:g}{'%' if panel.percent else ''}".replace("-", "−")
        found.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{ink}"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
        )
    last = len(panel.labels) - 1
    ends = [(0, "start")] if last < 1 else [(0, "start"), (last, "end")]
    for i, anchor in ends:
        x = x_of(i) if anchor == "start" else x_of(i) + 6
        found.append(
            f'<text x="{x:.1f}" y="{height - 5}" text-anchor="{anchor}">{escape(panel.labels[i])}</text>'
        )
    return "".join(found)


def _ink(series: Series, colours: Palette) -> str:
    return {"own": colours.own, "other": colours.grey, "published": colours.beside}[series.kind]


def _stroke(series: Series, colours: Palette) -> str:
    ink = _ink(series, colours)
    dash = {"own": "", "other": ' stroke-dasharray="5 3"', "published": ' stroke-dasharray="1 3"'}[
        series.kind
    ]
    return f'stroke="{ink}" stroke-width="{2 if series.kind == "own" else 1.8}"{dash}'


def _series(series: Series, breaks: Sequence[int], x_of, y_of, colours: Palette) -> str:
    at = [(x_of(i), y_of(s.value)) if s and s.value is not None else None for i, s in enumerate(series.spots)]
    pieces = _cut(at, breaks if series.kind == "own" else ())
    stroke, ink = _stroke(series, colours), _ink(series, colours)
    lines = "".join(
        f'<polyline points="{_points(run)}" fill="none" {stroke}/>' for piece in pieces for run in runs(piece)
    )
    alone = "".join(
        f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="2.2" fill="{ink}"/>'
        for piece in pieces
        for i, p in enumerate(piece)
        if p and not any(piece[max(i - 1, 0) : i]) and not any(piece[i + 1 : i + 2])
    )
    if series.kind != "own":
        return lines + alone
    bands = "".join(_band(series.spots, piece, x_of, y_of, colours) for piece in pieces)
    marks = "".join(_mark(s, at[i], x_of(i), y_of(0), colours) for i, s in enumerate(series.spots) if s)
    return bands + lines + alone + marks + _last(series.spots, at, colours)


def _cut(at: Sequence[At | None], breaks: Sequence[int]) -> list[list[At | None]]:
    """The line in pieces, each in its own place: none crosses the start of a new series."""
    edges = [0, *breaks, len(at)]
    return [[p if start <= i < end else None for i, p in enumerate(at)] for start, end in pairwise(edges)]


def _points(run: Sequence[At]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in run)


def _band(spots: Sequence[Spot | None], piece: Sequence[At | None], x_of, y_of, colours: Palette) -> str:
    """The likely range around each stretch; around a single figure it is a bar."""
    limits = [
        (x_of(i), y_of(s.lower), y_of(s.upper))
        if piece[i] and s and s.lower is not None and s.upper is not None
        else None
        for i, s in enumerate(spots)
    ]
    found, run = [], []
    for limit in [*limits, None]:
        if limit:
            run.append(limit)
            continue
        if len(run) > 1:
            outline = [*((x, up) for x, _, up in run), *((x, low) for x, low, _ in reversed(run))]
            found.append(f'<polygon points="{_points(outline)}" fill="{colours.band}"/>')
        elif run:
            x, low, up = run[0]
            found.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{up:.1f}" stroke="{colours.band}" stroke-width="7"/>'
            )
        run = []
    return "".join(found)


def _mark(spot: Spot, at: At | None, x: float, base: float, colours: Palette) -> str:
    """Signals as triangles, same terms as points; where there is no figure, the mark that says why."""
    if at is None:
        sign = MARKS.get(spot.state, "")
        return f'<text x="{x:.1f}" y="{base - 3:.1f}" text-anchor="middle">{sign}</text>' if sign else ""
    y = at[1]
    if spot.word in ("higher", "lower"):
        up = 1 if spot.word == "higher" else -1
        ink = {"worse": colours.worse, "better": colours.better}.get(spot.verdict, colours.own)
        corners = [(x - 5, y + 4 * up), (x + 5, y + 4 * up), (x, y - 5 * up)]
        return f'<polygon points="{_points(corners)}" fill="{ink}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.8" fill="{colours.own}"/>' if spot.same_term else ""


def _last(spots: Sequence[Spot | None], at: Sequence[At | None], colours: Palette) -> str:
    """The last figure in numbers, at the end of its line."""
    if not spots or not at[-1] or not (spot := spots[-1]):
        return ""
    x, y = at[-1]
    return f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colours.text}" font-weight="600">{escape(spot.text)}</text>'


@lru_cache(maxsize=256)
def figures(panel: Panel, dark: bool) -> str:
    """Every period of a panel, the newest first: the table beside the picture."""
    headings = ["Period"]
    for series in panel.series:
        headings += [series.name, "95% range", "Counted"] if series.kind != "published" else [series.name]
    rows = [
        [escape(panel.labels[i]), *(cell for series in panel.series for cell in _cells(series, i))]
        for i in reversed(range(len(panel.labels)))
    ]
    right = [i for i, h in enumerate(headings) if h not in ("Period", "Counted")]
    return table(headings, rows, f"{panel.title} ({panel.unit})", dark, right)


def _cells(series: Series, i: int) -> list[str]:
    spot = series.spots[i]
    if spot is None:
        return [""] if series.kind == "published" else ["", "", ""]
    text = escape(spot.text or spot.state)
    return [text] if series.kind == "published" else [text, escape(spot.span), escape(spot.counted)]


__all__ = ["CSV_HEADINGS", "figures", "gaps", "grid"]
