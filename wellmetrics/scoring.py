"""What replies are worth: a survey's answers and scored items against its instrument, each distinct one once."""

import math
from collections.abc import Iterable, Sequence

import pyarrow as pa

from wellmetrics.instruments import Instrument, find
from wellmetrics.model import Indicator
from wellmetrics.questions import plain
from wellmetrics.statistics import survey

SDQ_VERSIONS: dict[str, survey.Version] = {
    "sdq-self": "self",
    "sdq-parent": "parent",
    "sdq-teacher": "teacher",
}


def instrument_table(surveys: Iterable[str], instruments: Sequence[Instrument]) -> pa.Table:
    """survey, code, topic: which instrument each survey of the files is."""
    found = [(name, i) for name in surveys if (i := find(instruments, name))]
    return _table(
        {"survey": pa.string(), "code": pa.string(), "topic": pa.string()},
        [(name, i.code, i.topic) for name, i in found],
    )


def worth_table(answers: Sequence[tuple[str, str, str]], instruments: Sequence[Instrument]) -> pa.Table:
    """survey, question, answer, code, value, favourable, construct, measure for each distinct answer that is one.

    `question` and `answer` are as the vault has them, `code` is the instrument's. `value` is after reversing; `favourable` is None for the items of a scored instrument.
    """
    by_survey = {name: find(instruments, name) for name, _, _ in answers}
    headings = {name: instrument.headings() for name, instrument in by_survey.items() if instrument}
    rows = []
    for name, asked, answer in answers:
        instrument = by_survey[name]
        # What came before its instrument was declared stands under its wording.
        code = headings.get(name, {}).get(plain(asked), asked)
        value = instrument.value(code, answer) if instrument else None
        if instrument is None or value is None:
            continue
        question = instrument.question(code)
        favourable = question.favourable(value) if question else None
        construct, measure = (question.construct, question.measure) if question else ("", "")
        rows.append((name, asked, answer, code, value, favourable, construct, measure))
    return _table(
        {
            "survey": pa.string(), "question": pa.string(), "answer": pa.string(), "code": pa.string(),
            "value": pa.float64(), "favourable": pa.bool_(), "construct": pa.string(), "measure": pa.string(),
        },
        rows,
    )  # fmt: skip


def code_table(asked: Iterable[tuple[str, str]], instruments: Sequence[Instrument]) -> pa.Table:
    """survey, question, code: which question of the instrument a name in the vault is."""
    rows = []
    for name, question in asked:
        instrument = find(instruments, name)
        code = instrument.headings().get(plain(question)) if instrument else None
        if code:
            rows.append((name, question, code))
    return _table({"survey": pa.string(), "question": pa.string(), "code": pa.string()}, rows)


def asked_table(surveys: Iterable[str], instruments: Sequence[Instrument]) -> pa.Table:
    """survey, construct ('' is the whole survey), minimum: how many answers a person must have given."""
    rows = []
    for name in surveys:
        instrument = find(instruments, name)
        if instrument is None:
            continue
        constructs = [q.construct for q in instrument.questions]
        for construct in {"", *constructs}:
            asked = len(constructs) if construct == "" else constructs.count(construct)
            if asked:
                # 0.55 of 20 is 11, whatever the last binary digit says.
                least = math.ceil(round(instrument.minimum_answered * asked, 9))
                rows.append((name, construct, max(1, least)))
    return _table({"survey": pa.string(), "construct": pa.string(), "minimum": pa.int32()}, rows)


def scored_items(surveys: Iterable[str], instruments: Sequence[Instrument]) -> pa.Table:
    """survey, score, question, position: the items of the instruments that are scored for each person."""
    rows = [
        (name, score.name, item, position)
        for name in surveys
        if (instrument := find(instruments, name))
        for score in instrument.scores
        for position, item in enumerate(score.items)
    ]
    return _table(
        {"survey": pa.string(), "score": pa.string(), "question": pa.string(), "position": pa.int32()}, rows
    )


def score_table(distinct: Iterable[tuple[str, list[float | None]]]) -> pa.Table:
    """score, items, points, low for each distinct set of answers; sets with too few answers have no row.

    `low` says that the score lies in the instrument's screening band (for SDQ: high or very high difficulties).
    """
    rows = []
    for name, items in distinct:
        points, low = _points(name, items)
        if points is not None:
            rows.append((name, items, points, low))
    return _table(
        {"score": pa.string(), "items": pa.list_(pa.float64()), "points": pa.float64(), "low": pa.bool_()},
        rows,
    )


def _points(name: str, items: list[float | None]) -> tuple[float | None, bool]:
    whole = [None if item is None else int(item) for item in items]
    if name == "swemwbs":
        points = survey.swemwbs(whole)
        return points, points is not None and points < survey.SWEMWBS_LOW_BELOW
    if name == "who5":
        points = survey.who5(whole)
        return points, points is not None and points <= survey.WHO5_LOW_UP_TO
    found = survey.sdq(whole, SDQ_VERSIONS[name])
    return found.total, found.band in survey.SDQ_HIGH


def _table(schema: dict[str, pa.DataType], rows: Sequence[tuple]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table(
        {
            name: pa.array(list(values), kind)
            for (name, kind), values in zip(schema.items(), columns, strict=True)
        }
    )


def question_table(surveys: Iterable[str], instruments: Sequence[Instrument]) -> pa.Table:
    """Every question of the surveys that were sent: where it stands, its answers, lowest first, and every wording.

    `earlier` are the wordings before today's, `until` the academic years up to which they held.
    """
    used = {i.code: i for name in surveys if (i := find(instruments, name))}
    rows = [
        (i.code, i.title, i.audience, i.topic, q.code, q.wording, q.construct, q.reversed,
         list(q.scale.labels), list(q.scale.values), q.scale.favourable_from,
         [e.wording for e in q.earlier], [e.until for e in q.earlier])
        for i in used.values()
        for q in i.questions
    ]  # fmt: skip
    return _table(
        {
            "survey": pa.string(), "title": pa.string(), "audience": pa.string(), "topic": pa.string(),
            "question": pa.string(), "wording": pa.string(), "construct": pa.string(), "reversed": pa.bool_(),
            "labels": pa.list_(pa.string()), "answer_values": pa.list_(pa.float64()), "favourable_from": pa.float64(),
            "earlier": pa.list_(pa.string()), "until": pa.list_(pa.string()),
        },
        rows,
    )  # fmt: skip


def rewordings(
    indicator: Indicator, cut: str, instruments: Sequence[Instrument]
) -> list[tuple[str, str, str, str]]:
    """(academic year since, cut, part, reason) where a reworded question starts a new series of the indicator.

    A construct that holds the question starts anew with it.
    """
    found = []
    for instrument in instruments:
        if instrument.audience != indicator.audience:
            continue
        for question in instrument.questions:
            for earlier in question.earlier:
                start = int(earlier.until[:4]) + 1
                since = f"{start}/{(start + 1) % 100:02d}"
                parts = {
                    "question": [question.code],
                    "construct": [question.construct] if question.construct else [],
                }
                if cut == "answer":
                    parts["answer"] = [f"{question.code} = {value:g}" for value in question.scale.values]
                found += [
                    (since, cut, part, f"the question {question.code} was reworded")
                    for part in parts.get(cut, [])
                ]
    return found
