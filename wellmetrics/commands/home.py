"""The home as a whole: demo, doctor, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from wellmetrics import access, backup, doctor
from wellmetrics.commands.frame import As, Form, Home, app, progress, show
from wellmetrics.demo import build_demo


@app.command()
def demo(home: Home = None) -> None:
    """Build the demo trust: fourteen fictional schools, five years."""
    with progress("Building the demo trust") as tell:
        name = build_demo(access.home(home), tell)
    print(f"The demo trust is ready: release {name}.")


@app.command(name="doctor")
def examine(
    attack: Annotated[
        bool, typer.Option("--attack", help="Attack every audience's file of the current release.")
    ] = False,
    form: Form = As.text,
    home: Home = None,
) -> None:
    """Look at the home: key, vault, workbook, release, and whether they belong together."""
    with progress("Looking"):
        findings = doctor.examine(access.home(home), attack)
    rows = [(f.what, "yes" if f.well else "no", f.finding) for f in findings]
    show(("what", "well", "finding"), rows, form)
    raise typer.Exit(0 if all(f.well for f in findings) else 1)


@app.command(name="backup")
def keep(
    file: Annotated[
        Path, typer.Argument(help="The file to write. It holds the key: keep it as safe as the home.")
    ],
    home: Home = None,
) -> None:
    """Write the vault, the workbook, the key, the instruments and the current release to one file."""
    with progress("Backing up") as tell:
        said = backup.backup(access.home(home), file, tell)
    print(said)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that “backup” wrote.")], home: Home = None
) -> None:
    """Put a backup in the place of what the home holds, all of it or nothing, and build a release."""
    with progress("Restoring") as tell:
        said = backup.restore(access.home(home), file, tell)
    print(said)
