"""What every declaration keeps, whatever it declares."""

import re

import pytest

from tests import helpers
from wellmetrics import access, catalogue, comparators, desk
from wellmetrics.model import FEEDS, Cell, Viewer
from wellmetrics.observe import observe
from wellmetrics.vault import Vault
from wellmetrics.views import choice, headlines, lines, school, trust
from wellmetrics.views import indicator as indicator_view
from wellmetrics.words import numbers

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
# The binding codes of the newer areas, as far as their files can be sent.
VOICE = {
    "staff_favourable", "staff_construct_mean", "staff_question", "staff_response_rate", "intent_to_stay",
    "edi_favourable", "staff_wellbeing_score", "staff_low_wellbeing", "pupil_favourable", "pupil_construct_mean",
    "pupil_question", "pupil_response_rate", "swemwbs_mean", "swemwbs_low", "who5_mean", "who5_low", "sdq_high",
    "families_favourable", "trustees_favourable", "edi_response_rate",
}  # fmt: skip
REFERRALS = {
    "pupil_referrals_per_1000", "referrals_accepted", "referrals_waiting", "wait_median_days", "seen_within_28_days",
    "staff_referrals_per_100",
}  # fmt: skip
PARTICIPATION = {
    "two_hours_pe", "active_60_minutes", "any_club", "competition", "active_travel", "outdoor_learning", "sports_leaders",
}  # fmt: skip
GAPS = {
    f"gap_{code}_{cut}"
    for code in ("two_hours_pe", "active_60_minutes", "any_club", "swemwbs_mean", "pupil_referrals_per_1000")
    for cut in ("pupil_premium", "send", "sex")
}
NO_NATIONAL_FIGURE = {"mental_health_share"}
MAY_STAND_BESIDE = {
    "days_lost_per_teacher": "All teachers",
    "active_60_minutes": "Pupils in years 1 to 11",
    "staff_wellbeing_score": "Adults of 16 and over",
}
SQL_WORDS = {
    "and", "or", "not", "case", "when", "then", "else", "end", "is", "null", "in", "between", "coalesce", "false", "true",
}  # fmt: skip
NAMES = r"[a-z_][a-z0-9_]*"
SURVEYS = {
    "staff": ("staff_group", ("teacher",), [f"S{n:02}" for n in range(1, 25)]),
    "pupils": ("year_group,sex,pupil_premium,send", ("5", "F", "Y", "none"), [f"P{n}" for n in range(1, 9)]),
}
GROUPS = {"year_group": "5", "sex": "F", "pupil_premium": "Y", "send": "none"}


def survey(audience: str) -> helpers.File:
    """Twelve replies, each the same; W1 to W7 are the wellbeing items."""
    headings, group, codes = SURVEYS[audience]
    items = [*codes, *(f"W{n}" for n in range(1, 8))]
    name = "staff-voice" if audience == "staff" else "pupil-voice"
    row = ",".join([name, "900001", "2025-11-10", audience, *group, *("4" for _ in items)])
    return helpers.csv(
        f"survey-{audience}.csv", f"survey,urn,wave_date,audience,{headings},{','.join(items)}", *[row] * 12
    )


def feeds() -> list[helpers.File]:
    """A row or two of every feed with every group column: enough for every cut to be there."""
    groups = ",".join(GROUPS.values())
    when = "900001,2025/26,Autumn"
    place = f"{when},any club"
    files = [
        helpers.csv(
            "roll.csv", f"urn,academic_year,term,{','.join(GROUPS)},pupils", f"{when},{groups},300"
        ),
        *(
            helpers.csv(f"participation-{name}.csv", f"urn,academic_year,term,activity,{name},pupils", f"{place},{part},40")
            for name, part in GROUPS.items()
        ),
        helpers.csv(
            "participation-active.csv", "urn,academic_year,term,activity,method,pupils,eligible",
            f"{when},60 active minutes,self-report,40,100",
        ),
        helpers.csv(
            "referrals.csv", f"referral_ref,urn,person,service,{','.join(GROUPS)},referred_on,first_contact_on,outcome",
            f"R1,900001,pupil,CAMHS,{groups},2025-09-10,2025-10-01,accepted",
            f"R2,900001,pupil,CAMHS,{groups},2025-11-10,,waiting",
            "R3,900001,staff,occupational health,,,,,2025-11-10,,waiting",
        ),
    ]  # fmt: skip
    return [*files, survey("staff"), survey("pupils")]


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
            *feeds(),
        )
        observe(vault)
        found = {}
        for table in {i.dataset for i in INDICATORS} | {f"base_{i.base}" for i in INDICATORS if i.base}:
            columns = vault.con.execute(f"DESCRIBE {table}").fetchall()
            cuts = vault.con.execute(f"SELECT DISTINCT cut FROM {table}").fetchall()
            found[table] = ({name for name, *_ in columns}, {cut for (cut,) in cuts})
        return found


def test_every_binding_code_is_declared():
    assert set(catalogue.all_indicators()) >= (
        STAFF_ABSENCE | BY_REASON | VOICE | REFERRALS | PARTICIPATION | GAPS
    )


def test_anonymous_answers_are_protected_as_such_and_referrals_as_records():
    said = {i.code: i.protection for i in INDICATORS}
    assert {said[code] for code in VOICE} == {"anonymous"}
    assert {said[code] for code in REFERRALS} == {"managed", "confidential"}
    assert {said[code] for code in PARTICIPATION} == {"managed"}


@by_code
def test_what_is_neither_better_nor_worse_is_neutral(indicator):
    """More referrals can mean more need, or that more is seen; a gap also closes when the better-off fall."""
    neutral = indicator.feed == "referrals" or indicator.gap is not None
    if neutral:
        assert indicator.better == "neither"
    if indicator.feed == "participation" and indicator.gap is None:
        assert indicator.better == "up"


@by_code
def test_a_figure_and_its_range_are_written_in_its_own_unit(indicator):
    said = numbers.with_unit(0.032, indicator)
    assert said.endswith(indicator.unit)
    below = numbers.span(-0.032, 0.05, indicator)
    if indicator.gap:
        assert said == ("+3.2 percentage points" if indicator.percent else f"0.0 {indicator.unit}")
        assert numbers.figure(0.032, indicator) == ("+3.2 points" if indicator.percent else "0.0")
        assert "up to" not in below
    elif numbers.score(indicator):
        assert "up to" not in below
    else:
        assert below.startswith("up to")
    if indicator.percent and not indicator.gap:
        assert numbers.figure(0.5, indicator) == "50.0%"
        assert numbers.span(0.9, 1.02, indicator) == "90.0% or more"
    assert "-" not in numbers.figure(-0.5, indicator) or not indicator.gap


@by_code
def test_an_indicator_belongs_to_a_feed_and_is_grouped_with_it(indicator):
    assert indicator.feed in FEEDS
    order = [i.feed for i in choice.indicators().values()]
    assert order == sorted(order, key=list(FEEDS).index)


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


def test_every_figure_of_a_survey_stands_beside_its_own_response_rate():
    """Staff and pupils are asked by name or by number; who answers for families and trustees nobody can count."""
    rates = {"staff": "staff_response_rate", "pupils": "pupil_response_rate"}
    for i in INDICATORS:
        if i.audience in rates and not i.gap and not i.code.endswith("_response_rate"):
            assert i.companion == ("edi_response_rate" if "'edi'" in i.where else rates[i.audience]), i.code


def test_reasons_stand_beside_the_share_of_unknown_reasons():
    for code in BY_REASON - {"unknown_reason_share"}:
        assert catalogue.indicator(code).companion == "unknown_reason_share"


@by_code
def test_expressions_use_only_columns_of_the_fact_and_of_the_base(indicator, facts):
    columns, _ = facts[indicator.dataset]
    words = set(re.findall(NAMES, indicator.numerator.lower())) - SQL_WORDS
    assert words <= columns
    base, _ = facts[f"base_{indicator.base}"] if indicator.base else facts[indicator.dataset]
    assert set(re.findall(NAMES, indicator.denominator.lower())) - SQL_WORDS <= base


@by_code
def test_a_declared_cut_exists_in_the_fact(indicator, facts):
    _, cuts = facts[indicator.dataset]
    assert set(indicator.cuts) <= cuts
    if indicator.part_of:
        cut, part = indicator.part_of
        assert cut in cuts
        assert part in catalogue.dataset("absence").column(cut).choices


@by_code
def test_a_comparator_names_its_year_people_source_and_address(indicator):
    for comparator in indicator.comparators:
        assert comparator.source
        assert comparator.population == MAY_STAND_BESIDE[indicator.code]
        assert re.fullmatch(r"https://\S+", comparator.url)
        assert re.fullmatch(r"\d{4}/\d{2}", comparator.year)
        assert comparator.value > 0
        assert not indicator.percent or comparator.value <= 1
    years = [c.year for c in indicator.comparators]
    assert years == sorted(set(years))


def test_a_published_figure_stands_only_beside_what_is_counted_alike():
    assert set(comparators.all_comparators()) == set(MAY_STAND_BESIDE)
    assert {i.code for i in INDICATORS if i.comparators} == set(MAY_STAND_BESIDE)
    for code in NO_NATIONAL_FIGURE:
        assert "No national figure exists." in catalogue.indicator(code).counted
        assert catalogue.indicator(code).comparators == ()


def test_a_figure_measured_by_device_has_no_comparator():
    active = catalogue.indicator("active_60_minutes")
    assert {c.part for c in active.comparators} == {"self-report"}
    point = a_point(active, 0.45, "2025/26 Summer")
    assert headlines.england(active, point, "2025/26 Summer", "device") == ""
    assert headlines.england(active, point, "2025/26 Summer", "") == ""
    assert headlines.england(active, point, "2025/26 Summer", "self-report").startswith(
        "England, years 1 to 11, self-report: 47.8% in 2023/24"
    )


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("2024/25 Summer", "5.00 in 2024/25"),
        ("2026/27 Autumn", "5.00 in 2024/25"),
        ("2027/28 Autumn", "5.00 in 2024/25 (older than two years)"),
        ("2021/22 Autumn", "6.30 in 2021/22"),
        ("2017/18 Summer", ""),
    ],
)
def test_an_old_comparator_says_so(term, said):
    teachers = catalogue.indicator("days_lost_per_teacher")
    found = headlines.england(teachers, a_point(teachers, 4.8, term[:7]), term)
    assert found == (f"England, state-funded schools: {said}" if said else "")


def a_point(indicator, value: float, period: str) -> lines.Point:
    grain = "term" if " " in period else "year"
    cell = Cell(indicator.code, "", "", period, grain, "all", "", "shown", value * 1000, 1000.0)
    return lines.points([cell], indicator, period)[-1]


@pytest.fixture(scope="module")
def lead(demo_home):
    return access.open_release(demo_home, Viewer("lead"))


def screen(lead, **asked):
    return lead, choice.choose(lead, Viewer("lead"), asked)


@pytest.mark.parametrize("term", ["2025/26 Spring", "2025/26 Summer"])
def test_the_trust_screen_shows_a_companion_wherever_it_shows_what_needs_one(lead, term):
    view = trust.view(*screen(lead, term=term))
    for code in view.where.codes:
        assert (catalogue.indicator(code).companion or code) in view.where.codes, code
    for headline in view.headlines:
        companion = catalogue.indicator(headline.code).companion
        assert companion is None or catalogue.indicator(companion).short in " ".join(headline.beside)
    for sentence in view.sentences:
        if " voice: " in sentence.text or "favourable" in sentence.text:
            assert "of those asked" in sentence.text, sentence.text


@pytest.mark.parametrize("place", ["", "900003", "900011"])
def test_the_school_screen_shows_a_companion_wherever_it_shows_what_needs_one(lead, place):
    shown = {f.code: f for f in school.view(*screen(lead, school=place)).figures}
    for code, figure in shown.items():
        companion = catalogue.indicator(code).companion
        if companion:
            assert companion in shown, code
            has = figure.point is not None and figure.point.value is not None
            assert not has or catalogue.indicator(companion).short in figure.with_it


@by_code
def test_the_indicator_screen_shows_the_companion(indicator, lead):
    view = indicator_view.view(*screen(lead, indicator=indicator.code))
    if indicator.companion:
        beside = f"Beside it: {catalogue.indicator(indicator.companion).short}"
        assert any(said.startswith(beside) for said in view.said)


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
