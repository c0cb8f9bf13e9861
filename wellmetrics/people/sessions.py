"""Who is signed in. A cookie is only a name: what it opens stands here, and ends here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from wellmetrics.model import CallError, Refusal
from wellmetrics.people import invited, limits, record
from wellmetrics.people.identity import Identity
from wellmetrics.people.roles import Grant
from wellmetrics.people.store import reading, text, writing

EVERY = timedelta(minutes=1)  # how often use is written down
KEPT = timedelta(days=30)  # an ended session is forgotten after that; its cookie is worth nothing either way


class SignedOut(Refusal):
    """Nobody is signed in, or no longer."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is asking: a name for histories, and the roles that stand just now. Without a role there is nothing to see.

    `looks_as` is the role whose screens the lead looks at meanwhile.
    """

    who: str
    grants: tuple[Grant, ...]
    looks_as: Grant | None = None


def begin(home: Path, identity: Identity, at: datetime) -> Reader:
    """Somebody came back from the provider: matched with what their proven address was invited to."""
    with writing(home) as con:
        con.execute("DELETE FROM session WHERE began_at < ?", [text(at - KEPT)])
        con.execute(
            "INSERT OR IGNORE INTO session (mark, issuer, subject, email, began_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)",
            [identity.mark, identity.issuer, identity.subject, identity.email, text(at), text(at)],
        )
        invited.match(con, identity, at.date())
        reader = _reader(invited.of(con, identity.issuer, identity.subject, at.date()), identity.email)
        roles = ", ".join(map(str, reader.grants)) or "no role: nothing was shown"
        record.add(con, reader.who, "signed in", roles)
    return reader


def reader(home: Path, identity: Identity | None, at: datetime, *, using: bool = False) -> Reader:
    """Who this browser is, if its session holds. `using` says that a person did something, which keeps it from ending.

    Raises SignedOut with a sentence.
    """
    if identity is None:
        raise SignedOut(limits.SIGN_IN)
    with reading(home) as con:
        found = (
            con
            and con.execute(
                "SELECT began_at, seen_at, ended_at, email, looks_as FROM session WHERE mark = ? AND issuer = ? AND subject = ?",
                [identity.mark, identity.issuer, identity.subject],
            ).fetchone()
        )
        roles = invited.of(con, identity.issuer, identity.subject, at.date()) if con and found else []
    if not found:
        raise SignedOut(limits.SIGN_IN)
    began, seen = (datetime.fromisoformat(moment) for moment in found[:2])
    if why := limits.AFTER_END if found[2] else limits.over(began, seen, at):
        raise SignedOut(why)
    if using and at - seen >= EVERY:
        with writing(home) as con:
            con.execute("UPDATE session SET seen_at = ? WHERE mark = ?", [text(at), identity.mark])
    return _reader(roles, *found[3:])


def look_as(home: Path, identity: Identity | None, at: datetime, whom: Grant | None) -> None:
    """For this sign-in the lead sees what another role sees, and writes nothing; None ends it. Raises for anybody else."""
    asking = reader(home, identity, at)
    if whom and not any(grant.may_look_as(whom) for grant in asking.grants):
        raise CallError("Only the wellbeing lead sees what the board or a head sees.")
    with writing(home) as con:
        con.execute(
            "UPDATE session SET looks_as = ? WHERE mark = ?", [str(whom or ""), identity and identity.mark]
        )
        record.add(con, asking.who, "looks as", str(whom) if whom else "themselves again")


def end(home: Path, identity: Identity, at: datetime) -> None:
    """Signs out: every copy of the cookie with it."""
    with writing(home) as con:
        ended = con.execute(
            "UPDATE session SET ended_at = ? WHERE mark = ? AND ended_at IS NULL", [text(at), identity.mark]
        )
        if ended.rowcount:
            roles = invited.of(con, identity.issuer, identity.subject, at.date())
            record.add(con, _reader(roles, identity.email).who, "signed out", "")


def _reader(roles: list[tuple[str, Grant]], email: str, looks_as: str = "") -> Reader:
    """Named by the address that was invited: the one that the administrator knows."""
    who = roles[0][0] if roles else email or "an address nobody vouches for"
    grants, whom = tuple(grant for _, grant in roles), Grant.parse(looks_as) if looks_as else None
    return Reader(who, grants, whom if whom and any(grant.may_look_as(whom) for grant in grants) else None)
