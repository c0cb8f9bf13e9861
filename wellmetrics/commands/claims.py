"""The claim check: which sentences of a text the figures carry."""

from pathlib import Path
from typing import Annotated

import typer

from wellmetrics import access
from wellmetrics.commands.frame import As, Form, Home, Role, app, progress, show, viewer
from wellmetrics.model import CallError

LARGEST = 1_000_000  # bytes: some four hundred pages
SUFFIXES = (".txt", ".md", ".markdown", ".text")


@app.command()
def claims(
    file: Annotated[Path, typer.Argument(help="A text for a pack: .txt or .md.")],
    role: Role = "lead",
    form: Form = As.text,
    home: Home = None,
) -> None:
    """Check what a text says of figures, sentence by sentence: supported, not supported, or cannot be checked.

    Exit code 1 where a sentence is not supported.
    """
    from wellmetrics.views import claims as checking  # its words and patterns are of no use to other commands

    who, text = viewer(role), _text(file)
    figures = access.open_release(access.home(home), who)
    with progress("Reading the text"):
        checked = checking.check(figures, who, text)
    show(checking.COLUMNS, (one.row for one in checked), form)
    raise typer.Exit(1 if any(one.verdict == "not supported" for one in checked) else 0)


def _text(file: Path) -> str:
    """The text of a file. Raises CallError with a sentence where it is none that can be read."""
    if file.suffix.lower() not in SUFFIXES:
        raise CallError(
            f"{file.name} is not a text that can be checked. Save it as plain text (.txt) or Markdown (.md)."
        )
    if not file.is_file():
        raise CallError(f"There is no file {file}.")
    if file.stat().st_size > LARGEST:
        raise CallError(f"{file.name} is larger than 1 MB. Check a long text in parts.")
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CallError(
            f"{file.name}, line {line}: the text is not UTF-8. Save it as plain text with the encoding UTF-8."
        ) from None
    except OSError as error:
        raise CallError(f"{file.name} cannot be read: {error.strerror}.") from None
