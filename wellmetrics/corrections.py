"""Which corrections board and heads see later: those by which two releases, compared, would give away a few people."""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace

import duckdb
import pandas as pd

from wellmetrics import catalogue, shown
from wellmetrics.chunks import ROWS_AT_ONCE
from wellmetrics.disclosure.door import Audience
from wellmetrics.disclosure.figures import VALUES
from wellmetrics.disclosure.primary import FEW
from wellmetrics.model import TERMS, Indicator
from wellmetrics.observe import OF_ALL_SCHOOLS, worked_out
from wellmetrics.shown import School, Waiting
from wellmetrics.vault import Vault
from wellmetrics.words.numbers import listed

WHY = "figures of 1 to 4 people change there"
OWN = "A school's own head sees the change at once, but for groups and reasons."
_WHERE = ["indicator", "grain", "period", "part"]


def found(vault: Vault, rows_at_once: int = ROWS_AT_ONCE) -> list[School]:
    """The schools and feeds of which a figure of a term that is over would change by one to four people.

    A term that was not there before is no correction, and a later one brings all that waits. It goes by the vault's
    rows and by when they were loaded, so a backup that is put back comes to the same.
    """
    con = vault.con
    changed = shown.changed(con)
    if not changed:
        return []
    with shown.as_seen(con, changed):
        _keep(con, "sent_before", _sent("(FROM loaded_returns SEMI JOIN shown USING (batch))"))
    _keep(con, "sent_after", _sent("standing_returns"))
    _keep(con, "correction", _CORRECTION)
    corrected = con.execute("SELECT feed, urn FROM correction").fetchall()
    if not corrected:
        return []
    for when, seen in (("before", corrected), ("after", [])):
        _lay_out(vault, when, seen, {urn for _, urn in corrected}, rows_at_once)
    few = con.execute(_FEW, [FEW]).fetchall()
    con.execute("DROP TABLE line_before; DROP TABLE line_after")
    return few


def with_own_records(head: Audience, lead: Audience) -> Audience:
    """A head keeps the school's records and knows how they stand; what is hidden by group or reason waits for heads too."""
    cells = head.cells.copy()
    own, hers = (_records(one.cells, head.name) for one in (head, lead))
    standing = lead.cells[hers].set_index(_WHERE)
    at = pd.MultiIndex.from_frame(cells.loc[own, _WHERE])
    rows, found = cells.index[own][at.isin(standing.index)], at[at.isin(standing.index)]
    for name in ("state", *VALUES):
        cells.loc[rows, name] = standing[name].reindex(found).to_numpy()
    return replace(head, cells=cells)


def _records(cells: pd.DataFrame, urn: str) -> pd.Series:
    """The figures that are shown to those who keep the records, whatever they are."""
    exact = [
        i.code for i in catalogue.all_indicators().values() if i.protection == "managed" and not i.part_of
    ]
    return (cells["urn"] == urn) & (cells["cut"] == "all") & cells["indicator"].isin(exact)


def said(vault: Vault) -> dict[int, str]:
    """Of each load that waits what board and heads see of it, for those who may see single records."""
    names = {row["urn"]: row["school"] for row in vault.standing("schools").to_pylist()}
    return {
        one.batch: _said(one, listed([names.get(urn, urn) for urn in one.urns]))
        for one in shown.waiting(vault)
    }


def _said(one: Waiting, schools: str) -> str:
    what = f"{'said' if one.undone else 'says'} of {schools} {'until' if one.undone else 'with'}"
    own = f" {OWN}" if one.feed != "survey" else ""
    return f"The board and heads see what batch {one.batch} {what} the next term's files: {WHY}.{own}"


def _keep(con: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")


def _lay_out(
    vault: Vault, when: str, seen: Collection[School], urns: Collection[str], rows_at_once: int
) -> None:
    """What these schools' figures are made of, with these feeds as board and heads have seen them."""
    con, kept = vault.con, ("line", "begun", "period_term", "term_end")
    with shown.as_seen(con, seen, urns), closing(worked_out(vault, kept, rows_at_once)) as parts:
        for _ in parts:
            _keep(con, "line", " UNION ALL ".join(_lines()))
            _keep(con, "begun", _BEGUN)
    _keep(con, f"line_{when}", "FROM line")
    _keep(con, f"came_{when}", f"SELECT feed, urn, term FROM sent_{when} UNION FROM begun")


def _lines() -> Iterator[str]:
    """SELECTs of every part of every sum that is published: whose they are does not matter, how many of them does."""
    for indicator in catalogue.all_indicators().values():
        if indicator.gap or indicator.dataset in OF_ALL_SCHOOLS:
            continue  # made of others, which are judged themselves
        cuts = [*(["all"] if indicator.whole else []), *indicator.cuts]
        yield _of_people(indicator, cuts)
        if indicator.summary:
            yield _of_totals(indicator, cuts, *indicator.summary)


def _of_people(indicator: Indicator, cuts: list[str]) -> str:
    people = indicator.numerator if indicator.counts else "1"
    # A base is nobody's health, and it has not changed.
    own = not indicator.counts and (indicator.base is None or indicator.method == "median")
    # Without spells or referrals nobody was ill or referred; without replies or counts there is no figure.
    given = indicator.feed in ("survey", "participation")
    sums = (
        f"{indicator.numerator} AS num, {indicator.denominator if own else 'NULL'} AS den, {people} AS people"
    )
    rows = f"{indicator.dataset} WHERE {indicator.where} AND (grain = 'term' OR (grain = 'month' AND cut = 'all'))"
    return _line(indicator, cuts, f"{indicator.counts} AS counts, {given} AS given", sums, rows)


def _of_totals(indicator: Indicator, cuts: list[str], numerator: str, denominator: str) -> str:
    """Nobody knows whose a total is: any change of it may be of a few."""
    grain = "month" if indicator.feed == "absence" else "term"
    whose = f"audience = '{indicator.audience}'" if indicator.audience else "true"
    sums = f"{numerator} AS num, {denominator} AS den, 0 AS people"
    rows = f"{indicator.summary_from} WHERE {whose} AND grain = '{grain}'"
    return _line(indicator, cuts, "true AS counts, true AS given", sums, rows)


def _line(indicator: Indicator, cuts: list[str], sort: str, sums: str, rows: str) -> str:
    return f"""
        SELECT '{indicator.feed}' AS feed, '{indicator.code}' AS indicator, {sort}, urn, grain, period, cut, part,
               round(CAST(num AS DOUBLE), 6) AS num, round(CAST(den AS DOUBLE), 6) AS den, people, count(*) AS n
        FROM (SELECT urn, grain, period, cut, part, {sums} FROM {rows})
        WHERE list_contains({cuts}, cut) AND (given OR num <> 0 OR den <> 0)
        GROUP BY ALL
    """


def _sent(returns: str) -> str:
    """The terms of these schools that have come in, and how they follow one another."""
    return f"""
        SELECT DISTINCT f.feed, r.urn, r.academic_year || ' ' || r.term AS term,
               r.academic_year || list_position({list(TERMS)}, r.term) AS place
        FROM {returns} AS r
        JOIN of_feed AS f USING (dataset)
        SEMI JOIN chosen AS c ON c.feed = f.feed AND c.urn = r.urn
        WHERE r.state <> 'not due'
    """


# Where term dates came after the rows, no return could be written.
_BEGUN = """
    SELECT DISTINCT 'absence' AS feed, a.urn, d.academic_year || ' ' || d.term AS term
    FROM standing_absence AS a
    JOIN school_day AS d ON d.urn = a.urn AND d.day = a.first_day
    UNION
    SELECT feed, urn, period FROM line WHERE given AND grain = 'term'
"""

# What changed since board and heads saw it, where no later term has come; and the day of the last change.
_CORRECTION = """
    SELECT feed, urn, CAST(max(moved_at) FILTER (stands <> seen) AS DATE) AS day
    FROM load_of_school
    SEMI JOIN chosen USING (feed, urn)
    LEFT JOIN (SELECT feed, urn, max(place) AS last_before FROM sent_before GROUP BY ALL) USING (feed, urn)
    LEFT JOIN (SELECT feed, urn, max(place) AS last_after FROM sent_after GROUP BY ALL) USING (feed, urn)
    GROUP BY feed, urn
    HAVING coalesce(max(last_after) <= max(last_before), true)
    ORDER BY feed, urn
"""

# Where people are known, as many as came or went, whichever is more: one in another's place is two, and told as one.
_FEW = """
    WITH over AS (
        SELECT c.feed, c.urn, e.term
        FROM correction AS c
        JOIN term_end AS e ON e.urn = c.urn AND e.last_day < c.day
        SEMI JOIN came_before AS b ON b.feed = c.feed AND b.urn = c.urn AND b.term = e.term
        SEMI JOIN came_after AS a ON a.feed = c.feed AND a.urn = c.urn AND a.term = e.term
    ),
    judged AS (
        SELECT c.feed, c.urn, p.grain, p.period
        FROM correction AS c
        JOIN period_term AS p ON p.urn = c.urn
        LEFT JOIN over AS o ON o.feed = c.feed AND o.urn = c.urn AND o.term = p.term
        GROUP BY ALL
        HAVING count(*) = count(o.term)
    ),
    moved AS (
        SELECT * EXCLUDE (n), sum(n) AS n
        FROM (FROM line_after UNION ALL SELECT * REPLACE (-n AS n) FROM line_before)
        SEMI JOIN judged USING (feed, urn, grain, period)
        GROUP BY ALL
        HAVING sum(n) <> 0
    ),
    -- A figure that was not there, or is there no more, tells nothing by its change.
    there AS (
        SELECT feed, indicator, urn, grain, period, cut FROM line_before
        INTERSECT
        SELECT feed, indicator, urn, grain, period, cut FROM line_after
    ),
    cell AS (
        SELECT feed, indicator, urn, grain, period, cut, part, counts, given,
               sum(people * greatest(n, 0)) AS came, sum(people * greatest(-n, 0)) AS went
        FROM moved
        GROUP BY ALL
    )
    SELECT DISTINCT feed, urn
    FROM cell
    WHERE CASE WHEN counts THEN abs(came - went) ELSE greatest(came, went) END < ?
      AND (NOT given OR (feed, indicator, urn, grain, period, cut) IN (FROM there))
    ORDER BY feed, urn
"""
