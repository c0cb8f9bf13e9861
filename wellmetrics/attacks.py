"""What readers get back of a release by working at it: each alone, with what earlier ones showed, and all together."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from wellmetrics.disclosure.attack import WIDE, attack, worked_out
from wellmetrics.disclosure.gathered import File, Rows, put_together, still_true
from wellmetrics.disclosure.reader import remembered
from wellmetrics.model import Refusal
from wellmetrics.release import Release

UNREAD = "cannot be read, so what its readers may have kept is left out of this attack. Put its folder back from a copy, or delete it."


class Attempt(NamedTuple):
    """By whom, whether no hidden figure was worked out, and what is to be said of it."""

    who: str
    well: bool
    said: str


def attacks(opened: list[Release], earlier: list[Path]) -> Iterator[Attempt]:
    """On every file of a release. Each number as it stands is known, which is more than a download says.

    `earlier` are the folders of releases that readers may have kept.
    """
    lead, behind = _of(opened, "lead"), _behind(opened)
    kept: dict[str, list[pd.DataFrame]] = {one.path.name: [] for one in opened}
    for folder in earlier:
        try:
            showed = list(_showed(folder, behind))
        except (Refusal, duckdb.CatalogException):
            yield Attempt("a reader of an earlier release", False, f"Release {folder.name} {UNREAD}")
            continue
        for name, cells in showed:
            kept.get(name, []).append(cells)
    files = {one: File(one.table("cells").to_pandas(), one.meta["urn"], one.pool) for one in opened}
    for one, file in files.items():
        # Everybody knows when which school was in the trust, though a head's file does not hold it.
        members = one.table("memberships").to_pandas()
        yield _alone(one, file, behind["lead"].members if members.empty else members, kept[one.path.name])
    others = [file for one, file in files.items() if one is not lead]
    found = put_together(files[lead].cells, others, behind["lead"].members)
    got = int((found["width"] == 0).sum())
    yield Attempt("all together", not got, f"of what the lead's file hides: {_told(got, len(found) - got)}")


def _of(opened: list[Release], audience: str) -> Release:
    found = [one for one in opened if one.meta["audience"] == audience]
    if not found:
        raise Refusal(f"There is no file of the {audience} in this release.")
    return found[0]


def _behind(opened: list[Release]) -> dict[str, Rows]:
    """What the figures of each role are made of. What waits for board and heads stands behind the lead's only."""
    lead, board = (_of(opened, audience) for audience in ("lead", "board"))
    rows = Rows(lead.table("lineage").to_pandas(), lead.table("memberships").to_pandas())
    # In a release from before the board's file was without some of it, it is there.
    seen = lead.table("seen_lineage") if lead.has("seen_lineage") else board.table("lineage")
    others = Rows(seen.to_pandas(), board.table("memberships").to_pandas())
    return {"lead": rows, "board": others, "head": others}


def _showed(folder: Path, behind: Mapping[str, Rows]) -> Iterator[tuple[str, pd.DataFrame]]:
    """By the file's name, what an earlier release showed that is true still."""
    with ExitStack() as open_files:
        opened = [
            open_files.enter_context(closing(Release(path))) for path in sorted(folder.glob("*.duckdb"))
        ]
        then = _behind(opened)
        for one in opened:
            reader = one.meta["audience"]
            yield one.path.name, still_true(one.table("cells").to_pandas(), then[reader], behind[reader])


def _alone(one: Release, file: File, members: pd.DataFrame, earlier: list[pd.DataFrame]) -> Attempt:
    cells = remembered(file.cells, earlier)
    got = int(worked_out(cells, members, file.pool, file.own).sum())
    bounded = len(attack(cells, members, file.pool, file.own)) - got
    hidden = int((cells["state"] == "hidden").sum())
    said = f"{len(cells)} figures, {hidden} hidden: {_told(got, bounded)}"
    if earlier:
        releases = "1 earlier release" if len(earlier) == 1 else f"{len(earlier)} earlier releases"
        said = f"with what {releases} showed, {said}"
    return Attempt(file.own or one.meta["audience"], not got, said)


def _told(got: int, bounded: int) -> str:
    return f"{got} worked out, {bounded} told to within fewer than {WIDE} people"
