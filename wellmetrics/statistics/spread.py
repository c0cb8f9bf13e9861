"""The scales a funnel is judged on, how much more schools differ than chance, and the limits that follow."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from scipy import special


@dataclass(frozen=True, slots=True)
class Scale:
    """Values put where chance spreads them evenly: the target, and the way back."""

    values: list[float]
    errors: list[float]
    target: float
    back: Callable[[float], float]

    @property
    def z(self) -> list[float]:
        return [(value - self.target) / error for value, error in zip(self.values, self.errors, strict=True)]

    def limit(self, error: float, tau2: float, z: float) -> float:
        """The limit `z` standard errors from the centre, over-dispersion counted in, on the figure's scale."""
        return self.back(self.target + z * math.sqrt(error * error + tau2))


def arcsine(x: Sequence[float], n: Sequence[float], centre: float) -> Scale:
    """Proportions as arcsine square roots, standard error 1 / (2 sqrt n) (Spiegelhalter and others 2012)."""

    def back(angle: float) -> float:
        return math.sin(min(max(angle, 0.0), math.pi / 2)) ** 2

    values = [math.asin(math.sqrt(a / b)) for a, b in zip(x, n, strict=True)]
    return Scale(values, [0.5 / math.sqrt(b) for b in n], math.asin(math.sqrt(centre)), back)


def square_root(x: Sequence[float], n: Sequence[float], centre: float) -> Scale:
    """Rates as square roots of observed over expected, standard error 1 / (2 sqrt expected), target 1."""
    if centre == 0:  # no events anywhere: nothing is expected and nobody stands out
        return Scale([1.0 for _ in x], [1.0 for _ in x], 1.0, lambda root: 0.0)
    expected = [centre * b for b in n]
    values = [math.sqrt(a / e) for a, e in zip(x, expected, strict=True)]
    errors = [0.5 / math.sqrt(e) for e in expected]
    return Scale(values, errors, 1.0, lambda root: max(root, 0.0) ** 2 * centre)


def plain(x: Sequence[float], n: Sequence[float], centre: float, errors: Sequence[float]) -> Scale:
    """Ratios and means as they are, with the standard errors they came with."""
    values = [a / b for a, b in zip(x, n, strict=True)]
    return Scale(values, list(errors), centre, lambda value: value)


def over_dispersion(z: Sequence[float], errors: Sequence[float]) -> tuple[float, float]:
    """phi, the mean square of z winsorised at 10% and 90%, and DerSimonian-Laird tau squared.

    tau2 = (k phi - (k - 1)) / (sum w - sum w2 / sum w), w = 1 / error2, never below 0 (Spiegelhalter 2005,
    QSHC 14:347).
    """
    low, high = np.quantile(z, (0.1, 0.9))
    k = len(z)
    phi = math.fsum(float(np.clip(each, low, high)) ** 2 for each in z) / k
    weights = [1 / (error * error) for error in errors]
    total = math.fsum(weights)
    room = total - math.fsum(w * w for w in weights) / total
    excess = k * phi - (k - 1)
    return phi, excess / room if k > 1 and excess > 0 else 0.0


def exact_binomial(p: float, n: float, centre: float) -> float:
    """The smallest share of `n` whose count or fewer has probability `p` or more; `n` may be fractional."""
    counts = np.arange(math.ceil(n))
    # The incomplete beta function is the binomial distribution, for fractional headcounts too.
    reached = special.betainc(n - counts, counts + 1.0, 1 - centre) >= p
    return min(1.0, (int(reached.argmax()) if reached.any() else math.ceil(n)) / n)


def exact_poisson(p: float, n: float, centre: float) -> float:
    """The smallest rate in exposure `n` whose count or fewer has probability `p` or more."""
    return float(scipy.stats.poisson.ppf(p, n * centre)) / n
