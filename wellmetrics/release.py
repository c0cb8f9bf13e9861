"""Releases: what may be seen, one read-only file per audience. Every page and command reads its figures here."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from wellmetrics import catalogue, opening, reading
from wellmetrics.keys import Key
from wellmetrics.model import Cell, Feed, Refusal, Viewer
from wellmetrics.published import (
    Break,
    Coverage,
    Footnote,
    Period,
    Place,
    Public,
    Query,
    Question,
    Source,
)
from wellmetrics.words.gap import gap_cells
from wellmetrics.workbook import Baseline

LOCKED = opening.HARDENED
KNOWN = "known.json"  # beside the files: what everybody may know, whosever file they read


def file_name(key: Key, audience: str) -> str:
    """The name of an audience's file in a release: lead, board, or a school's URN."""
    return {"lead": "lead", "board": "trust"}.get(audience) or f"school-{key.opaque_name(audience)}"


def current(home: Path) -> str | None:
    """The id of the current release, or None where nothing was built yet."""
    pointer = home / "releases" / "current"
    return pointer.read_text().strip() if pointer.exists() else None


def damaged(path: Path) -> Refusal:
    return Refusal(
        f"The figures of release {path.parent.name} cannot be read: a file of it is damaged. The rows are "
        "kept apart from it: run “build” to work the figures out again."
    )


def made_of(home: Path, name: str) -> tuple[str, str]:
    """The state of the vault's rows, and of the notes on them, that a release was made of."""
    lead = Release(home / "releases" / name / "lead.duckdb")
    try:
        return lead.meta.get("vault", ""), lead.meta.get("notes", "")
    finally:
        lead.close()


def open_for(home: Path, viewer: Viewer, name: str | None = None) -> "Release":
    """The one file that this viewer may read. Raises Refusal where there is none."""
    name = name or current(home)
    if name is None:
        raise Refusal(
            "There are no figures yet. Load the first files: schools and terms, then what you have."
        )
    audience = viewer.urn if viewer.role == "head" else viewer.role
    path = home / "releases" / name / f"{file_name(Key(home), audience)}.duckdb"
    if not path.exists():
        raise Refusal(f"There is no school {viewer.urn} in this trust's figures.")
    return Release(path)


# The scale is declared; the rest is worked out when a cell is read.
AS_READ = ("scale", "starts", "locked", "until", "by_year")
COLUMNS = tuple(field.name for field in fields(Cell) if field.name not in AS_READ)


def _cell(row: tuple) -> Cell:
    """Pandas writes an absent number as NaN; a cell says None."""
    values: list[Any] = [None if value != value else value for value in row]
    return Cell(*values, scale=catalogue.indicator(row[0]).scale)


class Release:
    """One audience's file, read-only. A cursor per call, because pages are served from many threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._whole():
            self._con = duckdb.connect(str(path), read_only=True, config=LOCKED)
        self.meta: dict[str, str] = dict(self._rows("SELECT name, value FROM meta"))
        self.periods: tuple[Period, ...] = tuple(
            Period(*row)
            for row in self._rows(
                "SELECT period, grain, academic_year, term, first_day::DATE, last_day::DATE FROM periods ORDER BY grain, first_day"
            )
        )
        self._begins = {(p.grain, p.period): p.first_day for p in self.periods}
        self.places: tuple[Place, ...] = tuple(
            Place(*row)
            for row in self._rows(
                'SELECT urn, "group", name, kind, phase, local_authority, joined::DATE, "left"::DATE, headcount FROM places ORDER BY name'
            )
        )
        self._breaks: dict[str, list[Break]] = {}
        for row in self._rows('SELECT indicator, urn, "group", cut, part, since::DATE, reason FROM breaks'):
            self._breaks.setdefault(row[0], []).append(Break(*row[1:]))

        # A release from before there were baselines has no such table.
        self.baselines: tuple[Baseline, ...] = tuple(
            Baseline(*row) for row in (self._rows("SELECT * FROM baselines") if self.has("baselines") else ())
        )

        senders = {by for (by,) in self._rows('SELECT DISTINCT "by" FROM sources')}
        # By grain and period, with the last day.
        self.not_over = reading.not_over(self.meta, self.periods, senders)

    def has(self, table: str) -> bool:
        return bool(self._rows("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]))

    def close(self) -> None:
        self._con.close()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            if opening.refusal(error, self.path) is None:
                raise
            raise damaged(self.path) from None

    def read_whole(self) -> None:
        """Raises Refusal where a block of the file is damaged."""
        with self._whole():
            opening.read_whole(self._con.cursor())

    def _rows(self, sql: str, values: list | dict | None = None) -> list[tuple]:
        with self._whole():
            return self._con.cursor().execute(sql, values or []).fetchall()

    @property
    def id(self) -> str:
        return self.meta["release"]

    @property
    def trust(self) -> str:
        return next(p.name for p in self.places if p.kind == "trust")

    @property
    def schools(self) -> tuple[Place, ...]:
        """By name. In a head's file the others are public facts only."""
        return tuple(p for p in self.places if p.kind == "school")

    @property
    def groups(self) -> tuple[Place, ...]:
        return tuple(p for p in self.places if p.group)

    @property
    def pool(self) -> tuple[str, ...]:
        """In a head's file: the URNs of the schools that `other schools` are."""
        return tuple(json.loads(self.meta["pool"]))

    def of_grain(self, grain: str) -> tuple[Period, ...]:
        return tuple(p for p in self.periods if p.grain == grain)

    def place(self, urn: str) -> Place:
        return next(p for p in self.schools if p.urn == urn)

    def cells(
        self,
        indicator: str | None = None,
        *,
        urn: str | None = None,
        group: str | None = None,
        grain: str | None = None,
        period: str | None = None,
        cut: str | None = "all",
    ) -> list[Cell]:
        """Cells that match every given value, in the order of time. `urn=""` with `group=""` is the trust.

        Gaps are made from the cells of their two groups, so they come only when they are asked for by name.
        """
        declared = catalogue.all_indicators().get(indicator or "")
        if declared and declared.gap:
            of, by = declared.gap.of, declared.gap.cut
            parts = self.cells(of, urn=urn, group=group, grain=grain, period=period, cut=by)
            return gap_cells(declared, catalogue.indicator(of), parts) if cut in ("all", None) else []
        given = {
            "indicator": indicator,
            "urn": urn,
            "group": group,
            "grain": grain,
            "period": period,
            "cut": cut,
        }
        chosen = {name: value for name, value in given.items() if value is not None}
        where = " AND ".join(f'"{name}" = ?' for name in chosen) or "true"
        columns = ", ".join(f'"{name}"' for name in COLUMNS)
        rows = self._rows(f"SELECT {columns} FROM cells WHERE {where}", list(chosen.values()))
        # Put in order here: to join the periods takes longer than to find the rows.
        in_order = sorted(map(_cell, rows), key=self._order)
        cells = reading.locked(in_order, self.baselines)
        cells = reading.unfinished(reading.by_year(cells, self.by_year), self.not_over)
        return reading.in_series(cells, self._breaks, self.periods)

    def _order(self, cell: Cell) -> tuple:
        begins = self._begins[cell.grain, cell.period]
        return cell.indicator, cell.urn, cell.group, begins, cell.cut, cell.part

    @cached_property
    def by_year(self) -> frozenset[tuple[str, str]]:
        """Indicators and schools that have a year's figure and none of a term: few people, in a small school."""
        silent = "bool_and(state IN ('missing', 'not applicable')) FILTER"
        return frozenset(
            self._rows(f"""
            SELECT indicator, urn FROM cells WHERE urn <> '' AND cut = 'all' AND grain IN ('term', 'year') GROUP BY ALL
            HAVING count_if(grain = 'term') > 0 AND {silent} (grain = 'term') AND NOT {silent} (grain = 'year')
            """)
        )

    @property
    def questions(self) -> list[Question]:
        """Every question of the surveys that were sent, in the order of their instruments."""
        return [Question(*row) for row in self._rows("SELECT * FROM questions")]

    def table(self, name: str) -> pa.Table:
        """A whole table of the file: cells, places, periods, coverage, sources or memberships.

        Raises Refusal where a block of it is damaged.
        """
        with self._whole():
            return self._con.cursor().sql(f"SELECT * FROM {name}").to_arrow_table()

    def coverage(self) -> list[Coverage]:
        columns = ", ".join(field.name for field in fields(Coverage))
        return [
            Coverage(*row)
            for row in self._rows(f"SELECT {columns} FROM coverage ORDER BY urn, academic_year, term")
        ]

    @property
    def public(self) -> dict[str, Public]:
        """What is publicly known of the schools, by URN. A release from before it was published has none."""
        return (
            {row[0]: Public(*row) for row in self._rows("SELECT * FROM public")} if self.has("public") else {}
        )

    def members(self, group: str) -> tuple[str, ...]:
        """URNs of the schools that are in a group now ("" is the trust)."""
        return tuple(
            urn for (urn,) in self._rows('SELECT urn FROM members WHERE "group" = ? ORDER BY urn', [group])
        )

    def sources(self, urn: str, grain: str, period: str, feed: Feed) -> list[Source]:
        """The files behind a school's figures of a feed in a period; with an empty urn, behind the trust's."""
        rows = self._rows(
            """
            SELECT batch, dataset, file, sha256, "by", loaded_at, queries
            FROM sources
            WHERE batch IN (SELECT batch FROM lineage WHERE (urn = ? OR ? = '') AND grain = ? AND period = ? AND feed = ?)
            ORDER BY batch
            """,
            [urn, urn, grain, period, feed],
        )
        return [Source(*row) for row in rows]

    def queries(self, batches: Iterable[int]) -> list[Query]:
        """What was doubtful in these loads. Only the lead's file has the table."""
        columns = ", ".join(f'"{field.name}"' for field in fields(Query))
        asked = f"SELECT {columns} FROM queries WHERE list_contains(?, batch) ORDER BY batch, line"
        return [Query(*row) for row in self._rows(asked, [list(batches)])] if self.has("queries") else []

    def footnotes(self, urn: str, grain: str, period: str, feed: Feed) -> list[Footnote]:
        """The notes that stand beside a school's figures of a feed in a period; with an empty urn, the trust's."""
        # A release from before there were notes has no such table.
        if not self.has("footnotes"):
            return []
        columns = ", ".join(f'n."{field.name}"' for field in fields(Footnote))
        rows = self._rows(
            f"""
            SELECT {columns}
            FROM footnotes AS n
            LEFT JOIN periods AS t ON t.grain = 'term' AND t.period = n.period
            JOIN periods AS p ON p.grain = $grain AND p.period = $period
            WHERE ($urn = '' OR n.urn IN ('', $urn))
              AND (t.period IS NULL OR (t.first_day <= p.last_day AND t.last_day >= p.first_day))
              AND n.batch IN (SELECT batch FROM lineage
                              WHERE ($urn = '' OR urn = $urn) AND grain = $grain AND period = $period AND feed = $feed)
            ORDER BY n.urn, n.batch, n.line
            """,
            {"urn": urn, "grain": grain, "period": period, "feed": feed},
        )
        return [Footnote(*row) for row in rows]
