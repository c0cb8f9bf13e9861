"""How often each method marks the last point of a line, or a school, where nothing has changed.

Averages over lines of normal, Poisson and skewed figures of several lengths (events at chance for "between"; 3 to 40
schools that do not differ for the last two). Made by `python -m benchmarks.rules`, which prints this table.
"""

from collections.abc import Mapping
from types import MappingProxyType

FALSE_ALARM: Mapping[str, float] = MappingProxyType(
    {
        "same_term": 0.0129,
        "xmr": 0.0197,
        "run_chart": 0.0045,
        "between": 0.0089,
        "funnel998": 0.0020,
        "against998": 0.0008,
    }
)
