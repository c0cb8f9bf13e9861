"""Figures as rows: what `show` prints, from one viewer's release."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from wellmetrics import access, catalogue
from wellmetrics.model import OTHERS, CallError, Cell, Indicator, Viewer
from wellmetrics.release import Release
from wellmetrics.words.certainty import interval_of
from wellmetrics.words.signals import of_rows

COLUMNS = (
    "indicator", "school", "group", "period", "cut", "part", "numerator", "denominator", "value", "lower", "upper",
    "state", "signal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Which figures of an indicator are asked for."""

    code: str
    school: str | None = None
    group: str | None = None
    by: str = "all"
    grain: str | None = None


def rows(release: Release, viewer: Viewer, question: Question) -> list[tuple]:
    """One row a cell, in COLUMNS. Raises CallError where the viewer may not ask that."""
    indicator = catalogue.indicator(question.code)
    grain = question.grain or ("term" if "term" in indicator.grains else indicator.grains[0])
    if not indicator.whole and question.by == "all":
        # There is no figure for everybody, so the question can only be about its parts.
        question = replace(question, by=indicator.cuts[0])
    _may_ask(release, viewer, question, indicator, grain)
    answer = []
    for urn, group in _places(release, viewer, question, grain):
        cells = release.cells(question.code, urn=urn, group=group, grain=grain, cut=question.by)
        if grain not in indicator.grains:
            cells = _not_applicable(release, indicator, urn, group, grain)
        by_part = sorted(cells, key=lambda cell: cell.part)  # stable: the order of time stays
        for _, line in groupby(by_part, key=lambda cell: cell.part):
            answer += _line(list(line), indicator)
    return answer


def _line(cells: list[Cell], indicator: Indicator) -> Iterable[tuple]:
    for cell, signal in zip(cells, of_rows(cells, indicator), strict=True):
        interval = interval_of(cell, indicator)
        yield (
            cell.indicator, cell.urn, cell.group, cell.period, cell.cut, cell.part, cell.numerator, cell.denominator,
            interval.value, interval.lower, interval.upper, cell.state, signal,
        )  # fmt: skip


def _may_ask(release: Release, viewer: Viewer, question: Question, indicator: Indicator, grain: str) -> None:
    if question.by != "all" and question.by not in indicator.cuts:
        cuts = ", ".join(indicator.cuts) or "none"
        raise CallError(f"{indicator.code} has no cut “{question.by}”. It has: {cuts}.")
    if grain not in ("month", "term", "year"):
        raise CallError(f"There is no grain “{grain}”. Write month, term or year.")
    if question.school:
        access.may_see(viewer, question.school)
        if question.school not in {place.urn for place in release.schools}:
            raise CallError(f"{question.school} is not a school of this trust.")
        if viewer.role == "board" and grain == "month":
            raise CallError(
                "Months of single schools are in the lead's and the head's figures only. Ask for terms."
            )


def _places(release: Release, viewer: Viewer, question: Question, grain: str) -> list[tuple[str, str]]:
    if question.school:
        return [(question.school, "")]
    if question.group:
        return [("", _group(release, viewer, question.group))]
    if viewer.role == "head":
        return [(viewer.urn, ""), ("", OTHERS), ("", "")]
    schools = (
        [] if viewer.role == "board" and grain == "month" else sorted(place.urn for place in release.schools)
    )
    return [*((urn, "") for urn in schools), ("", "")]


def _group(release: Release, viewer: Viewer, name: str) -> str:
    """The group by its name, or by the beginning of it where only one begins so."""
    if viewer.role == "head":
        if name == OTHERS:
            return name
        raise CallError("A head's figures hold the own school, the pool “other schools” and the trust.")
    names = [place.group for place in release.groups]
    matches = [n for n in names if n.casefold() == name.casefold()] or [
        n for n in names if set(name.casefold().split()) <= set(n.casefold().split())
    ]
    if len(matches) == 1:
        return matches[0]
    if name == release.trust:
        return ""
    raise CallError(f"There is no single group “{name}”. There are: {', '.join(names) or 'none'}.")


def _not_applicable(release: Release, indicator: Indicator, urn: str, group: str, grain: str) -> list[Cell]:
    return [
        Cell(indicator.code, urn, group, period.period, period.grain, "all", "", "not applicable")  # type: ignore[arg-type]
        for period in release.of_grain(grain)
    ]
