"""Who may sign in: by a proven address first, by issuer and subject from then on, and nobody by default."""

from datetime import date, datetime, timedelta

import pytest

from wellmetrics import people
from wellmetrics.model import CallError, Viewer
from wellmetrics.opening import now
from wellmetrics.people import ADMINISTRATOR, Grant, Identity, SignedOut, identity

ISSUER, LEAD = "https://provider.example", "lead@trust.example"


def person(subject: str, email: str = "", mark: str = "") -> Identity:
    return Identity(ISSUER, subject, email, mark or f"mark of {subject}")


def invited(home, email: str, role: str, until: date | None = None):
    return people.invite(home, ADMINISTRATOR, "a test", email, Grant.parse(role), until)


def roles(home, who: Identity) -> list[str]:
    return [str(grant) for grant in people.begin(home, who, now()).grants]


def test_nobody_has_a_role_by_default(tmp_path):
    assert roles(tmp_path, person("p1", LEAD)) == []
    with pytest.raises(SignedOut):
        people.reader(tmp_path / "elsewhere", person("p1", LEAD), now())


def test_an_invited_address_is_matched_once_and_then_issuer_and_subject_count(tmp_path):
    invited(tmp_path, "Lead@Trust.example ", "lead")
    assert roles(tmp_path, person("p1", LEAD)) == ["lead"]
    # The address is somebody else's now; whoever it was given to first has another address.
    assert roles(tmp_path, person("p2", LEAD)) == []
    assert roles(tmp_path, person("p1", "changed@trust.example", "another")) == ["lead"]
    assert roles(tmp_path, Identity("https://other.example", "p1", "", "third")) == []


def test_an_address_that_the_provider_does_not_vouch_for_matches_nothing(tmp_path):
    invited(tmp_path, LEAD, "lead")
    claims = {"is_logged_in": True, "iss": ISSUER, "sub": "p1", "email": LEAD}
    for said, email in (
        ({}, ""),
        ({"email_verified": False}, ""),
        ({"email_verified": "false"}, ""),
        ({"xms_edov": "0"}, ""),
        ({"email_verified": True}, LEAD),
        ({"xms_edov": "1"}, LEAD),
    ):
        found = identity.of(claims | said)
        assert found is not None
        assert found.email == email, said
    unproven = identity.of(claims)
    assert unproven is not None
    assert roles(tmp_path, unproven) == []


def test_claims_without_a_sign_in_are_nobody():
    assert identity.of({}) is None
    assert identity.of({"is_logged_in": False, "iss": ISSUER, "sub": "p1"}) is None
    assert identity.of({"is_logged_in": True, "sub": "p1"}) is None


def test_two_sign_ins_of_a_person_are_two():
    claims = {"is_logged_in": True, "iss": ISSUER, "sub": "p1", "iat": 1}
    one, two = (identity.of(claims | {"nonce": nonce}) for nonce in ("a", "b"))
    assert one is not None
    assert two is not None
    assert one.mark != two.mark


def test_a_role_that_is_removed_is_gone_at_the_next_question(tmp_path):
    given = invited(tmp_path, LEAD, "lead")
    who = person("p1", LEAD)
    assert roles(tmp_path, who) == ["lead"]
    people.remove(tmp_path, ADMINISTRATOR, "a test", given.number)
    assert people.reader(tmp_path, who, now()).grants == ()


def test_a_role_ends_with_its_last_day(tmp_path):
    today = now().date()
    invited(tmp_path, LEAD, "lead", today)
    who = person("p1", LEAD)
    assert roles(tmp_path, who) == ["lead"]
    late = datetime.combine(today, datetime.max.time())
    people.begin(tmp_path, person("p1", LEAD, "late"), late)
    assert people.reader(tmp_path, person("p1", LEAD, "late"), late).grants
    tomorrow = late + timedelta(seconds=1)
    assert people.reader(tmp_path, person("p1", LEAD, "late"), tomorrow).grants == ()
    with pytest.raises(CallError, match="is past"):
        invited(tmp_path, "other@trust.example", "lead", today - timedelta(days=1))


def test_a_second_role_of_a_known_person_holds_at_once(tmp_path):
    invited(tmp_path, LEAD, "lead")
    who = person("p1", LEAD)
    roles(tmp_path, who)
    invited(tmp_path, LEAD, "administrator")
    assert [str(grant) for grant in people.reader(tmp_path, who, now()).grants] == ["lead", "administrator"]


@pytest.mark.parametrize(
    ("has", "asked"), [("board", "head:900001"), ("lead", "board"), ("head:900001", "school lead:900002")]
)
def test_nobody_reads_the_figures_of_two_roles(tmp_path, has, asked):
    """Each file is protected by itself. With the own school's exact figures, sums of the board's give others away."""
    given = invited(tmp_path, LEAD, has)
    with pytest.raises(CallError, match="Nobody reads the figures of two"):
        invited(tmp_path, LEAD, asked)
    invited(tmp_path, "also@trust.example", asked)
    assert roles(tmp_path, person("p1", LEAD)) == [has]
    assert roles(tmp_path, person("p1", "also@trust.example", "again")) == [has]
    people.change(tmp_path, ADMINISTRATOR, "a test", given.number, Grant.parse(asked), None)
    assert set(roles(tmp_path, person("p1", LEAD, "third"))) == {asked}


@pytest.mark.parametrize(
    ("has", "asked"),
    [("board", "programme"), ("head:900001", "school lead:900001"), ("lead", "administrator")],
)
def test_roles_that_read_one_file_or_none_go_together(tmp_path, has, asked):
    invited(tmp_path, LEAD, has)
    invited(tmp_path, LEAD, asked)
    assert roles(tmp_path, person("p1", LEAD)) == [has, asked]


def test_a_changed_role_leaves_what_stood_before_in_the_list_and_in_the_record(tmp_path):
    given = invited(tmp_path, LEAD, "head:900001")
    people.change(tmp_path, ADMINISTRATOR, "a test", given.number, Grant("head", "900002"), None)
    found = people.people(tmp_path, ADMINISTRATOR)
    assert [(str(one.grant), one.state(date.today())) for one in found] == [
        ("head:900002", "invited"),
        ("head:900001", "removed"),
    ]
    assert [one.what for one in people.entries(tmp_path, ADMINISTRATOR)] == [
        "role removed",
        "role given",
        "role given",
    ]


def test_another_last_day_keeps_somebody_in(tmp_path):
    given = invited(tmp_path, LEAD, "lead")
    who = person("p1", LEAD)
    roles(tmp_path, who)
    later = now().date() + timedelta(days=9)
    changed = people.change(tmp_path, ADMINISTRATOR, "a test", given.number, Grant("lead"), later)
    assert changed.until == later
    assert people.reader(tmp_path, who, now()).grants == (Grant("lead"),)


def test_an_address_that_has_gone_to_somebody_else_can_be_invited_again(tmp_path):
    given = invited(tmp_path, LEAD, "lead")
    assert roles(tmp_path, person("p1", LEAD)) == ["lead"]
    people.remove(tmp_path, ADMINISTRATOR, "a test", given.number)
    invited(tmp_path, LEAD, "board")
    assert roles(tmp_path, person("p2", LEAD)) == ["board"]
    assert roles(tmp_path, person("p1", "", "again")) == []


def test_the_last_administrator_stays(tmp_path):
    one = invited(tmp_path, LEAD, "administrator")
    with pytest.raises(CallError, match="last administrator"):
        people.remove(tmp_path, ADMINISTRATOR, "a test", one.number)
    invited(tmp_path, "second@trust.example", "administrator")
    assert people.remove(tmp_path, ADMINISTRATOR, "a test", one.number).ended_by == "a test"


def test_a_change_that_cannot_be_leaves_everything_as_it_was(tmp_path):
    one = invited(tmp_path, LEAD, "administrator")
    before = people.people(tmp_path, ADMINISTRATOR), people.entries(tmp_path, ADMINISTRATOR)
    with pytest.raises(CallError, match="last administrator"):
        people.change(tmp_path, ADMINISTRATOR, "a test", one.number, Grant("lead"), None)
    assert (people.people(tmp_path, ADMINISTRATOR), people.entries(tmp_path, ADMINISTRATOR)) == before


@pytest.mark.parametrize("role", ["lead", "board", "head:900001", "data protection officer"])
def test_only_the_administrator_says_who_may_sign_in(tmp_path, role):
    asking = Grant.parse(role)
    for ask in (
        lambda: people.people(tmp_path, asking),
        lambda: people.invite(tmp_path, asking, "x", LEAD, Grant("lead")),
        lambda: people.remove(tmp_path, asking, "x", 1),
        lambda: people.change(tmp_path, asking, "x", 1, Grant("lead"), None),
    ):
        with pytest.raises(CallError, match="administrator"):
            ask()


@pytest.mark.parametrize(
    "email", ["", "lead", "a b@c.d", "a@b", "a@b.c, d@e.f", "<a@b.c>", "x" * 250 + "@a.bc"]
)
def test_what_is_no_address_is_not_invited(tmp_path, email):
    with pytest.raises(CallError, match="is not an e-mail address"):
        invited(tmp_path, email, "lead")


def test_a_role_is_written_as_it_is_read_and_knows_whose_file_it_reads():
    for text, viewer in (
        ("lead", Viewer("lead")),
        ("board", Viewer("board")),
        ("programme", Viewer("board")),
        ("head:900001", Viewer("head", "900001")),
        ("school lead:900001", Viewer("head", "900001")),
        ("administrator", None),
        ("data protection officer", None),
    ):
        grant = Grant.parse(text)
        assert str(grant) == text
        assert grant.viewer == viewer
    for text in ("head", "lead:900001", "owner", ""):
        with pytest.raises(ValueError, match=r"\.$"):
            Grant.parse(text)


def test_a_last_day_is_read_as_it_is_written():
    assert people.day(" 31/08/2027 ") == date(2027, 8, 31)
    assert people.day("") is None
    with pytest.raises(CallError, match="DD/MM/YYYY"):
        people.day("31/02/2027")
