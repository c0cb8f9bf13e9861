"""The front page as HTML: sentences, the six figures with their past, where it happens, and coverage."""

from functools import lru_cache
from html import escape

from wellmetrics.charts import spark
from wellmetrics.charts.style import link, page
from wellmetrics.views.headlines import Headline
from wellmetrics.views.trust import Coverage, Mark, Row, Sentence, TrustView, Where

LEGEND = (
    "▲ worse than usual, ▼ better than usual, ^ higher or v lower where neither is better, • as usual, ? too early to "
    "tell, o hidden to protect people, − not sent, n/a not asked or not due, ≠ disputed by the school. A number is how many "
    "terms running. A mark opens its chart."
)
QUIET = ("not due",)


def said(sentences: tuple[Sentence, ...], dark: bool) -> str:
    """The sentences, each with the way to its reasons."""
    items = "".join(_said(sentence) for sentence in sentences)
    return page(f'<ol class="said">{items}</ol>', dark)


def _said(sentence: Sentence) -> str:
    way = f" {_way(sentence)}" if sentence.link else ""
    mark = f' class="{sentence.verdict}-line"' if sentence.verdict != "neither" else ""
    sign = {"worse": "▲ worse", "better": "▼ better"}.get(sentence.verdict, "")
    verdict = f' <span class="{sentence.verdict}">{sign}</span>' if sign else ""
    sure = f' <span class="quiet">({sentence.sure})</span>' if sentence.sure else ""
    return f"<li{mark}>{escape(sentence.text)}{verdict}{sure}{way}</li>"


def _way(sentence: Sentence) -> str:
    return link(sentence.link, sentence.label, f"{sentence.label}: {sentence.text}")


@lru_cache(maxsize=128)
def cards(view: TrustView, dark: bool) -> str:
    return page(f'<ul class="cards">{"".join(_card(h, dark) for h in view.headlines)}</ul>', dark)


def _card(headline: Headline, dark: bool) -> str:
    big = (
        f'<div class="big">{escape(headline.value)} <small>{escape(headline.unit)}</small></div>'
        if headline.unit
        else f'<div class="big no">{escape(headline.value)}</div>'
    )
    notes = "".join(
        f'<div class="quiet">{escape(note)}</div>' for note in (headline.span, *headline.beside) if note
    )
    change = (
        f'<div class="{_tone(headline.verdict)}">{escape(headline.change)}</div>' if headline.change else ""
    )
    drawing = spark.image(headline.points, headline.short, dark)
    return (
        f'<li><div class="name">{link(headline.link, headline.title)}</div>{big}'
        f'<div class="quiet">{escape(headline.when)}</div>{drawing}{change}{notes}</li>'
    )


def _tone(verdict: str) -> str:
    return verdict if verdict != "neither" else ""


@lru_cache(maxsize=128)
def where(table: Where, dark: bool) -> str:
    """Schools by name, indicators across; a mark opens its chart, and says itself in words to a screen reader."""
    heads = "".join(
        f'<th scope="col" title="{escape(title)}">{_heading(short)}</th>' for short, title in table.columns
    )
    feeds = "".join(f'<th scope="colgroup" colspan="{n}">{escape(name)}</th>' for name, n in table.feeds)
    above = f'<tr class="feeds"><td></td>{feeds}</tr>' if len(table.feeds) > 1 else ""
    rows = "".join(
        _row(row, first=row.group and not before)
        for row, before in zip(table.rows, [True, *(r.group for r in table.rows)], strict=False)
    )
    return page(
        f'<p class="quiet">{escape(LEGEND)}</p>'
        '<div class="scroll" tabindex="0" role="region" aria-label="Where: schools by figure">'
        f'<table class="marks"><caption class="sr">Every school and group of schools, and what is unusual there this term</caption>'
        f'<thead>{above}<tr><th scope="col">School</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>',
        dark,
    )


def _heading(short: str) -> str:
    """A long word may break where a hyphen may stand."""
    return " ".join(f"{w[:7]}&shy;{w[7:]}" if len(w) > 10 else w for w in map(escape, short.split()))


def _row(row: Row, first: bool) -> str:
    name = link(row.link, row.name) if row.link else escape(row.name)
    marks = "".join(f"<td>{_mark(mark)}</td>" for mark in row.marks)
    kind = ' class="first"' if first else ""
    return f'<tr{kind}><th scope="row">{name}</th>{marks}</tr>'


def _mark(mark: Mark) -> str:
    symbol = escape(f"{mark.symbol}{mark.running if mark.running > 1 else ''}{' ≠' if mark.disputed else ''}")
    tone = _tone(mark.verdict) or ("" if mark.running or mark.disputed else "quiet")
    seen = (
        f'<span class="{tone}" aria-hidden="true">{symbol}</span><span class="sr">{escape(mark.words)}</span>'
    )
    if not mark.link:
        return seen
    return f'<a href="{escape(mark.link)}" target="_self" aria-label="{escape(mark.words)}">{seen}</a>'


@lru_cache(maxsize=128)
def worsening(view: TrustView, dark: bool) -> str:
    """What is worse for a second term or longer."""
    items = "".join(f"<li>▲ {escape(s.text)} {_way(s)}</li>" for s in view.worsening)
    return page(f"<ul>{items}</ul>", dark)


@lru_cache(maxsize=128)
def disputed(view: TrustView, dark: bool) -> str:
    """What schools say is not right."""
    items = "".join(f"<li>{escape(s.text)} {_way(s)}</li>" for s in view.disputed)
    return page(f"<ul>{items}</ul>", dark)


@lru_cache(maxsize=128)
def coverage(table: Coverage, dark: bool) -> str:
    heads = "".join(f'<th scope="col">{escape(term)}</th>' for term in table.terms)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(_covered(state) for state in states)}</tr>'
        for name, states in table.rows
    )
    return page(
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.title)}">'
        f'<table class="fixed"><caption>{escape(table.title)}</caption><thead><tr><th scope="col">School</th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table></div>",
        dark,
    )


def _covered(state: str) -> str:
    tone = "worse" if state.startswith("not sent") or state == "part" else "quiet" if state in QUIET else ""
    return f'<td class="{tone}">{escape(state)}</td>'
