"""Files of any size, written in seconds: spells and days without a fault, surveys by answer and by reply."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np

from wellmetrics import opening
from wellmetrics.intake.check import check
from wellmetrics.vault import Vault

URNS = tuple(f"9{n:05}" for n in range(1, 41))
TERMS = (
    ("Autumn", (9, 1), (12, 19), (10, 25), (10, 31)),
    ("Spring", (1, 5), (3, 28), (2, 15), (2, 21)),
    ("Summer", (4, 14), (7, 21), (5, 25), (5, 31)),
)
YEARS = range(2020, 2025)
SPELLS = 100  # of one person
QUESTIONS = 10  # to one respondent


def reference() -> dict[str, bytes]:
    """Schools so large that all those people fit into them."""
    terms, census = [], []
    for year in YEARS:
        label = f"{year}/{year % 100 + 1:02}"
        for term, *days in TERMS:
            on = year if term == "Autumn" else year + 1
            terms.append(",".join([label, term, *(date(on, *day).isoformat() for day in days)]))
        groups = ("teacher", "leader", "teaching assistant")
        census += [f"{urn},{year}-11-06,{group},5000,5000" for urn in URNS for group in groups]
    return {
        "schools.csv": _csv("urn,school,phase", (f"{urn},School {urn},primary" for urn in URNS)),
        "terms.csv": _csv(
            "academic_year,term,first_day,last_day,half_term_first_day,half_term_last_day", terms
        ),
        "workforce.csv": _csv("urn,census_date,staff_group,headcount,fte", census),
    }


def _csv(headings: str, rows) -> bytes:
    return "\n".join([headings, *rows, ""]).encode()


def spells(path: Path, rows: int) -> None:
    """Each person is ill for a day now and then: no two spells overlap."""
    days = [date(2020, 9, 1) + timedelta(n) for n in range(5 * 365 - 60)]
    days = [d for d in days if np.is_busday(d) and d.month in (2, 3, 6, 9, 10, 11) and 4 < d.day < 15]
    _write(
        path,
        f"""
        SELECT 'P' || lpad(CAST(i // {SPELLS} AS VARCHAR), 7, '0') AS staff_ref,
               ?[i // {SPELLS} % {len(URNS)} + 1] AS urn, NULL AS post, 'teacher' AS staff_group, '1.0' AS fte,
               strftime(day, '%d/%m/%Y') AS first_day, strftime(day, '%d/%m/%Y') AS last_day,
               'N' AS half_first, 'N' AS half_last,
               CASE i % 3 WHEN 0 THEN 'infection' WHEN 1 THEN 'mental health' ELSE 'other' END AS reason, NULL AS days_lost
        FROM (SELECT i, ?[(i % {SPELLS} * {len(days)} // {SPELLS} + i // {SPELLS} % 2) % {len(days)} + 1] AS day
              FROM range({rows}) AS r(i))
        """,
        [list(URNS), days],
    )


def days(path: Path, spells: int) -> None:
    """Two days of each spell, all first days before all second ones; days of work lie between a person's spells."""
    first = [date(2020, 9, 1) + timedelta(n) for n in range(5 * 365 - 60)]
    first = [d for d in first if d.weekday() < 4 and d.month in (2, 3, 6, 9, 10, 11) and 4 < d.day < 15]
    half = SPELLS // 2
    _write(
        path,
        f"""
        SELECT 'P' || lpad(CAST(i // {half} AS VARCHAR), 7, '0') AS "Staff Code", ?[i // {half} % {len(URNS)} + 1] AS URN,
               'teacher' AS "Staff Group", '1.0' AS FTE, strftime(day + after, '%d/%m/%Y') AS "Absence Date",
               'infection' AS Reason
        FROM (SELECT i, ?[i % {half} * {len(first)} // {half} + 1] AS day FROM range({spells}) AS r(i)),
             (VALUES (0), (1)) AS t(after)
        ORDER BY after, i
        """,
        [list(URNS), first],
    )


def _write(path: Path, select: str, given: list) -> None:
    with duckdb.connect(config={"memory_limit": "500MB"}) as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"COPY ({select}) TO '{path}' (HEADER, DELIMITER ',')", given)


def answers(path: Path, respondents: int) -> None:
    """A survey with one row an answer, in the order of the questions."""
    _write(
        path,
        f"""
        SELECT 'large' AS survey, ?[r % {len(URNS)} + 1] AS urn, '2021-03-02' AS wave_date, 'staff' AS audience,
               CASE WHEN r % 3 = 0 THEN 'teacher' END AS staff_group, 'R' || lpad(CAST(r AS VARCHAR), 7, '0') AS respondent,
               'Q' || q AS question, CAST((r + q) % 5 + 1 AS VARCHAR) AS answer
        FROM range({respondents}) AS people(r), range({QUESTIONS}) AS asked(q)
        ORDER BY q, r
        """,
        [list(URNS)],
    )


def replies(path: Path, respondents: int) -> None:
    """A survey with one row a reply; a good many people answer alike."""
    asked = ", ".join(f"CAST((r + {q}) % 5 + 1 AS VARCHAR) AS Q{q}" for q in range(QUESTIONS))
    _write(
        path,
        f"""
        SELECT 'large' AS survey, ?[r % {len(URNS)} + 1] AS urn, '2021-03-02' AS wave_date, 'staff' AS audience,
               CASE WHEN r % 3 = 0 THEN 'teacher' END AS staff_group, {asked}
        FROM range({respondents}) AS people(r)
        """,
        [list(URNS)],
    )


def vault(home: Path, rows: int) -> None:
    """A home with so many spells, put straight into the store: to read them from a file is another test."""
    with Vault(home) as vault:
        for name, data in reference().items():
            vault.load(check(name, data, vault.context()), "a test")
        vault.con.execute("""
            INSERT INTO load BY NAME
            SELECT 9 AS batch, 'absence' AS dataset, 'spells.csv' AS file, '' AS sha256, 'a test' AS "by",
                   CAST(now() AS TIMESTAMP) AS loaded_at, 0 AS rows_new, 0 AS rows_changed, 0 AS rows_same,
                   0 AS rows_gone, '' AS why
        """)
        with opening.little_memory(vault.con):
            vault.con.execute(
                f"""
                INSERT INTO absence BY NAME
                SELECT 9 AS batch, n + 2 AS line, md5(CAST(n // {SPELLS} AS VARCHAR)) AS staff_ref,
                       $urns[n // {SPELLS} % len($urns) + 1] AS urn, '' AS post, 'teacher' AS staff_group, 1.0 AS fte,
                       begins AS first_day, begins + CAST(n * 7919 % 5 AS INTEGER) AS last_day,
                       false AS half_first, false AS half_last,
                       CASE n % 3 WHEN 0 THEN 'infection' WHEN 1 THEN 'mental health' ELSE 'other' END AS reason
                FROM (SELECT n, DATE '2020-09-01' + CAST(n % {SPELLS} * 18 + n // {SPELLS} % 9 AS INTEGER) AS begins
                      FROM range($rows) AS r(n))
                """,
                {"urns": list(URNS), "rows": rows},
            )
