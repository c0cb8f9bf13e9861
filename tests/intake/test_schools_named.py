"""A school's name written another way: proposed where only one school can be meant."""

import pytest

from tests.helpers import absence, bare_context, look, one, schools, terms
from wellmetrics.intake.schools_named import nearest_name

NAMES = ("Fir Tree Primary Academy", "Cedar Field Primary School", "Elder Brook Primary School")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Firtree Primary", "Fir Tree Primary Academy"),
        ("Cedarfield Primary School", "Cedar Field Primary School"),
        ("Somewhere else", None),
    ],
)
def test_spaces_and_the_words_that_many_leave_out_do_not_hide_the_school(typed, meant):
    assert nearest_name(typed, NAMES) == meant


def test_a_name_that_is_no_schools_is_told_that_names_are_taken(tmp_path):
    known = bare_context(tmp_path, schools("900001"), terms())
    said = one(look(known, absence("Firtree Primary,P1,2025-11-10,2025-11-11")), "value_urn")
    assert "nor the name of one of the trust's schools" in said.problem
    assert "or its name" in said.fix
