"""A line against its own past: each figure, what was expected of it, and the words of the rule that marks it."""

from functools import lru_cache
from html import escape

from wellmetrics.charts import lines, tables
from wellmetrics.charts.drawn import Drawn
from wellmetrics.charts.style import palette
from wellmetrics.views.changing import ChangeView

BARS = (
    "The upright bars are what the same term of earlier years led to expect (99%): a figure outside its bar is a triangle, "
    "with the rule beside the first. "
)
RINGS = "Rings are the same term of other years; the full point is the chosen term."
HEADINGS = ("Period", "Figure", "Expected", "Signal", "Rule")


def legend(view: ChangeView) -> str:
    return BARS * _expected(view) + RINGS


def _expected(view: ChangeView) -> bool:
    """Whether any bar is drawn."""
    return any(point.high_expected is not None for point in view.points)


@lru_cache(maxsize=64)
def terms(view: ChangeView, dark: bool, height: int = 380) -> Drawn:
    colours, at = palette(dark), [p.label for p in view.points]
    scale = 100 if view.percent else 1
    own = lines.times([p.value for p in view.points], scale)
    anew = [bool(p.starts) for p in view.points]
    low = [
        p.low_expected if view.signed or p.low_expected is None else max(p.low_expected, 0)
        for p in view.points
    ]
    bars = {
        **lines.trace(
            *_uprights(
                at, lines.times(low, scale), lines.times([p.high_expected for p in view.points], scale)
            ),
            colours.band,
            9,
        ),
        "name": "What was expected",
        "showlegend": _expected(view),
    }
    line = lines.trace(*lines.parted(at, own, anew), colours.own, 2.2)
    layout = lines.layout(at, view.percent and not view.signed, colours, height)
    figure = Drawn({
        "data": [bars, {**line, "name": escape(view.name), "showlegend": True}, lines.marks(view.points, at, own, colours)],
        "layout": {**layout, **lines.starts(view.points, colours)},
    })  # fmt: skip
    _words(figure, view, at, own, colours.text)
    return figure


def _uprights(at: list[str], low: list[float | None], high: list[float | None]) -> tuple[list, list]:
    x = [label for label in at for _ in range(3)]
    y = [
        v
        for a, b in zip(low, high, strict=True)
        for v in ((a, b, None) if a is not None and b is not None else (None,) * 3)
    ]
    return x, y


def _words(figure: Drawn, view: ChangeView, at: list[str], own: list[float | None], colour: str) -> None:
    """Beside the first of the latest marked points, and at what else happened."""
    marked = [i for i, rule in enumerate(view.rules) if rule and own[i] is not None]
    if marked:
        i = next(i for i in reversed(marked) if i - 1 not in marked)
        figure.add_annotation(
            x=at[i], y=own[i], ax=-40 if 2 * i > len(at) else 40, ay=-34, showarrow=True, arrowwidth=1, arrowcolor=colour,
            text=f"{view.points[i].word} than expected", font={"color": colour, "size": 13},
        )  # fmt: skip
    for event in view.events:
        if event.label in at and not event.words.startswith("New series"):
            figure.add_annotation(x=event.label, y=0, yref="paper", yanchor="bottom", showarrow=False,
                                  text=f"⚑ {escape(event.words)}", font={"color": colour, "size": 12})  # fmt: skip


def table(view: ChangeView, dark: bool) -> str:
    rows = [
        (tables.doubted(escape(p.label), view.disputed.get(p.period, "")), escape(p.text or p.state), escape(p.expected), tables.toned(escape(p.change), p.verdict), escape(rule))
        for p, rule in zip(reversed(view.points), reversed(view.rules), strict=True)
    ]  # fmt: skip
    return tables.table(HEADINGS, rows, view.subtitle, dark, right=(1, 2), kind="fixed")
