"""What heads said of their own figures: listed, and disputes settled."""

from typing import Annotated

import typer

from wellmetrics import access, workbook
from wellmetrics.commands.frame import As, By, Form, Home, Role, app, show, viewer
from wellmetrics.views import disputed as disputes
from wellmetrics.workbook import Answer, Objection

COLUMNS = (
    *(
        "number",
        "school",
        "period",
        "feed",
        "state",
        "indicator",
        "why",
        "own_record",
        "shared",
        "by",
        "said_at",
    ),
    *("found", "settled_by", "settled_at"),
)


@app.command()
def confirmations(
    disputed: Annotated[bool, typer.Option("--disputed", help="Only the disputes that stand.")] = False,
    role: Role = "lead",
    form: Form = As.text,
    home: Home = None,
) -> None:
    """What heads said of their own figures, feed by feed: confirmed, disputed or settled."""
    at, who = access.home(home), viewer(role)
    found = workbook.answers(at, who, disputes.shown_in(access.open_release(at, who)))
    show(COLUMNS, [_row(one) for one in found if one.disputed or not disputed], form)


@app.command()
def settle(
    number: Annotated[int, typer.Argument(help="The dispute, as “confirmations” numbers it.")],
    found: Annotated[
        str, typer.Argument(help="What was found: “corrected by batch 12”, “kept, because ...”.")
    ],
    by: By = "lead",
    role: Role = "lead",
    home: Home = None,
) -> None:
    """Settle a dispute with what was found; it stays in the list."""
    one = workbook.settle(access.home(home), viewer(role), by, number, found)
    print(
        f"Dispute {one.number} is settled. It stands beside no figure any more; its head is asked once again."
    )


def _row(one: Answer) -> list:
    said = one.objection or Objection("", "")
    state = "disputed" if one.disputed else "settled" if one.objection else "confirmed"
    what = said.indicator or ("all" if one.objection else "")
    return [
        one.number, one.about.urn, one.about.period, one.about.feed, state, what, said.why, said.own,
        "yes" if said.shared else "no", one.by, one.said_at, one.found, one.settled_by, one.settled_at,
    ]  # fmt: skip
