"""`aliases`: a trust's own names for headings and values, beside those that the product knows."""

# Only declared names and choices are formatted into the SQL.
# ruff: noqa: S608

import importlib
import pkgutil
from collections.abc import Iterable

from wellmetrics import datasets
from wellmetrics.model import Column, Dataset, RowCheck


def _others() -> tuple[Dataset, ...]:
    """Every other dataset, in the order in which files are best loaded."""
    here = __name__.rpartition(".")[2]
    names = (module.name for module in pkgutil.iter_modules(datasets.__path__) if module.name != here)
    modules = (importlib.import_module(f"{datasets.__name__}.{name}") for name in names)
    found = {
        thing.name: thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, Dataset)
    }
    return tuple(sorted(found.values(), key=lambda dataset: (dataset.order, dataset.name)))


def _meanings(column: Column) -> tuple[str, ...]:
    """What a text in the column can mean: one of its choices, or that the row is left out."""
    return (
        ("Y", "N") if column.kind == "flag" else (*column.choices, *dict.fromkeys(column.leaves_out.values()))
    )


OTHERS = _others()
# Columns whose cells a trust can give words of its own: those that take choices, and the school.
COLUMNS = tuple(dict.fromkeys(c.name for d in OTHERS for c in d.columns if _meanings(c) or c.kind == "urn"))


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    """Rows as a table of SQL with the columns dataset, place and means; an empty place is a heading."""
    quoted = (", ".join("'" + cell.replace("'", "''") + "'" for cell in row) for row in rows)
    return (
        f"(SELECT * FROM (VALUES {', '.join(f'({row})' for row in quoted)}) AS known (dataset, place, means))"
    )


def _compared(name: str) -> str:
    """SQL: a text as headings and values are compared, in lower case and words only; what holds none is itself."""
    return (
        f"coalesce(nullif(trim(regexp_replace(lower({name}), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')), ''), {name})"
    )


_HEADINGS = [(d.name, "", c.name) for d in OTHERS for c in d.columns]
_VALUES = [(d.name, c.name, means) for d in OTHERS for c in d.columns for means in _meanings(c)]
_KNOWN = _table([*_HEADINGS, *_VALUES])
_PLACES = _table((d.name, c.name, c.kind) for d in OTHERS for c in d.columns)
_SAID = """(SELECT *, coalesce("column", '') AS place FROM rows)"""

ALIASES = Dataset(
    name="aliases",
    title="The trust's own words",
    about=(
        "One row for each heading or value that your systems write in a way of their own. Blank column: another name "
        "for a heading. Otherwise: what a text in that column means."
    ),
    storage="reference",
    key=("dataset", "column", "written"),
    order=3,
    columns=(
        Column(
            "dataset",
            "choice",
            "The dataset whose files have the word.",
            "absence",
            choices=tuple(dataset.name for dataset in OTHERS),
            aliases=("file", "template"),
        ),
        Column(
            "column",
            "choice",
            "The column in which the text stands. Blank: the text is a heading.",
            "reason",
            blank=True,
            choices=COLUMNS,
            aliases=("in column", "column name", "field"),
        ),
        Column(
            "written",
            "text",
            "The heading or the value as your system writes it.",
            "Stress and burnout",
            aliases=("written as", "our word", "your word", "text", "alias"),
        ),
        Column(
            "means",
            "text",
            "What it means: a column of the dataset, one of the values that the column takes, or a school's URN.",
            "mental health",
            aliases=("meaning", "means the same as", "stands for"),
        ),
    ),
    checks=(
        RowCheck(
            "no_such_column",
            "column",
            "error",
            f"""
            SELECT s.line, s.place AS value, s.dataset AS detail
            FROM {_SAID} AS s
            ANTI JOIN {_PLACES} AS p ON p.dataset = s.dataset AND p.place = s.place
            WHERE s.place <> ''
            """,
            "The dataset {detail} has no column {value}.",
            "Write a column of that dataset, or leave it blank for a heading.",
        ),
        RowCheck(
            "no_such_meaning",
            "means",
            "error",
            f"""
            SELECT s.line, s.means AS value,
                   CASE WHEN s.place = '' THEN 'a column of ' || s.dataset ELSE 'a value of ' || s.place END AS detail,
                   string_agg(k.means, ', ') AS known
            FROM {_SAID} AS s
            JOIN {_KNOWN} AS k ON k.dataset = s.dataset AND k.place = s.place
            GROUP BY s.line, s.means, s.place, s.dataset
            HAVING NOT bool_or(k.means = s.means)
            """,
            "“{value}” is not {detail}. There are: {known}.",
            "Write one of these as it stands here.",
        ),
        RowCheck(
            "no_such_school",
            "means",
            "error",
            f"""
            SELECT s.line, s.means AS value
            FROM {_SAID} AS s
            JOIN {_PLACES} AS p ON p.dataset = s.dataset AND p.place = s.place AND p.means = 'urn'
            WHERE s.means NOT IN (SELECT urn FROM schools)
            """,
            "“{value}” is not the URN of a school of this trust.",
            "Write the six digits of the school, or add it to the schools file.",
        ),
        RowCheck(
            "word_of_its_own",
            "written",
            "error",
            f"""
            SELECT s.line, s.written AS value, s.means AS detail
            FROM {_SAID} AS s
            JOIN {_KNOWN} AS k
              ON k.dataset = s.dataset AND k.place = s.place AND k.means <> s.means
             AND {_compared("k.means")} = {_compared("s.written")}
            """,
            "“{value}” has a meaning of its own and cannot mean “{detail}”.",
            "Remove the row: what a template says keeps its meaning.",
        ),
        RowCheck(
            "two_meanings",
            "written",
            "error",
            f"""
            SELECT a.line, a.written AS value, a.means AS detail, min(b.means) AS other
            FROM {_SAID} AS a
            JOIN {_SAID} AS b
              ON b.dataset = a.dataset AND b.place = a.place AND b.means <> a.means
             AND {_compared("b.written")} = {_compared("a.written")}
            GROUP BY a.line, a.written, a.means
            """,
            "“{value}” means “{detail}” here and “{other}” in another row.",
            "Keep the row that is right.",
        ),
    ),
)
