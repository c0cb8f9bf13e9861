"""Checks that several datasets share: rows dated when the school was not in the trust, in the future, or in no term."""

# Only declared names of columns are ever formatted into the SQL.
# ruff: noqa: S608

from wellmetrics.model import RowCheck


def also(n: str = "count(*)", rows: str = "rows of the school") -> str:
    """SQL: how many rows more say the same, to stand behind a date."""
    row = rows.replace("rows", "row", 1)
    return (
        f"CASE {n} WHEN 1 THEN '' WHEN 2 THEN ', and so does 1 more {row}' "
        f"ELSE ', and so do ' || ({n} - 1) || ' more {rows}' END AS also"
    )


ALSO = also()
LEFT = (
    "{value} lies after the school left the trust on {detail}{also}.",
    "Check the school's number, or its leaving date in the schools file.",
)
JOINED = (
    "{value} lies before the school joined the trust on {detail}{also}.",
    "Check the year and the school's number, or the joining date in the schools file.",
)
FUTURE = ("{value} lies in the future{also}.", "Check the year, and whether day and month changed places.")


def dated_in_the_trust(column: str, joined: str = "joined", each: str = "line") -> tuple[RowCheck, RowCheck]:
    """`joined` is the first day that counts. What comes after the school left is said of `each` row or date, what
    comes before it joined once a school: a trust may well send years that it had not been there."""
    left_sql = f"""
        SELECT min(line) AS line, {column} AS value, "left" AS detail, {ALSO}
        FROM rows
        JOIN (SELECT urn, "left" FROM schools WHERE "left" IS NOT NULL) USING (urn)
        WHERE {column} > "left"
        GROUP BY urn, {column}, "left", {each}
    """
    joined_sql = f"""
        SELECT min(line) AS line, arg_min({column}, line) AS value, joined AS detail, {ALSO}
        FROM rows
        JOIN (SELECT urn, joined FROM schools WHERE joined IS NOT NULL) USING (urn)
        WHERE {column} < {joined}
        GROUP BY urn, joined
    """
    return (
        RowCheck("after_the_school_left", column, "query", left_sql, *LEFT),
        RowCheck("before_the_school_joined", column, "query", joined_sql, *JOINED),
    )


_TERM_ROWS = """
    SELECT min(r.line) AS line, r.term || ' ' || r.academic_year AS value, s.joined, s."left",
           min(t.first_day) AS first_day, max(t.last_day) AS last_day, count(DISTINCT r.line) AS n
    FROM rows AS r
    JOIN schools AS s ON s.urn = r.urn
    JOIN terms AS t ON t.academic_year = r.academic_year AND t.term = r.term AND (t.urn IS NULL OR t.urn = r.urn)
    GROUP BY r.urn, r.academic_year, r.term, s.joined, s."left"
"""
_TERM_ALSO = also("n")
# For rows that name their academic year and term.
TERM_IN_THE_TRUST = (
    RowCheck(
        "after_the_school_left",
        "term",
        "query",
        f'SELECT line, value, "left" AS detail, {_TERM_ALSO} FROM ({_TERM_ROWS}) WHERE first_day > "left"',
        *LEFT,
    ),
    RowCheck(
        "before_the_school_joined",
        "term",
        "query",
        f"SELECT line, value, joined AS detail, {_TERM_ALSO} FROM ({_TERM_ROWS}) WHERE last_day < joined",
        *JOINED,
    ),
)


def in_the_future(*columns: str, each: str = "line") -> tuple[RowCheck, ...]:
    """One query of each row, or of each date."""
    return tuple(
        RowCheck(
            "in_the_future",
            column,
            "query",
            f"""
            SELECT min(line) AS line, {column} AS value, {ALSO}
            FROM rows, today
            WHERE {column} > today.day
            GROUP BY urn, {column}, {each}
            """,
            *FUTURE,
        )
        for column in columns
    )


def outside_the_calendar(column: str) -> RowCheck:
    """One query for what lies before the first term, and one for what lies after the last."""
    return RowCheck(
        "outside_the_calendar",
        column,
        "query",
        f"""
        SELECT min(line) AS line, arg_min({column}, line) AS value, {also(rows="rows")}
        FROM rows,
             (SELECT min(first_day) AS first_term, max(last_day) AS last_term FROM terms)
        WHERE {column} NOT BETWEEN first_term AND last_term
        GROUP BY {column} < first_term
        """,
        "{value} lies outside the calendar of terms{also}: it counts in no term yet.",
        "Check the year, or load the dates of that term.",
    )


def outside_every_term(column: str) -> RowCheck:
    """For surveys: a wave between two terms counts in the one that comes next, which may not be what was meant."""
    return RowCheck(
        "outside_every_term",
        column,
        "query",
        f"""
        SELECT min(line) AS line, {column} AS value, {ALSO}
        FROM rows AS r
        WHERE EXISTS (SELECT 1 FROM terms)
          AND NOT EXISTS (
            SELECT 1 FROM terms AS t
            WHERE r.{column} BETWEEN t.first_day AND t.last_day AND (t.urn IS NULL OR t.urn = r.urn)
          )
        GROUP BY urn, {column}
        """,
        "{value} lies in no term of the school{also}.",
        "Enter a day of the term that the survey belongs to, or load the dates of that term.",
    )


def of_a_wave(column: str) -> tuple[RowCheck, ...]:
    """For surveys: all rows of a wave have one date, and one of them is enough to say so."""
    return (
        *in_the_future(column, each=column),
        outside_every_term(column),
        *dated_in_the_trust(column, each=column),
    )
