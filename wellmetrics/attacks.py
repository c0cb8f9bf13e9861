"""What readers get back of a release by working at it: each alone, with what earlier ones showed, and all together."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from wellmetrics.disclosure.attack import WIDE, attack, worked_out
from wellmetrics.disclosure.gathered import File, Rows, put_together, still_true
from wellmetrics.disclosure.reader import remembered
from wellmetrics.model import Refusal
from wellmetrics.release import Release


class Got(NamedTuple):
    """How many hidden figures were worked out, by whom, and what is to be said of it."""

    who: str
    got: int
    said: str


def attacks(opened: list[Release], earlier: list[Path]) -> Iterator[Got]:
    """On every file of a release. Each number as it stands is known, which is more than a download says.

    `earlier` are the folders of releases that readers may have kept.
    """
    lead, board = (_of(opened, audience) for audience in ("lead", "board"))
    # What waits for board and heads stands behind the lead's figures only.
    behind = {"lead": _behind(lead), "board": _behind(board), "head": _behind(board)}
    kept: dict[str, list[pd.DataFrame]] = {one.path.name: [] for one in opened}
    for folder in earlier:
        for name, shown in _kept(folder, behind):
            kept.get(name, []).append(shown)
    files = {one: File(one.table("cells").to_pandas(), one.meta["urn"], one.pool) for one in opened}
    for one, file in files.items():
        # Everybody knows when which school was in the trust, though a head's file does not hold it.
        members = one.table("memberships").to_pandas()
        yield _alone(one, file, behind["lead"].members if members.empty else members, kept[one.path.name])
    others = [file for one, file in files.items() if one is not lead]
    found = put_together(files[lead].cells, others, behind["lead"].members)
    got = int((found["width"] == 0).sum())
    yield Got("all together", got, f"of what the lead's file hides: {_told(got, len(found) - got)}")


def _of(opened: list[Release], audience: str) -> Release:
    return next(one for one in opened if one.meta["audience"] == audience)


def _behind(one: Release) -> Rows:
    return Rows(one.table("lineage").to_pandas(), one.table("memberships").to_pandas())


def _kept(folder: Path, behind: Mapping[str, Rows]) -> Iterator[tuple[str, pd.DataFrame]]:
    """By the file's name, what an earlier release showed that is true still. One that cannot be read tells nothing."""
    try:
        opened = [Release(path) for path in sorted(folder.glob("*.duckdb"))]
    except Refusal:
        return
    then = {audience: _behind(_of(opened, audience)) for audience in ("lead", "board")}
    for one in opened:
        reader = one.meta["audience"]
        then_behind = then["lead" if reader == "lead" else "board"]
        yield one.path.name, still_true(one.table("cells").to_pandas(), then_behind, behind[reader])
        one.close()


def _alone(one: Release, file: File, members: pd.DataFrame, earlier: list[pd.DataFrame]) -> Got:
    cells = remembered(file.cells, earlier)
    got = int(worked_out(cells, members, file.pool, file.own).sum())
    bounded = len(attack(cells, members, file.pool, file.own)) - got
    hidden = int((cells["state"] == "hidden").sum())
    said = f"{len(cells)} figures, {hidden} hidden: {_told(got, bounded)}"
    if earlier:
        releases = "1 earlier release" if len(earlier) == 1 else f"{len(earlier)} earlier releases"
        said = f"with what {releases} showed, {said}"
    return Got(file.own or one.meta["audience"], got, said)


def _told(got: int, bounded: int) -> str:
    return f"{got} worked out, {bounded} told to within fewer than {WIDE} people"
