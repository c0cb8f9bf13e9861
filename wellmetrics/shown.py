"""Which loads the figures of board and heads are made of, school by school: as a rule all that stand."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb

from wellmetrics.model import Feed
from wellmetrics.standing import ident, loaded
from wellmetrics.vault import Vault

# What tells of people. More staff or pupils, other schools, terms and words are nobody's health.
OF_PEOPLE: Mapping[Feed, tuple[str, ...]] = {
    "absence": ("absence", "absence_summary"),
    "survey": ("survey", "survey_invited", "survey_summary"),
    "referrals": ("referrals",),
    "participation": ("participation",),
}
BY_LOAD = ("covered", "returns")  # what a load says besides its rows
School = tuple[Feed, str]  # what one school sends of a feed: it waits as a whole, so that every sum is true


def changed(con: duckdb.DuckDBPyConnection) -> list[School]:
    """The schools of whose feed other loads stand than board and heads have seen; not where they have seen none.

    Leaves `load_of_school`, which the other functions need.
    """
    con.execute(_LOADS)
    return con.execute("""
        SELECT feed, urn
        FROM load_of_school
        GROUP BY feed, urn
        HAVING bool_or(seen) AND bool_or(stands <> seen)
        ORDER BY feed, urn
    """).fetchall()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A load that board and heads do not see yet at some schools or, where it was undone, see still."""

    batch: int
    feed: Feed
    undone: bool
    urns: tuple[str, ...]


def waiting(vault: Vault) -> list[Waiting]:
    """As of the latest figures, in the order of the loads."""
    con = vault.con
    if not con.execute("SELECT 1 FROM shown WHERE urn <> '' LIMIT 1").fetchall():
        return []
    con.execute(_LOADS)
    rows = con.execute("""
        SELECT batch, feed, NOT stands, list(urn ORDER BY urn)
        FROM load_of_school
        WHERE waits AND stands <> seen
        GROUP BY batch, feed, stands
        ORDER BY batch
    """).fetchall()
    return [Waiting(batch, feed, undone, tuple(urns)) for batch, feed, undone, urns in rows]


def remember(vault: Vault, waits: Collection[School]) -> None:
    """From now on board and heads have seen all that stands but what waits. Part of a transaction of the caller's."""
    con = vault.con
    _choose(con, waits)
    con.execute("DELETE FROM shown")
    con.execute("INSERT INTO shown SELECT batch, '' FROM standing_load")
    con.execute(
        "INSERT INTO shown SELECT batch, urn FROM load_of_school SEMI JOIN chosen USING (feed, urn) WHERE seen"
    )


@contextmanager
def as_seen(
    con: duckdb.DuckDBPyConnection, schools: Collection[School], only: Collection[str] | None = None
) -> Iterator[None]:
    """Meanwhile these schools' feeds stand as board and heads have seen them. With `only`, no other school sent any."""
    _choose(con, schools)
    con.execute("CREATE OR REPLACE TEMP VIEW seen_load AS FROM standing_load ANTI JOIN not_yet USING (batch)")
    con.execute("CREATE OR REPLACE TEMP TABLE only_school AS SELECT unnest(?) AS urn", [list(only or ())])
    try:
        _look(con, _as_seen if only is None else _of_few)
        yield
    finally:
        with suppress(duckdb.Error):  # a full disk may have closed the store
            con.execute("CREATE OR REPLACE TEMP VIEW seen_load AS FROM standing_load")
            _look(con, loaded)


def _look(con: duckdb.DuckDBPyConnection, rows: Callable[[str], str]) -> None:
    for table in (*BY_LOAD, *(name for names in OF_PEOPLE.values() for name in names)):
        con.execute(f"CREATE OR REPLACE TEMP VIEW loaded_{table} AS {rows(table)}")


def _as_seen(table: str) -> str:
    return f"""
        {loaded(table)} ANTI JOIN not_yet USING (batch, urn)
        UNION ALL
        SELECT r.* FROM {ident(table)} AS r SEMI JOIN still_seen USING (batch, urn)
    """


def _of_few(table: str) -> str:
    return f"SELECT * FROM ({_as_seen(table)}) SEMI JOIN only_school USING (urn)"


def _choose(con: duckdb.DuckDBPyConnection, schools: Collection[School]) -> None:
    con.execute(_CHOSEN)
    if schools:
        con.executemany("INSERT INTO chosen VALUES (?, ?)", [list(school) for school in schools])


_CHOSEN = """
CREATE OR REPLACE TEMP TABLE chosen (feed VARCHAR, urn VARCHAR);
CREATE OR REPLACE TEMP VIEW not_yet AS
SELECT batch, urn FROM load_of_school SEMI JOIN chosen USING (feed, urn) WHERE stands AND NOT seen;
CREATE OR REPLACE TEMP VIEW still_seen AS
SELECT batch, urn FROM load_of_school SEMI JOIN chosen USING (feed, urn) WHERE seen AND NOT stands
"""

_FEEDS = " UNION ALL ".join(
    f"SELECT '{feed}' AS feed, '{name}' AS dataset" for feed, names in OF_PEOPLE.items() for name in names
)
_NAMED = " UNION ".join(
    f"SELECT batch, urn FROM {ident(name)}" for names in OF_PEOPLE.values() for name in names
)
# Which loads name which school: whether each stands, was seen, and when it last came or went.
_LOADS = f"""
CREATE OR REPLACE TEMP TABLE of_feed AS {_FEEDS};
CREATE OR REPLACE TEMP TABLE load_of_school AS
WITH own AS (
    SELECT DISTINCT f.feed, s.urn
    FROM shown AS s
    JOIN load AS l USING (batch)
    JOIN of_feed AS f USING (dataset)
    WHERE s.urn <> ''
),
event AS (
    SELECT batch, max(done_at) AS done_at FROM load_event GROUP BY batch
)
SELECT
    n.batch, f.feed, n.urn,
    l.undone_at IS NULL AS stands,
    s.batch IS NOT NULL AS seen,
    o.urn IS NOT NULL AS waits,
    greatest(l.loaded_at, coalesce(e.done_at, l.loaded_at)) AS moved_at
FROM ({_NAMED}) AS n
JOIN load AS l USING (batch)
JOIN of_feed AS f USING (dataset)
LEFT JOIN own AS o ON o.feed = f.feed AND o.urn = n.urn
LEFT JOIN event AS e ON e.batch = n.batch
LEFT JOIN shown AS s ON s.batch = n.batch AND s.urn = coalesce(o.urn, '')
"""
