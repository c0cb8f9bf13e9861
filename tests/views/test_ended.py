"""A term that is not over, or that one school alone has sent: figures, and nothing claimed; nobody is led to it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from wellmetrics import access
from wellmetrics.model import Viewer
from wellmetrics.release import Release
from wellmetrics.views import changing, choice, claims, school, trust
from wellmetrics.views.spots import Asked

SPRING, SUMMER = "2025/26 Spring", "2025/26 Summer"  # Summer ends on 23 July 2026
LEAD, HEAD = Viewer("lead"), Viewer("head", "900011")
OTHERS_LESS = """
    UPDATE cells SET state = 'missing', numerator = NULL, denominator = NULL, people = NULL, base_people = NULL,
        square_sum = NULL, cross_sum = NULL, denominator_square_sum = NULL, estimate = NULL, lower = NULL, upper = NULL
    WHERE period = '2025/26 Summer' AND "group" = 'other schools'
"""
FEW_IN = """
    UPDATE cells SET numerator = 0.04 * numerator, denominator = 0.07 * denominator
    WHERE period = '2025/26 Summer' AND urn = '' AND indicator = 'days_lost_per_fte'
"""

Made = Callable[..., Release]


@pytest.fixture
def made(demo_home: Path, tmp_path: Path) -> Made:
    """A file of the demo trust as it would be had it been made on that day, of files that the trust itself sent."""

    def release(day: str, *changes: str, viewer: Viewer = LEAD, by: str = "office") -> Release:
        at = tmp_path / f"{day}-{len(list(tmp_path.iterdir()))}.duckdb"
        shutil.copy(access.open_release(demo_home, viewer).path, at)
        at.chmod(0o600)
        with duckdb.connect(str(at), config={"threads": 1}) as con:
            con.execute("UPDATE meta SET value = ? WHERE name = 'made_at'", [f"{day}T09:00:00"])
            con.execute('UPDATE sources SET "by" = ?', [by])
            for change in changes:
                con.execute(change)
        return Release(at)

    return release


def chosen(figures: Release, viewer: Viewer = LEAD, **asked: str) -> choice.Choice:
    return choice.choose(figures, viewer, {"term": SUMMER, **asked})


def test_a_term_is_over_the_day_after_its_last_one(made: Made):
    assert ("term", SUMMER) in made("2026-07-23").not_over
    assert made("2026-07-24").not_over == {
        key: last for key, last in made("2026-07-23").not_over.items() if key[1] not in (SUMMER, "2025/26")
    }
    assert ("term", SPRING) not in made("2026-06-01").not_over


def test_the_demo_trusts_own_terms_are_over_whatever_day_it_is(made: Made):
    assert not made("2020-01-01", by="demo").not_over
    assert made("2020-01-01", "UPDATE sources SET \"by\" = 'office' WHERE batch = 4", by="demo").not_over


def test_the_trusts_page_claims_nothing_of_a_term_that_is_not_over(made: Made):
    figures = made("2026-06-01")
    view = trust.view(figures, chosen(figures))
    assert not {m.symbol for row in view.where.rows for m in row.marks} & set("▲▼^v")
    assert view.budget == ""
    said = " ".join(s.text for s in view.sentences)
    assert "It is too early to tell what is unusual: the term is not over until 23 July 2026." in said
    assert "usual for summer" not in said
    assert all("usual" not in h.change for h in view.headlines)
    assert "usual for spring" in " ".join(
        s.text for s in trust.view(figures, chosen(figures, term=SPRING)).sentences
    )


def test_a_schools_page_and_its_change_claim_nothing_of_a_term_that_is_not_over(made: Made):
    figures = made("2026-06-01", viewer=HEAD)
    at = chosen(figures, HEAD, indicator="long_term_absence")
    view = school.view(figures, at)
    assert not [f for f in view.figures if f.point and f.point.period == SUMMER and "usual" in f.point.change]
    changed = changing.view(figures, at)
    assert "too early to tell, because the term is not over until 23 July 2026" in changed.title
    assert changed.points[-1].value is not None
    assert "The rule" not in " ".join(changed.said)
    asked = Asked(figures, at)
    assert asked.spots(asked.line("pupil_referrals_per_1000"))[-1].word == "too early"
    over = made("2026-08-01", viewer=HEAD)
    assert "higher than usual" in changing.view(over, chosen(over, HEAD, indicator="long_term_absence")).title


NOT_SENT = """
    UPDATE coverage SET state = 'missing' WHERE academic_year = '2025/26' AND term = 'Summer' AND dataset = 'absence' AND urn <> '900011'
"""


def test_nobody_is_asked_why_files_have_not_come_before_the_term_is_over(made: Made):
    def asked(day: str) -> set[str]:
        figures = made(day, NOT_SENT)
        return {q.about[0] for q in trust.view(figures, chosen(figures)).questions}

    assert "missing" in asked("2026-08-01")
    assert "missing" not in asked("2026-06-01")


def test_a_term_that_one_school_alone_has_sent_has_no_signal_for_the_trust_or_a_group(made: Made):
    figures = made("2026-08-01", FEW_IN)
    rows = {row.name: row for row in trust.view(figures, chosen(figures)).where.rows}
    for name in ("Whole trust", "North hub", "Primary schools"):
        assert rows[name].marks[0].symbol == "?"
        assert "it rests on" in rows[name].marks[0].words


def test_a_head_is_not_led_to_a_term_that_nobody_else_has_sent_and_that_is_not_over(made: Made):
    assert choice.latest_term(made("2026-06-01", OTHERS_LESS, viewer=HEAD)) == SPRING
    assert choice.latest_term(made("2026-08-01", OTHERS_LESS, viewer=HEAD)) == SUMMER
    assert choice.latest_term(made("2026-06-01", viewer=HEAD)) == SUMMER


def test_a_schools_page_says_by_which_range_similar_goes(made: Made):
    figures = made("2026-08-01", viewer=HEAD)
    said = school.view(figures, chosen(figures, HEAD)).compared_with
    assert "“similar”" in said
    assert "stricter range than the 95% that is printed" in said
    everybody = made("2026-08-01")
    assert "similar" not in school.view(everybody, chosen(everybody)).compared_with


def test_the_claim_check_bears_out_no_change_of_a_term_that_is_not_over(made: Made):
    text = "Long absence rose at Larch High School in the summer term of 2025/26."
    running, over = (
        claims.check(made(day, viewer=HEAD), HEAD, text)[0] for day in ("2026-06-01", "2026-08-01")
    )
    assert over.verdict == "supported"
    assert running.verdict == "cannot be checked"
    assert running.reason.endswith("the term is not over until 23 July 2026.")
