"""Real published percentages: each organisation's own and each region's come back from totals by question, unrounded."""

from collections import Counter, defaultdict
from math import fsum

import pytest

from tests.command_line.test_command_line import Shell
from tests.helpers import look, put
from tests.real import nhs_survey
from wellmetrics.observe import observe
from wellmetrics.vault import Vault

pytestmark = pytest.mark.skipif(
    not nhs_survey.FOLDER.exists(), reason="the NHS staff survey lies beside the checkout in development only"
)
TERM = {year: f"{year}/{int(year) + 1 - 2000:02} Autumn" for year in ("2021", "2022", "2023", "2024")}


@pytest.fixture(scope="module")
def rows():
    return nhs_survey.published()


@pytest.fixture(scope="module")
def found(rows, tmp_path_factory):
    """Percentages by URN or region (neither: all), term and question."""
    with Vault(tmp_path_factory.mktemp("nhs-survey")) as vault:
        *reference, summary = nhs_survey.as_datasets(rows)
        put(vault, *reference)
        assert look(vault.context(), summary).problems == ()
        put(vault, summary)
        assert len(vault.standing("survey_summary")) == 1075 * 38
        observed = observe(vault).observations.to_pylist()
    return {
        (row["urn"] or row["group"], row["period"], row["part"]): 100 * row["numerator"] / row["denominator"]
        for row in observed
        if row["indicator"] == "staff_question" and row["grain"] == "term"
    }


def test_reproduces_every_published_percentage_of_every_organisation(rows, found):
    number, asked = nhs_survey.urns(rows), nhs_survey.questions(list(rows[0]))
    published = {
        (number[row["ODS code"]], TERM[row["Year"]], question): float(row[rate])
        for row in rows
        for question, (_, rate) in asked.items()
    }
    assert len(published) == 40_850
    wrong = {
        key: (value, found.get(key))
        for key, value in published.items()
        if found.get(key) != pytest.approx(value, abs=1e-6)
    }
    assert not wrong
    assert {key for key in found if key[0] in number.values()} == set(published)


def test_every_region_and_all_together_are_weighted_by_who_answered(rows, found):
    asked = nhs_survey.questions(list(rows[0]))
    answers: dict[tuple, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        for question, (base, rate) in asked.items():
            for place in (nhs_survey.region(row), ""):
                answers[place, TERM[row["Year"]], question].append((float(row[base]), float(row[rate])))
    by_hand = {
        key: fsum(n * rate for n, rate in every) / fsum(n for n, _ in every) for key, every in answers.items()
    }
    assert len({place for place, *_ in by_hand}) > 8
    wrong = {
        key: (value, found.get(key))
        for key, value in by_hand.items()
        if found.get(key) != pytest.approx(value, abs=1e-6)
    }
    assert not wrong


def test_a_question_that_was_not_asked_gives_no_row(rows):
    one = rows[0] | {"Stress_base": "-", "Stress_rate": "-"}
    (_, before), (_, after) = (nhs_survey.as_datasets([row])[-1] for row in (rows[0], one))
    assert before.count(b"\n") - after.count(b"\n") == 1
    assert b",Stress," in before
    assert b",Stress," not in after


def test_a_few_organisations_read_back_from_the_command_line_as_published(rows, tmp_path, capsys):
    """Loaded, protected, released and shown: what comes out of `show` is what the NHS published."""
    shell = Shell(tmp_path, capsys)
    waves = Counter(row["ODS code"] for row in rows)
    codes = [code for code in sorted(waves) if waves[code] == len(TERM)][:5]
    few = [row for row in rows if row["ODS code"] in codes]
    files = [shell.file(name, data) for name, data in nhs_survey.as_datasets(few)]
    assert shell.run("load", *files, "--yes")[0] == 0
    number, asked = nhs_survey.urns(few), nhs_survey.questions(list(few[0]))
    published = {
        (number[row["ODS code"]], TERM[row["Year"]], question): (float(row[base]), float(row[rate]))
        for row in few
        for question, (base, rate) in asked.items()
        if nhs_survey.times(row[base], row[rate]) is not None
    }
    assert len(published) == 5 * 4 * 38
    shown = {
        (row["school"], row["period"], row["part"]): (float(row["denominator"]), 100 * float(row["value"]))
        for row in shell.rows("show", "staff_question", "--by", "question", "--role", "lead")
        if row["school"] and row["state"] in ("shown", "nil")
    }
    assert shown == {key: pytest.approx(value, abs=1e-6) for key, value in published.items()}
