"""Queries and their answers: what was doubtful in the files that stand, and what the lead found out."""

from typing import Annotated

import typer

from wellmetrics import access, desk
from wellmetrics.commands.frame import As, By, Form, Home, Role, app, show, viewer
from wellmetrics.desk import Asked

COLUMNS = (
    *("batch", "file", "line", "column", "value", "problem", "dataset", "school", "period", "state"),
    *("note", "by", "written_at"),
)
Column = Annotated[str | None, typer.Option("--column", help="Which query, where a line has several.")]


@app.command()
def queries(
    open_only: Annotated[bool, typer.Option("--open", help="Only those that nobody has settled.")] = False,
    role: Role = "lead",
    form: Form = As.text,
    home: Home = None,
) -> None:
    """Every query of the rows that stand, with the note that answers it."""
    found = desk.queries(access.home(home), viewer(role))
    show(COLUMNS, [_row(one) for one in found if not (open_only and one.state == "settled")], form)


@app.command()
def note(
    batch: int,
    line: Annotated[
        int, typer.Argument(help="As a spreadsheet shows it; 0 for a query about the whole file.")
    ],
    text: Annotated[str, typer.Argument(help="What you found out; empty takes an earlier note back.")],
    column: Column = None,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Somebody was asked: the query is not settled.")
    ] = False,
    lead_only: Annotated[
        bool, typer.Option("--lead-only", help="Not for the others who see the figure.")
    ] = False,
    by: By = "lead",
    role: Role = "lead",
    home: Home = None,
) -> None:
    """Answer a query with a note; it follows the figure from the next release on."""
    at, who = access.home(home), viewer(role)
    asked = desk.query(at, who, batch, line, column)
    if text.strip():
        desk.note(at, who, by, asked, text, settled=not waiting, shared=not lead_only)
        print(
            "The note is kept. It stands beside the figures from the next release on: “build” makes one now."
        )
    else:
        desk.take_note_back(at, who, by, asked)
        print("There is no note on this query any more. The next release leaves it out.")


def _row(one: Asked) -> list:
    said = [one.note.text, one.note.by, one.note.written_at] if one.note else ["", "", None]
    own = [
        getattr(one, name)
        for name in ("batch", "file", "line", "column", "value", "problem", "dataset", "urn", "period")
    ]
    return [*own, one.state, *said]
