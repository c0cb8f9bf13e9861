"""Answers of heads as rows of the workbook: written once, ended once, never taken out."""

from dataclasses import astuple

import duckdb

from wellmetrics.workbook.answer import About, Answer, Objection, Seen


def read(con: duckdb.DuckDBPyConnection) -> list[Answer]:
    """Every answer with what was seen, the earliest first."""
    seen: dict[int, list[Seen]] = {}
    figures = "SELECT number, indicator, figure, counted, shown FROM answer_figure ORDER BY number, place"
    for number, *figure in con.execute(figures).fetchall():
        seen.setdefault(number, []).append(Seen(*figure))
    rows = con.execute("""
        SELECT number, urn, period, feed, agreed, indicator, why, own, shared, "by", said_at, found, settled_by, settled_at
        FROM answer
        ORDER BY number
    """).fetchall()
    return [_answer(row, tuple(seen.get(row[0], ()))) for row in rows]


def _answer(row: tuple, seen: tuple[Seen, ...]) -> Answer:
    number, about, agreed, said, rest = row[0], About(*row[1:4]), row[4], row[5:9], row[9:]
    return Answer(number, about, None if agreed else Objection(*said), *rest, seen=seen)


def unused(con: duckdb.DuckDBPyConnection) -> int:
    """The next number."""
    return con.execute("SELECT coalesce(max(number), 0) + 1 FROM answer").fetchall()[0][0]


def keep(con: duckdb.DuckDBPyConnection, one: Answer) -> Answer:
    said = one.objection or Objection("", "")
    con.execute(
        "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', NULL)",
        [one.number, *astuple(one.about), one.objection is None, *astuple(said),
         one.by, one.said_at],
    )  # fmt: skip
    for place, seen in enumerate(one.seen):
        con.execute(
            "INSERT INTO answer_figure VALUES (?, ?, ?, ?, ?, ?)", [one.number, place, *astuple(seen)]
        )
    return one


def end(con: duckdb.DuckDBPyConnection, one: Answer) -> Answer:
    """Keeps what was found of a dispute."""
    con.execute(
        "UPDATE answer SET found = ?, settled_by = ?, settled_at = ? WHERE number = ?",
        [one.found, one.settled_by, one.settled_at, one.number],
    )
    return one
