"""People's rights: find and erase one person, and purge what was kept long enough."""

import sys
from dataclasses import astuple, fields
from typing import Annotated

import typer

from wellmetrics import access
from wellmetrics import rights as office
from wellmetrics.commands.frame import As, By, Form, Home, Why, app, fail, progress, show, told
from wellmetrics.rights import Due, Found
from wellmetrics.words.numbers import times

Reference = Annotated[
    str, typer.Argument(help="The staff, referral or reply reference as the trust's files write it.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command()
def find(reference: Reference, form: Form = As.text, home: Home = None) -> None:
    """Say where a person is held: which loads, kept files and files on the desk, how many rows, and from when to when."""
    with progress("Looking"):
        found = office.find(access.home(home), reference)
    _places(found, form)


@app.command()
def erase(
    reference: Reference,
    by: By = "data protection officer",
    why: Why = "",
    releases: Annotated[bool, typer.Option("--releases", help="Remove every earlier release too.")] = False,
    yes: Yes = False,
    home: Home = None,
) -> None:
    """Remove every row of a person for good, keep them out of later loads and restores, and build a release."""
    at = access.home(home)
    if not yes:
        with progress("Looking"):
            found = office.find(at, reference)
        _places(found, As.text)
        if not found or not (
            sys.stdin.isatty() and typer.confirm("Erase all of it? Nobody can take it back.")
        ):
            fail("Nothing was erased. Run it again with --yes to erase.", 1)
    with progress("Erasing") as tell:
        said = office.erase(at, reference, by, why, releases, tell)
    for sentence in said:
        print(sentence)


@app.command()
def purge(
    by: By = "data protection officer", yes: Yes = False, form: Form = As.text, home: Home = None
) -> None:
    """Remove what is older than the settings keep_... say, for good, and build a release."""
    at = access.home(home)
    if not yes:
        found = office.due(at)
        show([field.name for field in fields(Due)], [astuple(one) for one in found], form)
        if found and not (sys.stdin.isatty() and typer.confirm("Remove all of it? Nobody can take it back.")):
            fail("Nothing was removed. Run it again with --yes to remove it.", 1)
        if not found:
            return
    with progress("Removing") as tell:
        said = office.purge(at, by, tell=tell)
    for sentence in said:
        print(sentence)


def _places(found: list[Found], form: As) -> None:
    show([field.name for field in fields(Found)], [astuple(one) for one in found], form)
    rows = sum(one.rows or 0 for one in found if one.where == "rows")
    told.print(
        f"{times(rows, 'row')} held, and {times(len([f for f in found if f.where != 'rows']), 'file')}."
    )
