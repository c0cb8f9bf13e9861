"""An indicator as SQL: the sums over the rows of its fact, for every school, period and part."""

from wellmetrics.model import Indicator

SUMS = (
    "numerator", "denominator", "people", "base_people", "square_sum", "cross_sum", "denominator_square_sum",
)  # fmt: skip
PARTS = """
CREATE OR REPLACE TEMP TABLE part_met (indicator VARCHAR, cut VARCHAR, part VARCHAR);
CREATE OR REPLACE TEMP TABLE part_sum (
    indicator VARCHAR, cut VARCHAR, urn VARCHAR, grain VARCHAR, period VARCHAR, part VARCHAR,
    numerator DOUBLE, denominator DOUBLE, people DOUBLE, base_people DOUBLE,
    square_sum DOUBLE, cross_sum DOUBLE, denominator_square_sum DOUBLE, largest DOUBLE
);
CREATE OR REPLACE TEMP TABLE part_base (
    indicator VARCHAR, cut VARCHAR, urn VARCHAR, grain VARCHAR, period VARCHAR,
    denominator DOUBLE, base_people DOUBLE, denominator_square_sum DOUBLE
)
"""
EVERY_PART = """
    SELECT b.indicator, b.urn, b.grain, b.period, b.cut, p.part,
           coalesce(s.numerator, 0), b.denominator, coalesce(s.people, 0), b.base_people,
           coalesce(s.square_sum, 0), coalesce(s.cross_sum, 0), b.denominator_square_sum, coalesce(s.largest, 0)
    FROM part_base AS b
    JOIN (SELECT DISTINCT indicator, cut, part FROM part_met) AS p ON p.indicator = b.indicator AND p.cut = b.cut
    LEFT JOIN part_sum AS s
      ON s.indicator = b.indicator AND s.cut = b.cut AND s.urn = b.urn AND s.grain = b.grain AND s.period = b.period
     AND s.part = p.part
"""
# Which cuts a base knows: the people of its parts, not only of everybody.
BASES = {
    "workforce": ("staff_group",),
    "staff": (),
    "roll": ("year_group", "sex", "pupil_premium", "any_send", "send"),
}


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
    if indicator.method == "proportion" and not indicator.counts:
        return f"CASE WHEN {expression} THEN 1.0 ELSE 0.0 END"
    return f"CAST({expression} AS DOUBLE)"


def _sums(indicator: Indicator, cut: str) -> str:
    """SELECT of the sums over the rows of a fact that an indicator counts."""
    source_cut, condition = _source_cut(indicator, cut)
    part = "part" if source_cut == cut else "''"
    people = "sum(num)" if indicator.counts else "sum(CASE WHEN num > 0 THEN 1.0 ELSE 0.0 END)"
    base_people = "sum(den)" if indicator.counts else "count(*)"
    return f"""
        SELECT urn, grain, period, part,
               sum(numerator) AS numerator, sum(denominator) AS denominator,
               -- The same people may answer on several occasions: at least so many are behind the sum.
               max(people) AS people, max(base_people) AS base_people,
               sum(square_sum) AS square_sum, sum(cross_sum) AS cross_sum,
               sum(denominator_square_sum) AS denominator_square_sum, max(largest) AS largest
        FROM (
            SELECT urn, grain, period, part, occasion,
                   sum(num) AS numerator, sum(den) AS denominator,
                   {people} AS people, {base_people} AS base_people,
                   sum(num * num) AS square_sum, sum(num * den) AS cross_sum, sum(den * den) AS denominator_square_sum,
                   max(num) AS largest
            FROM (
                SELECT urn, grain, period, {part} AS part, {indicator.occasion} AS occasion,
                       {_number(indicator.numerator, indicator)} AS num,
                       CAST({indicator.denominator} AS DOUBLE) AS den
                FROM {indicator.dataset}
                WHERE cut = '{source_cut}' AND {condition} AND {_grains(indicator, cut)} AND {indicator.where}
            )
            GROUP BY ALL
        )
        GROUP BY ALL
    """


def by_part(indicator: Indicator, cut: str) -> tuple[tuple[str, str], ...] | None:
    """Tables, with the SELECT of each, from which `EVERY_PART` counts a cut that the base does not know; else None.

    Each part stands over everybody, and it is one for every school as soon as one school has met it.
    """
    source_cut, condition = _source_cut(indicator, cut)
    if indicator.base is None or source_cut in ("all", *BASES[indicator.base]):
        return None
    name = f"'{indicator.code}' AS indicator, '{cut}' AS cut"
    met = f"FROM {indicator.dataset} WHERE cut = '{source_cut}' AND {condition} AND {indicator.where}"
    base = _base(indicator, "all", "true", "''", _grains(indicator, cut))
    sent = f"SELECT DISTINCT urn, grain, period FROM {indicator.sent}"
    return (
        ("part_met", f"SELECT DISTINCT {name}, part {met}"),
        ("part_sum", f"SELECT {name}, * FROM ({_sums(indicator, cut)})"),
        (
            "part_base",
            f"SELECT {name}, * EXCLUDE (part) FROM ({base}) JOIN ({sent}) USING (urn, grain, period)",
        ),
    )


def _base(indicator: Indicator, cut: str, condition: str, part: str, grains: str) -> str:
    return f"""
        SELECT urn, grain, period, {part} AS part, {indicator.denominator} AS denominator,
               headcount AS base_people, {indicator.denominator}_square_sum AS denominator_square_sum
        FROM base_{indicator.base}
        WHERE cut = '{cut}' AND {condition} AND {grains}
    """


def by_person(indicator: Indicator, cut: str) -> str:
    """SELECT of the sums over the people of a fact, joined to the base where it counts more people.

    Not for a cut that the base does not know: see `by_part`.
    """
    source_cut, condition = _source_cut(indicator, cut)
    sums = _sums(indicator, cut)
    if indicator.base is None:
        if cut != "all" or not indicator.sent:
            return f"SELECT '{indicator.code}', urn, grain, period, '{cut}', part, {', '.join(SUMS)}, largest FROM ({sums})"
        coalesced = ", ".join(f"coalesce(s.{name}, 0)" for name in (*SUMS, "largest"))
        return f"""
            SELECT '{indicator.code}', b.urn, b.grain, b.period, 'all', '', {coalesced}
            FROM (SELECT DISTINCT urn, grain, period FROM {indicator.sent}) AS b
            LEFT JOIN ({sums}) AS s ON s.urn = b.urn AND s.grain = b.grain AND s.period = b.period
            WHERE b.{_grains(indicator, cut)}
        """
    part = "part" if source_cut == cut else "''"
    base = _base(indicator, source_cut, condition, part, _grains(indicator, cut))
    counted = f"""
        SELECT '{indicator.code}', b.urn, b.grain, b.period, '{cut}', b.part,
               coalesce(s.numerator, 0), b.denominator, coalesce(s.people, 0), b.base_people,
               coalesce(s.square_sum, 0), coalesce(s.cross_sum, 0), b.denominator_square_sum, coalesce(s.largest, 0)
        FROM ({base}) AS b
        JOIN (SELECT DISTINCT urn, grain, period FROM {indicator.sent}) AS i
          ON i.urn = b.urn AND i.grain = b.grain AND i.period = b.period
        LEFT JOIN ({sums}) AS s ON s.urn = b.urn AND s.grain = b.grain AND s.period = b.period AND s.part = b.part
    """
    if cut == "all":
        return counted
    # Where rows are here and none of them says its group, no group has had nobody: it is not told.
    silent = f"""
        SELECT urn, grain, period FROM {indicator.dataset} WHERE cut = 'all' AND {indicator.where}
        EXCEPT
        SELECT urn, grain, period FROM {indicator.dataset}
        WHERE cut = '{source_cut}' AND part <> 'not known' AND {indicator.where}
    """
    # A part that the base does not know has people and no denominator: it is missing, and part of the whole.
    return f"""
        {counted}
        ANTI JOIN ({silent}) AS q ON q.urn = b.urn AND q.grain = b.grain AND q.period = b.period
        UNION ALL
        SELECT '{indicator.code}', s.urn, s.grain, s.period, '{cut}', s.part,
               s.numerator, NULL, s.people, NULL, NULL, NULL, NULL, s.largest
        FROM ({sums}) AS s
        ANTI JOIN ({base}) AS b ON b.urn = s.urn AND b.grain = s.grain AND b.period = s.period AND b.part = s.part
    """


def _whose(indicator: Indicator) -> str:
    return f"audience = '{indicator.audience}'" if indicator.audience else "true"


def by_total(indicator: Indicator, cut: str) -> str:
    """SELECT of the sums where only totals came: no people's squares."""
    source_cut, condition = _source_cut(indicator, cut)
    numerator, denominator = indicator.summary or ("", "")
    return f"""
        SELECT '{indicator.code}', urn, grain, period, '{cut}', {"part" if source_cut == cut else "''"},
               {numerator}, {denominator}, people, base_people, NULL, NULL, NULL, NULL
        FROM {indicator.summary_from}
        WHERE cut = '{source_cut}' AND {condition} AND {_grains(indicator, cut)}
          AND {_whose(indicator)} AND {numerator} IS NOT NULL AND {denominator} > 0
    """
