"""How often a school is marked among others where none differs, and where one or all of them do."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from wellmetrics.statistics import compare, intervals
from wellmetrics.statistics.intervals import Interval

TRUSTS = 500
SEED = 1
SIZES = (10, 20, 40)  # schools
SMALLER = (3, 5, 9)  # where the school's own interval judges

# A kind draws a trust of so many schools that truly differ by a factor of spread around one, the first of them moved
# by so many standard errors: numerators, denominators and, for means, standard errors and square sums.
Trust = tuple[np.ndarray, np.ndarray, list[np.ndarray]]
Kind = Callable[[np.random.Generator, int, float, float], Trust]


def share(chance, schools, spread, moved) -> Trust:
    n = chance.integers(60, 400, schools)
    p = 0.3 * factors(chance, schools, spread) + first(schools, moved) * np.sqrt(0.21 / n)
    return chance.binomial(n, p.clip(0, 1)), n, []


def rate(mean: float) -> Kind:
    def drawn(chance, schools, spread, moved) -> Trust:
        n = chance.uniform(0.5, 1.5, schools)
        expected = mean * n * factors(chance, schools, spread)
        return chance.poisson(expected + first(schools, moved) * np.sqrt(expected)), n, []

    return drawn


def skewed_mean(chance, schools, spread, moved) -> Trust:
    """Means of 60 people each, from a skewed distribution with mean 2 and variance 2."""
    people = chance.gamma(2, size=(schools, 60))
    people = people * factors(chance, schools, spread)[:, None]
    people += (first(schools, moved) * math.sqrt(2 / 60))[:, None]
    errors = people.std(axis=1, ddof=1) / math.sqrt(60)
    return people.sum(axis=1), np.full(schools, 60), [errors, (people**2).sum(axis=1)]


def factors(chance, schools: int, spread: float) -> np.ndarray:
    return np.exp(chance.normal(0, spread, schools)) if spread else np.ones(schools)


def first(schools: int, moved: float) -> np.ndarray:
    return np.where(np.arange(schools) == 0, moved, 0.0)


# A kind, what it is to the funnel, and how an interval of one school is made.
KINDS: dict[str, tuple[Kind, str]] = {
    "share of 60 to 400 people": (share, "proportion"),
    "20 events": (rate(20), "rate"),
    "5 events": (rate(5), "rate"),
    "skewed mean of 60 people": (skewed_mean, "mean"),
}


def marked(kind: str, schools: int, trusts: int, spread: float = 0.0, moved: float = 0.0) -> dict[str, float]:
    """Share of schools marked (of first schools, where it is moved): by the funnel, allowing for spread and not."""
    drawn, called = KINDS[kind]
    chance, found = np.random.default_rng(SEED), {"funnel95": 0, "funnel998": 0, "plain998": 0}
    looked = [0] if moved else range(schools)
    for _ in range(trusts):
        x, n, more = drawn(chance, schools, spread, moved)
        funnel = compare.funnel(x.tolist(), n.tolist(), called, more[0].tolist() if more else None)
        for i in looked:
            found["funnel95"] += funnel.flags95[i] != "similar"
            found["funnel998"] += funnel.flags998[i] != "similar"
            found["plain998"] += abs(funnel.z[i] or 0) > 3.09
    return {name: count / (trusts * len(looked)) for name, count in found.items()}


def against(kind: str, schools: int, trusts: int, spread: float = 0.0, moved: float = 0.0) -> float:
    """Share of schools whose own 99.8% interval leaves out the value of all."""
    drawn, called = KINDS[kind]
    chance, found = np.random.default_rng(SEED), 0
    looked = [0] if moved else range(schools)
    for _ in range(trusts):
        x, n, more = drawn(chance, schools, spread, moved)
        whole = float(x.sum() / n.sum())
        found += sum(compare.against(own(called, x, n, more, i), whole) != "similar" for i in looked)
    return found / (trusts * len(looked))


def own(called: str, x, n, more, i: int) -> Interval:
    if called == "mean":
        return intervals.mean(int(n[i]), float(x[i]), float(more[1][i]), 0.998)
    return (intervals.proportion if called == "proportion" else intervals.rate)(
        x[i].item(), n[i].item(), 0.998
    )


def shares(trusts: int) -> Iterator[tuple[str, str, list[float]]]:
    """Method, number of schools, and the share marked where no school differs, one a kind."""
    for schools in SIZES:
        each = [marked(kind, schools, trusts)["funnel998"] for kind in KINDS]
        yield "funnel998", f"{schools} schools", each
    for schools in SMALLER:
        yield "against998", f"{schools} schools", [against(kind, schools, 3 * trusts) for kind in KINDS]


def tables(table: Callable) -> None:
    for said, spread in (
        ("no school differs", 0.0),
        ("every school differs a little (a fifth, up or down)", 0.2),
    ):
        print(f"Among others, {said}:\n")
        table(["method, schools", *KINDS], among(spread))
    print("One of 20 schools is so many standard errors away:\n")
    steps = (1.0, 2.0, 3.0, 5.0)
    rows = [
        (f"funnel998, {kind}", [marked(kind, 20, TRUSTS, moved=m)["funnel998"] for m in steps])
        for kind in KINDS
    ]
    rows += [(f"against998, {kind}", [against(kind, 5, TRUSTS, moved=m) for m in steps]) for kind in KINDS]
    table(["method, kind", *(f"{step:g}" for step in steps)], rows)


def among(spread: float) -> Iterator[tuple[str, list[float]]]:
    for schools in SIZES:
        found = [marked(kind, schools, TRUSTS, spread) for kind in KINDS]
        for method in found[0]:
            yield f"{method}, {schools}", [each[method] for each in found]
    for schools in SMALLER:
        yield f"against998, {schools}", [against(kind, schools, TRUSTS, spread) for kind in KINDS]
