"""How much of the terms a reader is shown, as the doctor says it."""

import pandas as pd

from wellmetrics.disclosure.shares import Share, shares, together


def cell(indicator: str, state: str, *, urn="900001", grain="term", cut="all") -> dict[str, str]:
    period = "2025/26 Autumn" if grain == "term" else "2025/26"
    return {
        "indicator": indicator,
        "urn": urn,
        "group": "",
        "grain": grain,
        "period": period,
        "cut": cut,
        "state": state,
    }


CELLS = pd.DataFrame(
    [
        cell("staff_absent", "shown"),
        cell("staff_absent", "nil", urn="900002"),
        cell("staff_absent", "hidden", cut="staff_group"),
        cell("staff_absent", "shown", grain="year"),
        cell("mental_health_share", "not applicable"),
        cell("mental_health_share", "shown", grain="year"),
        cell("mental_health_share", "hidden", urn="900002"),
        cell("edi_favourable", "not applicable"),
    ]
)


def test_what_is_shown_by_the_year_and_hidden_is_counted_by_class_and_what_is_not_due_is_not():
    assert shares(CELLS) == [
        Share("anonymous", 0, 0, 0),
        Share("confidential", 0, 1, 1),
        Share("managed", 2, 0, 0),
    ]


def test_a_head_is_asked_about_the_own_school():
    assert shares(CELLS, "900002") == [Share("confidential", 0, 0, 1), Share("managed", 1, 0, 0)]


def test_all_heads_are_one_role():
    own = [one for urn in ("900001", "900002") for one in shares(CELLS, urn)]
    assert [str(one) for one in together(own)[1:]] == [
        "confidential 0.0% shown, 50.0% by the year, 50.0% hidden",
        "managed 100.0% shown, 0.0% by the year, 0.0% hidden",
    ]
