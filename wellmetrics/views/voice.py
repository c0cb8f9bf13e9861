"""What people say: one audience in its latest wave, from the whole down to each question, and who was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from wellmetrics.model import Indicator
from wellmetrics.release import Release
from wellmetrics.views import answers, asked, disputed, waves
from wellmetrics.views.answers import Look, Part, Row, Table
from wellmetrics.views.asked import Asked
from wellmetrics.views.choice import Choice, indicators
from wellmetrics.views.waves import SURVEYS, VOICE, Figure, Step
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.signals import Signal

NO_PARTS = "Areas and questions are shown for schools, hubs and the whole trust, not for this group."
BY_CHANCE = 0.05  # of differences told by a 95% range where there is none


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
    links: tuple[tuple[str, str], ...] = ()  # figures that have a page of their own
    overall: Figure | None = None
    step: Step = Step("")  # noqa: RUF009  (frozen)
    response: tuple[Wave, ...] = ()
    areas: Table | None = None
    parts: tuple[Part, ...] = ()
    scores: Table | None = None
    groups: tuple[Table, ...] = ()
    coverage: Asked | None = None
    file: str = "voice.csv"


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
    at = answers.look(figures, choice, audience, there[audience])
    return _voice(at, audience, audiences, asked.view(figures, choice, there))


def _voice(at: Look, audience: str, audiences: tuple, coverage: Asked) -> VoiceView:
    survey, overall = at.survey, indicators()[at.survey.overall]
    held = at.held(VOICE)
    wave = held[-1] if held else at.terms[-1]
    titles = {q.topic: q.title for q in at.questions}
    areas, parts = answers.areas(at, held), answers.parts(at)
    scores, response = answers.scores(at), _response(at, titles)
    line, absent = at.line(overall.code), at.none(overall.code, wave)
    now, step = waves.figure(waves.at(line, wave), overall, wave, absent), waves.step(line, overall, wave)
    compared = [*_rows_of(parts), *(row for table in (areas, scores) if table for row in table.rows)]
    steps = [row.step for row in compared if row.step.word]
    return VoiceView(
        title=_title(at, overall, wave, areas, parts),
        subtitle=f"{titles.get('voice', overall.title)}, {numbers.term(wave)}" + (f", {at.place}" if at.place else ""),
        said=(
            *_instead(at, wave),
            *_whole(at, overall, now, step),
            *(_answered(response, wave) if now.state not in waves.ABSENT else ()),
            *([NO_PARTS] if now.value is not None and survey.areas and not parts else []),
            *_late(at, wave, coverage),
            *disputed.said(at.choice.disputed, disputed.inside(at.figures, *at.key), (wave, at.choice.term), "survey"),
        ),
        budget=_budget(steps),
        audiences=audiences,
        audience=audience,
        links=tuple((indicators()[code].title, at.choice.link("indicator", indicator=code))
                    for code in (overall.code, *map(survey.rate, survey.topics)) if code and at.when[code]),
        overall=now,
        step=step,
        response=response,
        areas=areas,
        parts=parts,
        scores=scores,
        groups=tuple(answers.groups(at, overall, wave)),
        coverage=coverage,
        file=f"voice-{audience}-{at.choice.place or 'trust'}-{wave}.csv".replace(" ", "-").replace("/", "-"),
    )  # fmt: skip


def _rows_of(parts: Sequence[Part]) -> list[Row]:
    return [one.row for part in parts for topic in part.topics for one in topic.asked]


# The finding and its sentences


def _title(at: Look, overall: Indicator, wave: str, areas: Table | None, parts: Sequence[Part]) -> str:
    """The finding about the whole, and the areas that are not as usual, however the whole stands."""
    line = at.line(overall.code)
    last = signals.latest(line, overall)
    where = f"at {at.place}" if at.place else "in the whole trust"
    if last is None or last.cell.period != wave or last.cell.state in ("missing", "not applicable"):
        if any(r.now.period == wave and r.now.value is not None for r in _rows_of(parts)):
            return f"{overall.short} {where}: by question only"
        return f"{overall.short} {where}: {at.none(overall.code, wave)} in {numbers.term(wave)}"
    finding = sentences.finding(last, at.place, overall)
    rows = areas.rows if areas else ()
    unusual = [f"{r.name} is {r.signal}" for r in rows if r.signal and r.code != overall.code]
    join = "and" if last.flagged else "but"
    return f"{finding}, {join} {numbers.listed(unusual)}" if unusual else finding


def _whole(at: Look, overall: Indicator, now: Figure, step: Step) -> list[str]:
    """The figure of everybody with its range, its replies, its past and the others."""
    if now.state == numbers.STATES["hidden"]:
        return ["Fewer than ten replies, or all alike: the figure is hidden to protect people."]
    if now.value is None:
        return []
    since = step.said.replace("cannot tell", "cannot tell whether it changed", 1)
    before = f" In {step.label} it was {step.before}: {since}." if step.label else ""
    span = f", likely range {now.span}" if now.span else ""
    said = [f"The average reply was {now.text} favourable{span}, from {now.of}.{before}"]
    if at.beside:
        key, name = at.beside
        other = waves.figure(waves.at(at.found[overall.code].get(key, []), now.period), overall, now.period)
        said += (
            [f"{name} for comparison: {other.text} favourable, {other.of}."]
            if other.value is not None
            else []
        )
    return said


def _late(at: Look, wave: str, coverage: Asked) -> list[str]:
    """Whose voice is missing, where more than one school is looked at."""
    column = (at.survey.name, numbers.term(wave))
    if column not in coverage.columns or at.key[0]:
        return []
    late = asked.not_sent(coverage, coverage.columns.index(column))
    have = "has" if len(late) == 1 else "have"
    return [f"{numbers.listed(late)} {have} not sent the survey of {column[1]}."] if late else []


def _instead(at: Look, wave: str) -> list[str]:
    """What a term without a wave shows."""
    if wave == at.choice.term or not at.held(VOICE):
        return []
    said = f"Not asked in {numbers.term(at.choice.term)}: you see the latest wave, {numbers.term(wave)}."
    others = {q.topic: q.title for q in at.questions if q.topic != VOICE}
    now = [title for topic, title in others.items() if at.choice.term in at.held(topic)]
    return [f"{said} Asked instead: {numbers.listed(now)}, further down." if now else said]


def _answered(response: Sequence[Wave], wave: str) -> list[str]:
    """How many voices stand behind it all; a fall is said where the signal says so, and then claims are withheld."""
    last = next((w for w in response if w.figure.period == wave and not w.other), None)
    if last is None:
        return []
    if last.figure.value is None:
        hidden = last.figure.state == numbers.STATES["hidden"]
        return [f"How many were asked is {'hidden to protect people' if hidden else 'not known'}."]
    share = f"{numbers.rounded(last.figure.value * 100, 0)}%"
    said = f"{last.figure.of} answered ({share}), likely range {last.figure.span}."
    if not last.change:
        return [said]
    return [
        f"{said} That is {last.change}: who answered has changed too, so no change in what they say is certain."
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


def _response(at: Look, titles: dict[str, str]) -> tuple[Wave, ...]:
    """Every wave of the audience up to the chosen term, the oldest first, each survey by its own line."""
    found = [wave for topic in at.survey.topics for wave in _waves(at, topic, titles.get(topic, ""))]
    found.sort(key=lambda w: at.terms.index(w.figure.period))
    return tuple(found) if any(w.figure.state not in waves.ABSENT for w in found) else ()


def _waves(at: Look, topic: str, title: str) -> list[Wave]:
    code = at.survey.rate(topic)
    if not code:
        return []
    line, indicator = at.found[code].get(at.key, []), indicators()[code]
    tested = {s.cell.period: s for s in signals.of_line(line, indicator)}
    when = {*at.held(topic), *at.when[code]}
    return [
        _wave(waves.figure(waves.at(line, term), indicator, term, at.none(code, term)), title, tested.get(term), topic)
        for term in at.terms
        if term in when
    ]  # fmt: skip


def _wave(figure: Figure, title: str, signal: Signal | None, topic: str) -> Wave:
    change = sentences.change(signal) if signal and signal.flagged else ""
    return Wave(title, figure, change, signal.verdict if signal else "neither", topic != VOICE)
