"""Writes releases: one file per audience, built whole, never changed, made current by one rename."""

import contextlib
import json
import shutil
import stat
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from wellmetrics import catalogue
from wellmetrics.archive import point_to
from wellmetrics.disclosure.door import Audience
from wellmetrics.keys import Key
from wellmetrics.model import OTHERS, Indicator, Refusal
from wellmetrics.observe import Observed
from wellmetrics.opening import Tell, quiet
from wellmetrics.queries import WRITTEN
from wellmetrics.release import KNOWN, file_name

KEPT = 10
WAITS = "waits"  # by load, what is said of it while board and heads do not see it: in the lead's file only
TO_BE = ".to-be-"
FORGOTTEN = 3600  # seconds


def write(
    home: Path,
    observed: Observed,
    audiences: Iterable[Audience],
    meta: dict[str, str],
    beside: Mapping[str, pa.Table] | None = None,
    tell: Tell = quiet,
    seen: Observed | None = None,
) -> str:
    """Writes every audience's file. Returns the release's id, for `make_current`.

    `seen` is what the others' files are made of where that is not yet what the lead's is.

    A release that is not finished is never seen: the folder gets its name when all its files are there.
    """
    folder = home / "releases"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left_over in folder.glob(".building-*"):
        remove(left_over)
    sweep(folder)
    number = max((int(p.name.split("-")[0]) for p in folder.glob("[0-9]*")), default=0) + 1
    made_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    name = f"{number:05d}-{made_at:%Y%m%dT%H%M%S}"
    building = folder / f".building-{name}"
    building.mkdir(mode=0o700)
    meta = {**meta, "release": name, "made_at": made_at.isoformat()}
    try:
        write_files(building, Key(home), observed, audiences, meta, beside, tell, seen)
    except BaseException:
        # What was written may have been the last room on the disk.
        remove(building)
        raise
    building.rename(folder / name)
    return name


def write_files(
    folder: Path,
    key: Key,
    observed: Observed,
    audiences: Iterable[Audience],
    meta: dict[str, str],
    beside: Mapping[str, pa.Table] | None = None,
    tell: Tell = quiet,
    seen: Observed | None = None,
) -> None:
    """One file an audience, read-only, in a folder that is there; beside them what everybody may know."""
    _write_known(folder / KNOWN, observed, meta)
    schools = sum(kind == "school" for kind in observed.places["kind"].to_pylist())
    # One thread: the tables are small, and threads that wait for one another cost more than they bring.
    with duckdb.connect(config={"threads": 1}) as con:
        written = _Beside(con, observed, seen or observed, beside or {})
        for number, audience in enumerate(audiences, 1):
            tell(f"Protecting and writing the figures: file {number} of {schools + 2}")
            path = folder / f"{file_name(key, audience.name)}.duckdb"
            written.of(seen if seen and audience.name != "lead" else observed)
            written.write(path, audience, meta)
            path.chmod(stat.S_IRUSR)


def _write_known(path: Path, observed: Observed, meta: Mapping[str, str]) -> None:
    """So that nobody's file is opened for it but by its own readers."""
    places = observed.places.select(["name", "urn", "kind"]).to_pylist()
    schools = sorted((p["name"], p["urn"]) for p in places if p["kind"] == "school")
    known = {"demo": meta.get("demo") == "yes", "schools": {urn: name for name, urn in schools}}
    path.write_text(json.dumps(known), encoding="utf-8")
    path.chmod(stat.S_IRUSR)


def make_current(home: Path, name: str) -> None:
    """One atomic rename: a reader sees the old release or the new one, never half of either."""
    if not (home / "releases" / name).is_dir():
        raise Refusal(f"There is no release {name}.")
    point_to(home, name)
    _forget_old(home / "releases", name)


class _Beside:
    """What stands beside the cells of every file, and the one connection through which all files are written."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        observed: Observed,
        seen: Observed,
        written: Mapping[str, pa.Table],
    ) -> None:
        self.con, self.made_of = con, None
        con.register("standing_lineage", observed.lineage)
        con.register("seen_lineage", seen.lineage)
        con.register("standing_sources", observed.sources)
        for name, schema in WRITTEN.items():
            con.register(name, written.get(name, schema.empty_table()))
        declared = catalogue.all_indicators()
        feeds = [{"indicator": i.code, "feed": i.feed, "about": _about(i)} for i in declared.values()]
        con.register("feed_of", pa.Table.from_pylist(feeds))
        kept = {indicator.feed for indicator in declared.values() if indicator.protection == "managed"}
        con.register("feed_of_records", pa.table({"feed": sorted(kept)}))

    def of(self, observed: Observed) -> None:
        if observed is self.made_of:
            return
        self.made_of = observed
        for name in (
            "places",
            "periods",
            "coverage",
            "lineage",
            "sources",
            "breaks",
            "questions",
            "queries",
            "public",
        ):
            self.con.register(name, getattr(observed, name))
        self.con.register("memberships", observed.members)

    def write(self, path: Path, audience: Audience, meta: dict[str, str]) -> None:
        own = None if audience.name in ("lead", "board") else audience.name
        about = {
            "audience": "head" if own else audience.name,
            "urn": own or "",
            "pool": json.dumps(audience.pool),
        }
        about = {
            name: value for name, value in meta.items() if name != WAITS or audience.name == "lead"
        } | about
        self.con.register("cells", pa.Table.from_pandas(audience.cells, preserve_index=False))
        self.con.register("meta", pa.table({"name": list(about), "value": list(about.values())}))
        file = str(path).replace("'", "''")
        self.con.execute(f"ATTACH '{file}' AS file")
        self.con.execute("BEGIN")
        of_role = _HEADS_TABLE if own else _LEADS_TABLE if audience.name == "lead" else _BOARDS_TABLE
        if audience.pool_of is not None:
            of_role = of_role | _BY_NAME
        given = {"urn": own, "pool_of": audience.pool_of}
        for name, query in (_EVERY_TABLE | of_role).items():
            asked = {key: value for key, value in given.items() if f"${key}" in query}
            self.con.execute(f"CREATE TABLE file.{name} AS {query}", asked or None)
        self.con.execute("COMMIT")
        self.con.execute("DETACH file")


# Cells come in order: by indicator, place, period and part.
_EVERY_TABLE = {
    "cells": "SELECT * FROM cells",
    "meta": "SELECT * FROM meta",
    "places": "SELECT * FROM places",
    "periods": "SELECT * FROM periods",
    "coverage": "SELECT * FROM coverage",
    "lineage": "SELECT * EXCLUDE (by_rows) FROM lineage",
    "sources": "SELECT * FROM sources",
    "memberships": "SELECT * FROM memberships",
    "breaks": "SELECT * FROM breaks",
    "questions": "SELECT * FROM questions",
    "public": "SELECT * FROM public",
    "baselines": "SELECT * FROM baselines",
    # Who is in each group now.
    "members": """
        SELECT "group", urn
        FROM memberships
        WHERE grain = 'term'
          AND period = (SELECT max_by(period, first_day) FROM periods WHERE grain = 'term')
    """,
}

# What was doubtful in a file is told in words that may hold what somebody typed.
# Which loads stand behind the others' figures their files do not say whole.
_LEADS_TABLE = {
    "queries": "SELECT * FROM queries",
    "footnotes": "SELECT * FROM footnotes",
    "seen_lineage": "SELECT * EXCLUDE (by_rows) FROM seen_lineage",
}


def _about(indicator: Indicator) -> str:
    """Whom an indicator counts, as the rows that it counts say it: see `queries.WHOSE`."""
    if indicator.feed == "referrals":
        return "staff" if indicator.people == "staff referrals" else "pupil"
    return indicator.audience


# A note follows its figure: it is in a file where a figure of its school and term that rests on its load, and counts whom
# its row is of, is shown, or where there was nothing to show and nothing to hide. Where it stands in the file stays with the lead.
_FOLLOWS = """
    SELECT * REPLACE ('' AS problem, CAST(NULL AS INTEGER) AS line, '' AS "column", '' AS about)
    FROM footnotes AS n
    WHERE n.shared AND (
        SELECT bool_or(c.state = 'shown') OR (bool_or(c.state = 'nil') AND NOT bool_or(c.state = 'hidden'))
        FROM lineage AS l
        JOIN feed_of AS f ON f.feed = l.feed
        JOIN cells AS c
          ON c.indicator = f.indicator AND c.urn = l.urn AND c.grain = l.grain AND c.period = l.period
        WHERE l.batch = n.batch AND l.grain = 'term' AND n.urn IN ('', l.urn) AND n.period IN ('', l.period)
          AND c.cut = 'all' AND (n.about = '' OR f.about IN ('', n.about))
    )
"""
# How many rows of a file are doubtful is of that file's rows, one by one.
_UNCOUNTED = "SELECT * REPLACE (CAST(NULL AS BIGINT) AS queries) FROM"
# That a file of autumn stands behind spring too says that somebody was away from then to then.
_BOARDS_TABLE = {
    "footnotes": _FOLLOWS,
    "sources": f"{_UNCOUNTED} sources",
    "lineage": "SELECT * EXCLUDE (by_rows) FROM lineage WHERE NOT by_rows",
}

# What stands behind the records, which a head sees as they are, and behind the rest, of which something may wait.
_OWN_LINEAGE = """
    SELECT * EXCLUDE (by_rows) FROM lineage WHERE urn = $urn
    UNION
    SELECT l.* EXCLUDE (by_rows) FROM standing_lineage AS l SEMI JOIN feed_of_records USING (feed) WHERE l.urn = $urn
"""
# A head's file names no other school's files, terms or staff numbers.
_HEADS_TABLE = {
    "footnotes": f"SELECT * FROM ({_FOLLOWS}) WHERE urn = $urn",
    "places": """
        SELECT * REPLACE (CASE WHEN urn = $urn THEN headcount END AS headcount)
        FROM places
        WHERE "group" = '' OR kind = 'trust'
    """,
    "baselines": """SELECT * FROM baselines WHERE urn IN ('', $urn) AND "group" = ''""",
    "coverage": "SELECT * FROM coverage WHERE urn = $urn",
    "lineage": _OWN_LINEAGE,
    "sources": f"""
        {_UNCOUNTED} (FROM sources UNION FROM standing_sources) WHERE batch IN (SELECT batch FROM ({_OWN_LINEAGE}))
    """,
    "memberships": "SELECT * FROM memberships WHERE false",
    "breaks": "SELECT * FROM breaks WHERE urn IS NULL OR urn IN ('', $urn)",
    "members": 'SELECT "group", urn FROM memberships WHERE false',
}

# Where a head's file holds single schools, whose sums the trust and the pool are is what the attack goes by. When
# schools joined and left stands among the places already.
_BY_NAME = {
    "memberships": f"""
        SELECT * FROM memberships WHERE "group" = ''
        UNION ALL
        SELECT * REPLACE ('{OTHERS}' AS "group") FROM memberships WHERE "group" = $pool_of AND urn <> $urn
    """
}


def sweep(folder: Path) -> None:
    """Figures that were to be and that a killed process left behind; those of the last hour may still be looked at."""
    for left in folder.glob(f"{TO_BE}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > FORGOTTEN:
                remove(left)


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
