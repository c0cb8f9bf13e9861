"""Schools side by side: a funnel where there are ten of a phase, else each school's own range, by name."""

from functools import lru_cache
from html import escape
from textwrap import wrap

from wellmetrics.charts import tables
from wellmetrics.charts.drawn import FONT, Drawn
from wellmetrics.charts.style import Palette, link, palette
from wellmetrics.views.alike import Alike
from wellmetrics.views.comparing import CompareView, Dot

LABELLED = 16  # schools; among more only those with a mark, and the chosen one, have their names
ROW, LINE, NAMES = 42, 17, 138  # pixels: a school, a line of its name, and the place of the names
LETTERS = 18  # in a line of a name
HEADINGS = ("School", "Figure", "Numerator and denominator", "Compared")
ALIKE = ("School", "Phase", "Pupils", "Pupil premium", "Special needs", "Distance", "Figure")


@lru_cache(maxsize=64)
def chart(view: CompareView, dark: bool) -> Drawn:
    colours = palette(dark)
    return _funnel(view, colours) if view.funnel else _ranges(view, colours)


def _funnel(view: CompareView, colours: Palette) -> Drawn:
    scale = 100 if view.percent else 1
    seen = sorted((d for d in view.dots if d.value is not None and d.size), key=lambda d: d.size or 0)
    limits = [
        _line([(d.size, getattr(d, name)) for d in seen if getattr(d, name) is not None], scale, colours.quiet, dash, called)
        for name, dash, called in (
            ("upper", "solid", "998 in 1,000 lie within"), ("lower", "solid", ""),
            ("upper95", "dot", "95 in 100 lie within"), ("lower95", "dot", ""),
            ("plain_upper", "longdashdot", "998 in 1,000, if chance were all"),
            ("plain_lower", "longdashdot", ""),
        )
    ]  # fmt: skip
    ends = [seen[0].size, seen[-1].size] if seen else []
    centre = _line([(x, view.centre) for x in ends], scale, colours.beside, "dash", view.centre_name)
    few = len(seen) <= LABELLED
    labels = [escape(d.name) if few or d.chosen or d.mark in ("higher", "lower") else "" for d in seen]
    dots = {
        **_dots(seen, colours),
        "x": [d.size for d in seen],
        "y": [(d.value or 0) * scale for d in seen],
        "mode": "markers+text",
        "text": labels,
        "textposition": "top center",
        "textfont": {"size": 12, "color": colours.text},
    }
    layout = _layout(colours, 460)
    layout["xaxis"] |= {"title": {"text": "What the figure is counted over"}, "rangemode": "tozero"}
    layout["yaxis"] |= {
        "ticksuffix": "%" if view.percent else "",
        "rangemode": "tozero" if _from_nothing(seen) else "normal",
    }
    return Drawn({"data": [*(line for line in limits if line["x"]), centre, dots], "layout": layout})


def _ranges(view: CompareView, colours: Palette) -> Drawn:
    scale = 100 if view.percent else 1
    seen = sorted((d for d in view.dots if d.value is not None), key=lambda d: d.name, reverse=True)
    names = [escape(d.name) for d in seen]
    bars = {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False,
        "line": {"color": colours.grey, "width": 2},
        "x": [x for d in seen for x in (_at(d.lower, scale), _at(d.upper, scale), None)],
        "y": [y for name in names for y in (name, name, None)],
    }  # fmt: skip
    dots = {
        **_dots(seen, colours),
        "x": [(d.value or 0) * scale for d in seen],
        "y": names,
        "mode": "markers",
        "cliponaxis": False,
    }
    labels = [_name(d) for d in seen]
    row = max([ROW, *(LINE * (1 + label.count("<br>")) + 10 for label in labels)])
    layout = _layout(colours, 96 + row * max(len(seen), 2))
    layout["margin"] |= {"l": NAMES}
    layout["xaxis"] |= {
        "ticksuffix": "%" if view.percent else "",
        "rangemode": "tozero" if _from_nothing(seen) else "normal",
    }
    layout["yaxis"] |= {"type": "category", "categoryorder": "array", "categoryarray": names, "showgrid": False,
                        "tickmode": "array", "tickvals": names, "ticktext": labels,
                        "ticks": "outside", "ticklen": 8, "tickcolor": "rgba(0,0,0,0)",
                        "tickfont": {"color": colours.text, "size": 13}}  # fmt: skip
    if view.centre is not None:
        at = view.centre * scale
        rule = {"color": colours.beside, "width": 1.8, "dash": "dash"}
        layout["shapes"] = [
            {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": rule}
        ]
        layout["annotations"] = [
            {"xref": "x", "yref": "paper", "x": at, "y": 1, "yanchor": "bottom", "showarrow": False,
             "text": escape(view.centre_name), "font": {"color": colours.text, "size": 13}}
        ]  # fmt: skip
    return Drawn({"data": [bars, dots], "layout": layout})


def _name(d: Dot) -> str:
    """In lines that fit the place of the names, which a phone can spare."""
    lines = "<br>".join(map(escape, wrap(d.name, LETTERS)))
    return f"<b>{lines}</b>" if d.chosen else lines


def _at(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale


def _from_nothing(seen: list[Dot]) -> bool:
    return all((d.value or 0) >= 0 for d in seen)


def _line(points: list[tuple], scale: float, colour: str, dash: str, called: str) -> dict:
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": bool(called), "name": escape(called),
        "x": [x for x, _ in points], "y": [_at(y, scale) for _, y in points],
        "line": {"color": colour, "width": 1.4, "dash": dash},
    }  # fmt: skip


def _dots(seen: list[Dot], colours: Palette) -> dict:
    """A triangle where a school is higher or lower, a ring around the chosen one; colour says better or worse."""
    ink = [getattr(colours, d.verdict if d.verdict != "neither" else "own") for d in seen]
    return {
        "type": "scatter",
        "showlegend": False,
        "hoverinfo": "text",
        "hovertext": [escape(f"{d.name}: {d.text} ({d.counted}). {d.mark}") for d in seen],
        "marker": {
            "size": [12 if d.mark in ("higher", "lower") else 10 if d.chosen else 8 for d in seen],
            "symbol": [
                {"higher": "triangle-up", "lower": "triangle-down"}.get(d.mark, "circle") for d in seen
            ],
            "color": ink,
            "line": {"width": [3 if d.chosen else 0 for d in seen], "color": colours.text},
        },
    }


def _layout(colours: Palette, height: int) -> dict:
    axis = {"gridcolor": colours.rule, "griddash": "dot", "zeroline": False, "fixedrange": True, "nticks": 6}
    return {
        "height": height,
        "margin": {"l": 44, "r": 14, "t": 40, "b": 44},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": colours.quiet},
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "xanchor": "left", "yanchor": "bottom",
                   "font": {"size": 13, "color": colours.text}, "itemclick": False, "itemdoubleclick": False},
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {**axis, "linecolor": colours.rule},
        "yaxis": dict(axis),
    }  # fmt: skip


def table(view: CompareView, dark: bool) -> str:
    rows = [
        (_row(d), escape(d.text), escape(d.counted), _compared(d))
        for d in view.dots
    ]  # fmt: skip
    return tables.table(HEADINGS, rows, view.subtitle, dark, right=(1,), kind="fixed")


def _row(d: Dot) -> str:
    return tables.doubted(link(d.link, d.name) if d.link else escape(d.name), d.disputed)


def _compared(d: Dot) -> str:
    if d.verdict == "neither":
        return escape(d.mark or "no mark")
    return f'<span class="{d.verdict}">{escape(d.mark)}, {d.verdict}</span>'


def alike(view: Alike, dark: bool) -> str:
    """The nearest first; a school that is struck out stays in sight, with a line through its name."""
    own = (f"<strong>{escape(view.of)}</strong>", *map(escape, view.own), "", "")
    rows = [
        (f"<s>{escape(r.name)}</s> struck out" if r.struck else escape(r.name), *map(escape, r.facts), r.distance, escape(r.figure))
        for r in view.rows
    ]  # fmt: skip
    shown = ALIKE if any(r.figure for r in view.rows) else ALIKE[:-1]
    return tables.table(shown, [row[: len(shown)] for row in (own, *rows)], f"Schools like {view.of}", dark,
                        right=(2, 3, 4, 5, 6), kind="fixed")  # fmt: skip
