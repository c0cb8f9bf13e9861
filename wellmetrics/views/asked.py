"""Who was asked: every audience, school and wave, with the replies that came, or why there are none."""

from dataclasses import dataclass

from wellmetrics.model import Cell
from wellmetrics.release import Place, Release
from wellmetrics.views import disputed, waves
from wellmetrics.views.choice import Choice, indicators, sentence_case
from wellmetrics.views.waves import NOT_SENT, SURVEYS, Key, Lines, Survey
from wellmetrics.words import numbers

TERMS = 3  # a school year of waves on the screen


@dataclass(frozen=True, slots=True)
class Reply:
    """One place in one wave: how many answered of how many asked, or in words why that is not known."""

    said: str
    share: str
    state: str  # empty where there are replies
    replies: float | None = None
    asked: float | None = None


@dataclass(frozen=True, slots=True)
class AskedRow:
    name: str
    link: str
    group: bool
    replies: tuple[Reply, ...]
    disputed: str = ""


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    columns: tuple[tuple[str, str], ...]  # audience and wave
    rows: tuple[AskedRow, ...]


def view(figures: Release, choice: Choice, found: dict[str, Lines]) -> Asked:
    """`found` are the figures of everybody by audience. A head sees the own school only."""
    columns = {
        (audience, topic, period): by_question
        for audience, of_audience in found.items()
        for topic in SURVEYS[audience].topics
        for period in waves.terms(figures, choice.term)[-TERMS:]
        if (by_question := _by_question(figures, audience, topic, period))
        or any(period in waves.held(of_audience[code]) for code in SURVEYS[audience].of(topic))
    }
    own = choice.viewer.urn
    trust = [p for p in figures.places if p.kind == "trust" and not own]
    places = [p for p in (*figures.schools, *figures.groups, *trust) if p.urn == own or not own]
    return Asked(
        columns=tuple(
            (SURVEYS[audience].named(topic), numbers.term(period)) for audience, topic, period in columns
        ),
        rows=tuple(_row(figures, choice, place, columns, found) for place in places),
    )


def _by_question(figures: Release, audience: str, topic: str, period: str) -> dict[Key, list[Cell]]:
    """Firms give totals by question: replies that no figure of everybody is made of."""
    code, found = SURVEYS[audience].questions, dict[Key, list[Cell]]()
    mine = {q.code for q in figures.questions if (q.audience, q.topic) == (audience, topic)}
    for cell in figures.cells(code, grain="term", period=period, cut="question") if code else ():
        if cell.part in mine:
            found.setdefault((cell.urn, cell.group), []).append(cell)
    return found


def _row(figures: Release, choice: Choice, place: Place, columns: dict, found: dict[str, Lines]) -> AskedRow:
    key = (place.urn, place.group)
    return AskedRow(
        name="Whole trust" if place.kind == "trust" else sentence_case(place.name),
        link=choice.link("voice", school=place.urn or place.group),
        group=not place.urn,
        replies=tuple(
            reply(figures, SURVEYS[audience], topic, found[audience], key, period, by_question.get(key, []))
            for (audience, topic, period), by_question in columns.items()
        ),
        disputed=disputed.of_school(
            choice.disputed, place.urn, "survey", {period for _, _, period in columns}
        ),
    )


def reply(
    figures: Release, survey: Survey, topic: str, found: Lines, key: Key, period: str, by_question: list[Cell]
) -> Reply:
    """From the response rate; where nobody said how many were asked, the replies behind the first figure there is."""
    cells = {code: found[code].get(key, []) for code in survey.of(topic)}
    now = {code: cell for code, line in cells.items() if (cell := waves.at(line, period))}
    rate = now.get(survey.rate(topic))
    if rate and rate.value is not None and rate.numerator is not None:
        figure = waves.figure(rate, indicators()[rate.indicator], period)
        share = f"{numbers.rounded((figure.value or 0) * 100, 0)}%"
        return Reply(figure.of, share, "", rate.numerator, rate.denominator)
    rest = [*(c for code, c in now.items() if code != survey.rate(topic)), *by_question]
    most = max((c.denominator or 0 for c in rest if c.value is not None), default=0)
    if most:
        return Reply(numbers.times(round(most), "reply", "replies"), "asked: not known", "", most)
    if any(c.withheld for c in (*now.values(), *by_question)):
        return Reply("", "", "hidden to protect people")
    every = [cell for line in cells.values() for cell in line]
    return Reply("", "", waves.why_none(figures, key, _told(every, period), period))


def _told(every: list[Cell], period: str) -> list[Cell]:
    """All figures of the audience as one line: what is said of the period comes first."""
    return sorted(every, key=lambda c: (c.period != period, c.state != "not applicable"))


def not_sent(asked: Asked, column: int) -> list[str]:
    """Schools that others were asked beside and that sent nothing."""
    return [r.name for r in asked.rows if not r.group and r.replies[column].state == NOT_SENT]
