"""People whose group a file does not name, and terms that came in two ways: what the whole gives away, and what adds up."""

from tests import helpers
from tests.facts.counted import counted_by_cut, sums
from tests.helpers import AUTUMN, csv, home_with, schools, terms, workforce
from tests.small_survey import MINI, declare
from wellmetrics import release
from wellmetrics.model import Viewer
from wellmetrics.vault import Vault

SURVEY = "survey,urn,wave_date,audience,staff_group,M1,M2,M3,M4"


def replies(group: str, *answers: str):
    return [f"mini,900001,2025-10-06,staff,{group},{one}" for one in answers]


# 14 teachers and 12 assistants answer in two ways each; three people leave their group blank.
STAFF = csv(
    "survey.csv",
    SURVEY,
    *replies("teacher", *["4,2,5,1"] * 9, *["2,5,1,1"] * 5),
    *replies("teaching assistant", *["5,1,4,4"] * 8, *["1,4,2,2"] * 4),
    *replies("", "5,1,5,5", "5,1,5,4", "4,2,4,4"),
)


def built(home, *files):
    declare(home, MINI)
    return home_with(home, *files)


def test_replies_without_a_group_are_a_part_so_that_the_whole_does_not_tell_them(tmp_path):
    home = built(tmp_path / "home", schools("900001"), terms(), STAFF)
    lead = release.open_for(home, Viewer("lead"))
    cells = {
        (c.cut, c.part): c.state
        for c in lead.cells("staff_favourable", urn="900001", grain="term", period=AUTUMN, cut=None)
    }
    lead.close()
    assert cells["all", ""] == "shown"
    # All, teachers and assistants together would give the three people's answers.
    assert cells["staff_group", "not known"] == "hidden"
    assert "hidden" in (cells["staff_group", "teacher"], cells["staff_group", "teaching assistant"])


def test_where_nobody_said_a_group_there_is_no_part(tmp_path):
    declare(tmp_path / "home", MINI)
    nameless = csv("survey.csv", SURVEY, *replies("", *["4,2,5,1"] * 12))
    found = counted_by_cut(tmp_path / "home", schools("900001"), terms(), nameless)
    assert sums(found, "staff_favourable", AUTUMN)
    assert sums(found, "staff_favourable", AUTUMN, "not known") is None


def test_a_year_of_spells_and_of_totals_is_one_figure(tmp_path):
    """Autumn by spells: 5 days. Spring in totals: 12 and 8 days. 10 posts all year: 25 days over 10."""
    files = (
        schools("900001"),
        terms(),
        workforce({"900001": 10}),
        helpers.absence("900001,P1,2025-09-08,2025-09-12"),
        csv("absence_summary.csv", "urn,month,days_lost", "900001,2026-01,12", "900001,2026-02,8"),
    )
    found = counted_by_cut(tmp_path / "home", *files)
    assert sums(found, "days_lost_per_fte", "2025/26", cut="all") == (25.0, 10.0)
    assert sums(found, "days_lost_per_fte", AUTUMN, cut="all") == (5.0, 10.0)


def test_where_a_school_has_more_absent_than_staff_the_trust_has_no_denominator_either(tmp_path):
    """900002 counts one person and two were ill: days over the posts of 900001 alone would be no figure of the trust."""
    files = (
        schools("900001", "900002"),
        terms(),
        workforce({"900001": 10, "900002": 1}),
        helpers.absence(
            "900001,P1,2025-09-08,2025-09-12",
            "900002,P2,2025-09-08,2025-09-12",
            "900002,P3,2025-09-08,2025-09-12",
        ),
    )
    found = counted_by_cut(tmp_path / "home", *files)
    assert sums(found, "days_lost_per_fte", AUTUMN, place="", cut="all") == (15.0, None)
    assert sums(found, "days_lost_per_fte", AUTUMN, cut="all") == (5.0, 10.0)


def test_more_replies_than_people_asked_and_a_term_without_dates_are_asked_about(tmp_path):
    asked = csv("invited.csv", "survey,urn,wave_date,audience,invited", "mini,900001,2025-10-06,staff,20")
    declare(tmp_path / "home", MINI)
    with Vault(tmp_path / "home") as vault:
        helpers.put(vault, schools("900001"), terms(), asked)
        survey = helpers.look(vault.context(), STAFF)
        late = csv(
            "roll.csv",
            "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils",
            "900001,2031/32,Autumn,5,F,N,none,10",
        )
        roll = helpers.look(vault.context(), late)
    assert [(p.code, p.line) for p in survey.queries] == [("more_replies_than_asked", 2)]
    assert survey.queries[0].problem.startswith("29 replies came from 20 who were asked")
    assert [(p.code, p.value) for p in roll.queries] == [("unknown_term", "Autumn 2031/32")]
