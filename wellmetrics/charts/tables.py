"""Tables beside the charts: every figure with what it was counted from, as HTML that a screen reader reads."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from wellmetrics.charts.style import link, page
from wellmetrics.views.indicator import IndicatorView
from wellmetrics.views.lines import Point
from wellmetrics.views.months import MonthChart
from wellmetrics.views.school import Figure

HEADINGS = ("Period", "Numerator and denominator", "Figure", "95% range", "Expected", "Signal")
WORDS = {
    "higher": "higher than usual",
    "lower": "lower than usual",
    "none": "as usual",
    "too early": "too early to tell",
    "cannot tell": "cannot tell",
}
CSV_HEADINGS = (
    "period",
    "counted",
    "value",
    "lower",
    "upper",
    "expected_lower",
    "expected_upper",
    "signal",
    "state",
    "new_series",
)


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: str,
    dark: bool,
    right: Sequence[int] = (),
    kind: str = "",
) -> str:
    """`rows` are HTML; the first cell of each is its heading."""
    heads = "".join(f'<th scope="col"{_right(i, right)}>{escape(h)}</th>' for i, h in enumerate(headings))
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td{_right(i + 1, right)}>{c}</td>" for i, c in enumerate(rest))}</tr>'
        for first, *rest in rows
    )
    style = f' class="{kind}"' if kind else ""
    return page(
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table{style}>'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>",
        dark,
    )


def _right(i: int, right: Sequence[int]) -> str:
    return ' class="num"' if i in right else ""


def toned(text: str, verdict: str) -> str:
    sign = {"worse": "▲ ", "better": "▼ "}.get(verdict, "")
    return f'<span class="{verdict}">{sign}{escape(text)}</span>' if sign else escape(text)


def doubted(name: str, said: str) -> str:
    """A heading of figures with the dispute that stands beside them; `name` is HTML."""
    return f'{name}<br><span class="doubt">{escape(said)}</span>' if said else name


def quiet(text: str) -> str:
    return f'<span class="quiet">{escape(text)}</span>'


@lru_cache(maxsize=128)
def periods(view: IndicatorView, dark: bool) -> str:
    """Every period, the newest first."""
    rows = [
        (doubted(name, view.disputed.get(p.period, "")), *rest)
        for p in reversed(view.points)
        for name, *rest in [_worded(period_cells(p), view.wordings.get(p.period, ""))]
    ]
    return table(HEADINGS, rows, view.subtitle, dark, right=(1, 2, 3, 4))


def _worded(cells: tuple[str, ...], wording: str) -> tuple[str, ...]:
    """A figure of a question that was reworded stands under the words that were asked."""
    return (f"{cells[0]}<br>{quiet(f'“{wording}”')}", *cells[1:]) if wording else cells


@lru_cache(maxsize=128)
def parts(view: IndicatorView, dark: bool) -> str:
    """The latest figure of each part."""
    rows = [(link(p.link, p.name), *period_cells(p.point)[1:]) for p in view.parts]
    return table(("Part", *HEADINGS[1:]), rows, view.parts_title, dark, right=(2, 3, 4))


def period_cells(p: Point | None) -> tuple[str, ...]:
    if p is None:
        return ("",) * len(HEADINGS)
    label = escape(p.label) + (f"<br>{quiet(new_series(p))}" if p.starts else "")
    if p.value is None:
        return label, "", quiet(p.state), "", "", ""
    signal = toned(WORDS.get(p.word, ""), p.verdict)
    return label, escape(p.counted), escape(p.text), escape(p.span), escape(p.expected), signal


def new_series(p: Point) -> str:
    return f"A new series starts here: {p.starts}"


@lru_cache(maxsize=128)
def months(chart: MonthChart, dark: bool) -> str:
    rows = [
        (
            escape(p.label),
            escape(p.counted),
            escape(p.text) if p.value is not None else quiet(p.state),
            escape(rule),
        )
        for p, rule in reversed(list(zip(chart.points, chart.rules, strict=True)))
    ]
    return table(
        ("Month", "Numerator and denominator", "Figure", "Rule that marks it"),
        rows,
        chart.subtitle,
        dark,
        (1, 2),
    )


def figures(found: Sequence[Figure], other: str, dark: bool, title: str = "", when: str = "") -> str:
    """A school's own figures: to confirm or to dispute. One that is not of the chosen term says of when it is."""
    headings = ["Figure", "This term", "Counted", "95% range", "Expected", "Signal"]
    if other:
        headings.append(f"Beside: {other}")
    rows = [_figure(f, bool(other), when) for f in found]
    caption = "figures, with what each was counted from"
    said = f"{title}: {caption}" if title else f"Own {caption}"
    return table(headings, rows, said, dark, (1, 2, 3, 4), "own")


def _figure(f: Figure, other: bool, when: str) -> list[str]:
    p = f.point
    name = doubted(link(f.link, f.title), f.disputed)
    beside = (
        [f"{escape(f.beside)}<br>{quiet(_beside(f.compared))}" if f.compared else quiet(f.beside)]
        if other
        else []
    )
    if p is None or p.value is None:
        return [name, quiet(p.state if p else "no figure yet"), "", "", "", "", *beside]
    of = f"<br>{quiet(f'in {f.when}')}" if when and f.when != when and p.word != "not tested" else ""
    value = f"<b>{escape(p.text)}</b><br>{quiet(f.unit)}{of}"
    signal = (
        toned(p.change, p.verdict) if p.word != "not tested" else quiet(f"{f.when}: years are not tested")
    )
    signal += f"<br>{quiet(new_series(p))}" if p.starts else ""
    counted = escape(p.counted) + (f"<br>{quiet(f.with_it)}" if f.with_it else "")
    return [name, value, counted, escape(p.span), escape(p.expected), signal, *beside]


def _beside(word: str) -> str:
    return word if word == "cannot tell" else f"this school is {word}"


@lru_cache(maxsize=128)
def sources(view: IndicatorView, dark: bool) -> str:
    counted = all(r.queries is not None for r in view.sources)
    cells = [
        (
            escape(r.file),
            escape(r.dataset),
            str(r.batch),
            escape(r.loaded),
            escape(r.by),
            *([str(r.queries)] if counted else []),
            f"<code>{escape(r.sha256[:16])}…</code>",
        )
        for r in view.sources
    ]
    headings = ("File", "Dataset", "Batch", "Loaded", "By", *(["Queries"] if counted else []), "SHA-256")
    return table(
        headings, cells, f"The files behind {view.sources_of}", dark, right=(2, 5) if counted else (2,)
    )


@lru_cache(maxsize=128)
def queries(view: IndicatorView, dark: bool) -> str:
    cells = [
        (escape(q.file), escape(q.row), f"<code>{escape(q.column)}</code>", escape(q.problem))
        for q in view.queries
    ]
    return table(("File", "Row", "Column", "What is doubtful"), cells, view.queries_title, dark)


@lru_cache(maxsize=128)
def about(view: IndicatorView, dark: bool) -> str:
    items = "".join(f"<dt>{escape(heading)}</dt><dd>{escape(text)}</dd>" for heading, text in view.about)
    return page(f"<dl>{items}</dl>", dark)


def csv_rows(points: Sequence[Point]) -> list[list[object]]:
    return [
        [
            p.period,
            p.counted,
            p.value,
            p.lower,
            p.upper,
            p.low_expected,
            p.high_expected,
            p.word,
            p.state or "shown",
            p.starts,
        ]
        for p in points
    ]
