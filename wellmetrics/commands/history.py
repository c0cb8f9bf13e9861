"""What was loaded, and the way back and forth: history, undo, redo."""

from dataclasses import fields

from wellmetrics import access, desk
from wellmetrics.commands.frame import As, By, Form, Home, Why, app, progress, show
from wellmetrics.desk import Load

# The columns that other programs read; why, and who undid, stand in the other forms.
COLUMNS = (
    *("batch", "dataset", "file", "sha256", "by", "loaded_at"),
    *("rows_new", "rows_changed", "rows_same", "rows_gone", "state"),
)


@app.command()
def history(form: Form = As.text, home: Home = None) -> None:
    """Every load, the newest first."""
    columns = COLUMNS if form is As.csv else [field.name for field in fields(Load)]
    show(columns, [[getattr(load, c) for c in columns] for load in desk.history(access.home(home))], form)


@app.command()
def undo(batch: int, by: By = "lead", why: Why = "", home: Home = None) -> None:
    """Take back one load exactly."""
    with progress("Undoing") as tell:
        said = desk.undo(access.home(home), batch, by, why, tell)
    print(said)


@app.command()
def redo(batch: int, by: By = "lead", why: Why = "", home: Home = None) -> None:
    """Let an undone load stand again."""
    with progress("Redoing") as tell:
        said = desk.redo(access.home(home), batch, by, why, tell)
    print(said)
