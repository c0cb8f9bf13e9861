"""The voice screen as HTML: response rates, areas with their past, each question's answers as a bar, who was asked."""

import base64
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from wellmetrics.charts.multiples import At
from wellmetrics.charts.spark import runs
from wellmetrics.charts.style import Palette, link, page, palette
from wellmetrics.charts.tables import quiet, table, toned
from wellmetrics.views.asked import Asked, AskedRow, Reply
from wellmetrics.views.voice import Answer, Asking, Part, Row, Table, Topic, VoiceView, Wave
from wellmetrics.views.waves import Figure, Step

PAST = (
    "The small pictures show every wave from 0 to 100%, each with its likely range (95%); a gap is a wave without a "
    "figure, a dashed line the start of a new series. Points are percentage points. A difference is told where its own "
    "95% range leaves out nought."
)
ASKED = (
    "Each bar runs from the least favourable answer to the most favourable; the blue pieces count as favourable. A "
    "question that is put the other way round is turned, and says so."
)
GROUPED = "The same figure for parts of those who answered. A part with fewer than ten replies is hidden."
MEASURED = "Points are percentage points, or points of the scale. The definitions stand under the names."
COVERED = (
    "How many answered of how many were asked. Not asked: no survey was held there for these people. Not sent: others "
    "were asked in that term, and nothing came from here."
)
DOWNLOAD = (
    "section", "code", "name", "wave", "value", "lower", "upper", "numerator", "denominator", "earlier_wave",
    "earlier_value", "difference", "difference_lower", "difference_upper", "said", "state",
)  # fmt: skip
INSIDE = 0.075  # the narrowest piece that has room for its number
WIDTH, HEIGHT, EDGE = 150, 64, 5
# Fill and ink of a bar's pieces: from the least favourable to grey, and from pale to the most favourable.
LIGHT = (
    (("#B84300", "#FFFFFF"), ("#E58A55", "#1F2933"), ("#F3C9AE", "#1F2933"), ("#D9DEE3", "#1F2933")),
    (("#9FC3E4", "#1F2933"), ("#4F87B8", "#FFFFFF"), ("#12436D", "#FFFFFF")),
)
DARK = (
    (("#FF9A66", "#10161D"), ("#C06A3B", "#10161D"), ("#7A452A", "#FFFFFF"), ("#4A5561", "#FFFFFF")),
    (("#2C5A86", "#FFFFFF"), ("#5A97CC", "#10161D"), ("#A9D3F7", "#10161D")),
)


def _style(dark: bool) -> str:
    p = palette(dark)
    return f"""<style>
.wm .asking {{list-style:none;margin:0 0 1.2rem;padding:0}}
.wm .asking li {{margin:0;padding:.7rem 0;border-top:1px solid {p.rule};display:grid;grid-template-columns:minmax(16rem,2fr) 3fr;gap:.3rem 2rem}}
.wm .asking .wording {{font-weight:500}}
.wm .bar {{display:flex;gap:2px;height:1.7rem;width:100%;margin:.1rem 0 .35rem}}
.wm .bar span {{display:block;overflow:hidden;text-align:center;font-size:.8rem;line-height:1.7rem;white-space:nowrap}}
.wm .key {{list-style:none;margin:0 0 .8rem;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.3rem}} .wm .key li {{margin:0}}
.wm .key i {{display:inline-block;width:1rem;height:.8rem;margin-right:.4rem}}
.wm .rates {{display:block;width:100%;max-width:44rem;height:auto}}
.wm .past {{display:block;min-width:{WIDTH}px}}
.wm .first td,.wm .first th {{border-top:2px solid {p.quiet}}}
@media (max-width:640px) {{.wm .asking li {{grid-template-columns:1fr}}}}
</style>"""


def _page(body: str, dark: bool) -> str:
    return page(_style(dark) + body, dark)


# Response rates


@lru_cache(maxsize=128)
def rates(view: VoiceView, dark: bool) -> str:
    """How many answered, wave by wave: a dot with its likely range, its number above."""
    return _page(_image(_rates(view.response, palette(dark)), _rates_alt(view.response), "rates"), dark)


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


def _rates_alt(waves: Sequence[Wave]) -> str:
    said = [f"{w.figure.label}: {f'{w.figure.of}, {w.figure.text}' if w.figure.of else w.figure.state}{f', {w.change}' if w.change else ''}" for w in waves]  # fmt: skip
    return f"Response rate of every wave. {'; '.join(said)}."


def _rates(waves: Sequence[Wave], p: Palette) -> str:
    left, right, top, base, height = 34, 8, 18, 128, 164
    width = max(320, left + right + 46 * len(waves))
    across = (width - left - right) / max(len(waves), 1)

    def up(value: float) -> float:
        return base - (base - top) * value

    rules = "".join(
        f'<line x1="{left}" x2="{width - right}" y1="{up(v):.1f}" y2="{up(v):.1f}" stroke="{p.rule}"/>'
        f'<text x="{left - 5}" y="{up(v) + 4:.1f}" text-anchor="end">{v * 100:.0f}%</text>'
        for v in (0.0, 0.5, 1.0)
    )
    dots = []
    for i, w in enumerate(waves):
        x, f = left + across * (i + 0.5), w.figure
        season, _, year = f.label.partition(" ")
        dots.append(f'<text x="{x:.1f}" y="{base + 15}" text-anchor="middle">{season[:3]}</text>')
        if i == 0 or waves[i - 1].figure.label.rpartition(" ")[2] != year:
            dots.append(f'<text x="{x:.1f}" y="{base + 29}" text-anchor="middle">{year}</text>')
        if f.value is None or f.lower is None or f.upper is None:
            sign = "o" if f.state.startswith("hidden") else "−"
            dots.append(f'<text x="{x:.1f}" y="{base - 4}" text-anchor="middle">{sign}</text>')
            continue
        ink = {"worse": p.worse, "better": p.better}.get(w.verdict, p.own)
        dots.append(_whisker(x, up(f.lower), up(f.upper), ink))
        dots.append(_dot(x, up(f.value), w, ink, p))
        dots.append(
            f'<text x="{x:.1f}" y="{up(f.upper) - 4:.1f}" text-anchor="middle" fill="{p.text}">{f.value * 100:.0f}</text>'
        )
    return _svg(width, height, p, rules + "".join(dots))


def _dot(x: float, y: float, w: Wave, ink: str, p: Palette) -> str:
    """A triangle where the rate is not as usual, a ring for another survey."""
    if w.verdict in ("worse", "better"):
        down = 1 if w.verdict == "worse" else -1
        corners = ((x - 5, y - 4 * down), (x + 5, y - 4 * down), (x, y + 5 * down))
        return f'<polygon points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}" fill="{ink}"/>'
    fill = p.paper if w.other else ink
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" fill="{fill}" stroke="{ink}" stroke-width="1.6"/>'


def rates_legend(waves: Sequence[Wave]) -> str:
    """What the marks are; an empty text where there is one survey and nothing unusual."""
    others = dict.fromkeys(w.surveys for w in waves if w.other)
    said = [f"Rings: {', '.join(others)}."] if others else []
    if any(w.change for w in waves):
        said.append("Triangles: not as usual for the term.")
    if any(w.figure.value is None for w in waves):
        said.append("o hidden to protect people, − not sent or not asked.")
    return " ".join(["Each dot with its likely range (95%).", *said])


# Areas, measures and groups


@lru_cache(maxsize=128)
def areas(view: VoiceView, dark: bool) -> str:
    assert view.areas  # noqa: S101  (a page asks only for what is there)
    return _page(_rows(view.areas, "Area", view.subtitle, dark), dark)


@lru_cache(maxsize=128)
def scores(view: VoiceView, dark: bool) -> str:
    assert view.scores  # noqa: S101
    return _page(_rows(view.scores, "Measure", "Each in its own latest wave", dark, waves=True), dark)


def _rows(of: Table, first: str, caption: str, dark: bool, waves: bool = False) -> str:
    headings = [first, *(["Wave"] if waves else []), "Figure", "Likely range (95%)", "Of", "Since the same season before", *([of.beside] if of.beside else []), "Every wave"]  # fmt: skip
    rows = [_row(row, bool(of.beside), waves, dark) for row in of.rows]
    right = tuple(i for i, h in enumerate(headings) if h in ("Figure", "Likely range (95%)", "Of", of.beside))
    return table(headings, rows, caption, dark, right)


def _row(row: Row, beside: bool, waves: bool, dark: bool) -> list[str]:
    name = link(row.link, row.name) if row.link else escape(row.name)
    note = f"<br>{quiet(row.note)}" if row.note else ""
    now = row.now
    figure = f"<b>{escape(now.text)}</b>" if now.value is not None else quiet(now.state)
    past = _image(_past(row, palette(dark)), _past_alt(row), "past") if row.line else ""
    return [
        f"{name}{note}",
        *([escape(now.label)] if waves else []),
        figure,
        escape(now.span),
        escape(now.of),
        f"{escape(row.step.before)}<br>{quiet(row.step.label)}" if row.step.label else "",
        _step(row.step),
        *([escape(row.beside)] if beside else []),
        past,
    ]


def _step(step: Step) -> str:
    return toned(step.said, step.verdict) if step.word in ("higher", "lower") else quiet(step.said)


def _past_alt(row: Row) -> str:
    said = [
        f"{f.label}: {f.text or f.state}{f' (new series: {f.starts})' if f.starts else ''}" for f in row.line
    ]
    return f"{row.name}, every wave. {'; '.join(said)}."


def _past(row: Row, p: Palette) -> str:
    """Dots with ranges on one scale from nought; nothing is drawn where there is no figure."""
    top = 1.0 if row.percent else max((f.upper or f.value or 0 for f in row.line), default=0) * 1.05 or 1.0
    across = (WIDTH - 2 * EDGE) / max(len(row.line), 1)
    room = HEIGHT - 2 * EDGE
    at: list[At | None] = []
    marks = [
        f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{y}" y2="{y}" stroke="{p.rule}"/>'
        for y in (EDGE, HEIGHT - EDGE)
    ]
    line: list[At | None] = []
    for i, f in enumerate(row.line):
        x = EDGE + across * (i + 0.5)
        if f.starts:
            cut = x - across / 2
            marks.append(
                f'<line x1="{cut:.1f}" x2="{cut:.1f}" y1="0" y2="{HEIGHT}" stroke="{p.quiet}" stroke-dasharray="3 2"/>'
            )
            line.append(None)
        if f.value is None:
            at.append(None)
            line.append(None)
            continue
        y = HEIGHT - EDGE - room * f.value / top
        if f.lower is not None and f.upper is not None:
            low, high = (HEIGHT - EDGE - room * min(max(v, 0) / top, 1) for v in (f.lower, f.upper))
            marks.append(_whisker(x, low, high, p.grey))
        at.append((x, y))
        line.append((x, y))
    drawn = "".join(
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}" fill="none" stroke="{p.grey}"/>'
        for run in runs(line)
    )
    dots = "".join(
        f'<circle cx="{xy[0]:.1f}" cy="{xy[1]:.1f}" r="{3.4 if i == len(at) - 1 else 2.4}" fill="{p.own}"/>'
        for i, xy in enumerate(at)
        if xy
    )
    return _svg(WIDTH, HEIGHT, p, "".join(marks) + drawn + dots)


def _whisker(x: float, low: float, high: float, ink: str) -> str:
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}" stroke="{ink}" stroke-width="1.4"/>'
    )


def _svg(width: float, height: float, p: Palette, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}" '
        f'font-family="sans-serif" font-size="11" fill="{p.quiet}">{body}</svg>'
    )


def _image(svg: str, alt: str, kind: str) -> str:
    drawn = base64.b64encode(svg.encode()).decode()
    return f'<img class="{kind}" alt="{escape(alt)}" src="data:image/svg+xml;base64,{drawn}">'


@lru_cache(maxsize=128)
def groups(view: VoiceView, dark: bool) -> str:
    """The parts of each cut: a part that would point at people says so and nothing more."""
    return _page("".join(_group(of, view.subtitle, dark) for of in view.groups), dark)


def _group(of: Table, caption: str, dark: bool) -> str:
    rows = [
        [
            escape(r.name),
            f"<b>{escape(r.now.text)}</b>" if r.now.value is not None else quiet(r.now.state),
            escape(r.now.span),
            escape(r.now.of),
            *([escape(r.beside)] if of.beside else []),
        ]
        for r in of.rows
    ]
    headings = [of.title, "Favourable", "Likely range (95%)", "Of", *([of.beside] if of.beside else [])]
    return table(headings, rows, f"{of.title}: {caption}", dark, (1, 2, 3, 4))


# Questions


@lru_cache(maxsize=256)
def questions(part: Part, dark: bool) -> str:
    """Each question with its bar from the least favourable answer to the most, and its figure in words."""
    keys = "".join(_key(scale, dark) for scale in part.scales)
    return _page(keys + "".join(_topic(topic, dark) for topic in part.topics), dark)


def _key(scale: tuple[tuple[str, bool], ...], dark: bool) -> str:
    fills = _fills([favourable for _, favourable in scale], dark)
    items = "".join(
        f'<li><i style="background:{fill}"></i>{escape(label)}</li>'
        for (label, _), (fill, _) in zip(scale, fills, strict=True)
    )
    return f'<ul class="key" aria-label="Answers, from the least to the most favourable">{items}</ul>'


def _topic(topic: Topic, dark: bool) -> str:
    head = f"<p><b>{escape(topic.title)}</b></p>" if topic.title else ""
    return f'{head}<ul class="asking">{"".join(_asking(one, dark) for one in topic.asked)}</ul>'


def _asking(one: Asking, dark: bool) -> str:
    row, now = one.row, one.row.now
    note = f"<br>{quiet(row.note)}" if row.note else ""
    words = f'<div><span class="wording">{escape(row.name)}</span>{note}</div>'
    if now.value is None:
        return f"<li>{words}<div>{quiet(now.state)}</div></li>"
    few = f" {quiet('Single answers are hidden to protect people.')}" if not one.whole else ""
    before = f" {escape(row.step.label)}: {escape(row.step.before)}," if row.step.label else ""
    beside = f" {quiet(f'Beside: {row.beside}.')}" if row.beside else ""
    said = (
        f"<b>{escape(now.text)}</b> favourable, likely range {escape(now.span)}; {escape(now.of)} answers."
        f"{before} {_step(row.step)}{'.' if row.step.said else ''}{beside}{few}"
    )
    return f"<li>{words}<div>{_bar(one, dark)}{said}</div></li>"


def _bar(one: Asking, dark: bool) -> str:
    fills = _fills([a.favourable for a in one.answers], dark)
    pieces = "".join(
        f'<span style="width:{a.share * 100:.2f}%;background:{fill};color:{ink}">{_inside(a)}</span>'
        for a, (fill, ink) in zip(one.answers, fills, strict=True)
        if a.share > 0
    )
    alt = f"{one.row.code}. " + "; ".join(
        f"{a.label}: {a.count:.0f} ({a.share * 100:.0f}%)" for a in one.answers
    )
    return f'<div class="bar" role="img" aria-label="{escape(alt)}">{pieces}</div>'


def _inside(answer: Answer) -> str:
    return f"{answer.share * 100:.0f}%" if answer.share >= INSIDE else ""


def _fills(favourable: Sequence[bool], dark: bool) -> list[tuple[str, str]]:
    """Orange to grey for what is not favourable, pale to strong blue for what is, however many there are."""
    against, toward = DARK if dark else LIGHT
    no, yes = favourable.count(False), favourable.count(True)
    # Two pieces without a middle have none in grey.
    first = against if no > 2 else against[:3] if no == 2 else against[1:2]
    return [*_spread(first, no), *_spread(toward if yes > 1 else toward[2:], yes)]


def _spread(colours: tuple[tuple[str, str], ...], n: int) -> list[tuple[str, str]]:
    """`n` of the colours, the two ends among them."""
    last = len(colours) - 1
    return [colours[round(i * last / max(n - 1, 1))] for i in range(n)]


@lru_cache(maxsize=256)
def answers(part: Part, dark: bool) -> str:
    """Every question's answers as numbers: what the bars show."""
    rows = [
        (
            f"{escape(one.row.code)} {quiet(one.row.name)}",
            "; ".join(f"{escape(a.label)} {a.count:.0f} ({a.share * 100:.0f}%)" for a in one.answers)
            or quiet(one.row.now.state),
            escape(one.row.now.of),
        )
        for topic in part.topics
        for one in topic.asked
    ]
    return table(
        ("Question", "Answers, the least favourable first", "Favourable"),
        rows,
        f"{part.title}, {part.label}",
        dark,
    )


# Who was asked


@lru_cache(maxsize=128)
def coverage(view: VoiceView, dark: bool) -> str:
    assert view.coverage  # noqa: S101
    of: Asked = view.coverage
    heads = "".join(f'<th scope="col">{escape(who)}<br>{quiet(when)}</th>' for who, when in of.columns)
    rows = "".join(
        _asked(row, first=row.group and not before)
        for row, before in zip(of.rows, [True, *(r.group for r in of.rows)], strict=False)
    )
    return _page(
        '<div class="scroll" tabindex="0" role="region" aria-label="Who was asked, and how many answered"><table>'
        '<caption class="sr">Every school, audience and wave: how many answered of how many were asked</caption>'
        f'<thead><tr><th scope="col">School</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>',
        dark,
    )


def _asked(row: AskedRow, first: bool) -> str:
    cells = "".join(f"<td>{_reply(one)}</td>" for one in row.replies)
    kind = ' class="first"' if first else ""
    return f'<tr{kind}><th scope="row">{link(row.link, row.name)}</th>{cells}</tr>'


def _reply(one: Reply) -> str:
    if one.state:
        return (
            f'<span class="worse">{escape(one.state)}</span>' if one.state == "not sent" else quiet(one.state)
        )
    return f"{escape(one.said)} {quiet(one.share)}"


# Download


def csv(view: VoiceView) -> list[list[object]]:
    """Everything on the screen; a hidden figure is as empty here as there."""
    tables = [("area", view.areas), ("measure", view.scores), *(("group", of) for of in view.groups)]
    return [
        *([*_line("response rate", w.surveys, w.surveys, w.figure)[:14], w.change, w.figure.state or "shown"] for w in view.response),
        *(line for section, of in tables if of for row in of.rows for line in _csv_row(section, row, of.title)),
        *(line for part in view.parts for topic in part.topics for one in topic.asked for line in _csv_question(one)),
        *(_csv_asked(row, column, one) for row in (view.coverage.rows if view.coverage else ())
          for column, one in zip(view.coverage.columns if view.coverage else (), row.replies, strict=True)),
    ]  # fmt: skip


def _line(section: str, code: str, name: str, f: Figure, step: Step = Step("")) -> list[object]:  # noqa: B008  (frozen)
    return [
        section, code, name, f.label, f.value, f.lower, f.upper, f.numerator, f.denominator, step.label, step.before_value,
        step.value, step.lower, step.upper, step.said, f.state or "shown",
    ]  # fmt: skip


def _csv_row(section: str, row: Row, title: str) -> list[list[object]]:
    before = [_line(section, row.code, row.name, f) for f in row.line if f.period != row.now.period]
    name = row.name if section != "group" else f"{title}: {row.name}"
    return [*before, _line(section, row.code, name, row.now, row.step)]


def _csv_question(one: Asking) -> list[list[object]]:
    row = one.row
    total = sum(a.count for a in one.answers)
    given = [
        [
            "answer",
            row.code,
            a.label,
            row.now.label,
            a.share,
            None,
            None,
            a.count,
            total,
            "",
            None,
            None,
            None,
            None,
            "",
            "shown",
        ]
        for a in one.answers
    ]
    return [_line("question", row.code, row.name, row.now, row.step), *given]


def _csv_asked(row: AskedRow, column: tuple[str, str], one: Reply) -> list[object]:
    who, when = column
    share = one.replies / one.asked if one.replies is not None and one.asked else None
    counted = [share, None, None, one.replies, one.asked]
    return ["asked", who, row.name, when, *counted, "", None, None, None, None, "", one.state or "shown"]
