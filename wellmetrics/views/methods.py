"""How the figures are made, and what the files hold: straight from the declarations."""

from dataclasses import dataclass

from wellmetrics import catalogue
from wellmetrics.model import Column, Dataset
from wellmetrics.views.choice import indicators

METHODS = {
    "proportion": "Share of people; 95% range by Wilson's score method.",
    "rate": "Events per person; 95% range exact Poisson below 10 events, Byar's method from 10.",
    "ratio": "Sum over sum; 95% range from the spread between people.",
    "mean": "Mean over people; 95% range by Student's t.",
}
PROTECTION = {
    "managed": "Records a school keeps itself",
    "confidential": "Confidential: a reason points at a person sooner than a day",
    "anonymous": "Anonymous answers",
}
STATISTICS = (
    (
        "Higher or lower than usual",
        "A term is compared with the same term of earlier years, because sickness has seasons. From at least two "
        "earlier years comes the range in which 99 of 100 terms would fall if nothing had changed; a term outside it is "
        "marked. One in a hundred is outside by chance alone, so every list says how many flags chance would bring.",
    ),
    (
        "Too early to tell",
        "With fewer than two earlier years of the same term, or fewer than 13 months, nothing is claimed.",
    ),
    (
        "Months",
        "A process-behaviour chart (XmR): the middle is the mean, the limits are 2.66 mean moving ranges away. Marked "
        "are points beyond the limits, seven rising or falling, two of three near a limit, and seven on one side.",
    ),
    (
        "Beside others",
        "A school's own 99.8% range is set against the figure of the others: higher, lower or similar. There are no ranks.",
    ),
    (
        "The likely range",
        "Every figure has a 95% range: what the figure could be if chance had fallen differently. It is wide where "
        "people are few.",
    ),
)
PRIVACY = (
    (
        "Hidden to protect people",
        "A figure with 1 to 4 people behind it may point at somebody. It is hidden, and so is any other figure from "
        "which it could be worked out. The figure, its range, its chart and its download are hidden together.",
    ),
    (
        "What each reader sees",
        "A head sees the own school and one pool of other schools. The board sees schools where five people or more "
        "stand behind a figure, and small schools through their group. The wellbeing lead, who loads the records, sees "
        "a school's totals. Reasons of absence with few people are hidden from everybody.",
    ),
    (
        "Checked before it is shown",
        "Before figures are published, a solver tries to work out every hidden one from everything that is shown. If it "
        "succeeds, nothing is published.",
    ),
    (
        "Names",
        "No name is kept. A staff reference is turned into a code that cannot be turned back without the trust's key.",
    ),
)


@dataclass(frozen=True, slots=True)
class Counted:
    title: str
    counted: str
    method: str
    protection: str
    code: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    name: str
    help: str
    example: str
    rule: str


@dataclass(frozen=True, slots=True)
class DatasetView:
    name: str
    title: str
    about: str
    columns: tuple[ColumnView, ...]
    template: tuple[tuple[str, ...], tuple[str, ...]]  # headings and one example row


def counted() -> tuple[Counted, ...]:
    return tuple(
        Counted(i.title, i.counted, METHODS[i.method], PROTECTION[i.protection], i.code)
        for i in indicators().values()
    )


def dictionary() -> tuple[DatasetView, ...]:
    return tuple(dataset(d) for d in catalogue.all_datasets().values())


def dataset(d: Dataset) -> DatasetView:
    columns = tuple(_column(c) for c in d.columns)
    template = (tuple(c.name for c in d.columns), tuple(c.example for c in d.columns))
    return DatasetView(d.name, d.title, d.about, columns, template)


def _column(column: Column) -> ColumnView:
    needed = "needed" if column.needed else "may be left out"
    blank = ", may be blank" if column.blank else ""
    choices = f"; one of: {', '.join(column.choices)}" if column.choices else ""
    return ColumnView(column.name, column.help, column.example, f"{needed}{blank}{choices}")
