"""Who may sign in as what: an e-mail is invited, its first proven sign-in is matched, and from then on the person is known.

Every change takes who is asking and goes into the record.
"""

import re
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from wellmetrics.model import CallError
from wellmetrics.opening import now
from wellmetrics.people import record
from wellmetrics.people.identity import Identity
from wellmetrics.people.roles import Grant
from wellmetrics.people.store import reading, text, writing

ADMINISTRATOR = Grant("administrator")
_COLUMNS = "number, email, role, urn, until, invited_by, invited_at, matched_at, ended_by, ended_at"
_STANDS = "ended_at IS NULL AND (until IS NULL OR until >= ?)"


@dataclass(frozen=True, slots=True)
class Invited:
    """One role of a person, from the invitation to its end."""

    number: int
    email: str
    grant: Grant
    until: date | None
    invited_by: str
    invited_at: datetime
    matched_at: datetime | None
    ended_by: str = ""
    ended_at: datetime | None = None

    def state(self, today: date) -> str:
        if self.ended_at:
            return "removed"
        if self.until and self.until < today:
            return "expired"
        return "in use" if self.matched_at else "invited"


def people(home: Path, asking: Grant) -> list[Invited]:
    """Every role that was ever given, the newest first."""
    _may(asking)
    with reading(home) as con:
        rows = con.execute(f"SELECT {_COLUMNS} FROM granted ORDER BY number DESC").fetchall() if con else []
    return [_invited(row) for row in rows]


def invite(
    home: Path, asking: Grant, who: str, email: str, grant: Grant, until: date | None = None
) -> Invited:
    """Lets whoever proves this address sign in with a role. Raises CallError where that is so already."""
    _may(asking)
    with writing(home) as con:
        return _give(con, who, _address(email), grant, until)


def remove(home: Path, asking: Grant, who: str, number: int) -> Invited:
    """Takes a role back: at once, in open tabs too. The last administrator stays, or nobody could invite again."""
    _may(asking)
    with writing(home) as con:
        return _take(con, who, _standing(con, number, "remove"))


def change(home: Path, asking: Grant, who: str, number: int, grant: Grant, until: date | None) -> Invited:
    """Gives another role or day in place of this one, or leaves it all as it was. What stood before stays in the record."""
    _may(asking)
    with writing(home) as con:
        old = _standing(con, number, "change")
        if old.grant == grant:
            return _prolonged(con, who, old, until)
        new = _give(con, who, old.email, grant, until, instead=number)
        _take(con, who, old)
        return new


def _standing(con: sqlite3.Connection, number: int, to: str) -> Invited:
    found = next((one for one in _all(con) if one.number == number and not one.ended_at), None)
    if found is None:
        raise CallError(f"There is no role {number} to {to}. The list has them all.")
    return found


def _give(
    con: sqlite3.Connection, who: str, email: str, grant: Grant, until: date | None, instead: int = 0
) -> Invited:
    _not_past(until)
    at = now()
    has = con.execute(
        f"SELECT number, role, urn FROM granted WHERE email = ? AND {_STANDS}", [email, str(at.date())]
    )
    _beside(email, grant, [Grant(role, urn) for number, role, urn in has.fetchall() if number != instead])
    (number,) = con.execute("SELECT coalesce(max(number), 0) + 1 FROM granted").fetchone()
    # Somebody who has a role has it by issuer and subject already. An address without one may be somebody else's now.
    known = con.execute(
        f"SELECT issuer, subject, ? FROM granted WHERE email = ? AND subject <> '' AND {_STANDS} LIMIT 1",
        [text(at), email, str(at.date())],
    ).fetchone() or ("", "", None)
    con.execute(
        "INSERT INTO granted (number, email, role, urn, until, invited_by, invited_at, issuer, subject, matched_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [number, email, grant.role, grant.urn, until and str(until), who, text(at), *known],
    )
    record.add(con, who, "role given", f"{email}: {grant}{_until(until)}")
    return _one(con, number)


def _beside(email: str, grant: Grant, has: list[Grant]) -> None:
    """Raises CallError where somebody with these roles may not have that one too."""
    if grant in has:
        raise CallError(f"{email} has that role already. Change that role to change how long it lasts.")
    if other := next((one for one in has if not one.goes_with(grant)), None):
        raise CallError(
            f"{email} has the role {other} and reads its figures. Nobody reads the figures of two: put together they tell "
            "what each hides. Change that role, or remove it first."
        )


def _take(con: sqlite3.Connection, who: str, found: Invited) -> Invited:
    at = now()
    others = f"SELECT number FROM granted WHERE role = 'administrator' AND number <> ? AND {_STANDS}"
    if found.grant == ADMINISTRATOR and not con.execute(others, [found.number, str(at.date())]).fetchone():
        raise CallError("This is the last administrator. Invite another one first.")
    con.execute(
        "UPDATE granted SET ended_by = ?, ended_at = ? WHERE number = ?", [who, text(at), found.number]
    )
    record.add(con, who, "role removed", f"{found.email}: {found.grant}")
    return _one(con, found.number)


def _prolonged(con: sqlite3.Connection, who: str, old: Invited, until: date | None) -> Invited:
    """The same role with another last day, or with none."""
    _not_past(until)
    con.execute("UPDATE granted SET until = ? WHERE number = ?", [until and str(until), old.number])
    record.add(con, who, "role given", f"{old.email}: {old.grant}{_until(until)}")
    return _one(con, old.number)


def match(con: sqlite3.Connection, identity: Identity, today: date) -> None:
    """Binds what is open for a proven address to the person: from now on issuer and subject count, not the address."""
    if identity.email:
        con.execute(
            f"UPDATE granted SET issuer = ?, subject = ?, matched_at = ? WHERE email = ? AND subject = '' AND {_STANDS}",
            [identity.issuer, identity.subject, text(now()), identity.email, str(today)],
        )


def of(con: sqlite3.Connection, issuer: str, subject: str, today: date) -> list[tuple[str, Grant]]:
    """The roles of a person that stand today, each with the address it was given to.

    Somebody invited under two addresses reads the figures of one role all the same: of the one that was given first.
    """
    rows = con.execute(
        f"SELECT email, role, urn FROM granted WHERE issuer = ? AND subject = ? AND {_STANDS} ORDER BY number",
        [issuer, subject, str(today)],
    )
    found: list[tuple[str, Grant]] = []
    for email, role, urn in rows:
        grant = Grant(role, urn)
        if all(grant.goes_with(one) for _, one in found):
            found.append((email, grant))
    return found


def _may(asking: Grant) -> None:
    if asking != ADMINISTRATOR:
        raise CallError("Who may sign in is for the administrator to say.")


def _not_past(until: date | None) -> None:
    if until and until < now().date():
        raise CallError(f"{until:%d/%m/%Y} is past. Choose a later day, or leave it empty.")


def _until(day: date | None) -> str:
    return f", until {day}" if day else ""


def _address(email: str) -> str:
    email = email.strip().lower()
    if len(email) > 254 or not re.fullmatch(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+", email):
        raise CallError(f"“{email}” is not an e-mail address. Write one, such as a.lead@trust.example.")
    return email


def _all(con: sqlite3.Connection) -> list[Invited]:
    return [_invited(row) for row in con.execute(f"SELECT {_COLUMNS} FROM granted")]


def _one(con: sqlite3.Connection, number: int) -> Invited:
    return _invited(con.execute(f"SELECT {_COLUMNS} FROM granted WHERE number = ?", [number]).fetchone())


def _invited(row: tuple) -> Invited:
    number, email, role, urn, until, by, at, matched, ended_by, ended = row
    return Invited(
        number, email, Grant(role, urn), date.fromisoformat(until) if until else None, by, _moment(at),
        matched and _moment(matched), ended_by, ended and _moment(ended),
    )  # fmt: skip


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)
