"""Which figures may point at a person by themselves: privacy's table, by class and by audience."""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from wellmetrics.model import Indicator

Audience = Literal["lead", "board", "pool"]
Keeper = Literal[
    "lead", "board"
]  # whose marks the files are made of: a head's own school is marked as the lead's
KEEPERS: tuple[Keeper, ...] = ("lead", "board")
FEW = 5  # 1 to 4 people are few
SMALL_GROUP = 10
DOMINANT = 0.5
SMALL_SCHOOL = 50  # staff, as for the group “small schools”
MIDDLING_SCHOOL = 150
YEARS = 2  # whole ones: before that there is no line of them
REPLIES = 10
REPLIES_OF_ONE_MIND = 20
POOL_SCHOOLS = 3
POOL_LARGEST = 0.6
Cells = Mapping[str, np.ndarray]


def class_of(indicator: Indicator, cut: str) -> str:
    """managed, open (the board sees it too), confidential, anonymous, answers (hidden with their question) or band.

    A band is anonymous, and a screening result.

    A reason points at a person sooner than a day: it is confidential whatever the indicator.
    """
    if cut in indicator.confidential_cuts:
        return "confidential"
    if cut == "answer":
        return "answers"
    if indicator.open_to_board and cut in ("all", indicator.never_mixed):
        return "open"
    return "band" if indicator.band and indicator.protection == "anonymous" else indicator.protection


def heads_may_share(indicator: Indicator, cut: str) -> bool:
    """Whether heads may see one another's schools in it: participation, and what everybody says in a survey."""
    if indicator.gap:  # made of cuts, which stay with their school
        return False
    said_by_all = cut == "all" and indicator.protection == "anonymous"
    return said_by_all or class_of(indicator, cut) == "open"


def by_year(indicator: Indicator, cut: str, audience: Keeper) -> float:
    """Schools of fewer staff have it by the year only, once there are YEARS: by the term it would nearly always be hidden.

    It goes by the size of the school and by what it sent, not by what was counted, so it tells nothing.
    """
    if "year" not in indicator.grains:
        return 0
    if class_of(indicator, cut) == "confidential":
        return MIDDLING_SCHOOL
    return SMALL_SCHOOL if audience == "board" and indicator.rare else 0


def few(people: np.ndarray) -> np.ndarray:
    """1 to 4 people, or nobody knows how many."""
    return np.isnan(people) | ((people > 0) & (people < FEW))


def hidden(cells: Cells, protection: np.ndarray, everybody: np.ndarray, audience: Audience) -> np.ndarray:
    """True where the cell may not be shown to the audience for its own sake.

    `cells` has a column a number: people, base_people, numerator, square_sum, largest, and for pools schools and
    largest_school. `protection` is each cell's class, `everybody` true where it is no part of a cut. `lead` stands
    for a head's own school too: both keep the records.
    """
    answer = np.select(
        [protection == name for name in ("managed", "open", "anonymous", "answers", "band")],
        [
            _managed(cells, everybody, audience),
            # Free for those who see schools; by way of measuring it is still everybody whom that way counts.
            _managed(cells, everybody, audience) if audience == "pool" else np.zeros(len(everybody), bool),
            _anonymous(cells),
            # Nobody giving one of the answers is no unanimity; the question's own says when all are of one mind.
            ~(cells["base_people"] >= REPLIES),
            _anonymous(cells) | few(cells["people"]) | few(cells["base_people"] - cells["people"]),
        ],
        _confidential(cells),
    )
    if audience == "pool":
        answer = answer | (cells["schools"] < POOL_SCHOOLS) | (cells["largest_school"] > POOL_LARGEST)
    return answer


def _managed(cells: Cells, everybody: np.ndarray, audience: Audience) -> np.ndarray:
    if audience == "lead":
        return ~everybody & few(cells["people"])
    # A group of nobody is no small one: where all the others are shown, it would be told.
    base = cells["base_people"]
    return few(cells["people"]) | ~((base >= SMALL_GROUP) | (base == 0))


def _anonymous(cells: Cells) -> np.ndarray:
    """Fewer than ten replies; and what everybody answered, where they are fewer than twenty."""
    replies = cells["base_people"]
    # Answers that do not vary: n times the sum of squares is the square of the sum. Unknown squares may be that.
    varies = replies * cells["square_sum"] - cells["numerator"] ** 2 > 1e-9 * cells["numerator"] ** 2
    return ~(replies >= REPLIES) | (~varies & ~(replies >= REPLIES_OF_ONE_MIND))


def _confidential(cells: Cells) -> np.ndarray:
    """Few people, few others, or one person with more than half of the days."""
    people, largest = cells["people"], cells["largest"]
    others = cells["base_people"] - people
    unknown = np.isnan(largest) & (people > 0) & (people < SMALL_GROUP)
    dominated = (people > 0) & (largest > DOMINANT * cells["numerator"])
    everyone = (people > 0) & (others <= 0)
    return few(people) | few(others) | everyone | dominated | unknown
