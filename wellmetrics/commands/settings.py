"""The settings of the home: listed, shown and changed."""

from typing import Annotated

import typer

from wellmetrics import access, build
from wellmetrics import settings as declared
from wellmetrics.archive import VAULT
from wellmetrics.commands.frame import As, By, Form, Home, app, progress, show
from wellmetrics.settings import SETTINGS, Setting
from wellmetrics.vault import Vault

COLUMNS = ("name", "value", "default", "may_be", "what")


@app.command()
def settings(
    name: Annotated[str, typer.Argument(help="A setting; without it all are listed.")] = "",
    value: Annotated[str, typer.Argument(help="What it is to be from now on.")] = "",
    by: By = "lead",
    form: Form = As.text,
    home: Home = None,
) -> None:
    """What can be set in this home: all of it, one setting, or one setting changed."""
    at = access.home(home)
    if value:
        with progress("Changing the setting") as tell:
            said = build.change_setting(at, name, value, by, tell)
        print(said)
        return
    found = [declared.setting(name)] if name else SETTINGS
    values = {one.name: one.default for one in found}
    # A vault is not made by looking into it.
    if (at / VAULT).exists():
        with Vault(at, build.WAIT) as vault:
            values = {one.name: declared.value(vault, one) for one in found}
    show(COLUMNS, [_row(one, values[one.name]) for one in found], form)


def _row(one: Setting, value: str) -> tuple[str, ...]:
    return (one.name, value, one.default, one.may_be, one.what)
