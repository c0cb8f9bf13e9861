"""A head's first step: what is asked about, with what it was counted from, and when it is asked again."""

from pathlib import Path

import pytest

from tests import helpers
from tests.views import saying
from tests.views.looking import opened
from wellmetrics import workbook
from wellmetrics.build import build_from
from wellmetrics.model import Viewer
from wellmetrics.vault import Vault
from wellmetrics.views import confirming

URN, OTHER = "900101", "900102"
SPELL = f"{URN},a1,2025-09-08,2025-09-12"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two schools of twenty: one spell of five days in the first, one of two in the other."""
    return helpers.home_with(
        tmp_path / "home",
        helpers.schools(URN, OTHER),
        helpers.terms(),
        helpers.workforce({URN: 20, OTHER: 20}),
        helpers.absence(SPELL, f"{OTHER},b1,2025-09-08,2025-09-09"),
    )


def load(home: Path, *spells: str) -> int:
    """One more file of spells, and the figures worked out again. Returns its batch."""
    with Vault(home) as vault:
        (batch,) = helpers.put(vault, helpers.absence(*spells, name="more.csv"))
        build_from(vault)
    return batch


def undo(home: Path, batch: int) -> None:
    with Vault(home) as vault:
        vault.undo(batch, "a test")
        build_from(vault)


def test_a_feed_that_came_in_is_asked_about_with_value_parts_file_and_load(home):
    (feed,) = saying.looked(home, URN).feeds
    days = feed.figures[0]
    assert (feed.about, feed.state) == (workbook.About(URN, "2025/26 Autumn", "absence"), "asked")
    assert (days.code, days.figure, days.counted) == ("days_lost_per_fte", "0.25 days per FTE", "5 over 20")
    assert days.link.startswith("/indicator?")
    assert "absence.csv (batch 4, loaded" in feed.sources
    assert "workforce.csv (batch 3, loaded" in feed.sources


def test_a_feed_that_did_not_come_in_is_not_asked_about(home):
    assert {one.about.feed for one in saying.looked(home, URN).feeds} == {"absence"}
    with Vault(home) as vault:
        owed = helpers.returns(f"absence,{OTHER},2025/26,Spring,nothing to report")
        helpers.put(vault, owed)
        build_from(vault)
    (mine, others) = (saying.looked(home, urn, term="2025/26 Spring").feeds for urn in (URN, OTHER))
    assert mine == ()
    assert [one.figures[0].figure for one in others] == ["0.00 days per FTE"]
    assert "returns.csv (batch 5, loaded" in others[0].sources


def test_a_yes_is_told_with_who_and_when_and_waits_no_more(home):
    said = saying.agrees(home, URN, "absence")
    view = saying.looked(home, URN)
    assert view.waiting == ()
    (feed,) = view.feeds
    assert feed.state == "right"
    assert feed.said == (
        f"Head of School said on {said.said_at.day} {said.said_at:%B %Y} that these figures are right.",
    )


def test_a_load_that_changes_the_figure_asks_again_and_says_from_what_to_what(home):
    saying.agrees(home, URN, "absence")
    load(home, SPELL, f"{URN},a2,2025-10-06,2025-10-10")
    feed = saying.feed(home, URN, "absence")
    assert feed.state == "again"
    assert (
        "Days lost has changed since: it was 0.25 days per FTE (5 over 20) and is 0.50 days per FTE (10 over 20)."
        in feed.said
    )
    assert feed.figures[0].was == "0.25 days per FTE (5 over 20)"


def test_a_load_of_another_school_or_term_asks_nothing_again(home):
    saying.agrees(home, URN, "absence")
    load(home, f"{OTHER},b2,2025-10-06,2025-10-10", f"{URN},a3,2024-10-07,2024-10-11")
    assert saying.feed(home, URN, "absence", term="2025/26 Autumn").state == "right"


def test_figures_that_are_as_they_were_again_need_no_second_yes(home):
    saying.agrees(home, URN, "absence")
    batch = load(home, f"{URN},a2,2025-10-06,2025-10-10")
    assert saying.feed(home, URN, "absence").state == "again"
    undo(home, batch)
    assert saying.feed(home, URN, "absence").state == "right"


def test_a_dispute_waits_for_whoever_settles_it_and_is_then_asked_about_again(home):
    said = saying.disputes(home, URN, "absence", "days_lost_per_fte", own=3)
    assert saying.feed(home, URN, "absence").state == "disputed"
    workbook.settle(
        home, Viewer("lead"), "Wellbeing lead", said.number, "kept, because the spell is confirmed"
    )
    feed = saying.feed(home, URN, "absence")
    assert (feed.state, feed.standing) == ("again", ())
    assert "“Our own list differs.” The own record counts 3. Settled by Wellbeing lead on" in feed.said[0]
    assert "“kept, because the spell is confirmed”" in feed.said[0]


def test_the_lead_sees_how_each_school_stands(home):
    figures, _ = opened(home, "lead")
    term = "2025/26 Autumn"
    assert confirming.by_school(figures, term, []) == {URN: {"absence": "asked"}, OTHER: {"absence": "asked"}}
    saying.agrees(home, URN, "absence")
    saying.disputes(home, OTHER, "absence", "")
    assert confirming.by_school(figures, term, saying.answers(home, "lead")) == {
        URN: {"absence": "right"},
        OTHER: {"absence": "disputed"},
    }
    load(home, f"{URN},a2,2025-10-06,2025-10-10")
    figures, _ = opened(home, "lead")
    assert confirming.by_school(figures, term, saying.answers(home, "lead"))[URN] == {"absence": "again"}
