"""Words of a file that nobody knows: said once by the sender, for files like it or for the whole trust."""

import shutil
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import absence, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.model import Viewer
from wellmetrics.vault import Vault
from wellmetrics.views import meanings

LEAD, SEEN_BY = "A. Lead", Viewer("lead")
BASE = (schools("900001", "900002"), terms(), workforce({"900001": 12, "900002": 12}))
SPELL = "900001,{0},,{1},1,2025-09-{2:02},2025-09-{2:02},,,{3},"
# Of three spells two say a reason that nobody knows, written in two ways; one says such a staff group.
AUTUMN = absence(
    SPELL.format("P1", "teacher", 8, "Grotty"),
    SPELL.format("P2", "teacher", 9, "GROTTY"),
    SPELL.format("P3", "Zebra team", 10, "infection"),
    name="autumn.csv",
)
LATER = absence(SPELL.format("P4", "zebra team", 15, "grotty"), name="later.csv")
ELSEWHERE = absence(SPELL.format("P5", "Zebra team", 16, "Grotty").replace("900001", "900002"), name="b.csv")
SAID = {"reason": {"Grotty": "infection"}, "staff_group": {"Zebra team": "support staff"}}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return helpers.home_with(tmp_path_factory.mktemp("loaded") / "home", *BASE, build=False)


@pytest.fixture
def home(loaded, tmp_path):
    return Path(shutil.copytree(loaded, tmp_path / "home"))


def looked(home):
    return desk.look(home, desk.sent(home, LEAD))


def say(home, words=SAID, *, whole_trust=False):
    one = desk.tray(home, LEAD)[0]
    desk.set_words(home, LEAD, one, "absence", words, whole_trust=whole_trust)


def unknown(checked):
    return {(w.column, w.text): w.times for w in checked.headed.words if not w.means}


def groups(home):
    with Vault(home) as vault:
        return {row["staff_group"] for row in vault.standing("absence").to_pylist()}


def test_each_unknown_word_is_asked_once_with_how_often_it_stands(home):
    desk.put(home, LEAD, [AUTUMN])
    (checked,) = looked(home).checked
    assert unknown(checked) == {("reason", "Grotty"): 2, ("staff_group", "Zebra team"): 1}
    found = meanings.asked(checked, desk.schools(home))
    assert found.open
    assert [(ask.column, ask.text, ask.times) for ask in found.words] == [
        ("reason", "Grotty", "2 rows"),
        ("staff_group", "Zebra team", "1 row"),
    ]
    assert next(iter(found.words[0].choices)) == ""
    assert "not sickness" in found.words[0].choices


def test_the_likely_meaning_comes_first_and_a_school_is_chosen_by_its_name(home):
    spell = SPELL.format("P1", "techer", 8, "infection").replace("900001", "School 90001")
    desk.put(home, LEAD, [absence(spell)])
    (checked,) = looked(home).checked
    found = {ask.column: ask for ask in meanings.asked(checked, desk.schools(home)).words}
    assert next(iter(found["staff_group"].choices)) == found["staff_group"].chosen == "teacher"
    assert found["urn"].choices["900002"] == "School 900002"


def test_what_was_said_of_a_file_is_read_so_and_its_like_need_no_word_next_time(home):
    desk.put(home, LEAD, [AUTUMN])
    say(home)
    found = looked(home)
    assert unknown(found.checked[0]) == {}
    assert "As was said of reason: “Grotty” means infection." in found.checked[0].decisions
    desk.load(home, found, LEAD)
    assert groups(home) == {"teacher", "support staff"}
    desk.put(home, LEAD, [LATER])
    (checked,) = looked(home).checked
    assert (unknown(checked), checked.errors) == ({}, [])
    assert "As was said of staff_group: “Zebra team” means support staff." in checked.decisions


def test_a_meaning_that_was_remembered_can_be_changed_and_taken_back(home):
    desk.put(home, LEAD, [AUTUMN])
    say(home)
    desk.load(home, looked(home), LEAD)
    desk.put(home, LEAD, [LATER])
    say(home, {"reason": {"Grotty": "other"}, "staff_group": {"Zebra team": ""}})
    (checked,) = looked(home).checked
    assert unknown(checked) == {("staff_group", "zebra team"): 1}
    assert "As was said of reason: “Grotty” means other." in checked.decisions


def test_words_for_the_whole_trust_wait_as_a_file_and_hold_for_every_file_once_loaded(home):
    desk.put(home, LEAD, [AUTUMN])
    say(home, whole_trust=True)
    found = looked(home)
    assert [one.file for one in found.checked] == ["autumn.csv", "the-trusts-own-words.csv"]
    assert [desk.refused(one, sent.options) for one, sent in zip(found.checked, found.sent, strict=True)] == [
        False
    ] * 2
    with Vault(home) as vault:
        assert vault.standing("aliases").num_rows == 0
    receipt = desk.load(home, found, LEAD, "words of the payroll")
    assert [load.dataset for load in receipt.loads] == ["aliases", "absence"]
    assert groups(home) == {"teacher", "support staff"}
    # Another school, another layout: it is the trust that says what the words mean.
    _, spells = ELSEWHERE
    desk.put(home, LEAD, [("b.csv", spells.replace(b"days_lost", b"Working Days Lost"))])
    assert unknown(looked(home).checked[0]) == {}


def test_words_of_the_trust_can_be_undone_like_any_load(home):
    desk.put(home, LEAD, [AUTUMN])
    say(home, whole_trust=True)
    words = desk.load(home, looked(home), LEAD).loads[0]
    assert (words.dataset, words.rows_new, words.by) == ("aliases", 2, LEAD)
    desk.undo(home, words.batch, LEAD)
    desk.put(home, LEAD, [LATER])
    assert len(unknown(looked(home).checked[0])) == 2


def test_words_said_in_two_goes_wait_in_one_file_and_the_later_meaning_holds(home):
    desk.put(home, LEAD, [AUTUMN])
    say(home, {"reason": {"Grotty": "infection"}}, whole_trust=True)
    say(
        home,
        {"reason": {"grotty": "other"}, "staff_group": {"Zebra team": "support staff"}},
        whole_trust=True,
    )
    words = [one for one in desk.sent(home, LEAD) if one.file == "the-trusts-own-words.csv"]
    assert [one.data.decode().splitlines() for one in words] == [
        [
            "dataset,column,written,means",
            "absence,reason,grotty,other",
            "absence,staff_group,Zebra team,support staff",
        ]
    ]


def test_a_word_that_begins_like_a_formula_keeps_its_first_character(home):
    desk.put(home, LEAD, [absence(SPELL.format("P1", "=zebra", 8, "infection"))])
    say(home, {"staff_group": {"=zebra": "teacher"}}, whole_trust=True)
    assert unknown(looked(home).checked[0]) == {}
