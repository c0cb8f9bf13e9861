"""How often each method flags the last point of a line in which nothing has changed.

Made by `python -m benchmarks.rules`, which prints this table.
"""

from collections.abc import Mapping
from types import MappingProxyType

FALSE_ALARM: Mapping[str, float] = MappingProxyType(
    {
        "same_term": 0.010,
        "xmr": 0.015,
        "run_chart": 0.014,
        "between": 0.015,
        "funnel998": 0.002,
        "against998": 0.002,
    }
)
