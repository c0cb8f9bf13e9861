"""A text as sentences: what ends one and what does not."""

import pytest

from wellmetrics.words.claims.text import sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Absence was 2.4 days. It fell.", ["Absence was 2.4 days.", "It fell."]),
        ("At St. Anne's it rose. At Dr. Hall's too.", ["At St. Anne's it rose.", "At Dr. Hall's too."]),
        (
            "It is below England's. Replies fell at Larch.",
            ["It is below England's.", "Replies fell at Larch."],
        ),
        ("It is below England’s. Replies fell.", ["It is below England’s.", "Replies fell."]),
        ("That is the schools'. Replies fell.", ["That is the schools'.", "Replies fell."]),
        ("'J. Smith wrote it.' It rose.", ["'J. Smith wrote it.'", "It rose."]),
        ("As usual in Oct. Replies fell.", ["As usual in Oct.", "Replies fell."]),
        ("In Oct. 2025, see no. 3, it rose.", ["In Oct. 2025, see no. 3, it rose."]),
        ("Some measures, e.g. Sickness, rose.", ["Some measures, e.g. Sickness, rose."]),
        ("“It rose.” Nobody asked why!", ["“It rose.”", "Nobody asked why!"]),
        ("- Absence rose\n- Morale fell\n* Clubs too", ["Absence rose", "Morale fell", "Clubs too"]),
        ("1. First point\n2) Second point", ["First point", "Second point"]),
        ("# Wellbeing\nAbsence rose.", ["Wellbeing", "Absence rose."]),
        (
            "Absence rose at Larch\nHigh School this\nterm. It did.",
            ["Absence rose at Larch High School this term.", "It did."],
        ),
        ("Absence rose\nMorale fell\nClubs grew", ["Absence rose", "Morale fell", "Clubs grew"]),
        ("See **long absence** at [Larch](https://x.org/a).", ["See long absence at Larch."]),
        ("| School | Long |\n|---|---|\n| Larch | 10.7% |", ["School, Long", "Larch, 10.7%"]),
        ("Rose; fell.", ["Rose; fell."]),
        ("", []),
        ("---\n\n***", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, said):
    assert [one.text for one in sentences(text)] == said


def test_sentences_of_one_paragraph_belong_together_and_a_heading_stands_above():
    found = sentences("# Larch\nAbsence rose. It did.\n\nClubs grew.")
    assert [(one.paragraph, one.heading) for one in found] == [(0, True), (1, False), (1, False), (2, False)]
