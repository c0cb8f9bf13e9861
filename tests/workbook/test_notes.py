"""The workbook: what is written is short, points to nobody, and is the lead's to write and to read."""

import pytest

from wellmetrics import workbook
from wellmetrics.model import CallError, Refusal, Viewer

LEAD = Viewer("lead")
OTHERS = [Viewer("board"), Viewer("head", "900001")]


def test_a_note_is_kept_with_who_wrote_it_and_when(tmp_path):
    written = workbook.write(tmp_path, LEAD, "A. Lead", "mark", "  Confirmed by\n the office ", settled=False)
    assert workbook.notes(tmp_path, LEAD) == {"mark": written}
    assert (written.text, written.by, written.settled, written.shared) == (
        "Confirmed by the office",
        "A. Lead",
        False,
        True,
    )
    assert (tmp_path / "workbook.duckdb").stat().st_mode & 0o077 == 0


def test_a_second_note_on_the_same_query_takes_the_place_of_the_first(tmp_path):
    for text in ("Asked the office", "Confirmed"):
        workbook.write(tmp_path, LEAD, "A. Lead", "mark", text)
    assert [note.text for note in workbook.notes(tmp_path, LEAD).values()] == ["Confirmed"]


def test_a_note_that_is_taken_back_is_gone_words_and_all(tmp_path):
    workbook.write(tmp_path, LEAD, "A. Lead", "mark", "Zebra confirmed")
    workbook.take_back(tmp_path, LEAD, "B. Other", "mark")
    assert workbook.notes(tmp_path, LEAD) == {}
    with workbook.store.opened(tmp_path) as con:
        assert con.execute("SELECT who, what FROM written ORDER BY done_at").fetchall() == [
            ("A. Lead", "note"),
            ("B. Other", "note taken back"),
        ]


@pytest.mark.parametrize("viewer", OTHERS, ids=str)
def test_only_the_lead_writes_reads_and_takes_back(tmp_path, viewer):
    workbook.write(tmp_path, LEAD, "A. Lead", "mark", "Confirmed")
    with pytest.raises(CallError, match="wellbeing lead"):
        workbook.notes(tmp_path, viewer)
    with pytest.raises(CallError, match="wellbeing lead"):
        workbook.write(tmp_path, viewer, "A. Head", "mark", "No")
    with pytest.raises(CallError, match="wellbeing lead"):
        workbook.take_back(tmp_path, viewer, "A. Head", "mark")
    assert workbook.notes(tmp_path, LEAD)["mark"].text == "Confirmed"


def test_before_the_first_note_there_is_no_file_and_no_note(tmp_path):
    assert workbook.notes(tmp_path, LEAD) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_workbook_is_told_in_a_sentence(tmp_path):
    (tmp_path / "workbook.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(Refusal, match=r"workbook\.duckdb"):
        workbook.notes(tmp_path, LEAD)


@pytest.mark.parametrize(
    "text",
    [
        "Jo rang: 07700 900123.",
        "write to (jo.bloggs@example.org) please",
        "NHS 943 476 5919 confirmed",
        "her number is AB 12 34 56 C, she says",
        "lives at SW1A 1AA",
        "UPN X310300109001",
        "from 192.168.10.7",
    ],
)
def test_words_that_point_to_a_person_are_refused_without_repeating_them(tmp_path, text):
    with pytest.raises(CallError) as refusal:
        workbook.write(tmp_path, LEAD, "A. Lead", "mark", text)
    assert "looks like" in str(refusal.value)
    assert not any(word in str(refusal.value) for word in text.split() if any(c.isdigit() for c in word))
    assert workbook.notes(tmp_path, LEAD) == {}


@pytest.mark.parametrize("text", ["", "   ", "x" * 301])
def test_a_note_has_words_and_at_most_three_hundred_characters(tmp_path, text):
    with pytest.raises(CallError):
        workbook.write(tmp_path, LEAD, "A. Lead", "mark", text)


@pytest.mark.parametrize(
    "text",
    [
        "Confirmed with the school office on 3 November 2025: the spell is right.",
        "Census 2025/26 counts 12; two supply teachers were added since.",
        "400 days are two people, 0.5 FTE each",
        "Batch 12, row 214: see 05/09/2025",
    ],
)
def test_ordinary_sentences_are_kept_as_they_are(tmp_path, text):
    assert workbook.write(tmp_path, LEAD, "A. Lead", "mark", text).text == text
