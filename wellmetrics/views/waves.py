"""Waves of a survey: when an audience was asked, what a place said, and how far two waves are apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from wellmetrics.model import OTHERS, Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.statistics import gaps
from wellmetrics.statistics.intervals import Interval
from wellmetrics.views import lines
from wellmetrics.views.choice import Choice
from wellmetrics.views.told import Told, told
from wellmetrics.words import numbers, signals
from wellmetrics.words.certainty import SEEN

Key = tuple[str, str]  # urn, group
Lines = dict[str, dict[Key, list[Cell]]]  # by indicator and place, in the order of time
MET = (*SEEN, "hidden")  # somebody was asked, whether it may be shown or not
NOT_ASKED, NOT_SENT, NOT_THERE = "not asked", "not sent", "not in the trust"
ABSENT = (NOT_ASKED, NOT_SENT, NOT_THERE)
VOICE = "voice"  # the topic of an audience's own survey


@dataclass(frozen=True, slots=True)
class Apart:
    """Another survey of the same people, with a figure and a response rate of its own."""

    name: str
    overall: str
    response: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What the figures of one audience are called."""

    name: str
    overall: str
    response: str = ""
    areas: str = ""
    questions: str = ""
    answers: str = ""
    scores: tuple[str, ...] = ()
    apart: Mapping[str, Apart] = field(default_factory=dict)  # by topic

    @property
    def topics(self) -> tuple[str, ...]:
        return (VOICE, *self.apart)

    def named(self, topic: str) -> str:
        return self.apart[topic].name if topic in self.apart else self.name

    def whole(self, topic: str) -> str:
        """The figure of everybody that a topic's questions belong to."""
        return self.apart[topic].overall if topic in self.apart else self.overall

    def rate(self, topic: str) -> str:
        return self.apart[topic].response if topic in self.apart else self.response

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures of everybody: by them it is known that a survey was held."""
        rates = (one.response for one in self.apart.values())
        return tuple(code for code in (self.overall, self.response, *self.scores, *rates) if code)

    def of(self, topic: str) -> tuple[str, ...]:
        """Those of one topic alone."""
        elsewhere = {
            code for other in self.topics if other != topic for code in (self.whole(other), self.rate(other))
        }
        mine = (self.whole(topic), self.rate(topic)) if topic in self.apart else self.figures
        return tuple(code for code in mine if code not in elsewhere)


SURVEYS = {
    "staff": Survey(
        "Staff", "staff_favourable", "staff_response_rate", "staff_construct_mean", "staff_question", "staff_answers",
        ("intent_to_stay", "edi_favourable", "staff_wellbeing_score", "staff_low_wellbeing"),
        {"edi": Apart("Staff, inclusion", "edi_favourable", "edi_response_rate")},
    ),
    "pupils": Survey(
        "Pupils", "pupil_favourable", "pupil_response_rate", "pupil_construct_mean", "pupil_question", "pupil_answers",
        ("swemwbs_mean", "swemwbs_low", "who5_mean", "who5_low", "sdq_high"),
    ),
    "families": Survey("Families", "families_favourable"),
    "trustees": Survey("Trustees", "trustees_favourable"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure(Told):
    """One figure of one wave."""

    of: str = ""  # of how many: 84 replies, 17 of 25


@dataclass(frozen=True, slots=True)
class Step:
    """The wave of the same season before, and the difference with its 95% limits."""

    said: str
    word: str = ""  # higher, lower, cannot tell; empty where nothing is compared
    verdict: str = "neither"
    label: str = ""
    before: str = ""
    before_value: float | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None


def figure(cell: Cell | None, indicator: Indicator, period: str, state: str = "") -> Figure:
    """The cell as a reader sees it; `state` is said where nothing came."""
    if cell is None or cell.state in ("missing", "not applicable"):
        return Figure(period, numbers.term(period), state or NOT_SENT)
    found = Figure(**told(cell, indicator))
    return replace(found, of=of(cell, indicator)) if found.value is not None else found


def of(cell: Cell, indicator: Indicator) -> str:
    """`84 replies` behind a mean, `17 of 25` behind a share."""
    if indicator.method == "proportion":
        return f"{numbers.count(cell.numerator or 0)} of {numbers.count(cell.denominator or 0)}"
    return numbers.times(round(cell.denominator or 0), "reply", "replies")


def step(line: Sequence[Cell], indicator: Indicator, wave: str) -> Step:
    """From the wave of the same season before to this one. No difference crosses the start of a new series."""
    if not line or line[-1].period != wave or line[-1].value is None:
        return Step("")
    now, season = line[-1], numbers.season(wave)
    same = [i for i, c in enumerate(line[:-1]) if numbers.season(c.period) == season and c.value is not None]
    if not same:
        return Step(f"no earlier {season} to compare with")
    start = next((c for c in reversed(line[same[-1] + 1 :]) if c.starts), None)
    if start:
        return Step(f"not compared: new series from {numbers.term(start.period)}, {start.starts}")
    before = line[same[-1]]
    gap = apart(now, before, indicator)
    word = side(gap)
    return Step(
        difference(gap, word, indicator),
        word,
        signals.verdict(word, indicator.better),
        numbers.term(before.period),
        numbers.figure(before.value or 0, indicator),
        before.value,
        gap.value,
        gap.lower,
        gap.upper,
    )


def apart(now: Cell, before: Cell, indicator: Indicator) -> Interval:
    """This wave less the one before, on the figure's own scale, from the sums of both."""
    x1, n1, x2, n2 = (x or 0 for x in (now.numerator, now.denominator, before.numerator, before.denominator))
    if indicator.method == "proportion":
        return gaps.difference(x1, n1, x2, n2)
    return gaps.means(n1, x1, now.square_sum, n2, x2, before.square_sum)


def side(gap: Interval) -> str:
    if gap.lower is None or gap.upper is None or gap.lower <= 0 <= gap.upper:
        return "cannot tell"
    return "higher" if gap.lower > 0 else "lower"


def difference(gap: Interval, word: str, indicator: Indicator) -> str:
    """`4.2 points lower (1.1 to 7.3)`, or `cannot tell (−3.1 to +4.2 points)`."""
    if gap.value is None or gap.lower is None or gap.upper is None:
        return "cannot tell: without a range"
    scale = 100 if indicator.percent else 1
    if word == "cannot tell":
        return f"cannot tell ({_signed(gap.lower * scale)} to {_signed(gap.upper * scale)} points)"
    low, high = sorted((abs(gap.lower * scale), abs(gap.upper * scale)))
    amount, low_text, high_text = (numbers.rounded(x, 1) for x in (abs(gap.value * scale), low, high))
    return f"{amount} points {word} ({low_text} to {high_text})"


def _signed(number: float) -> str:
    text = numbers.rounded(number, 1)
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}" if text.strip("0.") else text


def whole_lines(figures: Release, survey: Survey, term: str) -> Lines:
    """By indicator and place: the figures of everybody, up to and with the chosen term."""
    return {
        code: {key[1:]: cells for key, cells in lines.all_lines(figures, term, "term", code).items()}
        for code in survey.figures
    }


def part_lines(
    figures: Release, code: str, cut: str, key: Key, periods: Sequence[str]
) -> dict[str, list[Cell]]:
    """By part of a cut: one place's figures in the periods."""
    found: dict[str, list[Cell]] = {}
    if code:
        for cell in figures.cells(code, urn=key[0], group=key[1], grain="term", cut=cut):
            if cell.period in periods:
                found.setdefault(cell.part, []).append(cell)
    return found


def terms(figures: Release, last: str) -> list[str]:
    """The trust's terms up to and with the last."""
    found = [p.period for p in figures.of_grain("term")]
    return found[: found.index(last) + 1] if last in found else found


def held(found: dict[Key, list[Cell]]) -> set[str]:
    """The terms in which somebody was asked, at any place of the reader's file."""
    return {cell.period for cells in found.values() for cell in cells if cell.state in MET}


def at(cells: Sequence[Cell], period: str) -> Cell | None:
    return next((cell for cell in cells if cell.period == period), None)


def why_none(figures: Release, key: Key, cells: Sequence[Cell], period: str) -> str:
    """Why a place has no figure of a term in which others were asked."""
    place = next((p for p in figures.schools if p.urn == key[0] and key[0]), None)
    when = next((p for p in figures.of_grain("term") if p.period == period), None)
    if place and when:
        late = place.joined and place.joined > when.last_day
        if late or (place.left and place.left < when.last_day):
            return NOT_THERE
    cell = at(cells, period)
    never = not any(c.state in MET for c in cells)
    return NOT_ASKED if never or (cell and cell.state == "not applicable") else NOT_SENT


def beside(figures: Release, choice: Choice) -> tuple[Key, str] | None:
    """Whom a place is set beside: the other schools for a head, else the whole trust."""
    if choice.viewer.role == "head":
        return (("", OTHERS), "Other schools") if figures.pool else None
    return (("", ""), "Whole trust") if choice.place else None
