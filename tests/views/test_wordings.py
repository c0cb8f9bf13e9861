"""A reworded question: each series stands under the words that were asked, in every place that shows it."""

import shutil

import duckdb
import pytest

from tests.views.looking import opened
from wellmetrics import access
from wellmetrics.charts import bars, tables
from wellmetrics.model import Viewer
from wellmetrics.published import Question
from wellmetrics.release import Release
from wellmetrics.views import indicator, voice

OLD, NEW = "My workload is manageable.", "In most weeks I can manage my workload."
BEFORE, SINCE = "2023/24 Spring", "2025/26 Spring"


def test_a_wording_holds_up_to_and_with_its_academic_year():
    q = Question("s", "S", "staff", "voice", "Q", "third", "", False, [], [], 4.0, ["first", "second"], ["2021/22", "2023/24"])  # fmt: skip
    assert [q.worded(p) for p in ("2020/21", "2021/22 Summer", "2022/23 Autumn", "2023/24", "2024/25 Autumn")] == [
        "first", "first", "second", "second", "third",
    ]  # fmt: skip


@pytest.mark.parametrize(("term", "asked", "not_asked"), [(BEFORE, OLD, NEW), (SINCE, NEW, OLD)])
def test_the_list_of_questions_has_the_words_of_its_term(demo_home, term, asked, not_asked):
    page = indicator.view(*opened(demo_home, indicator="staff_question", term=term))
    names = [part.name for part in page.parts]
    assert f"S02 {asked}" in names
    assert f"S02 {not_asked}" not in names


def test_every_figure_of_the_question_stands_under_its_own_words(demo_home):
    page = indicator.view(*opened(demo_home, indicator="staff_question", part="S02", term=SINCE))
    assert dict(page.about)["Question"] == f"S02 {NEW}"
    assert page.wordings == {p.period: OLD if p.period < "2024/25" else NEW for p in page.points}
    rows = tables.periods(page, False).split("<tbody>")[1].split("<tr>")[1:]
    assert [OLD in row for row in rows] == [False, False, True, True, True]
    before = indicator.view(*opened(demo_home, indicator="staff_question", part="S02", term=BEFORE))
    assert before.wordings == {}
    assert OLD.rstrip(".") in before.subtitle
    assert NEW not in str(before)


def test_the_voice_screen_has_the_words_of_its_wave_and_says_the_earlier_ones(demo_home):
    since = voice.view(*opened(demo_home, audience="staff", term=SINCE))
    before = voice.view(*opened(demo_home, audience="staff", term=BEFORE))
    (now,), (then,) = ([one.row for part in view.parts for topic in part.topics for one in topic.asked
                        if one.row.code == "S02"] for view in (since, before))  # fmt: skip
    assert (now.name, then.name) == (NEW, OLD)
    assert f"Asked before as “{OLD}”." in now.note
    assert NEW not in then.note
    assert NEW not in "".join(
        bars.questions(part, False) + bars.answers(part, False) for part in before.parts
    )


def test_a_release_from_before_the_wordings_were_kept_still_opens(demo_home, tmp_path):
    at = tmp_path / "lead.duckdb"
    shutil.copy(access.open_release(demo_home, Viewer("lead")).path, at)
    at.chmod(0o600)
    with duckdb.connect(str(at)) as con:
        con.execute("ALTER TABLE questions DROP earlier")
        con.execute("ALTER TABLE questions DROP until")
    (question,) = [q for q in Release(at).questions if q.code == "S02"]
    assert question.worded(BEFORE) == NEW
