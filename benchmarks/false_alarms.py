"""How often each rule for change over time cries wolf, and how often it sees a real change; prints a table.

Run from the checkout: python -m benchmarks.false_alarms
"""

import numpy as np

from wellmetrics.statistics import change

SERIES = 4000
RULES = ("limits", "trend", "two_of_three", "run")
YEAR = ("Autumn", "Spring", "Summer")
SEASON = np.tile([0.0, 5.0, -2.0], 5)  # far wider than chance, as sickness is


def xmr(noise, sigma):
    """Shown rules anywhere, and on the last point, of 36 months; the change holds for the last 8 of them."""
    noise[:, 28:] += sigma
    charts = [change.xmr(list(row)).rules for row in noise]
    for rule in (*RULES, "any rule"):
        hit = [
            [mark is not None if rule == "any rule" else mark == rule for mark in marks] for marks in charts
        ]
        yield f"XmR, 36 months: {rule}, any point", np.mean([any(row[28:] if sigma else row) for row in hit])
        yield f"XmR, 36 months: {rule}, last point", np.mean([row[-1] for row in hit])


def run_chart(noise, sigma):
    """Run charts of 12 points; the change holds for the last 6."""
    noise[:, 6:12] += sigma
    yield "Run chart, 12 points", np.mean([change.run_chart(list(row[:12])).signal for row in noise])


def same_term(noise, sigma):
    """Same-term intervals of 15 seasonal terms; the change is in the last."""
    noise[:, 14] += sigma
    signals = [change.same_term(list(row[:15] + SEASON), YEAR * 5).signal for row in noise]
    yield "Same term, 15 terms", np.mean([signal != "none" for signal in signals])


def main():
    print("| rule | no change | 1 sigma | 2 sigma | 3 sigma |\n|---|---|---|---|---|")
    for rule in (xmr, run_chart, same_term):
        columns = [list(rule(np.random.default_rng(1).normal(size=(SERIES, 36)), s)) for s in (0, 1, 2, 3)]
        for row in zip(*columns, strict=True):
            print(f"| {row[0][0]} | " + " | ".join(f"{100 * share:.1f}%" for _, share in row) + " |")


if __name__ == "__main__":
    main()
