"""The two forms of the administrator: invite somebody; change or remove a role."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from pages.parts.frame import Asked
from pages.parts.said import do
from wellmetrics import people
from wellmetrics.people import ROLES, Grant, Invited
from wellmetrics.views import choice

NONE = "No school"
SCHOOL = "School, for a head or a school's lead"


def invite(at: Asked, schools: Mapping[str, str]) -> None:
    with st.form("invite"):
        email = st.text_input("E-mail address that they sign in with")
        grant, until = _role("invite", schools, Grant("board"), "")
        if st.form_submit_button("Invite", type="primary"):
            do(
                lambda: people.invite(
                    at.home, at.grant, at.who, email, people.role(*grant), people.day(until)
                )
            )


def change(at: Asked, standing: Mapping[int, Invited], schools: Mapping[str, str]) -> None:
    labels = {n: f"{one.email}: {choice.who(one.grant, schools)}" for n, one in standing.items()}
    number = st.selectbox("Whose role", list(labels), format_func=labels.__getitem__) or next(iter(labels))
    one = standing[number]
    with st.form(f"change-{number}"):
        grant, until = _role(f"change-{number}", schools, one.grant, _written(one.until))
        if st.form_submit_button("Change"):
            do(
                lambda: people.change(
                    at.home, at.grant, at.who, number, people.role(*grant), people.day(until)
                )
            )
    if st.button("Remove this role", key=f"remove-{number}"):
        do(lambda: people.remove(at.home, at.grant, at.who, number))


def _role(key: str, schools: Mapping[str, str], now: Grant, until: str) -> tuple[tuple[str, str], str]:
    """A role, a school where it has one, and the last day."""
    places = {"": NONE, **schools}
    where = list(places).index(now.urn) if now.urn in places else 0
    boxes = st.columns(3)
    role = boxes[0].selectbox(
        "Role", list(ROLES), list(ROLES).index(now.role), ROLES.__getitem__, key=f"{key}-role"
    )
    urn = boxes[1].selectbox(SCHOOL, list(places), where, places.__getitem__, key=f"{key}-school")
    day = boxes[2].text_input("Last day (DD/MM/YYYY), or empty", until, key=f"{key}-until")
    return (role or now.role, urn or ""), day


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
