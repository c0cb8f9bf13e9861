"""What heads say of their own figures: who may say, read and settle it, and what of it others are never shown."""

import re

import pytest

from wellmetrics import workbook
from wellmetrics.model import CallError, Viewer
from wellmetrics.workbook import About, Objection, Seen

LEAD, BOARD, HEAD, OTHER = Viewer("lead"), Viewer("board"), Viewer("head", "900001"), Viewer("head", "900002")
ABOUT = About("900001", "2025/26 Autumn", "absence")
SEEN = (
    Seen("days_lost_per_fte", "2.41 days per FTE", "312.4 over 129.6"),
    Seen("mental_health_days_per_fte", "hidden to protect people", "", shown=False),
)
WHY = Objection("days_lost_per_fte", "A spell of spring is counted twice.", 298.5)


def everything(about, code):
    """A file that hides nothing."""
    return True


def disputed(home, said=WHY):
    return workbook.dispute(home, HEAD, "Head of Alder", ABOUT, said, SEEN)


def test_a_yes_is_kept_with_who_when_and_the_figures_it_was_said_of(tmp_path):
    said = workbook.confirm(tmp_path, HEAD, "Head of Alder", ABOUT, SEEN)
    assert workbook.answers(tmp_path, HEAD) == [said]
    assert (said.by, said.about, said.objection, said.seen) == ("Head of Alder", ABOUT, None, SEEN)


def test_a_dispute_is_kept_with_its_words_and_the_schools_own_number(tmp_path):
    said = disputed(tmp_path)
    assert workbook.answers(tmp_path, HEAD) == workbook.answers(tmp_path, LEAD, everything) == [said]
    assert said.objection == WHY
    assert said.disputed


@pytest.mark.parametrize("viewer", [LEAD, BOARD, OTHER], ids=str)
def test_only_the_head_of_the_school_says_whether_its_figures_are_right(tmp_path, viewer):
    with pytest.raises(CallError, match="for its head to say"):
        workbook.confirm(tmp_path, viewer, "Somebody", ABOUT, SEEN)
    with pytest.raises(CallError, match="for its head to say"):
        workbook.dispute(tmp_path, viewer, "Somebody", ABOUT, WHY, SEEN)
    assert workbook.answers(tmp_path, LEAD) == []


def test_a_head_reads_the_own_school_and_the_board_no_history(tmp_path):
    disputed(tmp_path)
    assert workbook.answers(tmp_path, OTHER) == []
    assert workbook.disputes(tmp_path, OTHER) == []
    with pytest.raises(CallError, match="beside its figure"):
        workbook.answers(tmp_path, BOARD)


@pytest.mark.parametrize("viewer", [LEAD, HEAD], ids=str)
def test_the_lead_or_the_head_settles_a_dispute_and_it_stays_in_the_history(tmp_path, viewer):
    number = disputed(tmp_path).number
    workbook.settle(tmp_path, viewer, "A. Person", number, "corrected by batch 12")
    (kept,) = workbook.answers(tmp_path, LEAD, everything)
    assert (kept.objection, kept.found, kept.settled_by) == (WHY, "corrected by batch 12", "A. Person")
    assert kept.settled_at >= kept.said_at
    assert workbook.disputes(tmp_path, LEAD) == workbook.disputes(tmp_path, HEAD) == []


@pytest.mark.parametrize("viewer", [BOARD, OTHER], ids=str)
def test_nobody_else_settles_a_dispute(tmp_path, viewer):
    number = disputed(tmp_path).number
    with pytest.raises(CallError, match="that you may settle"):
        workbook.settle(tmp_path, viewer, "A. Person", number, "kept")
    assert workbook.disputes(tmp_path, LEAD)


def test_a_dispute_is_settled_once_and_never_without_a_word(tmp_path):
    number = disputed(tmp_path).number
    with pytest.raises(CallError, match="Say what was found"):
        workbook.settle(tmp_path, LEAD, "Lead", number, "  ")
    workbook.settle(tmp_path, LEAD, "Lead", number, "kept")
    with pytest.raises(CallError, match="settled already"):
        workbook.settle(tmp_path, LEAD, "Lead", number, "kept again")
    said = workbook.confirm(tmp_path, HEAD, "Head", ABOUT, SEEN)
    with pytest.raises(CallError, match="that you may settle"):
        workbook.settle(tmp_path, LEAD, "Lead", said.number, "a yes is no dispute")


def test_figures_are_not_called_right_while_a_dispute_of_them_stands(tmp_path):
    number = disputed(tmp_path).number
    with pytest.raises(CallError, match="Settle it first"):
        workbook.confirm(tmp_path, HEAD, "Head", ABOUT, SEEN)
    workbook.settle(tmp_path, HEAD, "Head", number, "our own count was wrong")
    assert workbook.confirm(tmp_path, HEAD, "Head", ABOUT, SEEN).number == number + 1


def test_one_figure_is_disputed_once_at_a_time_and_another_beside_it(tmp_path):
    disputed(tmp_path)
    with pytest.raises(CallError, match="disputed already"):
        disputed(tmp_path)
    disputed(tmp_path, Objection("staff_absent", "Two of them left in summer."))
    assert len(workbook.disputes(tmp_path, LEAD)) == 2


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("visible", [False, True])
def test_the_board_reads_words_and_number_only_where_they_are_shared_and_the_figure_is_shown(
    tmp_path, shared, visible
):
    said = disputed(tmp_path, Objection(WHY.indicator, WHY.why, WHY.own, shared))
    (read,) = workbook.disputes(tmp_path, BOARD, lambda about, code: visible)
    assert (read.about, read.by, read.said_at, read.seen) == (ABOUT, said.by, said.said_at, ())
    open_to = shared and visible
    assert (read.objection.why, read.objection.own) == ((WHY.why, WHY.own) if open_to else ("", None))


def test_a_reader_who_names_no_shown_figure_reads_no_words(tmp_path):
    disputed(tmp_path, Objection(WHY.indicator, WHY.why, WHY.own, True))
    (read,) = workbook.disputes(tmp_path, BOARD)
    assert (read.objection.why, read.objection.own) == ("", None)


def test_the_lead_reads_the_words_but_no_number_of_what_is_hidden_to_her(tmp_path):
    disputed(tmp_path)
    (read,) = workbook.disputes(tmp_path, LEAD)
    assert (read.objection.why, read.objection.own) == (WHY.why, None)


def test_the_lead_is_not_told_what_the_head_saw_where_her_file_hides_it(tmp_path):
    workbook.confirm(tmp_path, HEAD, "Head of Alder", ABOUT, SEEN)
    disputed(tmp_path, Objection("staff_absent", "One more."))
    known = [one.seen for one in workbook.answers(tmp_path, LEAD, lambda about, code: code == "staff_absent")]
    assert known == [(), ()]
    assert [one.seen for one in workbook.answers(tmp_path, LEAD, everything)] == [SEEN, SEEN]


@pytest.mark.parametrize("indicator", ["", "mental_health_days_per_fte", "staff_absent"])
def test_a_number_stands_only_against_a_figure_that_the_head_sees(tmp_path, indicator):
    with pytest.raises(CallError, match="one figure that you see"):
        disputed(tmp_path, Objection(indicator, "It is another.", 3))
    assert workbook.answers(tmp_path, LEAD) == []


@pytest.mark.parametrize("own", [-1.0, float("nan"), float("inf")])
def test_the_own_number_is_nought_or_more(tmp_path, own):
    with pytest.raises(CallError, match="nought or more"):
        disputed(tmp_path, Objection(WHY.indicator, WHY.why, own))


@pytest.mark.parametrize("indicator", ["any_club", "no_such_figure"])
def test_a_figure_of_another_feed_is_not_disputed_here(tmp_path, indicator):
    with pytest.raises(CallError, match="of staff absence"):
        disputed(tmp_path, Objection(indicator, "It is another."))


PERSONAL = [
    "Ring 07700 900123.",
    "write to jo.bloggs@example.org",
    "NI number AB 12 34 56 C",
    "lives at SW1A 1AA",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_words_that_point_to_a_person_are_refused_in_disputes_and_settlements(tmp_path, text):
    with pytest.raises(CallError, match="looks like") as refusal:
        disputed(tmp_path, Objection("", text))
    assert not re.search(r"900123|jo\.bloggs|12 34|SW1A", str(refusal.value))
    number = disputed(tmp_path).number
    with pytest.raises(CallError, match="looks like"):
        workbook.settle(tmp_path, LEAD, "Lead", number, text)
    assert [one.found for one in workbook.disputes(tmp_path, LEAD)] == [""]


@pytest.mark.parametrize("why", ["", "  ", "x" * 301])
def test_a_dispute_has_words_and_at_most_three_hundred_characters(tmp_path, why):
    with pytest.raises(CallError):
        disputed(tmp_path, Objection("", why))


def test_what_somebody_else_wrote_meanwhile_is_read_at_once(tmp_path):
    assert workbook.disputes(tmp_path, LEAD) == []
    for number, said in enumerate((WHY, Objection("", "All of it.")), 1):
        disputed(tmp_path, said)
        assert len(workbook.disputes(tmp_path, LEAD)) == number


def test_a_workbook_from_before_there_were_answers_opens_with_its_notes(tmp_path):
    workbook.write(tmp_path, LEAD, "Lead", "mark", "Confirmed")
    with workbook.store.opened(tmp_path) as con:
        con.execute("DROP TABLE answer; DROP TABLE answer_figure; DELETE FROM migration WHERE number = 2")
    assert workbook.answers(tmp_path, LEAD) == []
    disputed(tmp_path)
    assert workbook.notes(tmp_path, LEAD)["mark"].text == "Confirmed"


def test_the_record_of_who_did_what_holds_no_words(tmp_path):
    number = disputed(tmp_path, Objection("", "Zebra")).number
    workbook.settle(tmp_path, LEAD, "A. Lead", number, "Giraffe")
    with workbook.store.opened(tmp_path) as con:
        rows = con.execute("SELECT who, what, about FROM written ORDER BY done_at").fetchall()
    assert rows == [
        ("Head of Alder", "dispute", "900001, 2025/26 Autumn, absence"),
        ("A. Lead", "dispute settled", "900001, 2025/26 Autumn, absence"),
    ]
