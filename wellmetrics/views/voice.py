"""What people say: one audience in its latest wave, from the whole down to each question, and who was asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellmetrics import catalogue
from wellmetrics.model import Cell, Indicator
from wellmetrics.published import Question
from wellmetrics.release import Release
from wellmetrics.views import asked, waves
from wellmetrics.views.asked import Asked, Lines
from wellmetrics.views.choice import Choice, indicators, names, urn_and_group
from wellmetrics.views.waves import SURVEYS, Figure, Key, Step, Survey
from wellmetrics.words import numbers, sentences, signals

BY_CHANCE = 0.05  # of differences told by a 95% range where there is none
TOPICS = {"voice": "", "edi": "edi_favourable"}  # the whole of a survey; empty is the audience's own
CUTS = {
    "staff_group": "By staff group",
    "year_group": "By year group",
    "sex": "By sex",
    "pupil_premium": "By pupil premium",
    "send": "By special educational needs (SEND)",
}
PARTS = {
    "sex": {"F": "Girls", "M": "Boys"},
    "pupil_premium": {"Y": "Eligible for the pupil premium", "N": "Other pupils"},
    "send": {"none": "No SEND", "support": "SEN support", "plan": "Education, health and care plan"},
    "year_group": {"N": "Nursery", "R": "Reception"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in its wave, beside the others, against the wave before, and over all waves."""

    code: str
    name: str
    now: Figure
    step: Step = Step("")  # noqa: RUF009  (frozen)
    beside: str = ""
    line: tuple[Figure, ...] = ()
    note: str = ""
    link: str = ""
    signal: str = ""
    percent: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """One piece of a question's bar."""

    label: str
    favourable: bool
    share: float
    count: float


@dataclass(frozen=True, slots=True)
class Asking:
    """One question: its wording, its figure, and how the answers fell from the least to the most favourable."""

    row: Row
    answers: tuple[Answer, ...]
    whole: bool  # every answer has its own piece; else only favourable and not
    reversed: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions of one area."""

    title: str
    asked: tuple[Asking, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one survey in its latest wave. `scales` are the labels of its answers, least favourable first."""

    title: str
    label: str
    scales: tuple[tuple[tuple[str, bool], ...], ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    counted: str
    link: str
    beside: str  # the heading of the others' column
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """How many answered in one term, which survey it was, and whether that is as usual."""

    surveys: str
    figure: Figure
    change: str
    verdict: str
    other: bool  # another survey than the audience's own


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class VoiceView:
    title: str
    subtitle: str
    said: tuple[str, ...] = ()
    budget: str = ""
    audiences: tuple[tuple[str, str], ...] = ()
    audience: str = ""
    link: str = ""
    response: tuple[Wave, ...] = ()
    response_link: str = ""
    areas: Table | None = None
    parts: tuple[Part, ...] = ()
    scores: Table | None = None
    groups: tuple[Table, ...] = ()
    coverage: Asked | None = None
    file: str = "voice.csv"


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked at: a place, whom it is set beside, an audience's figures, and its latest wave."""

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

    @property
    def place(self) -> str:
        return names(self.figures)[self.choice.place] if self.choice.place else ""

    def waves(self, code: str) -> list[str]:
        """The terms in which anybody was asked for a figure."""
        held = waves.held(self.found.get(code, {}))
        return [term for term in self.terms if term in held]

    def held(self, topic: str) -> list[str]:
        """The waves of a topic: replies came, or a firm's totals by question."""
        codes = [q.code for q in self.questions if q.topic == topic]
        lines = [line for of in (self.asked, self.others) for code in codes if (line := of.get(code))]
        met = {c.period for line in lines for c in line if c.state in waves.MET}
        return [term for term in self.terms if term in met or term in self.waves(self.whole(topic))]

    def whole(self, topic: str) -> str:
        """The figure of everybody that a topic's questions belong to."""
        return TOPICS.get(topic, self.survey.overall) or self.survey.overall

    def line(self, code: str, key: Key, wave: str) -> list[Cell]:
        """A place's figures up to the wave, one a wave."""
        until = self.terms[: self.terms.index(wave) + 1]
        own = self.found.get(code, {}).get(key, [])
        return [c for c in own if c.period in until and c.period in self.waves(code)]

    def none(self, code: str, wave: str) -> str:
        return waves.why_none(self.figures, self.key, self.found.get(code, {}).get(self.key, []), wave)


def view(figures: Release, choice: Choice) -> VoiceView:
    every = {name: waves.whole_lines(figures, survey, choice.term) for name, survey in SURVEYS.items()}
    there = {name: found for name, found in every.items() if any(map(waves.held, found.values()))}
    audiences = tuple((name, SURVEYS[name].name) for name in there)
    if not there:
        return VoiceView(
            "No survey yet",
            f"No survey has come in up to {numbers.term(choice.term)}.",
            (
                "Figures of staff, pupils, families and trustees appear as soon as a survey's replies are loaded.",
            ),
        )
    audience = choice.audience if choice.audience in there else next(iter(there))
    look = _look(figures, choice, audience, there[audience])
    return _voice(look, audience, audiences, asked.view(figures, choice, there))


def _look(figures: Release, choice: Choice, audience: str, found: Lines) -> _Look:
    survey, terms = SURVEYS[audience], tuple(waves.terms(figures, choice.term))
    key, beside = urn_and_group(figures, choice.place), waves.beside(figures, choice)
    questions = tuple(q for q in figures.questions if q.audience == audience)
    own = waves.part_lines(figures, survey.questions, "question", key, terms)
    others = _others(figures, beside, survey.questions, "question", terms)[0]
    return _Look(figures, choice, survey, found, terms, key, beside, questions, own, others)


def _voice(look: _Look, audience: str, audiences: tuple, coverage: Asked) -> VoiceView:
    survey, overall = look.survey, indicators()[look.survey.overall]
    held = look.held("voice")
    wave = held[-1] if held else look.terms[-1]
    titles = {q.topic: q.title for q in look.questions}
    areas, parts = _areas(look, held, wave), _parts(look)
    scores, response = _scores(look), _response(look, titles)
    compared = [*_rows_of(parts), *(row for table in (areas, scores) if table for row in table.rows)]
    steps = [row.step for row in compared if row.step.word]
    return VoiceView(
        title=_title(look, overall, wave, areas, parts),
        subtitle=f"{titles.get('voice', overall.title)}, {numbers.term(wave)}" + (f", {look.place}" if look.place else ""),
        said=tuple(_said(look, overall, wave, response, areas or parts, coverage)),
        budget=_budget(steps),
        audiences=audiences,
        audience=audience,
        link=look.choice.link("indicator", indicator=overall.code),
        response=response,
        response_link=look.choice.link("indicator", indicator=survey.response) if survey.response else "",
        areas=areas,
        parts=parts,
        scores=scores,
        groups=tuple(_groups(look, overall, wave)),
        coverage=coverage,
        file=f"voice-{audience}-{look.choice.place or 'trust'}-{wave}.csv".replace(" ", "-").replace("/", "-"),
    )  # fmt: skip


def _rows_of(parts: Sequence[Part]) -> list[Row]:
    return [one.row for part in parts for topic in part.topics for one in topic.asked]


# The finding and its sentences


def _title(look: _Look, overall: Indicator, wave: str, areas: Table | None, parts: Sequence[Part]) -> str:
    """The finding about the whole, and the areas that are not as usual, however the whole stands."""
    line = look.line(overall.code, look.key, wave)
    last = signals.latest(line, overall.better)
    where = f"at {look.place}" if look.place else "in the whole trust"
    if last is None or last.cell.period != wave or last.cell.state in ("missing", "not applicable"):
        if any(r.now.period == wave and r.now.value is not None for r in _rows_of(parts)):
            return f"{overall.short} {where}: by question only"
        return f"{overall.short} {where}: {look.none(overall.code, wave)} in {numbers.term(wave)}"
    finding = sentences.finding(last, look.place, overall)
    unusual = [f"{r.name} {r.signal}" for r in (areas.rows if areas else ()) if r.signal]
    return f"{finding}; {numbers.listed(unusual)}" if unusual else finding


def _said(look: _Look, overall: Indicator, wave: str, response: Sequence[Wave], below: object, coverage: Asked) -> list[str]:  # fmt: skip
    said = _instead(look, wave)
    line = look.line(overall.code, look.key, wave)
    now = waves.figure(waves.at(line, wave), overall, wave, look.none(overall.code, wave))
    if now.value is not None:
        step = waves.step(line, overall, wave)
        since = f"{step.said.replace('cannot tell', 'cannot tell whether it changed', 1)}"
        before = f" In {step.label} it was {step.before}: {since}." if step.label else ""
        span = f", likely range {now.span}" if now.span else ""
        said.append(f"The average reply was {now.text} favourable{span}, of {now.of}.{before}")
        if look.beside:
            other = look.found[overall.code].get(look.beside[0], [])
            said += [f"{look.beside[1]}: {f.text} of {f.of}." for c in other if c.period == wave
                     and (f := waves.figure(c, overall, wave)).value is not None]  # fmt: skip
    elif now.state == numbers.STATES["hidden"]:
        said.append("Fewer than ten replies, or all alike: the figures are hidden to protect people.")
    if now.state not in (waves.NOT_ASKED, waves.NOT_SENT, waves.NOT_THERE):
        said += _answered(response, wave, bool(look.survey.response))
    if now.value is not None and look.survey.areas and not below:
        said.append(
            "Areas and questions are shown for schools, hubs and the whole trust, not for this group."
        )
    column = (look.survey.name, numbers.term(wave))
    if column in coverage.columns and not look.key[0]:
        late = asked.not_sent(coverage, coverage.columns.index(column))
        have = "has" if len(late) == 1 else "have"
        said += [f"{numbers.listed(late)} {have} not sent it for {column[1]}."] if late else []
    return said


def _instead(look: _Look, wave: str) -> list[str]:
    """What a term without a wave shows."""
    if wave == look.choice.term or not look.held("voice"):
        return []
    said = f"Not asked in {numbers.term(look.choice.term)}: you see the latest wave, {numbers.term(wave)}."
    others = {q.topic: q.title for q in look.questions if q.topic != "voice"}
    now = [title for topic, title in others.items() if look.choice.term in look.held(topic)]
    return [f"{said} Asked instead: {numbers.listed(now)}, further down." if now else said]


def _answered(response: Sequence[Wave], wave: str, known: bool) -> list[str]:
    """How many voices stand behind it all; a fall is said where the signal says so, and then claims are withheld."""
    last = next((w for w in response if w.figure.period == wave), None)
    if last is None or last.figure.value is None:
        hidden = last is not None and last.figure.state == numbers.STATES["hidden"]
        why = "is hidden to protect people" if hidden else "is not known"
        return [f"How many were asked {why}."] if known else []
    share = f"{numbers.rounded(last.figure.value * 100, 0)}%"
    said = f"{last.figure.of} answered ({share}), likely range {last.figure.span}."
    if last.verdict == "neither":
        return [said]
    return [
        f"{said} That is {last.change}: who answered changed too, so a change in what they say may be one of who says it."
    ]


def _budget(steps: Sequence[Step]) -> str:
    """How many differences chance alone would bring."""
    chance = len(steps) * BY_CHANCE
    about = f"about {numbers.rounded(chance, 0)}" if chance >= 1 else "fewer than one"
    told = sum(s.word != "cannot tell" for s in steps)
    return (
        f"Of {numbers.times(len(steps), 'difference')} from the wave before, {about} would show by chance alone; "
        f"{told or 'none'} did."
        if steps
        else ""
    )


# The response rate


def _response(look: _Look, titles: dict[str, str]) -> tuple[Wave, ...]:
    """Every wave of the audience up to the chosen term, the oldest first."""
    if not look.survey.response:
        return ()
    indicator = indicators()[look.survey.response]
    line = look.found[indicator.code].get(look.key, [])
    tested = {s.cell.period: s for s in signals.of_line(line, indicator.better)}
    when = {topic: look.held(topic) for topic in dict.fromkeys(("voice", *titles))}
    found = []
    for term in look.terms:
        held = [titles.get(topic, "") for topic, waves_of in when.items() if term in waves_of]
        if held or term in look.waves(indicator.code):
            signal = tested.get(term)
            change = sentences.change(signal) if signal and signal.flagged else ""
            figure = waves.figure(waves.at(line, term), indicator, term, look.none(indicator.code, term))
            found.append(Wave(" and ".join(filter(None, held)), figure, change, signal.verdict if signal else "neither", term not in when["voice"]))  # fmt: skip
    return tuple(found)


# Areas, questions, scores and groups


def _areas(look: _Look, held: list[str], wave: str) -> Table | None:
    code = look.survey.areas
    if not code:
        return None
    indicator = indicators()[code]
    own = waves.part_lines(look.figures, code, "construct", look.key, held)
    others, name = _others(look.figures, look.beside, code, "construct", held)
    order = dict.fromkeys(q.construct for q in look.questions if q.topic == "voice" and q.construct)
    rows = [
        _row(look, indicator, area, area, own[area], others.get(area, []), held)
        for area in order
        if area in own
    ]
    return _table(look, indicator, "Areas", name, rows)


def _row(look: _Look, indicator: Indicator, code: str, name: str, cells: Sequence[Cell], others: Sequence[Cell],
         held: Sequence[str], note: str = "", whole: str = "") -> Row:  # fmt: skip
    """A figure in the last of its waves. `whole` is the figure of everybody that says why a wave has none."""
    wave, whole = held[-1], whole or look.survey.overall
    none = {w: look.none(whole, w) for w in held}
    line = [c for c in cells if c.period in held]
    last = signals.latest(line, indicator.better)
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
    if found or beside[0] == ("", ""):
        return found, beside[1]
    return waves.part_lines(figures, code, cut, ("", ""), held), "Whole trust"


def _table(look: _Look, indicator: Indicator, title: str, beside: str, rows: Sequence[Row]) -> Table | None:
    link = look.choice.link("indicator", indicator=indicator.code)
    shown = beside if any(r.beside for r in rows) else ""
    return Table(title, indicator.counted, link, shown, tuple(rows)) if rows else None


def _parts(look: _Look) -> tuple[Part, ...]:
    """Every survey of the audience in its own latest wave: the audience's own first."""
    answers = waves.part_lines(look.figures, look.survey.answers, "answer", look.key, look.terms)
    topics = dict.fromkeys(("voice", *(q.topic for q in look.questions)))
    return tuple(part for topic in topics if (part := _part(look, topic, answers)) and part.topics)


def _part(look: _Look, topic: str, answers: dict[str, list[Cell]]) -> Part | None:
    held, mine = look.held(topic), [q for q in look.questions if q.topic == topic]
    if not held or not mine or not look.survey.questions:
        return None
    indicator, whole = indicators()[look.survey.questions], look.whole(topic)
    topics: dict[str, list[Asking]] = {}
    for q in mine:
        cells, others = look.asked.get(q.code, []), look.others.get(q.code, [])
        if waves.at(cells, held[-1]):
            note = (
                f"Asked the other way round: “{_labels(q)[-1]}” is the most favourable." if q.reversed else ""
            )
            row = _row(look, indicator, q.code, q.wording, cells, others, held, note, whole)
            every = _answers(q, answers, held[-1])
            asking = Asking(row, every or _two(row.now), bool(every), q.reversed)
            topics.setdefault(q.construct, []).append(asking)
    scales = [zip(q.labels, (v >= q.favourable_from for v in q.values), strict=True) for q in mine]
    return Part(
        title=mine[0].title,
        label=numbers.term(held[-1]),
        scales=tuple(dict.fromkeys(map(tuple, scales))),
        topics=tuple(Topic(name, tuple(rows)) for name, rows in topics.items()),
    )


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


def _scores(look: _Look) -> Table | None:
    """What is measured beside the survey's own figure, each in its own latest wave."""
    rows = []
    for code in look.survey.scores:
        indicator, held = indicators()[code], look.waves(code)
        if held:
            others = look.found[code].get(look.beside[0], []) if look.beside else []
            cells = look.line(code, look.key, held[-1])
            row = _row(look, indicator, code, indicator.title, cells, others, held, indicator.counted, code)
            rows.append(replace(row, link=look.choice.link("indicator", indicator=code)))
    shown = look.beside[1] if look.beside and any(r.beside for r in rows) else ""
    return Table("Measures", "", "", shown, tuple(rows)) if rows else None


def _groups(look: _Look, overall: Indicator, wave: str) -> list[Table]:
    found = []
    for cut in overall.cuts:
        cells = waves.part_lines(look.figures, overall.code, cut, look.key, [wave])
        others, name = _others(look.figures, look.beside, overall.code, cut, [wave])
        rows = [
            Row(part, PARTS.get(cut, {}).get(part) or _part_name(cut, part), waves.figure(line[-1], overall, wave),
                beside=_beside(waves.at(others.get(part, []), wave), overall, wave))
            for part, line in sorted(cells.items(), key=lambda item: _place_of(cut, item[0]))
        ]  # fmt: skip
        table = _table(look, overall, CUTS.get(cut, cut), name, rows)
        found += [table] if table else []
    return found


def _part_name(cut: str, part: str) -> str:
    return f"Year {part}" if cut == "year_group" else numbers.capital(part)


def _place_of(cut: str, part: str) -> int:
    """The order of the parts in the template."""
    choices = catalogue.dataset("survey").column(cut).choices
    return choices.index(part) if part in choices else len(choices)
