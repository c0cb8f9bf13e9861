"""Questions for governors as a list: the question, the figure it rests on, and what a good answer holds."""

from collections.abc import Sequence
from html import escape

from wellmetrics.charts.style import link, page
from wellmetrics.words.questions import Question

INTRO = (
    "Each rests on a figure of this term. They are not last term’s, unless what they ask about has stayed or nothing has "
    "taken its place."
)


def asked(questions: Sequence[Question], dark: bool) -> str:
    items = "".join(_item(q) for q in questions)
    return page(f'<p class="quiet">{escape(INTRO)}</p><ol class="asked">{items}</ol>', dark)


def _item(q: Question) -> str:
    cites = link(q.link, q.cites) if q.link else escape(q.cites)
    return f'<li><div class="name">{escape(q.text)}</div><div>{cites}</div><div class="quiet">{escape(q.answer)}</div></li>'
