"""Questions for governors: what to ask about a signal, a silence or a gap, and what a good answer would hold."""

from dataclasses import dataclass
from typing import Literal

from wellmetrics.words import numbers

Kind = Literal[
    "worse",
    "better",
    "moved",
    "queue",
    "replies",
    "silence",
    "missing",
    "disputed",
    "gap",
    "hidden",
    "england",
]
MOST, LEAST = 5, 3

ANSWERS: dict[Kind, str] = {
    "worse": (
        "what was found to lie behind it, by group and by school; what has been started, by whom and since when; and "
        "which figure of which term would show that it helps"
    ),
    "better": "what was done differently, whether it was only recorded differently, and which other schools could do the same",
    "moved": (
        "whether more need came or more of it was noticed; how long those who wait have waited by now; and what the "
        "service can take on before others wait longer"
    ),
    "queue": (
        "how many wait today and how long they have waited, who looks after them until they are seen, and what the "
        "service has said about when that will be"
    ),
    "replies": (
        "who did not reply, and what they say stops them; what will be done before the next survey; and no conclusion from "
        "those who did reply alone"
    ),
    "silence": (
        "by when they will be asked and by whom, what was heard from them the last time, and how they are heard until then"
    ),
    "missing": "why it has not come, the day on which it will, and what nobody can say about the school until then",
    "disputed": "what the school’s own record says, who has looked into it, and by when one of the two will be corrected",
    "gap": (
        "what these pupils say keeps them away, asked of them and not of others; what will be changed because of it; and "
        "how wide the gap should be by which term"
    ),
    "hidden": "how the trust keeps an eye on what is too small to show, and who may look at it",
    "england": "whether like is compared with like, what explains the difference, and whether the trust means to change it",
}


@dataclass(frozen=True, slots=True)
class Question:
    """`about` is the same for the same question in another term; `cites` is the figure that it rests on, in words."""

    kind: Kind
    about: tuple[str, ...]
    text: str
    cites: str
    link: str = ""

    @property
    def answer(self) -> str:
        return f"A good answer says {ANSWERS[self.kind]}."


ASKED: dict[Kind, str] = {
    "worse": "What lies behind it, and what has been started?",
    "better": "What has made it so, and can others learn from it?",
    "replies": "Why, and whom do we not hear?",
    "moved": "What does it tell us, and can we meet it?",
    "queue": "Who waits, and who looks after them until they are seen?",
}


def of_signal(kind: Kind, finding: str, where: str, running: int) -> str:
    """`Long absence across the trust: worse than usual for a second term. What lies behind it, ...?`"""
    again = f" for a {numbers.ordinal(running)} term" if running > 1 else ""
    name, _, word = finding.rpartition(": ")
    return f"{name} {where}: {word} than usual{again}. {ASKED[kind]}"


def of_missing(names: list[str], what: str, term: str) -> str:
    have = "has" if len(names) == 1 else "have"
    return f"Why {have} {numbers.listed(names)} not sent {what} for {numbers.term(term)}, and what do we not know because of it?"


def of_dispute(names: list[str]) -> str:
    has = "disputes a figure of its own" if len(names) == 1 else "dispute figures of their own"
    return f"{numbers.listed(names)} {has}: who is settling it, and by when?"


def of_gap(finding: str, years: int) -> str:
    since = f", as in {numbers.times(years, 'year')} before" if years > 1 else ""
    return f"{finding}{since}: what keeps them away, and what has been tried?"


def of_silence(audience: str) -> str:
    return f"We have not heard {audience} this year: when will they be asked?"


def of_england(short: str, text: str, published: str) -> str:
    return f"{short}: {text}. {published}. Is that like with like, and what is ours to change?"


def of_hidden(hidden: int, looked: int) -> str:
    return (
        f"{hidden} of {numbers.times(looked, 'figure')} here are hidden, or given by the year alone, to protect people. "
        "Who watches what is too small to show, and how?"
    )
