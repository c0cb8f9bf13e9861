"""Instruments in TOML: the shipped ones read, and whatever is wrong with a file is told with its line and a way out."""

import re

import pytest

from tests.helpers import RUDE, home_with, schools, terms
from tests.small_survey import MINI, declare
from wellmetrics import instruments
from wellmetrics.instruments import find, for_home, read, shipped
from wellmetrics.model import Refusal

SHIPPED = sorted(instruments.SHIPPED.glob("*.toml"))
LINES = MINI.splitlines()
ITEMS = '"W1", "W2", "W3", "W4", "W5", "W6", "W7"'
SCORE = f'\n[[scores]]\nname = "swemwbs"\nitems = [{ITEMS}]\nlow = 1\nhigh = 5\n'


def line_of(text: str, within: str, nth: int = 1) -> int:
    """The number of the nth line that is `within`."""
    return [n for n, line in enumerate(text.splitlines(), 1) if line == within][nth - 1]


def refusal(text: str, file: str = "mini.toml") -> str:
    with pytest.raises(Refusal) as refused:
        read(file, text)
    said = str(refused.value)
    assert said.endswith(".")
    assert not RUDE.search(said), said
    return said


# The shipped ones


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_every_shipped_instrument_reads_and_is_found_by_each_of_its_names(path):
    instrument = read(path.name, path.read_text(encoding="utf-8"))
    assert instrument.code == path.stem
    for name in (instrument.code, instrument.title, *instrument.aliases):
        assert find(for_home(), name.upper()).code == instrument.code


def test_each_audience_has_an_instrument():
    assert {i.audience for i in shipped()} == set(instruments.AUDIENCES)
    assert len(shipped()) == len(SHIPPED) >= 8


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_licensed_items_are_shipped_without_their_wording(path):
    instrument = read(path.name, path.read_text(encoding="utf-8"))
    for score in instrument.scores:
        assert all(re.fullmatch(r"[A-Z]+\d+", item) for item in score.items)
        assert all(instrument.question(item) is None for item in score.items)


def test_the_staff_survey_has_six_areas_and_asks_about_staying():
    staff = find(shipped(), "staff-voice")
    assert len(staff.questions) == 24
    assert len({q.construct for q in staff.questions}) == 6
    assert [q.code for q in staff.questions if q.measure == "intent_to_stay"] == ["S24"]
    assert staff.question("S02").version == 2


# What an answer is worth


def worth(answer: str, scale: str) -> float | None:
    text = re.sub(r"\[scales.agree\]\n.*\n.*\n.*\n", f"[scales.agree]\n{scale}\n", MINI)
    return read("mini.toml", text).value("M1", answer)


@pytest.mark.parametrize(
    ("answer", "value"),
    [("-2", -2), ("2", 2), ("0", 0), ("2.0", 2), ("-1 - no", -1), ("1 - yes", 1), ("3", None), ("-3", None), ("", None), ("yes", None)],
)  # fmt: skip
def test_the_sign_of_a_number_counts(answer, value):
    assert worth(answer, "values = [-2, -1, 0, 1, 2]\nfavourable_from = 1") == value


@pytest.mark.parametrize("missing", ["-1", "-2", "-9", "-99"])
def test_a_code_of_a_missing_answer_is_not_the_number_without_its_sign(missing):
    assert worth(missing, "values = [0, 1, 2, 9]\nfavourable_from = 1") is None


@pytest.mark.parametrize(
    ("answer", "value"),
    [("1 - Never", 0), ("1. never", 0), ("5 - Always", 4), ("4", 4), ("0", 0), ("5", None)],
)
def test_a_label_may_hold_a_number_of_its_own(answer, value):
    scale = 'labels = ["1 - Never", "2", "3 - At times", "Often", "5 - Always"]\nvalues = [0, 1, 2, 3, 4]\nfavourable_from = 3'
    assert worth(answer, scale) == value


def test_a_label_of_two_numbers_means_what_it_stands_beside():
    scale = 'labels = ["3", "2", "1"]\nvalues = [1, 2, 3]\nfavourable_from = 3'
    assert [worth(answer, scale) for answer in ("3", "2", "1")] == [1, 2, 3]


def test_a_reversed_question_turns_its_scale_round():
    instrument = read("mini.toml", MINI)
    assert [instrument.value("M1", str(n)) for n in range(1, 6)] == [1, 2, 3, 4, 5]
    assert [instrument.value("M2", str(n)) for n in range(1, 6)] == [5, 4, 3, 2, 1]
    assert not instrument.question("M2").favourable(instrument.value("M2", "Agree"))


# What may be wrong with a file

EARLIER = '[[questions.earlier]]\nwording = "My work is manageable."\nuntil = "2024/25"\n'


@pytest.mark.parametrize(
    ("old", "new", "line", "says", "fix"),
    [
        ('title = "Small staff survey"', 'titel = "Small"', 'titel = "Small"', "not known", "Use: aliases"),
        ('code = "mini"\n', "", None, "code: This text is missing", 'Write code = "…"'),
        ('code = "mini"', "code = 3", "code = 3", "code: This text is missing", 'Write code = "…"'),
        ('title = "Small staff survey"\n', "", None, "title: This text is missing", 'Write title = "…"'),
        ('audience = "staff"', 'audience = "governors"', 'audience = "governors"', "“governors”", "staff, pupils, trustees, families"),
        ('aliases = ["Pulse"]', 'aliases = "Pulse"', 'aliases = "Pulse"', "list of texts", 'aliases = ["…", "…"]'),
        ('aliases = ["Pulse"]', 'topic = "mood"', 'topic = "mood"', "“mood”", "voice, edi"),
        ("minimum_answered = 0.5", "minimum_answered = 50", "minimum_answered = 50", "50 is not a share", "0.5"),
        ("minimum_answered = 0.5", "minimum_answered = 0", "minimum_answered = 0", "0 is not a share", "0.5"),
        ("[1, 2, 3, 4, 5]", "[5, 4, 3, 2, 1]", "[scales.agree]", "lowest first", "values = [1, 2, 3]"),
        ("[1, 2, 3, 4, 5]", '["1", "2"]', "[scales.agree]", "are numbers", "values = [1, 2, 3]"),
        ("[1, 2, 3, 4, 5]", "5", "[scales.agree]", "are numbers", "values = [1, 2, 3]"),
        ("[1, 2, 3, 4, 5]", "[1, 2, 2, 4, 5]", "[scales.agree]", "stands twice", "its own value"),
        ("[1, 2, 3, 4, 5]", "[1, 2, 3, 4]", "[scales.agree]", "5 labels stand beside 4 values", "its label"),
        ("favourable_from = 4", "favourable_from = 6", "[scales.agree]", "outside the scale", "lowest favourable value"),
        ("favourable_from = 4", "favourable_from = 0", "[scales.agree]", "outside the scale", "lowest favourable value"),
        ("favourable_from = 4\n", "", "[scales.agree]", "favourable_from is missing", "lowest favourable value"),
        ("favourable_from = 4", "good_from = 4", "good_from = 4", "not known", "favourable_from, labels, values"),
        ("[scales.agree]", "[[scales]]", "[[scales]]", "a table with a name", "[scales.NAME]"),
        ('wording = "I take my work home."\n', "", 'code = "M2"', "wording: This text is missing", 'wording = "…"'),
        ("reversed = true", 'reversed = "no"', 'reversed = "no"', "“no” is neither", "true or false"),
        ("reversed = true", "reverse = true", "reverse = true", "not known", "reversed"),
        ("reversed = true", 'measure = "leaving"', 'measure = "leaving"', "“leaving”", "intent_to_stay"),
        ("version = 2", "version = 3", "version = 3", "Version 3 stands beside 1 earlier", "each change adds one"),
        ("version = 2\n", "", 'code = "M1"', "Version 1 stands beside 1 earlier", "each change adds one"),
        (EARLIER, "", "version = 2", "Version 2 stands beside 0 earlier", "each change adds one"),
        ('until = "2024/25"', 'until = "July 2025"', 'until = "July 2025"', "“July 2025”", "2023/24"),
        ('until = "2024/25"', 'till = "2024/25"', 'till = "2024/25"', "not known", "until, wording"),
        ("[[questions.earlier]]", "[questions.earlier]", 'code = "M1"', "a table of its own", "[[questions.earlier]]"),
        ('code = "M4"', 'code = "M3"', 'code = "M3"', "M3 stands twice", "its own code"),
        ('code = "M4"\n', "", None, "code: This text is missing", 'code = "…"'),
        (MINI[MINI.index("[[questions]]") :], "", 'code = "mini"', "neither questions nor scores", "Declare some"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_line_and_what_to_do(old, new, line, says, fix):
    assert old in MINI
    text = MINI.replace(old, new)
    said = refusal(text)
    assert says in said
    assert fix in said
    named = re.match(r"mini\.toml, line (\d+), ", said)
    assert named, said
    if line is not None:
        assert int(named[1]) == line_of(text, line)


def test_a_scale_that_is_not_there_is_told_at_the_question_that_names_it():
    cut = MINI.rindex('scale = "agree"')
    text = MINI[:cut] + MINI[cut:].replace('"agree"', '"often"')
    line = line_of(text, 'scale = "often"')
    assert refusal(text).startswith(f"mini.toml, line {line}, scale: “often”")


def test_a_question_without_a_code_is_told_where_it_begins():
    text = MINI.replace('code = "M3"\n', "")
    assert refusal(text).startswith(f"mini.toml, line {line_of(text, '[[questions]]', 3)}, ")


def test_one_table_of_questions_is_not_a_list_of_them():
    head = MINI[: MINI.index("[[questions]]")]
    text = head + '[questions]\ncode = "M1"\nwording = "x"\nscale = "agree"\n'
    said = refusal(text)
    assert said.startswith(f"mini.toml, line {line_of(text, '[questions]')}, ")
    assert "[[questions]]" in said


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (ITEMS, '"W1", "W2", "W3"', 'items = ["W1", "W2", "W3"]', "swemwbs has 7 items; 3 are named"),
        ('"W7"', '"W6"', None, "swemwbs has 7 items; 6 are named"),
        (f"items = [{ITEMS}]\n", "", None, "swemwbs has 7 items; 0 are named"),
        ('name = "swemwbs"', 'name = "phq9"', 'name = "phq9"', "“phq9” is not known"),
        ("low = 1", "low = 5", "low = 5", "ends of the items' scale"),
        ("high = 5\n", "", "low = 1", "ends of the items' scale"),
        ("high = 5", "highest = 5", "highest = 5", "not known"),
        ('"W1"', '"M1"', 'code = "M1"', "M1 stands twice"),
    ],
)  # fmt: skip
def test_a_fault_of_a_score_is_told_with_its_line(old, new, line, says):
    assert old in SCORE
    text = MINI + SCORE.replace(old, new)
    said = refusal(text)
    assert says in said
    named = re.match(r"mini\.toml, line (\d+), ", said)
    assert named, said
    if line is not None:
        assert int(named[1]) == line_of(text, line)


@pytest.mark.parametrize(
    "broken", ['title = "Small', "title: Small", "[[questions", 'title = "a"\ntitle = "b"']
)
def test_what_is_no_toml_is_told_with_its_line(broken):
    text = MINI.replace('title = "Small staff survey"', broken)
    line = line_of(text, broken.splitlines()[-1])
    named = re.match(r"mini\.toml, line (\d+): ", refusal(text))
    assert named
    assert int(named[1]) in (line, line + 1)


# A home's own


def test_a_homes_own_instrument_takes_the_place_of_a_shipped_one(tmp_path):
    declare(tmp_path, MINI.replace('code = "mini"', 'code = "staff-voice"'), "ours.toml")
    found = for_home(tmp_path)
    assert [i.code for i in found].count("staff-voice") == 1
    assert [q.code for q in find(found, "staff-voice").questions] == ["M1", "M2", "M3", "M4"]
    assert len(found) == len(shipped())


def test_a_homes_own_instrument_stands_beside_the_shipped_ones(tmp_path):
    declare(tmp_path, MINI)
    assert {i.code for i in for_home(tmp_path)} == {"mini", *(i.code for i in shipped())}
    assert find(for_home(tmp_path), "pulse").code == "mini"
    assert find(for_home(), "pulse") is None


def test_a_name_that_a_home_gives_its_own_instrument_is_its_own(tmp_path):
    declare(tmp_path, MINI.replace('title = "Small staff survey"', 'title = "Staff survey"'))
    assert find(for_home(tmp_path), "Staff survey").code == "mini"
    assert find(for_home(), "Staff survey").code == "staff-voice"


def test_a_question_code_belongs_to_one_instrument_of_its_audience(tmp_path):
    text = MINI.replace('code = "M4"', 'code = "S07"')
    declare(tmp_path, text)
    with pytest.raises(Refusal) as refused:
        for_home(tmp_path)
    said = str(refused.value)
    line = line_of(text, 'code = "S07"')
    assert said.startswith(f"mini.toml, line {line}, code: ")
    assert "staff-voice.toml" in said
    assert "another code" in said


def test_the_same_question_code_for_other_people_is_another_question(tmp_path):
    declare(tmp_path, MINI.replace('code = "M4"', 'code = "P1"'))
    assert find(for_home(tmp_path), "mini").question("P1")


def test_two_files_of_a_home_do_not_share_a_code(tmp_path):
    declare(tmp_path, MINI, "a.toml")
    declare(tmp_path, MINI.replace('"M', '"N'), "b.toml")
    with pytest.raises(Refusal, match=r"a\.toml, line 2, code: b\.toml has the code mini too\. Give"):
        for_home(tmp_path)


def test_a_faulty_file_of_a_home_is_told_when_it_is_needed(tmp_path):
    declare(tmp_path, MINI.replace("favourable_from = 4", "favourable_from = 6"))
    with pytest.raises(Refusal, match=r"mini\.toml, line \d+, agree: favourable_from"):
        home_with(tmp_path, schools("900001"), terms(), build=False)


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    declare(tmp_path, MINI)
    (tmp_path / "surveys" / "mini.toml").write_bytes(MINI.replace("work", "w£rk").encode("cp1252"))
    with pytest.raises(Refusal, match=r"mini\.toml.*Save it as UTF-8\."):
        for_home(tmp_path)


def test_a_file_with_a_byte_order_mark_reads(tmp_path):
    declare(tmp_path, "\ufeff" + MINI)
    assert find(for_home(tmp_path), "mini")
