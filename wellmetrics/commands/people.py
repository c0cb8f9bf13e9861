"""People: who may sign in as what, and who did what. Whoever may run commands on the home is its administrator."""

from datetime import date
from typing import Annotated

import typer

from wellmetrics import access
from wellmetrics import people as office
from wellmetrics.commands.frame import As, By, Form, Home, app, show

WHO = office.ADMINISTRATOR
COLUMNS = (
    "number",
    "email",
    "role",
    "school",
    "until",
    "state",
    "invited_by",
    "invited_at",
    "ended_by",
    "ended_at",
)


@app.command()
def people(form: Form = As.text, home: Home = None) -> None:
    """Who may sign in to the dashboard, as what, and who no longer."""
    found = office.people(access.home(home), WHO)
    rows = [
        [one.number, one.email, one.grant.role, one.grant.urn, one.until, one.state(date.today()), one.invited_by,
         one.invited_at, one.ended_by, one.ended_at]
        for one in found
    ]  # fmt: skip
    show(COLUMNS, rows, form)


@app.command()
def invite(
    email: Annotated[str, typer.Argument(help="The e-mail address that they sign in with.")],
    role: Annotated[str, typer.Argument(help=f"{', '.join(office.ROLES)}.")],
    school: Annotated[str, typer.Option("--school", help="The URN, for a head or a school lead.")] = "",
    until: Annotated[str, typer.Option("--until", help="The last day, DD/MM/YYYY.")] = "",
    by: By = "command line",
    home: Home = None,
) -> None:
    """Let somebody sign in to the dashboard with a role. The first administrator is invited here."""
    grant = office.role(role, school)
    one = office.invite(access.home(home), WHO, by, email, grant, office.day(until))
    print(
        f"{one.email} may sign in as {one.grant.words.lower()}{f' of {school}' if school else ''}: role {one.number}."
    )


@app.command()
def uninvite(
    number: Annotated[int, typer.Argument(help="The role, as “people” numbers it.")],
    by: By = "command line",
    home: Home = None,
) -> None:
    """Take a role back: at once, in open tabs within a minute."""
    one = office.remove(access.home(home), WHO, by, number)
    print(f"{one.email} is no longer {one.grant.words.lower()}.")


@app.command()
def record(form: Form = As.text, home: Home = None) -> None:
    """Who signed in, saw, loaded, undid, released, exported and gave roles, and when."""
    found = office.entries(access.home(home), WHO)
    show(
        ("number", "done_at", "who", "what", "about"),
        [[e.number, e.done_at, e.who, e.what, e.about] for e in found],
        form,
    )
