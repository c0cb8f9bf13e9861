"""Each question with its answers as one bar, from the least favourable to the most, with the number in every piece."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from wellmetrics.charts.style import link, page, palette
from wellmetrics.charts.tables import quiet, table
from wellmetrics.views.answers import Answer, Asking, Part, Topic
from wellmetrics.views.waves import Step

LEGEND = (
    "Each bar runs from the least favourable answer to the most favourable; the blue pieces count as favourable. A "
    "question that is asked the other way round says so."
)
INSIDE = 0.075  # the narrowest piece that has room for its number
Fill = tuple[str, str]  # of a piece, and of the number in it
# From the least favourable to grey, then from pale to the most favourable.
LIGHT: tuple[tuple[Fill, ...], tuple[Fill, ...]] = (
    (("#B84300", "#FFFFFF"), ("#E58A55", "#1F2933"), ("#F3C9AE", "#1F2933"), ("#D9DEE3", "#1F2933")),
    (("#9FC3E4", "#1F2933"), ("#3E78AC", "#FFFFFF"), ("#12436D", "#FFFFFF")),
)
DARK: tuple[tuple[Fill, ...], tuple[Fill, ...]] = (
    (("#FF9A66", "#10161D"), ("#C8713F", "#10161D"), ("#7A452A", "#FFFFFF"), ("#4A5561", "#FFFFFF")),
    (("#2C5A86", "#FFFFFF"), ("#5A97CC", "#10161D"), ("#A9D3F7", "#10161D")),
)


@lru_cache(maxsize=256)
def questions(part: Part, dark: bool) -> str:
    """Area by area: the wording, the bar, and the figure in words."""
    keys = "".join(_key(scale, dark) for scale in part.scales)
    return page(_style(dark) + keys + "".join(_topic(topic, dark) for topic in part.topics), dark)


def _style(dark: bool) -> str:
    p = palette(dark)
    return f"""<style>
.wm h3.area {{font-size:1.05rem;font-weight:600;margin:1rem 0 .3rem;padding:0}}
.wm .asking {{list-style:none;margin:0 0 1.2rem;padding:0}}
.wm .asking li {{margin:0;padding:.7rem 0;border-top:1px solid {p.rule};display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:.3rem 2rem}}
.wm .asking .wording {{font-weight:500}}
.wm .bar {{display:flex;gap:2px;height:1.7rem;width:100%;margin:.1rem 0 .35rem}}
.wm .bar span {{display:block;min-width:1px;overflow:hidden;text-align:center;font-size:.8rem;line-height:1.7rem;white-space:nowrap}}
.wm .key {{list-style:none;margin:0 0 .3rem;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.3rem}} .wm .key li {{margin:0}}
.wm .key i {{display:inline-block;width:1rem;height:.8rem;margin-right:.4rem}}
@media (max-width:640px) {{.wm .asking li {{grid-template-columns:minmax(0,1fr)}}}}
</style>"""


def _key(scale: tuple[tuple[str, bool], ...], dark: bool) -> str:
    fills = fills_of([favourable for _, favourable in scale], dark)
    items = "".join(
        f'<li><i style="background:{fill}"></i>{escape(label)}</li>'
        for (label, _), (fill, _) in zip(scale, fills, strict=True)
    )
    return f'<ul class="key" aria-label="Answers, from the least to the most favourable">{items}</ul>'


def _topic(topic: Topic, dark: bool) -> str:
    head = f'<h3 class="area">{escape(topic.title)}</h3>' if topic.title else ""
    return f'{head}<ul class="asking">{"".join(_asking(one, dark) for one in topic.asked)}</ul>'


def _asking(one: Asking, dark: bool) -> str:
    row, now = one.row, one.row.now
    note = f"<br>{quiet(row.note)}" if row.note else ""
    words = f'<div><span class="wording">{link(row.link, row.name)}</span>{note}</div>'
    if now.value is None:
        return f"<li>{words}<div>{quiet(now.state)}</div></li>"
    few = "" if one.whole else f" {quiet('Single answers are hidden to protect people.')}"
    beside = f" {quiet(f'{row.beside_name}: {row.beside}.')}" if row.beside else ""
    said = (
        f"<b>{escape(now.text)}</b> favourable, likely range {escape(now.span)}; {escape(now.of)} answers. "
        f"{step(row.step)}{beside}{few}"
    )
    return f"<li>{words}<div>{_bar(one, dark)}{said}</div></li>"


def step(of: Step) -> str:
    """Since the wave before: `Spring 2025: 49.9%, worse: 27.8 points lower (18.2 to 37.3).`"""
    before = f"{of.label}: {of.before}, " if of.label else ""
    told = f"{of.verdict}: {of.said}" if of.verdict != "neither" else of.said
    if not of.said:
        return ""
    words = f'<span class="{of.verdict}">{escape(told)}</span>' if of.verdict != "neither" else quiet(told)
    return f"{quiet(before)}{words}{quiet('.')}"


def _bar(one: Asking, dark: bool) -> str:
    fills = fills_of([a.favourable for a in one.answers], dark)
    pieces = "".join(
        f'<span style="width:{a.share * 100:.2f}%;background:{fill};color:{ink}">{_inside(a)}</span>'
        for a, (fill, ink) in zip(one.answers, fills, strict=True)
        if a.share > 0
    )
    return f'<div class="bar" role="img" aria-label="{escape(said(one))}">{pieces}</div>'


def said(one: Asking) -> str:
    """The bar in words."""
    return "; ".join(f"{a.label}: {a.count:.0f} ({a.share * 100:.0f}%)" for a in one.answers)


def _inside(answer: Answer) -> str:
    return f"{answer.share * 100:.0f}%" if answer.share >= INSIDE else ""


def fills_of(favourable: Sequence[bool], dark: bool) -> list[Fill]:
    """Orange to grey for what is not favourable, pale to strong blue for what is, however many there are."""
    against, toward = DARK if dark else LIGHT
    no, yes = favourable.count(False), favourable.count(True)
    # Only a scale with a middle has grey.
    against = against if no > 2 else against[:3] if no == 2 else against[1:2]
    return [*_spread(against, no), *_spread(toward if yes > 1 else toward[2:], yes)]


def _spread(colours: Sequence[Fill], n: int) -> list[Fill]:
    """`n` of the colours, the two ends among them."""
    return [colours[round(i * (len(colours) - 1) / max(n - 1, 1))] for i in range(n)]


@lru_cache(maxsize=256)
def answers(part: Part, dark: bool) -> str:
    """What the bars show, as numbers."""
    rows = [
        (
            f"{escape(one.row.code)}<br>{quiet(one.row.name)}",
            escape(said(one)) or quiet(one.row.now.state),
            escape(one.row.now.of),
        )
        for topic in part.topics
        for one in topic.asked
    ]
    headings = ("Question", "Answers, the least favourable first", "Favourable")
    return table(headings, rows, f"{part.title}, {part.label}", dark)
