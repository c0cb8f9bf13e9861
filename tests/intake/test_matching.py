"""Headings to columns: by name, by place, by whatever else is there; and proposals, which are shown and never taken."""

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from wellmetrics import catalogue
from wellmetrics.intake.by_day import BY_DAY
from wellmetrics.intake.grains import grain
from wellmetrics.intake.match import Match, known_headings, match, plain, recognise
from wellmetrics.intake.proposals import by_column, proposals, sentence
from wellmetrics.model import Column, Dataset

HEADINGS = Path(__file__).parents[1] / "files" / "headings"
SHAPES = sorted(path.stem for path in HEADINGS.glob("*.csv"))
ABSENCE = catalogue.dataset("absence")


def shape(name: str) -> tuple[dict, tuple[str, ...], list[tuple[str, ...]]]:
    """What is expected of a file, its headings, and its columns."""
    expected = tomllib.loads((HEADINGS / f"{name}.toml").read_text())
    rows = list(csv.reader((HEADINGS / f"{name}.csv").read_text().splitlines()))
    return expected, tuple(rows[0]), list(zip(*rows[1:], strict=True))


def of(expected: dict) -> Dataset:
    return BY_DAY if expected["dataset"] == "by day" else catalogue.dataset(expected["dataset"])


@pytest.mark.parametrize("name", SHAPES)
def test_an_export_is_matched_by_its_own_headings(name):
    expected, headings, _ = shape(name)
    found = match(headings, of(expected), expected.get("given", ()))
    assert {column: headings[i] for column, i in found.columns.items()} == expected["columns"]
    assert [headings[i] for i in found.extra] == expected.get("left_out", [])
    assert list(found.missing) == expected.get("lacks", [])
    assert {c: [headings[i] for i in ps] for c, ps in found.beside.items()} == expected.get("beside", {})
    assert found.repeated == {}
    assert {c: found.columns[c] for c in expected.get("positions", {})} == expected.get("positions", {})


@pytest.mark.parametrize("name", [s for s in SHAPES if "grain" in shape(s)[0]])
def test_an_absence_export_says_what_one_row_of_it_is(name):
    expected, headings, columns = shape(name)
    assert grain(headings, columns).kind == expected["grain"]


@pytest.mark.parametrize("name", [s for s in SHAPES if not {"lacks", "given"} & set(shape(s)[0])])
def test_an_export_with_all_its_columns_is_recognised(name):
    expected, headings, _ = shape(name)
    if expected["dataset"] != "by day":
        assert recognise(headings, catalogue.all_datasets().values())[0].name == expected["dataset"]


def test_every_shape_has_its_expected_outcome_beside_it():
    assert sorted(path.stem for path in HEADINGS.glob("*.toml")) == SHAPES
    assert len(SHAPES) >= 16


def test_a_heading_that_stands_twice_is_told_by_the_column_before_it():
    headings = (
        "Absence End Date",
        "Full or Part Day",
        "Cost Centre",
        "Absence Start Date",
        "Grade",
        "Full or Part Day",
    )
    found = match(headings, ABSENCE)
    assert (found.columns["half_last"], found.columns["half_first"]) == (1, 5)


def test_a_heading_that_only_its_place_explains_is_left_out_where_nothing_stands_before_it():
    found = match(("Full or Part Day", "Absence Start Date"), ABSENCE)
    assert found.extra == (0,)


@pytest.mark.parametrize(
    ("headings", "urn"), [(("URN", "School"), 0), (("School", "URN"), 1), (("School",), 0)]
)
def test_a_schools_name_stands_for_its_number_only_where_there_is_none(headings, urn):
    assert match(headings, ABSENCE).columns["urn"] == urn


def test_the_best_of_several_headings_that_stand_for_a_column_alone_is_taken_and_the_rest_are_kept_in_sight():
    found = match(("DfE No", "Institution", "School"), ABSENCE)
    assert found.columns["urn"] == 2
    assert found.beside["urn"] == (1, 0)


def test_the_heading_line_is_known_by_every_name_of_a_column():
    known = known_headings([ABSENCE])
    assert {"full or part day", "absence type", "personal ref", "school"} <= known
    assert not any("," in name for name in known)


@pytest.mark.parametrize("dataset", catalogue.all_datasets().values(), ids=lambda d: d.name)
def test_no_other_name_of_a_column_is_the_name_of_another(dataset):
    taken: dict[str, str] = {}
    for column in dataset.columns:
        for name in {plain(n) for n in (column.name, *column.aliases)}:
            assert taken.setdefault(name, column.name) == column.name, name


# Proposals


def proposed(headings: tuple[str, ...], *columns: list[str], dataset: Dataset = ABSENCE, urns=()):
    cells = [Counter(text for text in column if text) for column in columns]
    found: Match = match(headings, dataset)
    return by_column(proposals(headings, dataset, found, cells.__getitem__, len(columns[0]), urns))


def test_a_misspelt_heading_is_proposed_with_its_score_fill_and_samples():
    (found,) = proposed(("staf_reff", "urn"), ["P1", "P2", "P1", ""], ["900001"] * 4)["staff_ref"]
    assert (found.heading, found.position, found.filled) == ("staf_reff", 0, 0.75)
    assert 75 <= found.score < 100
    assert found.samples == ("P… (2 characters)", "P… (2 characters)")


def test_a_column_of_known_schools_is_proposed_whatever_its_heading():
    (found,) = proposed(("Cost code",), ["900001", "900002", "900001"], urns=("900001", "900002"))["urn"]
    assert found.score >= 90
    assert found.samples == ("900001", "900002")
    assert "urn" not in proposed(("Cost code",), ["123456", "654321", "123456"], urns=("900001", "900002"))


def test_a_column_of_reasons_is_proposed_whatever_its_heading():
    (found,) = proposed(("Why away",), ["Flu", "Back pain", "Stress", "Flu"])["reason"]
    assert found.score >= 80
    assert found.samples[0] == "Flu"


def test_cells_that_fit_strengthen_a_heading_and_cells_that_do_not_weaken_it():
    dates, words = ["08/09/2025", "09/09/2025"], ["Monday", "Tuesday"]
    (fits,) = proposed(("Start of the absence",), dates)["first_day"]
    assert fits.score > 90
    assert "first_day" not in proposed(("Beginning",), words)
    (alike,) = proposed(("Absence Start Dat",), words)["first_day"]
    assert alike.score < 75


def test_one_heading_that_may_be_two_columns_is_shown_as_such():
    found = proposed(("Day",), ["08/09/2025", "09/09/2025"], dataset=catalogue.dataset("terms"))
    assert found["first_day"][0].also == ("last_day",)
    assert "It could also be last_day." in sentence(found["first_day"][0])


def test_optional_columns_are_proposed_for_too_but_not_for_dates_of_any_kind():
    found = proposed(("Gendr", "Date of birth", "Review"), ["F", "M"], ["01/02/2015"] * 2, ["01/02/2026"] * 2,
                     dataset=catalogue.dataset("referrals"))  # fmt: skip
    assert found["sex"][0].heading == "Gendr"
    assert "closed_on" not in found


def test_a_heading_of_personal_data_is_never_proposed():
    assert proposed(("Staff name", "NI number"), ["A", "B"], ["AB123456C", "AB123457C"]) == {}


def test_personal_values_in_samples_are_masked():
    letters = [chr(n) for n in range(97, 123)]
    column = Column("note", "choice", "A note.", "x", choices=("07700 900123", *letters))
    dataset = Dataset("d", "D", "About.", "log", (), (column,))
    (found,) = proposed(("noot",), ["07700 900123"] * 3 + letters, dataset=dataset)["note"]
    assert all("900123" not in sample for sample in found.samples)


def test_nothing_is_proposed_for_a_column_that_has_its_heading():
    assert "urn" not in proposed(("URN", "Code"), ["900001"], ["900001"])


def test_a_proposal_is_never_taken_silently():
    headings = ("staf_reff", "urn", "staff_group", "fte", "first_day", "reason")
    found = match(headings, ABSENCE)
    assert found.missing == ("staff_ref",)
    assert "staff_ref" not in found.columns
    assert found.proposals == {"staff_ref": "staf_reff"}
