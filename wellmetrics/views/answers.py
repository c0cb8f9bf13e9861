"""What was answered in a wave: areas, questions, measures and groups, each a figure beside others and its own past."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellmetrics.model import Cell, Indicator
from wellmetrics.published import Question
from wellmetrics.release import Release
from wellmetrics.views import waves
from wellmetrics.views.answered import Answer, Asking, Part, Row, Table, Topic
from wellmetrics.views.breakdown import of_people
from wellmetrics.views.choice import Choice, indicators, names, urn_and_group
from wellmetrics.views.told import order, part_name
from wellmetrics.views.waves import SURVEYS, VOICE, Figure, Key, Lines, Survey
from wellmetrics.words import numbers, signals

WHOLE = "The whole survey"
TRUST: Key = ("", "")
CUTS = {
    "staff_kind": "Leaders and teachers, and all others",
    "staff_group": "By staff group",
    "year_group": "By year group",
    "sex": "By sex",
    "pupil_premium": "By pupil premium",
    "any_send": "By special educational needs (SEND)",
    "send": "By SEND support",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: a place, whom it is set beside, and an audience's figures up to the chosen term."""

    figures: Release
    choice: Choice
    survey: Survey
    found: Lines
    terms: tuple[str, ...]
    key: Key
    beside: tuple[Key, str] | None
    questions: tuple[Question, ...]
    asked: dict[str, list[Cell]]  # this place's lines, by question
    others: dict[str, list[Cell]]
    others_name: str
    when: dict[str, list[str]]  # by figure of everybody: the terms in which anybody was asked

    @property
    def place(self) -> str:
        return names(self.figures)[self.choice.place] if self.choice.place else ""

    def held(self, topic: str) -> list[str]:
        """The waves of a topic: replies came, or a firm's totals by question."""
        codes = [q.code for q in self.questions if q.topic == topic]
        lines = [line for of in (self.asked, self.others) for code in codes if (line := of.get(code))]
        met = {c.period for line in lines for c in line if c.state in waves.MET}
        return [term for term in self.terms if term in met or term in self.when[self.survey.whole(topic)]]

    def line(self, code: str) -> list[Cell]:
        """The place's figures of everybody, one a wave."""
        return [c for c in self.found[code].get(self.key, []) if c.period in self.when[code]]

    def none(self, code: str, wave: str) -> str:
        return waves.why_none(self.figures, self.key, self.found.get(code, {}).get(self.key, []), wave)


def look(figures: Release, choice: Choice, audience: str, found: Lines) -> Look:
    survey, terms = SURVEYS[audience], tuple(waves.terms(figures, choice.term))
    key, beside = urn_and_group(figures, choice.place), waves.beside(figures, choice)
    questions = tuple(q for q in figures.questions if q.audience == audience)
    own = waves.part_lines(figures, survey.questions, "question", key, terms)
    others, name = _others(figures, beside, survey.questions, "question", terms)
    when = {
        code: [t for t in terms if t in held] for code in survey.figures for held in [waves.held(found[code])]
    }
    return Look(figures, choice, survey, found, terms, key, beside, questions, own, others, name, when)


def areas(at: Look, held: list[str]) -> Table | None:
    """The whole survey, then its areas in its own order."""
    overall, code = indicators()[at.survey.overall], at.survey.areas
    own = waves.part_lines(at.figures, code, "construct", at.key, held)
    others, name = _others(at.figures, at.beside, code, "construct", held)
    # No column holds figures of two kinds of others: where the pool has no areas, the trust stands beside the whole too.
    key = TRUST if at.beside and name != at.beside[1] and own else at.beside[0] if at.beside else at.key
    whole = at.found[overall.code].get(key, []) if at.beside else []
    order = dict.fromkeys(q.construct for q in at.questions if q.topic == VOICE and q.construct)
    rows = [_row(at, overall, overall.code, WHOLE, at.line(overall.code), whole, held)] if held else []
    rows = [replace(row, link=at.choice.link("indicator", indicator=overall.code)) for row in rows]
    rows += [
        replace(
            _row(at, indicators()[code], area, area, own[area], others.get(area, []), held),
            link=at.choice.link("indicator", indicator=code, part=area),
        )
        for area in order
        if area in own
    ]
    shown = name if own or not at.beside else at.beside[1]
    return _table(indicators()[code] if own else overall, "Area", shown, rows)


def _row(at: Look, indicator: Indicator, code: str, name: str, cells: Sequence[Cell], others: Sequence[Cell],
         held: Sequence[str], note: str = "", whole: str = "") -> Row:  # fmt: skip
    """A figure in the last of its waves. `whole` is the figure of everybody that says why a wave has none."""
    wave, whole = held[-1], whole or at.survey.overall
    none = {w: at.none(whole, w) for w in held}
    line = [c for c in cells if c.period in held]
    last = signals.latest(line, indicator)
    flagged = last is not None and last.flagged and last.cell.period == wave
    starts = next((c for c in reversed(line) if c.starts), None)
    started = f"New series from {numbers.term(starts.period)}: {starts.starts}." if starts else ""
    return Row(
        code=code,
        name=name,
        now=waves.figure(waves.at(line, wave), indicator, wave, none[wave]),
        step=waves.step(line, indicator, wave),
        beside=_beside(waves.at(others, wave), indicator, wave),
        line=tuple(waves.figure(waves.at(line, w), indicator, w, none[w]) for w in held),
        note=" ".join(filter(None, (note, started))),
        signal=last.word if last and flagged else "",
        percent=indicator.percent,
    )  # fmt: skip


def _beside(cell: Cell | None, indicator: Indicator, wave: str) -> str:
    if cell is None:
        return ""
    found = waves.figure(cell, indicator, wave)
    return found.text or found.state


def _others(
    figures: Release, beside: tuple[Key, str] | None, code: str, cut: str, held: Sequence[str]
) -> tuple[dict[str, list[Cell]], str]:
    """The figures that a place stands beside: the pool, or the whole trust where the pool has none."""
    if beside is None:
        return {}, ""
    found = waves.part_lines(figures, code, cut, beside[0], held)
    if found or beside[0] == TRUST:
        return found, beside[1]
    return waves.part_lines(figures, code, cut, TRUST, held), "Whole trust"


def _table(indicator: Indicator, title: str, beside: str, rows: Sequence[Row]) -> Table | None:
    """None where there never was an answer."""
    shown = beside if any(r.beside for r in rows) else ""
    return Table(title, indicator.counted, shown, tuple(rows)) if any(map(_met, rows)) else None


def _met(row: Row) -> bool:
    return any(f.state not in waves.ABSENT for f in (row.now, *row.line))


def parts(at: Look) -> tuple[Part, ...]:
    """Every survey of the audience in its own latest wave: the audience's own first."""
    answers = waves.part_lines(at.figures, at.survey.answers, "answer", at.key, at.terms)
    topics = dict.fromkeys((VOICE, *(q.topic for q in at.questions)))
    return tuple(part for topic in topics if (part := _part(at, topic, answers)) and part.topics)


def _part(at: Look, topic: str, answers: dict[str, list[Cell]]) -> Part | None:
    held, mine = at.held(topic), [q for q in at.questions if q.topic == topic]
    if not held or not mine or not at.survey.questions:
        return None
    indicator, whole = indicators()[at.survey.questions], at.survey.whole(topic)
    topics: dict[str, list[Asking]] = {}
    for q in mine:
        cells, others = at.asked.get(q.code, []), at.others.get(q.code, [])
        if waves.at(cells, held[-1]):
            row = _row(at, indicator, q.code, q.worded(held[-1]), cells, others, held, _note(q, held), whole)
            way = at.choice.link("indicator", indicator=indicator.code, part=q.code)
            row = replace(row, beside_name=at.others_name, link=way)
            every = _answers(q, answers, held[-1]) if row.now.value is not None else ()
            asking = Asking(row, every or _two(row.now), bool(every), q.reversed)
            topics.setdefault(q.construct, []).append(asking)
    scales = [zip(q.labels, (v >= q.favourable_from for v in q.values), strict=True) for q in mine]
    return Part(
        title=mine[0].title,
        label=numbers.term(held[-1]),
        scales=tuple(dict.fromkeys(map(tuple, scales))),
        topics=tuple(Topic(name, tuple(rows)) for name, rows in topics.items()),
    )


def _note(q: Question, held: Sequence[str]) -> str:
    """What a reader must know of how it was asked, in this wave and in those before."""
    before = dict.fromkeys(q.worded(wave) for wave in held if q.worded(wave) != q.worded(held[-1]))
    turned = f"Asked the other way round: “{_labels(q)[-1]}” is the most favourable." if q.reversed else ""
    return " ".join(filter(None, (turned, *(f"Asked before as “{wording}”." for wording in before))))


def _labels(q: Question) -> list[str]:
    """The answers from the least to the most favourable: turned round where the question is."""
    return q.labels[::-1] if q.reversed else list(q.labels)


def _answers(q: Question, answers: dict[str, list[Cell]], wave: str) -> tuple[Answer, ...]:
    """Every answer as a piece; none where one of them is hidden, because the others would give it away."""
    found = [waves.at(answers.get(f"{q.code} = {value:g}", []), wave) for value in q.values]
    if any(c and c.value is None for c in found) or not any(found):
        return ()
    return tuple(
        Answer(label, value >= q.favourable_from, (c.value or 0) if c else 0.0, (c.numerator or 0) if c else 0.0)
        for label, value, c in zip(_labels(q), q.values, found, strict=True)
    )  # fmt: skip


def _two(now: Figure) -> tuple[Answer, ...]:
    """A wider group where single answers are hidden or were not sent: favourable, and not."""
    if now.value is None or now.numerator is None or now.denominator is None:
        return ()
    rest = now.denominator - now.numerator
    return (
        Answer("not favourable", False, 1 - now.value, rest),
        Answer("favourable", True, now.value, now.numerator),
    )


def scores(at: Look) -> Table | None:
    """What is measured beside the survey's own figure, each in its own latest wave."""
    rows = []
    for code in at.survey.scores:
        indicator, held = indicators()[code], at.when[code]
        if held:
            others = at.found[code].get(at.beside[0], []) if at.beside else []
            row = _row(
                at, indicator, code, indicator.title, at.line(code), others, held, indicator.counted, code
            )
            rows.append(replace(row, link=at.choice.link("indicator", indicator=code)))
    rows = [row for row in rows if _met(row)]
    shown = at.beside[1] if at.beside and any(r.beside for r in rows) else ""
    return Table("Measure", "", shown, tuple(rows)) if rows else None


def groups(at: Look, overall: Indicator, wave: str) -> list[Table]:
    found = []
    for cut in overall.cuts:
        cells = waves.part_lines(at.figures, overall.code, cut, at.key, [wave])
        others, name = _others(at.figures, at.beside, overall.code, cut, [wave])
        rows = [
            Row(part, part_name(cut, part), waves.figure(line[-1], overall, wave),
                beside=_beside(waves.at(others.get(part, []), wave), overall, wave),
                link=at.choice.link("indicator", indicator=overall.code, part=of_people(cut, part)))
            for part, line in sorted(cells.items(), key=lambda item: order(cut, item[0]))
        ]  # fmt: skip
        known = any(row.code != "not known" for row in rows)
        table = _table(overall, CUTS.get(cut, cut), name, rows) if known else None
        found += [table] if table else []
    return found


__all__ = [
    "Answer",
    "Asking",
    "Look",
    "Part",
    "Row",
    "Table",
    "Topic",
    "areas",
    "groups",
    "look",
    "parts",
    "scores",
]
