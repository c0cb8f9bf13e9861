"""Facts to observations: the only place anything is counted. Every indicator becomes one table of additive sums.

`observe` leaves the temporary table `observation` in the vault's connection, one row an indicator, place, period and
part, for schools, the trust (no urn, no group) and every group.
"""

from dataclasses import dataclass
from importlib import resources

import pyarrow as pa

from wellmetrics import catalogue
from wellmetrics.model import Indicator
from wellmetrics.school_calendar import school_days
from wellmetrics.vault import Vault

SUMS = (
    "numerator", "denominator", "people", "base_people", "square_sum", "cross_sum", "denominator_square_sum",
)  # fmt: skip
LONG_TERM_DAYS = 28
SMALL_SCHOOL = 50
SMALL_SCHOOLS_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything the door needs, as Arrow tables."""

    observations: pa.Table
    places: pa.Table  # every school and group: urn, group, name, kind, phase, headcount
    members: pa.Table  # group, urn, grain, period: who counted in a group's period
    periods: pa.Table  # period, grain, academic_year, term, first_day, last_day
    coverage: pa.Table  # urn, dataset, academic_year, term, state
    lineage: pa.Table  # urn, grain, period, batch
    sources: pa.Table  # batch, dataset, file, sha256, by, loaded_at, queries


def observe(vault: Vault) -> Observed:
    """Counts everything once. The vault's rows are read, never written."""
    con = vault.con
    days = vault.setting("long_term_days") or str(LONG_TERM_DAYS)
    con.execute("SET VARIABLE long_term_days = CAST(? AS INTEGER)", [days])
    urns = [urn for (urn,) in con.execute("SELECT urn FROM standing_schools ORDER BY urn").fetchall()]
    con.register("calendar_rows", school_days(vault.standing("terms"), urns))
    con.execute("CREATE OR REPLACE TEMP TABLE school_day AS SELECT * FROM calendar_rows")
    con.unregister("calendar_rows")
    for step in ("absence", "workforce", "absence_summary"):
        con.execute((resources.files("wellmetrics.datasets") / f"{step}.sql").read_text())
    con.execute(_OBSERVATION)
    for indicator in catalogue.all_indicators().values():
        for cut in ("all", *indicator.cuts):
            con.execute(f"INSERT INTO school_observation {_by_person(indicator, cut)}")
            if indicator.summary:
                con.execute(f"INSERT INTO school_observation {_by_month(indicator, cut)}")
    con.execute(_EVERY_REASON, [list(catalogue.dataset("absence").column("reason").choices)])
    con.execute("SET VARIABLE small_school = ?", [SMALL_SCHOOL])
    con.execute("SET VARIABLE small_schools = ?", [SMALL_SCHOOLS_AT_LEAST])
    con.execute((resources.files("wellmetrics") / "observe.sql").read_text())
    return Observed(
        **{
            name: con.sql(f"SELECT * FROM {table}").to_arrow_table()
            for name, table in (
                ("observations", "observation"),
                ("places", "place"),
                ("members", "membership"),
                ("periods", "period"),
                ("coverage", "coverage"),
                ("lineage", "lineage"),
                ("sources", "source"),
            )
        }
    )


_OBSERVATION = """
CREATE OR REPLACE TEMP TABLE school_observation (
    indicator VARCHAR, urn VARCHAR, grain VARCHAR, period VARCHAR, cut VARCHAR, part VARCHAR,
    numerator DOUBLE, denominator DOUBLE, people DOUBLE, base_people DOUBLE,
    square_sum DOUBLE, cross_sum DOUBLE, denominator_square_sum DOUBLE, largest DOUBLE
)
"""


# A school whose days all have one reason would give that reason away by being the only part of a shown whole: the
# reasons that nobody had are parts too, with nobody in them.
_EVERY_REASON = """
INSERT INTO school_observation
SELECT a.indicator, a.urn, a.grain, a.period, 'reason', p.part, 0, a.denominator, 0, a.base_people,
       a.square_sum * 0, a.cross_sum * 0, a.denominator_square_sum, 0
FROM (SELECT * FROM school_observation WHERE cut = 'all') AS a
SEMI JOIN (SELECT * FROM school_observation WHERE cut = 'reason') AS c USING (indicator, urn, grain, period)
CROSS JOIN (SELECT unnest(?) AS part) AS p
WHERE (a.indicator, a.urn, a.grain, a.period, p.part) NOT IN (
    SELECT (indicator, urn, grain, period, part) FROM school_observation WHERE cut = 'reason'
)
"""


def _source_cut(indicator: Indicator, cut: str) -> tuple[str, str]:
    """Which cut of the fact is read, and a condition on its part."""
    if indicator.only_part and cut == "all":
        return indicator.only_part[0], f"part = '{indicator.only_part[1]}'"
    return cut, "true"


def _grains(indicator: Indicator, cut: str) -> str:
    """Months are counted for everybody only: a month of a staff group is a handful of people."""
    grains = [grain for grain in indicator.grains if cut == "all" or grain != "month"]
    return "grain IN (" + ", ".join(f"'{grain}'" for grain in grains) + ")"


def _number(expression: str, indicator: Indicator) -> str:
    """A yes/no expression counts 1 or 0. People with nothing to count have no row, never a blank one."""
    if indicator.method == "proportion":
        return f"CASE WHEN {expression} THEN 1.0 ELSE 0.0 END"
    return f"CAST({expression} AS DOUBLE)"


def _by_person(indicator: Indicator, cut: str) -> str:
    """SELECT of the sums over the people of a fact, joined to the base where it counts more people."""
    source_cut, condition = _source_cut(indicator, cut)
    part = "part" if source_cut == cut else "''"
    number = _number(indicator.numerator, indicator)
    sums = f"""
        SELECT urn, grain, period, {part} AS part,
               sum(num) AS numerator, sum(den) AS denominator,
               sum(CASE WHEN num > 0 THEN 1.0 ELSE 0.0 END) AS people, count(*) AS base_people,
               sum(num * num) AS square_sum, sum(num * den) AS cross_sum, sum(den * den) AS denominator_square_sum,
               max(num) AS largest
        FROM (
            SELECT urn, grain, period, part, {number} AS num, CAST({indicator.denominator} AS DOUBLE) AS den
            FROM {indicator.dataset}
            WHERE cut = '{source_cut}' AND {condition} AND {_grains(indicator, cut)}
        )
        GROUP BY ALL
    """
    if indicator.base is None:
        where_no_row = "SELECT DISTINCT urn, grain, period FROM spells_sent"
        if cut != "all":
            return f"SELECT '{indicator.code}', urn, grain, period, '{cut}', part, {', '.join(SUMS)}, largest FROM ({sums})"
        coalesced = ", ".join(f"coalesce(s.{name}, 0)" for name in (*SUMS, "largest"))
        return f"""
            SELECT '{indicator.code}', b.urn, b.grain, b.period, 'all', '', {coalesced}
            FROM ({where_no_row}) AS b
            LEFT JOIN ({sums}) AS s ON s.urn = b.urn AND s.grain = b.grain AND s.period = b.period
            WHERE b.{_grains(indicator, cut)}
        """
    base_has_cut = source_cut in ("all", "staff_group")
    base = f"""
        SELECT urn, grain, period, {part if base_has_cut else "''"} AS part, {indicator.denominator} AS denominator,
               headcount AS base_people, {indicator.denominator}_square_sum AS denominator_square_sum
        FROM base_{indicator.base}
        WHERE cut = '{source_cut if base_has_cut else "all"}' AND {condition if base_has_cut else "true"}
          AND {_grains(indicator, cut)}
    """
    if not base_has_cut:
        # The base does not know the part, so each part stands over everybody; only parts that are met have rows.
        base = f"""
            SELECT b.urn, b.grain, b.period, p.part, b.denominator, b.base_people, b.denominator_square_sum
            FROM ({base}) AS b
            CROSS JOIN (SELECT DISTINCT part FROM {indicator.dataset} WHERE cut = '{source_cut}') AS p
        """
    return f"""
        SELECT '{indicator.code}', b.urn, b.grain, b.period, '{cut}', b.part,
               coalesce(s.numerator, 0), b.denominator, coalesce(s.people, 0), b.base_people,
               coalesce(s.square_sum, 0), coalesce(s.cross_sum, 0), b.denominator_square_sum, coalesce(s.largest, 0)
        FROM ({base}) AS b
        JOIN (SELECT DISTINCT urn, grain, period FROM spells_sent) AS i
          ON i.urn = b.urn AND i.grain = b.grain AND i.period = b.period
        LEFT JOIN ({sums}) AS s ON s.urn = b.urn AND s.grain = b.grain AND s.period = b.period AND s.part = b.part
    """


def _by_month(indicator: Indicator, cut: str) -> str:
    """SELECT of the sums where only monthly totals came: no people's squares, so no interval."""
    source_cut, condition = _source_cut(indicator, cut)
    numerator, denominator = indicator.summary or ("", "")
    return f"""
        SELECT '{indicator.code}', urn, grain, period, '{cut}', {"part" if source_cut == cut else "''"},
               {numerator}, {denominator}, people, base_people, NULL, NULL, NULL, NULL
        FROM absence_by_month
        WHERE cut = '{source_cut}' AND {condition} AND {_grains(indicator, cut)}
          AND {numerator} IS NOT NULL AND {denominator} > 0
    """
