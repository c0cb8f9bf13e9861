"""A trust's own words for headings and values, and schools known by their names."""

import pytest

from tests.helpers import bare_context, csv, faults, look, schools
from wellmetrics import catalogue
from wellmetrics.datasets.aliases import ALIASES, OTHERS
from wellmetrics.intake.match import match
from wellmetrics.intake.own_words import with_aliases, with_values
from wellmetrics.intake.schools_named import nearest_name, school_by_name, with_schools
from wellmetrics.intake.values import Fault, LeftOut, parse

ABSENCE = catalogue.dataset("absence")


def row(dataset: str, column: str | None, written: str, means: str) -> dict[str, str | None]:
    return {"dataset": dataset, "column": column, "written": written, "means": means}


def test_a_trusts_own_heading_stands_for_the_column_that_it_names():
    known = with_aliases(
        ABSENCE, [row("absence", None, "Sick From", "first_day"), row("roll", None, "X", "pupils")]
    )
    assert match(("sick  from",), known).columns == {"first_day": 0}
    assert "first_day" not in match(("sick  from",), ABSENCE).columns


def test_a_trusts_own_word_goes_before_the_products():
    known = with_aliases(
        ABSENCE, [row("absence", None, "Start Date", "last_day"), row("absence", "reason", "Flu", "other")]
    )
    assert match(("Start Date",), known).columns == {"last_day": 0}
    assert parse("flu", known.column("reason")) == "other"
    assert parse("influenza", known.column("reason")) == "infection"


def test_a_trusts_own_value_is_read_in_its_column_and_nowhere_else():
    known = with_aliases(ABSENCE, [row("absence", "staff_group", "Zebra team", "support staff"),
                                   row("absence", "half_first", "Bit", "Y")])  # fmt: skip
    assert parse("ZEBRA TEAM", known.column("staff_group")) == "support staff"
    assert parse("bit", known.column("half_first")) is True
    assert isinstance(parse("bit", known.column("half_last")), Fault)
    assert isinstance(parse("Zebra team", ABSENCE.column("staff_group")), Fault)


def test_a_word_can_be_moved_between_sickness_and_what_is_left_out():
    known = with_aliases(ABSENCE, [row("absence", "reason", "Special", "not sickness"),
                                   row("absence", "reason", "Phased return", "unknown")])  # fmt: skip
    assert parse("special", known.column("reason")) == LeftOut("not sickness")
    assert parse("Phased return", known.column("reason")) == "unknown"


def test_a_word_that_is_only_a_sign_means_what_the_trust_says_and_a_blank_stays_a_blank():
    known = with_aliases(ABSENCE, [row("absence", "reason", "#", "infection")]).column("reason")
    assert parse("#", known) == "infection"
    assert parse("", known) == "unknown"
    assert isinstance(parse("##", known), Fault)


def test_what_a_sender_said_of_one_layout_is_added_in_the_same_way():
    known = with_values(ABSENCE, {"reason": {"Wobble": "mental health"}})
    assert parse("wobble", known.column("reason")) == "mental health"
    assert known.column("fte") == ABSENCE.column("fte")


def test_a_dataset_without_words_of_the_trust_stays_as_it_is():
    assert with_aliases(ABSENCE, []) == ABSENCE


def test_a_trust_can_give_words_to_every_dataset_but_this_one():
    every = catalogue.all_datasets()
    assert set(ALIASES.column("dataset").choices) == set(every) - {"aliases"} == {d.name for d in OTHERS}
    choosing = {c.name for d in OTHERS for c in d.columns if c.choices or c.kind in ("flag", "urn")}
    assert set(ALIASES.column("column").choices) == choosing


# The dataset `aliases`, checked like any other file


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return bare_context(tmp_path_factory.mktemp("words"), schools("900001"))


def words(*rows: str):
    return csv("aliases.csv", "dataset,column,written,means", *rows)


def test_a_file_of_words_is_taken_where_every_word_has_a_meaning(context):
    checked = look(context, words(
        "absence,reason,Wobble,mental health", "absence,reason,Special,not sickness", "absence,half_first,Bit,Y",
        "absence,,Sick From,first_day", "absence,urn,Alder,900001", "roll,urn,Alder,900001",
    ))  # fmt: skip
    assert checked.problems == ()
    assert checked.dataset is ALIASES
    assert len(checked.rows) == 6


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("roll,reason,Wobble,other", "column", "no_such_column"),
        ("absence,,Sick From,sick_day", "means", "no_such_meaning"),
        ("absence,reason,Wobble,sadness", "means", "no_such_meaning"),
        ("absence,half_first,Bit,maybe", "means", "no_such_meaning"),
        ("absence,urn,Alder,900009", "means", "no_such_school"),
        ("absence,staff_group,Teacher,leader", "written", "word_of_its_own"),
        ("absence,,Last day,first_day", "written", "word_of_its_own"),
        ("absence,fte,Full,1", "column", "value_choice"),
        ("abscence,reason,Wobble,other", "dataset", "value_choice"),
    ],
)
def test_a_word_without_a_meaning_is_refused(context, line, column, code):
    assert faults(look(context, words(line))) == [(2, column, code)]


def test_a_word_with_two_meanings_is_refused_on_both_rows(context):
    checked = look(context, words("absence,reason,Wobble,other", "absence,reason,wobble!,unknown"))
    assert faults(checked) == [(2, "written", "two_meanings"), (3, "written", "two_meanings")]
    assert "“Wobble” means “other” here and “unknown” in another row." in checked.errors[0].problem


# Schools by name

NAMES = {
    "900001": "St Anne's C.E. Primary School",
    "900002": "Alder & Birch Academy",
    "900003": "Cedar",
    "900004": "Cedar",
}


@pytest.mark.parametrize(
    ("text", "urn"),
    [
        ("St Anne's C.E. Primary School", "900001"), ("SAINT ANNES CE PRIMARY SCHOOL", "900001"), ("Alder and Birch Academy", "900002"),
        ("The Alder & Birch Academy", "900002"),
    ],
)  # fmt: skip
def test_a_school_is_known_by_its_name_however_that_is_written(text, urn):
    assert school_by_name([text, "Nowhere"], NAMES) == {text: urn}
    assert parse(text, with_schools(ABSENCE, NAMES).column("urn")) == urn


def test_a_name_that_two_schools_share_is_nobodys():
    assert school_by_name(["Cedar"], NAMES) == {}
    assert isinstance(parse("Cedar", with_schools(ABSENCE, NAMES).column("urn")), Fault)


def test_a_like_name_is_proposed_and_never_taken():
    fault = parse("St Anne Primary School", with_schools(ABSENCE, NAMES).column("urn"))
    assert isinstance(fault, Fault)
    assert fault.likely == "St Anne's C.E. Primary School"
    assert nearest_name("Somewhere else", NAMES.values()) is None


def test_a_schools_number_is_read_as_ever_where_names_are_known_too():
    urn = with_schools(ABSENCE, NAMES).column("urn")
    assert parse("900003", urn) == "900003"
    assert isinstance(parse("90000", urn), Fault)
