"""Baselines: listed, locked with a reason, unlocked with a reason."""

from typing import Annotated

import typer

from wellmetrics import access, catalogue, workbook
from wellmetrics.commands.frame import As, By, Form, Home, Role, app, show, viewer
from wellmetrics.workbook import Baseline

COLUMNS = tuple(Baseline.__slots__)


@app.command()
def baselines(form: Form = As.text, home: Home = None) -> None:
    """The locked baselines: whose limits are fixed by which months, by whom and why."""
    found = workbook.baselines(access.home(home))
    show(COLUMNS, [[getattr(one, name) for name in COLUMNS] for one in found], form)


@app.command()
def baseline(
    indicator: Annotated[str, typer.Argument(help="The figure's code.")],
    reason: Annotated[str, typer.Argument(help="Why these months, or why no longer.")],
    first: Annotated[str, typer.Option("--first", help="The first month, such as 2021-09.")] = "",
    last: Annotated[str, typer.Option("--last", help="The last month, such as 2022-10.")] = "",
    school: Annotated[str, typer.Option("--school", help="A school's URN; without it the whole trust.")] = "",
    group: Annotated[str, typer.Option("--group", help="A group of schools by name.")] = "",
    unlock: Annotated[bool, typer.Option("--unlock", help="Let every month count again.")] = False,
    by: By = "lead",
    role: Role = "lead",
    home: Home = None,
) -> None:
    """Lock the months that fix the limits of a figure's chart, or unlock them. It stands from the next build on."""
    at, who = access.home(home), viewer(role)
    place = (catalogue.indicator(indicator).code, school, group)
    if unlock:
        workbook.unlock(at, who, by, place, reason)
        print("The baseline is unlocked. Every month counts from the next build on.")
        return
    one = workbook.lock(at, who, by, place, (first, last), reason)
    print(f"The baseline is locked on {one.first} to {one.last}. It stands from the next build on.")
