"""How often each rule cries wolf where nothing has changed, and how soon it sees a change; prints tables.

Run from the checkout: python -m benchmarks.rules. The tables stand in docs/methods/statistics.md, the last one in
wellmetrics/statistics/rates.py.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

import numpy as np

from benchmarks import rules_schools
from wellmetrics.statistics import change

SERIES = 10_000  # for each shape and length: 1% is known to within 0.1 of a percentage point
SEED = 1
RULES = ("limits", "trend", "two_of_three", "run")
YEAR = ("Autumn", "Spring", "Summer")
SEASON = (0.0, 5.0, -2.0)  # far wider than chance, as sickness is
MONTH = 30.4
TERM = 122.0

Draw = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]
# What a line without change may look like, each with mean 0 and standard deviation 1.
SHAPES: dict[str, Draw] = {
    "normal": lambda chance, size: chance.normal(size=size),
    "Poisson of 20": lambda chance, size: (chance.poisson(20, size) - 20) / math.sqrt(20),
    "Poisson of 5": lambda chance, size: (chance.poisson(5, size) - 5) / math.sqrt(5),
    "skewed": lambda chance, size: (chance.gamma(2, size=size) - 2) / math.sqrt(2),
}


def same_term(row: list[float]) -> bool:
    seasonal = [value + SEASON[i % 3] for i, value in enumerate(row)]
    return change.same_term(seasonal, [YEAR[i % 3] for i in range(len(row))]).signal != "none"


def xmr(row: list[float]) -> bool:
    return change.xmr(row).rules[-1] is not None


def run_chart(row: list[float]) -> bool:
    """The chart has a signal, and its last point off the median ends the longest run."""
    chart = change.run_chart(row)
    runs = [len(list(group)) for _, group in groupby(v > chart.centre for v in row if v != chart.centre)]
    return bool(chart.signal) and row[-1] != chart.centre and runs[-1] == chart.longest_run


LINES: dict[str, tuple[Callable[[list[float]], bool], tuple[int, ...]]] = {
    "same_term": (same_term, (9, 12, 15)),
    "xmr": (xmr, (13, 24, 36)),
    "run_chart": (run_chart, (10, 11, 12)),
}
# Events at chance: a number of gaps in days, or counts a period (mean, periods, days), which become gaps.
EVENTS = {
    "8 gaps": (8,),
    "12 gaps": (12,),
    "20 gaps": (20,),
    "36 months of 0.5": (0.5, 36, MONTH),
    "36 months of 0.8": (0.8, 36, MONTH),
    "15 terms of 0.9": (0.9, 15, TERM),
}


def shares(series: int) -> Iterator[tuple[str, str, list[float]]]:
    """Method, length, and the share of unchanged lines whose last point is marked, one a shape."""
    for name, (judge, lengths) in LINES.items():
        for length in lengths:
            yield name, str(length), [share(judge, draw, series, length) for draw in SHAPES.values()]
    for called, events in EVENTS.items():
        yield "between", called, [events_marked(events, series)]
    yield from rules_schools.shares(max(series // 10, 20))


def share(judge: Callable[[list[float]], bool], draw: Draw, series: int, length: int) -> float:
    rows = draw(np.random.default_rng(SEED), (series, length)).tolist()
    return sum(map(judge, rows)) / series


def events_marked(events: tuple, series: int) -> float:
    chance = np.random.default_rng(SEED)
    found = [unchanged(chance, *events).signal for _ in range(series)]
    judged = [signal for signal in found if signal != "too early"]
    return sum(signal != "none" for signal in judged) / len(judged)


def unchanged(
    chance: np.random.Generator, size: float, periods: int = 0, days: float = 0.0
) -> change.Between:
    if not periods:
        return change.between(np.ceil(chance.exponential(40, int(size))).tolist())
    spaced = change.days_between(chance.poisson(size, periods).tolist(), [days] * periods)
    return change.between(spaced.days, spaced.since)


def false_alarms(rows: Iterable[tuple[str, str, list[float]]]) -> dict[str, float]:
    """Each method's share of false alarms at the last point, over all its shapes and lengths alike."""
    found: dict[str, list[float]] = {}
    for name, _, marked in rows:
        found.setdefault(name, []).extend(marked)
    return {name: float(np.mean(each)) for name, each in found.items()}


def of_rules(series: int = SERIES, months: int = 36) -> Iterator[tuple[str, list[float]]]:
    """Each XmR rule without change: share of points, of last points and of whole charts it marks."""
    draws = [draw(np.random.default_rng(SEED), (series, months)) for draw in SHAPES.values()]
    charts = [np.array([change.xmr(row).rules for row in rows.tolist()]) for rows in draws]
    for rule in (*RULES, "any rule"):
        marked = [chart != None if rule == "any rule" else chart == rule for chart in charts]  # noqa: E711
        for said, count in (
            ("a point", np.mean),
            ("the last point", lambda m: m[:, -1].mean()),
            ("a chart", lambda m: m.any(axis=1).mean()),
        ):
            yield f"{rule}, {said}", [float(count(each)) for each in marked]


def seen(sigma: float, series: int = 2000, before: int = 24) -> Iterator[tuple[str, list[float]]]:
    """Share of changed lines seen by the 1st, 3rd, 6th and 12th point, every new point being judged anew."""
    rows = np.random.default_rng(SEED).normal(size=(series, before + 12))
    rows[:, before:] += sigma
    marks = np.array([[change.xmr(row[:n]).rules[-1] for n in range(before + 1, before + 13)]
                      for row in rows.tolist()])  # fmt: skip
    for rule in (*RULES, "any rule"):
        yield f"XmR, {rule}", by((marks != None) if rule == "any rule" else marks == rule)  # noqa: E711
    short = rows[:, before - 6 :].tolist()
    ends = [[run_chart(row[:n]) for n in range(change.RUN_CHART_FROM, 13)] for row in short]
    yield "run chart, 6 months before", [math.nan, math.nan, *by(np.array(ends), (3,))]
    terms = rows[:, before - 12 :].tolist()
    judged = [[same_term(row[:13]), same_term(row[:14]), same_term(row[:15])] for row in terms]
    yield "same term, 12 terms before", by(np.array(judged), (1, 3))


def seen_events(times: float, series: int = 2000, before: int = 12) -> Iterator[tuple[str, list[float]]]:
    """The same for events that come so many times as often, by exact limits and by Nelson's transformation."""
    gaps = np.random.default_rng(SEED).exponential(40, (series, before + 12))
    gaps[:, before:] /= times
    for called, judge in (("exact limits", exact), ("Nelson, XmR, all rules", nelson)):
        marks = [[judge(row[:n]) for n in range(before + 1, before + 13)] for row in np.ceil(gaps).tolist()]
        yield f"{called}, {times:g} times as often", by(np.array(marks))


def exact(days: list[float]) -> bool:
    return change.between(days).signal in ("higher", "lower")


def nelson(days: list[float]) -> bool:
    return change.xmr([day ** (1 / 3.6) for day in days]).rules[-1] is not None


def by(marks: np.ndarray, points: tuple[int, ...] = (1, 3, 6, 12)) -> list[float]:
    return [float(marks[:, :n].any(axis=1).mean()) for n in points]


def table(heads: Iterable[str], rows: Iterable[tuple[str, list[float]]]) -> None:
    heads = list(heads)
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for name, cells in rows:
        said = ["" if math.isnan(cell) else f"{100 * cell:.2f}%" for cell in cells]
        print(f"| {name} | " + " | ".join(said + [""] * (len(heads) - 1 - len(said))) + " |")
    print()


def main() -> None:
    started = time.process_time()
    found = list(shares(SERIES))
    print("No change, the last point is marked:\n")
    lines = [(f"{name}, {length}", marked) for name, length, marked in found if "998" not in name]
    table(["method, length", *SHAPES], lines)
    print("XmR, 36 months without change:\n")
    table(["rule, share of", *SHAPES], of_rules())
    for sigma in (1.0, 2.0, 3.0):
        print(f"A step of {sigma:g} sigma, seen by its 1st, 3rd, 6th and 12th point:\n")
        table(["rule", "1st", "3rd", "6th", "12th"], seen(sigma))
    print("Events, 12 gaps before, seen by the 1st, 3rd, 6th and 12th gap:\n")
    table(["method", "1st", "3rd", "6th", "12th"], (row for t in (1, 2, 4, 0.5) for row in seen_events(t)))
    rules_schools.tables(table)
    print("rates.py:")
    for name, rate in false_alarms(found).items():
        print(f'        "{name}": {rate:.4f},')
    print(f"\n{time.process_time() - started:.0f} seconds of processor time")


if __name__ == "__main__":
    main()
