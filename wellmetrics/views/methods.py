"""How the figures are made, and what the files hold: straight from the declarations."""

from dataclasses import dataclass

from wellmetrics import catalogue
from wellmetrics.model import FEEDS, Column, Dataset, Feed
from wellmetrics.published import Question
from wellmetrics.release import Release
from wellmetrics.statistics.rates import FALSE_ALARM
from wellmetrics.views.choice import indicators
from wellmetrics.words import numbers

GROUPS = (
    ("The trust itself", ("schools", "groups", "terms", "returns")),
    ("Whom figures are set against", ("workforce", "roll")),
    ("Staff absence", ("absence", "absence_summary")),
    ("Surveys", ("survey", "survey_invited", "survey_summary")),
    ("Referrals", ("referrals",)),
    ("PE and participation", ("participation",)),
)
AUDIENCES = ("staff", "pupils", "families", "trustees")

METHODS = {
    "proportion": "Share of people; 95% range by Wilson's score method.",
    "rate": "Events per person; 95% range exact Poisson below 10 events, Byar's method from 10.",
    "ratio": "Sum over sum; 95% range from the spread between people.",
    "mean": "Mean over people; 95% range by Student's t.",
    "median": "The middle value of all; 95% range from the order of the values, where they are enough.",
    "gap": "One group less the other; 95% range by Newcombe's method for shares and rates, by Welch's for means.",
}
PROTECTION = {
    "managed": "Records a school keeps itself",
    "confidential": "Confidential: a reason points at a person sooner than a day",
    "anonymous": "Anonymous answers",
}


def _in_1000(method: str) -> int:
    return round(1000 * FALSE_ALARM[method])


STATISTICS = (
    (
        "Higher or lower than usual",
        "A term is compared with the same term of earlier years, because sickness has seasons. From at least two "
        "earlier years comes the range in which 99 of 100 terms would fall if nothing had changed; a term outside it is "
        "marked.",
    ),
    (
        "How sure",
        "One school and one term among many lines is worth a look. A second term, or another feed about the same people at "
        "the same place that moves the same way, makes it stand out; so do more schools at once than chance brings.",
    ),
    (
        "Rare events",
        "Where fewer than one comes in a period, the days between them are judged, one gap and five together, by the exact "
        "limits of chance, and the last period by how many came at once. Fewer than nine events: too early to tell.",
    ),
    (
        "How a school compares",
        "With ten schools of a phase that have a figure, a school is higher or lower where it lies beyond what 998 of 1,000 "
        "schools keep within by chance, widened where schools differ more than chance makes them. With fewer, its own range "
        "of 99.8% must lie wholly on one side of the trust’s figure. There are no ranks.",
    ),
    (
        "How often a mark is chance",
        f"Of 1,000 lines in which nothing has changed, chance alone marks about {_in_1000('same_term')} by the same term "
        f"of earlier years, {_in_1000('xmr')} on a process-behaviour chart of months and {_in_1000('run_chart')} on a "
        f"run chart; of 1,000 schools set beside others, about {_in_1000('against998')}. These rates are simulated, and "
        "every list of marks says how many chance would bring.",
    ),
    (
        "A new series",
        "Where a question is reworded, a definition changes or a school measures in another way, the line breaks, an "
        "upright rule says why, and no claim crosses it.",
    ),
    (
        "Neither better nor worse",
        "Referrals, waits and gaps are neutral: more referrals can mean more need, or that more need is seen. They are "
        "counted, not put as a percentage of a few, and a mark says higher or lower, never better or worse.",
    ),
    (
        "What stands beside a figure",
        "A survey is read with its response rate, mental ill health with the share of unknown reasons, referrals with "
        "the wait, a gap with the figure of everybody. Where who recorded or who replied has moved, no change is claimed.",
    ),
    (
        "Published figures",
        "One stands beside a figure only where both are counted alike. It carries its year, and says so when it is "
        "more than two years older than the term.",
    ),
    (
        "Too early to tell",
        "With fewer than two earlier years of the same term, or fewer than 10 months, nothing is claimed.",
    ),
    (
        "Months",
        "A process-behaviour chart (XmR): the middle is the mean, the limits are 2.66 mean moving ranges away. Marked "
        "are points beyond the limits, seven rising or falling, two of three near a limit, and seven on one side. With "
        "10 to 12 months there is a run chart: the median, and a run on one side too long or crossings too few for chance.",
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
        "which it could be worked out, or told to within fewer than five people. The figure, its range, its chart and its "
        "download are hidden together.",
    ),
    (
        "Given by the year",
        "What counts few people is given by the year and not by the term: reasons of absence at schools of under 150 "
        "staff; to the board also long absence and pupils' referrals at schools of under 50.",
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
class AskedQuestion:
    code: str
    wording: str
    area: str
    answers: str
    favourable: str
    reversed: bool


@dataclass(frozen=True, slots=True)
class Survey:
    name: str
    title: str
    audience: str
    questions: tuple[AskedQuestion, ...]


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


def counted() -> tuple[tuple[str, tuple[Counted, ...]], ...]:
    """Every figure, feed by feed."""
    return tuple((numbers.capital(name), _counted(feed)) for feed, name in FEEDS.items())


def _counted(feed: Feed) -> tuple[Counted, ...]:
    return tuple(
        Counted(i.title, i.counted, METHODS[i.method], PROTECTION[i.protection], i.code)
        for i in indicators().values()
        if i.feed == feed
    )


def surveys(figures: Release | None) -> tuple[Survey, ...]:
    """Every survey that was sent, with its questions as they are put and how their answers count."""
    found: dict[str, list[Question]] = {}
    for q in figures.questions if figures else ():
        found.setdefault(q.survey, []).append(q)
    return tuple(
        Survey(survey, qs[0].title, numbers.capital(qs[0].audience), tuple(map(_asked, qs)))
        for survey, qs in sorted(
            found.items(), key=lambda item: (AUDIENCES.index(item[1][0].audience), item[1][0].title)
        )
    )


def _asked(q: Question) -> AskedQuestion:
    ends = min(q.values) + max(q.values)
    worth = [ends - value if q.reversed else value for value in q.values]
    good = [label for label, value in zip(q.labels, worth, strict=False) if value >= q.favourable_from]
    return AskedQuestion(
        q.code, q.wording, q.construct, ", ".join(q.labels), numbers.listed(good, len(good)), q.reversed
    )


def dictionary() -> tuple[tuple[str, tuple[DatasetView, ...]], ...]:
    """Every dataset: what is sent once, whom figures are set against, then feed by feed."""
    found = catalogue.all_datasets()
    named = {name for _, names in GROUPS for name in names}
    rest = tuple(name for name in found if name not in named)
    groups = [*GROUPS, *([("More files", rest)] if rest else [])]
    return tuple(
        (title, tuple(dataset(found[name]) for name in names if name in found)) for title, names in groups
    )


def dataset(d: Dataset) -> DatasetView:
    columns = tuple(_column(c) for c in d.columns)
    template = (tuple(c.name for c in d.columns), tuple(c.example for c in d.columns))
    return DatasetView(d.name, d.title, d.about, columns, template)


def _column(column: Column) -> ColumnView:
    needed = "needed" if column.needed else "may be left out"
    blank = ", may be blank" if column.blank else ""
    choices = f"; one of: {', '.join(column.choices)}" if column.choices else ""
    return ColumnView(column.name, column.help, column.example, f"{needed}{blank}{choices}")
