"""Writes releases: one file per audience, built whole, never changed, made current by one rename."""

import contextlib
import json
import os
import shutil
import stat
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from wellmetrics.disclosure.door import Audience
from wellmetrics.keys import Key
from wellmetrics.model import Refusal
from wellmetrics.observe import Observed
from wellmetrics.release import file_name

KEPT = 10


def write(home: Path, observed: Observed, audiences: Iterable[Audience], meta: dict[str, str]) -> str:
    """Writes every audience's file and makes the release current. Returns its id.

    A release that is not finished is never seen: the folder gets its name when all its files are there.
    """
    folder = home / "releases"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left_over in folder.glob(".building-*"):
        remove(left_over)
    number = max((int(p.name.split("-")[0]) for p in folder.glob("[0-9]*")), default=0) + 1
    made_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    name = f"{number:05d}-{made_at:%Y%m%dT%H%M%S}"
    building = folder / f".building-{name}"
    building.mkdir(mode=0o700)
    key, tables = Key(home), _tables(observed)
    for audience in audiences:
        path = building / f"{file_name(key, audience.name)}.duckdb"
        _write_file(path, tables, audience, {**meta, "release": name, "made_at": made_at.isoformat()})
        path.chmod(stat.S_IRUSR)
    building.rename(folder / name)
    make_current(home, name)
    _forget_old(folder, name)
    return name


def make_current(home: Path, name: str) -> None:
    """One atomic rename: a reader sees the old release or the new one, never half of either."""
    folder = home / "releases"
    if not (folder / name).is_dir():
        raise Refusal(f"There is no release {name}.")
    pointer = folder / ".current.new"
    pointer.write_text(name)
    os.replace(pointer, folder / "current")


def _tables(observed: Observed) -> dict[str, pd.DataFrame]:
    """What stands beside the cells of every file."""
    names = ("places", "periods", "coverage", "lineage", "sources")
    tables = {name: getattr(observed, name).to_pandas() for name in names}
    tables["memberships"] = observed.members.to_pandas()
    tables["members"] = _latest_members(tables["memberships"], tables["periods"])
    return tables


def _write_file(
    path: Path, tables: dict[str, pd.DataFrame], audience: Audience, meta: dict[str, str]
) -> None:
    own = None if audience.name in ("lead", "board") else audience.name
    tables = _only_own(tables, own) if own else dict(tables)
    tables["cells"] = audience.cells
    tables["meta"] = pd.DataFrame(
        list(
            {
                **meta,
                "audience": "head" if own else audience.name,
                "urn": own or "",
                "pool": json.dumps(audience.pool),
            }.items()
        ),
        columns=["name", "value"],
    )
    with duckdb.connect(str(path)) as con:
        for name, frame in tables.items():
            con.register("frame", frame)
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM frame {_ORDER.get(name, '')}")
            con.unregister("frame")


_ORDER = {"cells": 'ORDER BY indicator, urn, "group", grain, period, cut, part'}


def _only_own(tables: dict[str, pd.DataFrame], urn: str) -> dict[str, pd.DataFrame]:
    """A head's file names no other school's files, terms or staff numbers."""
    places = tables["places"]
    places = places[(places["group"] == "") | (places["kind"] == "trust")]
    lineage, coverage, sources = (tables[name] for name in ("lineage", "coverage", "sources"))
    lineage = lineage[lineage["urn"] == urn]
    return {
        **tables,
        "places": places.assign(headcount=places["headcount"].where(places["urn"] == urn)),
        "coverage": coverage[coverage["urn"] == urn],
        "lineage": lineage,
        "sources": sources[sources["batch"].isin(lineage["batch"])],
        "memberships": tables["memberships"].iloc[:0],
        "members": tables["members"].iloc[:0],
    }


def _latest_members(members: pd.DataFrame, periods: pd.DataFrame) -> pd.DataFrame:
    """Who is in each group now."""
    terms = periods[periods["grain"] == "term"].sort_values("first_day")
    if terms.empty:
        return members.iloc[:0][["group", "urn"]]
    last = terms["period"].iloc[-1]
    return members.loc[(members["grain"] == "term") & (members["period"] == last), ["group", "urn"]]


def _forget_old(folder: Path, current: str) -> None:
    releases = sorted(p for p in folder.glob("[0-9]*") if p.name != current)
    for old in releases[: -(KEPT - 1)]:
        # A page may still hold a file open on Windows; the next build tries again.
        with contextlib.suppress(OSError):
            remove(old)


def remove(folder: Path) -> None:
    """A release's files are read-only, which Windows refuses to delete."""
    for file in folder.iterdir():
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    shutil.rmtree(folder)
