"""Figures on their way out: build, show, export."""

from pathlib import Path
from typing import Annotated

import typer

from wellmetrics import access, desk
from wellmetrics import show as shown
from wellmetrics.build import build as build_release
from wellmetrics.commands.frame import As, By, Form, Home, Role, app, progress, show, viewer
from wellmetrics.export import whole
from wellmetrics.views import disputed


@app.command()
def build(engine: Annotated[str, typer.Option("--engine")] = "duckdb", home: Home = None) -> None:
    """Work out all figures again and make the new release current."""
    with progress("Working out the figures") as tell:
        name = build_release(access.home(home), engine, tell)
    print(f"Release {name} is current.")


@app.command(name="show")
def show_figures(
    indicator: str,
    school: Annotated[str | None, typer.Option("--school", help="A school's URN.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="A group's name.")] = None,
    by: Annotated[
        str, typer.Option("--by", help="A cut, such as staff_group, question, service or method.")
    ] = "all",
    grain: Annotated[str | None, typer.Option("--grain", help="month, term or year.")] = None,
    role: Role = "lead",
    form: Form = As.text,
    home: Home = None,
) -> None:
    """An indicator's figures as a role may see them."""
    who = viewer(role)
    question = shown.Question(indicator, school, group, by, grain)
    if who.role == "head" and school:
        access.may_see(who, school)
    show(shown.COLUMNS, shown.rows(access.open_release(access.home(home), who), who, question), form)


@app.command()
def export(
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to write to.")],
    role: Role = "lead",
    format_: Annotated[str, typer.Option("--format", help="csv, xlsx or parquet.")] = "csv",
    by: By = "lead",
    home: Home = None,
) -> None:
    """Everything a role's release holds, as files."""
    who, at = viewer(role), access.home(home)
    figures = access.open_release(at, who)
    written = whole.write(figures, out, format_, disputed.of(at, who, figures))
    desk.note_export(at, by, f"{who}: {format_}, {len(written)} files")
    print(f"Wrote {', '.join(written)} to {out}.")
