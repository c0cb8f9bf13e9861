"""The voice screen as HTML tables: response rates, areas with their past, groups, who was asked, and its download."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from wellmetrics.charts import dots
from wellmetrics.charts.bars import step
from wellmetrics.charts.style import link, page, palette
from wellmetrics.charts.tables import doubted, quiet, table, toned
from wellmetrics.views.answers import Asking, Row, Table
from wellmetrics.views.asked import AskedRow, Reply
from wellmetrics.views.voice import VoiceView, Wave
from wellmetrics.views.waves import NOT_SENT, Figure, Step

AREAS = ("Over the waves", "Areas")
PAST = (
    "The small pictures run from 0 to 100% over every wave, each with its likely range (95%): a gap is a wave without a "
    "figure, a dashed line the start of a new series. Differences are in percentage points, and are told where their "
    "own 95% range leaves out nought."
)
MEASURES = "Every measure, with its range and what it was counted from"
MEASURED = "Each in its own latest wave. Differences are in percentage points, or in points of the scale."
GROUPED = "The same figure for parts of those who answered. A part with fewer than ten replies is hidden."
COVERED = (
    "How many answered of how many were asked. Not asked: no survey was held there for these people. Not sent: others "
    "were asked in that term, and nothing came from here."
)
DOWNLOAD = (
    "section", "code", "name", "wave", "value", "lower", "upper", "numerator", "denominator", "earlier_wave",
    "earlier_value", "difference", "difference_lower", "difference_upper", "said", "state",
)  # fmt: skip
NO_STEP = Step("")


def _page(body: str, dark: bool) -> str:
    p = palette(dark)
    style = f"""<style>
.wm .latest {{direction:rtl;text-align:left}} .wm .rates {{display:block;max-width:none;height:auto;margin-right:auto}} .wm .past {{display:block;max-width:none;height:auto}}
.wm .voice th[scope=row] {{min-width:11rem}} .wm .voice th .quiet {{font-weight:400;font-size:.9rem}}
.wm .voice td:nth-last-child(2) {{min-width:9rem}}
.wm .group {{margin:0 0 1.4rem}}
.wm .first td,.wm .first th {{border-top:2px solid {p.quiet}}}
</style>"""
    return page(style + body, dark)


@lru_cache(maxsize=128)
def rates(view: VoiceView, dark: bool) -> str:
    """How many answered, wave by wave; on a phone the picture scrolls rather than shrinks."""
    said = escape(f"Response rates of {view.subtitle}")
    drawn = dots.rates(view.response, dark)
    return _page(
        f'<div class="scroll latest" tabindex="0" role="region" aria-label="{said}">{drawn}</div>', dark
    )


def rates_legend(waves: Sequence[Wave]) -> str:
    """What the marks are that this picture has."""
    others = dict.fromkeys(w.surveys for w in waves if w.other and w.figure.value is not None)
    said = ["Each wave with its likely range (95%)."]
    said += [f"Rings: {', '.join(others)}."] if others else []
    said += ["Triangles: not as usual for the term."] if any(w.change for w in waves) else []
    said += (
        ["o: hidden to protect people."] if any(w.figure.state.startswith("hidden") for w in waves) else []
    )
    said += ["−: not sent or not asked."] if any(w.figure.state.startswith("not") for w in waves) else []
    return " ".join(said)


@lru_cache(maxsize=128)
def rates_table(view: VoiceView, dark: bool) -> str:
    rows = [
        (
            escape(w.figure.label),
            escape(w.surveys),
            escape(w.figure.of) or quiet(w.figure.state),
            escape(w.figure.text),
            escape(w.figure.span),
            toned(w.change, w.verdict),
        )
        for w in reversed(view.response)
    ]
    headings = ("Wave", "Survey", "Answered", "Response rate", "Likely range (95%)", "Signal")
    return table(headings, rows, "Every wave, the newest first", dark, (2, 3, 4))


@lru_cache(maxsize=256)
def rows(of: Table, caption: str, dark: bool) -> str:
    """Figures of a wave, each with its range, its past and the others beside it."""
    waves = len({r.now.label for r in of.rows}) > 1
    headings = [of.title, *(["Wave"] if waves else []), "Figure", "Likely range (95%)", "Of",
                *([of.beside] if of.beside else []), "Since the same season before", "Every wave"]  # fmt: skip
    right = tuple(headings.index(h) for h in ("Figure", "Likely range (95%)", "Of"))
    drawn = table(
        headings, [_row(row, bool(of.beside), waves, dark) for row in of.rows], caption, dark, right
    )
    return _page(f'<div class="voice">{drawn}</div>', dark)


def _row(row: Row, beside: bool, waves: bool, dark: bool) -> list[str]:
    name = link(row.link, row.name) if row.link else escape(row.name)
    now = row.now
    return [
        f"{name}{f'<br>{quiet(row.note)}' if row.note else ''}",
        *([escape(now.label)] if waves else []),
        f"<b>{escape(now.text)}</b>" if now.value is not None else quiet(now.state),
        escape(now.span),
        escape(now.of),
        *([escape(row.beside)] if beside else []),
        step(row.step),
        dots.past(row, dark),
    ]


@lru_cache(maxsize=128)
def groups(view: VoiceView, dark: bool) -> str:
    """The parts of each cut: a part that would point at people says so and nothing more."""
    return _page("".join(_group(of, view.subtitle, dark) for of in view.groups), dark)


def _group(of: Table, caption: str, dark: bool) -> str:
    headings = [
        of.title, "Favourable", "Likely range (95%)", "Of", *([of.beside] if of.beside else [])
    ]  # fmt: skip
    cells = [
        [
            link(r.link, r.name, f"{r.name}: every term, definition and files") if r.link else escape(r.name),
            f"<b>{escape(r.now.text)}</b>" if r.now.value is not None else quiet(r.now.state),
            escape(r.now.span),
            escape(r.now.of),
            *([escape(r.beside)] if of.beside else []),
        ]
        for r in of.rows
    ]
    return f'<div class="group">{table(headings, cells, f"{of.title}: {caption}", dark, (1, 2, 3, 4))}</div>'


@lru_cache(maxsize=128)
def coverage(view: VoiceView, dark: bool) -> str:
    """Schools by audience and wave, then every group of schools and the whole."""
    if view.coverage is None:
        return ""
    of = view.coverage
    heads = "".join(f'<th scope="col">{escape(who)}<br>{quiet(when)}</th>' for who, when in of.columns)
    body = "".join(
        _asked(row, first=row.group and not before)
        for row, before in zip(of.rows, [True, *(r.group for r in of.rows)], strict=False)
    )
    return _page(
        '<div class="scroll" tabindex="0" role="region" aria-label="Who was asked, and how many answered"><table class="fixed">'
        '<caption class="sr">Every school, audience and wave: how many answered of how many were asked</caption>'
        f'<thead><tr><th scope="col">School</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>',
        dark,
    )


def _asked(row: AskedRow, first: bool) -> str:
    cells = "".join(f"<td>{_reply(one)}</td>" for one in row.replies)
    kind = ' class="first"' if first else ""
    return f'<tr{kind}><th scope="row">{doubted(link(row.link, row.name), row.disputed)}</th>{cells}</tr>'


def _reply(one: Reply) -> str:
    if one.state:
        return (
            f'<span class="worse">{escape(one.state)}</span>' if one.state == NOT_SENT else quiet(one.state)
        )
    return f"{escape(one.said)} {quiet(one.share)}"


def csv(view: VoiceView) -> list[list[object]]:
    """Everything on the screen; a hidden figure is as empty here as there."""
    tables = [("area", view.areas), ("measure", view.scores), *(("group", of) for of in view.groups)]
    asked = view.coverage
    return [
        *([_line("overall", view.audience, view.subtitle, view.overall, view.step)] if view.overall else []),
        *(_line("response rate", view.audience, w.surveys, w.figure, Step(w.change)) for w in view.response),
        *(line for section, of in tables if of for row in of.rows for line in _csv_row(section, row, of.title)),
        *(line for part in view.parts for topic in part.topics for one in topic.asked for line in _csv_question(one)),
        *(_csv_asked(row, column, one) for row in (asked.rows if asked else ())
          for column, one in zip(asked.columns if asked else (), row.replies, strict=True)),
    ]  # fmt: skip


def _line(section: str, code: str, name: str, f: Figure, of: Step = NO_STEP) -> list[object]:
    return [
        section, code, name, f.label, f.value, f.lower, f.upper, f.numerator, f.denominator, of.label, of.before_value,
        of.value, of.lower, of.upper, of.said, f.state or "shown",
    ]  # fmt: skip


def _csv_row(section: str, row: Row, title: str) -> list[list[object]]:
    """The waves of the small picture, then the figure with its difference."""
    name = f"{title}: {row.name}" if section == "group" else row.name
    before = [_line(section, row.code, name, f) for f in row.line if f.period != row.now.period]
    return [*before, _line(section, row.code, name, row.now, row.step)]


def _csv_question(one: Asking) -> list[list[object]]:
    row, total = one.row, sum(a.count for a in one.answers)
    given = [
        _line("answer", row.code, a.label, Figure(row.now.period, row.now.label, "", a.share, None, None, a.count, total))
        for a in one.answers
    ]  # fmt: skip
    return [_line("question", row.code, row.name, row.now, row.step), *given]


def _csv_asked(row: AskedRow, column: tuple[str, str], one: Reply) -> list[object]:
    who, when = column
    share = one.replies / one.asked if one.replies is not None and one.asked else None
    return _line(
        "asked", who, row.name, Figure(when, when, one.state, share, None, None, one.replies, one.asked)
    )
