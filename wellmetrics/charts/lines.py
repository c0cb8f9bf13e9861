"""Line charts: few traces, direct labels, zero at the bottom; a gap stays a gap, and no line crosses a new series."""

from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap

from wellmetrics.charts.drawn import FONT, Drawn
from wellmetrics.charts.style import Palette, palette
from wellmetrics.views.lines import LineChart, Point
from wellmetrics.views.months import MonthChart

REASON = 28  # letters in a line of the words at a rule


@lru_cache(maxsize=256)
def line(chart: LineChart, dark: bool, height: int = 340) -> Drawn:
    """The own line in its ribbon, and the dashed line of the others."""
    colours, at = palette(dark), [p.label for p in chart.points]
    scale = 100 if chart.percent else 1
    own = times([p.value for p in chart.points], scale)
    beside = times(chart.beside, scale)
    anew = [bool(p.starts) for p in chart.points]
    traces = [
        *_ribbons(chart, at, scale, colours),
        *(
            [
                _named(
                    trace(*parted(at, beside, chart.beside_starts), colours.beside, 1.8, "dash"),
                    chart.beside_name,
                )
            ]
            if any(v is not None for v in beside)
            else []
        ),
        _named(trace(*parted(at, own, anew), colours.own, 2.4), chart.name),
        marks(chart.points, at, own, colours),
    ]
    about = layout(at, chart.percent and not chart.signed, colours, height)
    return Drawn({"data": traces, "layout": {**about, **starts(chart.points, colours)}})


def parted(
    at: Sequence[str], values: Sequence[float | None], anew: Sequence[bool]
) -> tuple[list[str], list[float | None]]:
    """The line with a gap before each new series; one that has none stays point by point as it is."""
    x, y = [], []
    for i, (label, value) in enumerate(zip(at, values, strict=True)):
        if i and any(anew[i : i + 1]):
            x.append(label)
            y.append(None)
        x.append(label)
        y.append(value)
    return x, y


def starts(points: Sequence[Point], colours: Palette) -> dict:
    """A thin upright rule where a new series starts, with the reason in words at its foot."""
    found = [(i, p) for i, p in enumerate(points) if p.starts]
    rules = [
        {"type": "line", "xref": "x", "yref": "paper", "x0": i - 0.5, "x1": i - 0.5, "y0": 0, "y1": 1,
         "line": {"color": colours.quiet, "width": 1, "dash": "dot"}}
        for i, _ in found
    ]  # fmt: skip
    words = [
        {"xref": "x", "yref": "paper", "x": i - 0.5, "y": 0.02, "yanchor": "bottom", "showarrow": False,
         "xanchor": "right" if 2 * i > len(points) else "left", "align": "right" if 2 * i > len(points) else "left",
         "text": "<br>".join(map(_name, wrap(f"New series: {p.starts}", REASON))), "bgcolor": colours.paper, "opacity": 0.9,
         "font": {"color": colours.text, "size": 12}}
        for i, p in found
    ]  # fmt: skip
    return {"shapes": rules, "annotations": words} if found else {}


@lru_cache(maxsize=64)
def months(chart: MonthChart, dark: bool, height: int = 320) -> Drawn:
    """A process-behaviour chart: the line, its middle and limits, and the points that a rule marks."""
    colours, at = palette(dark), [p.label for p in chart.points]
    scale = 100 if chart.percent else 1
    values = times([p.value for p in chart.points], scale)
    flat = [
        trace([at[chart.first], at[-1]], [v * scale] * 2, colours.quiet, 1.2, dash)
        for v, dash in ((chart.centre, "solid"), (chart.lower, "dash"), (chart.upper, "dash"))
        if v is not None and v >= 0
    ]
    marked = [i for i, rule in enumerate(chart.rules) if rule and values[i] is not None]
    dots = {
        **trace([at[i] for i in marked], [values[i] for i in marked], colours.worse, 0),
        "mode": "markers",
        "marker": {
            "size": 10,
            "symbol": "diamond",
            "color": [getattr(colours, _verdict(chart.points[i])) for i in marked],
        },
    }
    anew = [bool(p.starts) for p in chart.points]
    main = {
        **trace(*parted(at, values, anew), colours.own, 1.8),
        "mode": "lines+markers",
        "marker": {"size": 5},
    }
    about = {**layout(at, chart.percent, colours, height), **starts(chart.points, colours)}
    if marked:
        i = max(j for j in marked if j - 1 not in marked)
        words = wrap(f"{at[i]}: {chart.rules[i]}", REASON)
        # Above the drawing, where no line runs under the words.
        about["margin"] = {**about["margin"], "t": max(about["margin"]["t"], 14 + 17 * len(words))}
        said = {"x": at[i], "y": 1, "yref": "paper", "xanchor": "right" if 2 * i > len(at) else "left", "yanchor": "bottom",
                "showarrow": False, "text": "<br>".join(words), "font": {"color": colours.text, "size": 13}}  # fmt: skip
        about["annotations"] = [*about.get("annotations", ()), said]
    return Drawn({"data": [*flat, main, dots], "layout": about})


def _verdict(point: Point) -> str:
    return point.verdict if point.verdict != "neither" else "own"


def times(values: Sequence[float | None], scale: float) -> list[float | None]:
    return [None if v is None else v * scale for v in values]


def trace(x, y, colour: str, width: float, dash: str = "solid") -> dict:
    line = {"color": colour, "width": width, "dash": dash}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": line,
        "hoverinfo": "skip",
        "connectgaps": False,
        "showlegend": False,
    }


def _ribbons(chart: LineChart, at: list[str], scale: float, colours: Palette) -> list[dict]:
    """The interval around each stretch of the line that has one."""
    run: list[int] = []
    runs = [run]
    for i, p in enumerate(chart.points):
        if p.starts or p.lower is None or p.upper is None:
            run = []
            runs.append(run)
        if p.lower is not None and p.upper is not None:
            run.append(i)
    found = []
    for stretch in (r for r in runs if r):
        up = [(at[i], chart.points[i].upper or 0) for i in stretch]
        floor = -1e9 if chart.signed else 0
        down = [(at[i], max(chart.points[i].lower or 0, floor)) for i in reversed(stretch)]
        outline = [*up, *down]
        found.append(
            {
                **trace([x for x, _ in outline], [y * scale for _, y in outline], "rgba(0,0,0,0)", 0),
                "fill": "toself",
                "fillcolor": colours.band,
            }
        )
    return found


def marks(points: Sequence[Point], at: list[str], own: list[float | None], colours: Palette) -> dict:
    """Same terms as rings, this term full, signals as triangles in their colour."""
    shown = [i for i, p in enumerate(points) if own[i] is not None]
    last = len(points) - 1
    flagged = [points[i].word in ("higher", "lower") for i in shown]
    ink = [getattr(colours, _verdict(points[i])) for i in shown]
    return {
        **trace([at[i] for i in shown], [own[i] for i in shown], colours.own, 0),
        "mode": "markers",
        "hoverinfo": "text",
        "hovertext": [_hover(points[i]) for i in shown],
        "marker": {
            "size": [11 if f else 9 if i == last or points[i].same_term else 4 for i, f in zip(shown, flagged, strict=True)],
            "symbol": [_symbol(points[i], f) for i, f in zip(shown, flagged, strict=True)],
            "color": [c if f or i == last or not points[i].same_term else colours.paper
                      for i, f, c in zip(shown, flagged, ink, strict=True)],
            "line": {"width": 1.6, "color": ink},
            "opacity": 1,
        },
    }  # fmt: skip


def _symbol(point: Point, flagged: bool) -> str:
    if not flagged:
        return "circle"
    return "triangle-up" if point.word == "higher" else "triangle-down"


def _hover(point: Point) -> str:
    span = f" ({point.span})" if point.span else ""
    return f"{point.label}: {point.text}{span}<br>{point.counted}<br>{point.change}"


def _name(text: str) -> str:
    """Names come from files: no tag in one may act."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _named(trace: dict, name: str) -> dict:
    return {**trace, "name": _name(name), "showlegend": bool(name)}


def _tick(label: str) -> str:
    """Two short lines: a month by its first letters."""
    word, _, year = label.partition(" ")
    return f"{word if word in ('Autumn', 'Spring', 'Summer') else word[:3]}<br>{year}" if year else label


def layout(at: list[str], percent: bool, colours: Palette, height: int) -> dict:
    step = max(1, -(-len(at) // 5))
    ticks = at[::-1][::step][::-1]
    return {
        "height": height,
        "margin": {"l": 44, "r": 14, "t": 34, "b": 40},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": colours.quiet},
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.0,
            "xanchor": "left",
            "yanchor": "bottom",
            "font": {"size": 13, "color": colours.text},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": at,
            "tickvals": ticks,
            "ticktext": [_tick(t) for t in ticks],
            "showgrid": False,
            "linecolor": colours.rule,
            "fixedrange": True,
            "tickangle": 0,
        },
        "yaxis": {
            "rangemode": "tozero",
            "ticksuffix": "%" if percent else "",
            "gridcolor": colours.rule,
            "griddash": "dot",
            "zeroline": True,
            "zerolinecolor": colours.rule,
            "nticks": 6,
            "fixedrange": True,
        },
    }
