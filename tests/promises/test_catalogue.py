"""What every declaration keeps, whatever it declares."""

import re

import pytest

from tests import helpers
from wellmetrics import catalogue, desk
from wellmetrics.observe import observe
from wellmetrics.vault import Vault

INDICATORS = catalogue.all_indicators().values()
DATASETS = catalogue.all_datasets().values()

# The binding codes of the catalogue's two areas of staff absence.
STAFF_ABSENCE = {
    "days_lost_per_fte", "absence_rate", "staff_absent", "spells_per_person", "long_term_absence", "open_long_spells",
    "long_term_share", "days_lost_per_teacher",
}  # fmt: skip
BY_REASON = {
    "mental_health_days_per_fte", "mental_health_share", "unknown_reason_share", "musculoskeletal_share", "infection_share",
}  # fmt: skip
SQL_WORDS = {"and", "or", "not", "case", "when", "then", "else", "end", "is", "null", "in", "between"}

by_code = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.code)
by_name = pytest.mark.parametrize("dataset", DATASETS, ids=lambda d: d.name)


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    """The columns and the cuts of every fact that indicators are declared on."""
    with Vault(tmp_path_factory.mktemp("facts")) as vault:
        spells = [f"900001,,P{n},teacher" for n in range(3)]
        helpers.put(
            vault,
            helpers.schools("900001"),
            helpers.terms(),
            helpers.workforce({"900001": 12}),
            helpers.absence(*(f"900001,P{n},2025-09-08,2025-09-09" for n in range(len(spells)))),
        )
        observe(vault)
        found = {}
        for table in {i.dataset for i in INDICATORS} | {f"base_{i.base}" for i in INDICATORS if i.base}:
            columns = vault.con.execute(f"DESCRIBE {table}").fetchall()
            cuts = vault.con.execute(f"SELECT DISTINCT cut FROM {table}").fetchall()
            found[table] = ({name for name, *_ in columns}, {cut for (cut,) in cuts})
        return found


def test_every_binding_code_of_staff_absence_is_declared():
    assert set(catalogue.all_indicators()) >= STAFF_ABSENCE | BY_REASON


def test_reasons_are_confidential_and_the_rest_of_staff_absence_managed():
    said = {i.code: i.protection for i in INDICATORS}
    assert {said[code] for code in BY_REASON} == {"confidential"}
    assert {said[code] for code in STAFF_ABSENCE} == {"managed"}


@by_code
def test_an_indicator_says_why_what_it_counts_and_what_it_may_do_to_people(indicator):
    for text in (indicator.why, indicator.counted, indicator.incentive, indicator.guard):
        assert text.endswith("."), text
        assert len(text.split()) >= 4, text
    assert indicator.unit
    assert indicator.title
    assert len(indicator.short) <= 20
    assert indicator.owner
    assert re.fullmatch(r"\d{4}/\d{2}", indicator.since)


@by_code
def test_a_companion_is_there(indicator):
    if indicator.companion:
        assert indicator.companion in catalogue.all_indicators()
        assert indicator.companion != indicator.code


def test_reasons_stand_beside_the_share_of_unknown_reasons():
    for code in BY_REASON - {"unknown_reason_share"}:
        assert catalogue.indicator(code).companion == "unknown_reason_share"


@by_code
def test_expressions_use_only_columns_of_the_fact_and_of_the_base(indicator, facts):
    columns, _ = facts[indicator.dataset]
    words = set(re.findall(r"[a-z_]+", indicator.numerator.lower())) - SQL_WORDS
    assert words <= columns
    base, _ = facts[f"base_{indicator.base}"] if indicator.base else facts[indicator.dataset]
    assert set(re.findall(r"[a-z_]+", indicator.denominator.lower())) - SQL_WORDS <= base


@by_code
def test_a_declared_cut_exists_in_the_fact(indicator, facts):
    _, cuts = facts[indicator.dataset]
    assert set(indicator.cuts) <= cuts
    if indicator.part_of:
        cut, part = indicator.part_of
        assert cut in cuts
        assert part in catalogue.dataset("absence").column(cut).choices


@by_code
def test_a_comparator_names_its_year_and_source(indicator):
    for comparator in indicator.comparators:
        assert comparator.source
        assert re.fullmatch(r"\d{4}/\d{2}", comparator.year)
    if indicator.code != "days_lost_per_teacher":
        assert indicator.comparators == ()


@by_name
def test_a_dataset_explains_every_column_in_a_sentence(dataset):
    assert dataset.about.endswith(".")
    for column in dataset.columns:
        assert column.help.strip().endswith("."), column.name
        assert column.example or column.blank, column.name
        assert set(column.value_aliases.values()) <= {*column.choices, "Y", "N"}, column.name


@by_name
def test_a_template_passes_its_own_check(dataset, tmp_path):
    context = helpers.bare_context(tmp_path, helpers.schools("900001"), helpers.terms())
    checked = helpers.look(context, (f"{dataset.name}.csv", desk.template(dataset.name).encode()))
    assert checked.dataset is dataset
    assert checked.problems == ()
    assert len(checked.rows) == 1


@by_name
def test_keys_slices_and_checks_name_columns_that_exist(dataset):
    columns = {c.name for c in dataset.columns}
    assert set(dataset.key) <= columns
    assert set(dataset.slice) | set(dataset.slice_by_filled) <= columns
    assert {check.column for check in dataset.checks} <= columns
    assert all(check.problem.endswith(".") and check.fix.endswith(".") for check in dataset.checks)


@by_name
def test_no_two_columns_of_a_dataset_share_an_alias(dataset):
    seen = [alias for column in dataset.columns for alias in {column.name.replace("_", " "), *column.aliases}]
    assert sorted(seen) == sorted(set(seen))
