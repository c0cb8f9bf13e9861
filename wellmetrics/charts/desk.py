"""Tables of the desk: problems, changes, loads, and what the files hold. Everything from a file is escaped."""

from collections.abc import Sequence
from html import escape

from wellmetrics.charts.style import page
from wellmetrics.charts.tables import quiet, table
from wellmetrics.views.history import LoadView
from wellmetrics.views.methods import Counted, DatasetView, Survey
from wellmetrics.views.steps import Step
from wellmetrics.views.upload import ChangeView, FileView, Group, Row, TotalView
from wellmetrics.views.would_change import WouldChange


def steps(found: Sequence[Step], dark: bool) -> str:
    """The way of a file through the desk; the first step that needs somebody is the current one."""
    now = next((i for i, step in enumerate(found) if step.state == "you"), None)
    items = "".join(_step(i, step, i == now) for i, step in enumerate(found))
    return page(f'<ol class="steps" aria-label="Steps of a load">{items}</ol>', dark)


def _step(i: int, step: Step, now: bool) -> str:
    said = f'<div class="quiet">{escape(step.said)}</div>' if step.said else ""
    here = ' aria-current="step"' if now else ""
    return (
        f'<li class="{step.state}"{here}><b>{i + 1} {escape(step.title)}</b>'
        f'<div class="state">{"✓ " if step.state == "done" else ""}{escape(step.words)}</div>{said}</li>'
    )


def files(found: Sequence[FileView], dark: bool) -> str:
    """One file a row with its state."""
    cells = [(escape(f.file), escape(f.recognised), escape(f.rows), escape(f.state)) for f in found]
    return table(("File", "Recognised as", "Rows", "State"), cells, "The files on the desk", dark)


def rows(group: Group, found: Sequence[Row], which: str, name: str, dark: bool) -> str:
    """`name` sets the table apart from the others of the screen, `which` says which of its rows these are."""
    cells = [(f"Row {escape(row)}", f"<code>{escape(value)}</code>" if value else quiet("blank"), escape(problem))
             for row, value, problem in found]  # fmt: skip
    caption = f"{name}: rows as your spreadsheet numbers them{f'; {which}' if which else ''}"
    return table(("Row", group.column or "Found", "What is wrong"), cells, caption, dark)


def changes(change: ChangeView, file: str, dark: bool) -> str:
    cells = [(escape(name), *(f"{n:,}" for n in counts)) for name, *counts in change.schools]
    headings = ("School", "New", "Changed", "Same", "Gone")
    return table(headings, cells, f"What {file} changes, school by school", dark, right=(1, 2, 3, 4))


def totals(found: Sequence[TotalView], dark: bool) -> str:
    cells = [(escape(t.what), escape(t.before), escape(t.after)) for t in found]
    return table(("What stands", "Before", "After"), cells, "Totals before and after", dark, right=(1, 2))


def would_change(found: WouldChange, dark: bool) -> str:
    """Sentences that would go and come, in words and not by colour alone; then the figures that would move."""
    gone = "".join(f"<li>{quiet('would go: ')}<s>{escape(text)}</s></li>" for text in found.gone)
    new = "".join(f"<li><b>would be new:</b> {escape(text)}</li>" for text in found.new)
    said = page(f'<p>{escape(found.said)}</p><ol class="said">{gone}{new}</ol>', dark)
    cells = [tuple(map(escape, row)) for row in found.figures]
    moved = table(("Figure", "Before", "After"), cells, f"Figures that would change, {found.term}", dark)
    return said + moved if cells else said


def history(loads: Sequence[LoadView], dark: bool) -> str:
    cells = [
        (str(x.batch), escape(x.file), escape(x.dataset), escape(x.by) + (f"<br>{quiet(x.why)}" if x.why else ""),
         escape(x.when), escape(x.counts), escape(x.state) if x.undoable else quiet(x.state),
         f"<code>{escape(x.sha256)}…</code>")
        for x in loads
    ]  # fmt: skip
    headings = ("Batch", "File", "Dataset", "By, and why", "Loaded", "Rows", "State", "SHA-256")
    return table(headings, cells, "Every load, the newest first", dark)


def columns(one: DatasetView, dark: bool) -> str:
    cells = [
        (
            f"<code>{escape(c.name)}</code>",
            escape(c.help),
            f"<code>{escape(c.example)}</code>",
            escape(c.rule),
        )
        for c in one.columns
    ]
    return table(("Column", "What it holds", "Example", "Rule"), cells, f"Columns of {one.title}", dark)


def survey(one: Survey, dark: bool) -> str:
    cells = [
        (
            f"<code>{escape(q.code)}</code>",
            escape(q.wording) + (f"<br>{quiet('put the other way round')}" if q.reversed else ""),
            escape(q.area),
            escape(q.answers),
            escape(q.favourable),
        )
        for q in one.questions
    ]
    headings = ("Question", "Wording", "Area", "Answers", "Favourable")
    return table(headings, cells, f"{one.title}: its questions", dark)


def counted(found: Sequence[Counted], dark: bool, title: str) -> str:
    cells = [
        (
            escape(c.title),
            escape(c.counted),
            escape(c.method),
            escape(c.protection),
            f"<code>{escape(c.code)}</code>",
        )
        for c in found
    ]
    headings = ("Figure", "How it is counted", "Range", "Protection", "Code")
    return table(headings, cells, f"{title}: every figure, from its declaration", dark)


def read_as(found: Sequence[tuple[str, str]], file: str, dark: bool) -> str:
    cells = [(escape(heading), f"<code>{escape(column)}</code>") for heading, column in found]
    return table(("Your heading", "Read as"), cells, f"{file}: which heading was read as what", dark)
