"""What goes into a check and what comes out: the context, the sender's options, and a file that has been looked at."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics.instruments import Instrument
from wellmetrics.intake import personal
from wellmetrics.intake.agreed import Headed
from wellmetrics.intake.aside import AT_ONCE
from wellmetrics.intake.bounds import MIB, Bounds
from wellmetrics.intake.how import How
from wellmetrics.intake.layouts import Layout
from wellmetrics.intake.messages import every
from wellmetrics.intake.problems import of_a_row_left_out, to_keep
from wellmetrics.intake.source import Source
from wellmetrics.model import Dataset, Problem

# Messages about cells that hold something about a person, and about rows whose cells nobody could look at.
PERSONAL = {"personal_value", "name_for_reference", "own_words", "unknown_answer", "row_width"}


LARGE = 128 * MIB


@dataclass(frozen=True, slots=True)
class Context:
    """What a file is checked against: the standing rows of each dataset, as Arrow tables with typed columns.

    `layouts` are how earlier files were read, the latest of each dataset and schools. The columns of a file of
    `large` bytes and more lie in a folder of the `home`, and `at_once` of its rows are worked on at a time; without a
    home all lie in memory.
    """

    standing: Mapping[str, pa.Table]
    instruments: tuple[Instrument, ...] = ()
    today: date = field(default_factory=date.today)
    layouts: tuple[Layout, ...] = ()
    pseudonyms: Callable[[list[str]], list[str]] | None = None  # what the rows that stand call a person
    apart: Bounds | None = None  # read files in a process of their own, within these bounds
    home: Path | None = None
    large: int = LARGE
    at_once: int = AT_ONCE

    def with_rows(self, dataset: Dataset, rows: pa.Table) -> "Context":
        """The context after a reference file of the same call: files may refer to one another."""
        columns = [c.name for c in dataset.columns]
        standing = self.standing[dataset.name].select(columns)
        merged = pa.concat_tables([standing, rows.select(columns).cast(standing.schema)])
        return replace(self, standing=_Newer(self.standing, dataset.name, merged))


class _Newer(Mapping):
    """Tables with another one in the place of one of them; the rest are read when they are asked for."""

    def __init__(self, tables: Mapping[str, pa.Table], name: str, table: pa.Table) -> None:
        self.tables, self.name, self.table = tables, name, table

    def __getitem__(self, name: str) -> pa.Table:
        return self.table if name == self.name else self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that has been looked at. `rows` are typed, with `line`; staff references are still as sent.

    Texts in `rows` are dictionary-encoded. `headed` is how its headings were read, and `layout` the same to be
    remembered once the file is loaded.
    """

    file: str
    sha256: str
    data: Source = field(repr=False)
    dataset: Dataset | None
    rows: pa.Table | None = field(repr=False)
    problems: tuple[Problem, ...]
    decisions: tuple[str, ...]
    left_out_columns: tuple[str, ...] = ()
    personal_columns: tuple[str, ...] = ()
    leave_out_errors: bool = False
    how: How | None = None  # how the file was read; None where it could not be
    headed: Headed | None = None
    layout: Layout | None = None

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self.problems if p.level == "error"]

    @property
    def stopping(self) -> list[Problem]:
        """Errors of the file as a whole: no row that is left out mends them."""
        return [p for p in self.errors if not p.line or every()[p.code].whole]

    @property
    def queries(self) -> list[Problem]:
        """What is kept with the load: rows left out with the sender's tick first, then what is doubtful.

        Words that somebody typed and nobody checked are masked; `problems` has them as the sender sees them.
        """
        out = [of_a_row_left_out(p) for p in self.errors if p.line] if self.leave_out_errors else []
        return [to_keep(p) for p in (*out, *(p for p in self.problems if p.level == "query"))]

    @property
    def stuck(self) -> Counter[str]:
        """How many errors each school's rows have; one of the file as a whole is every school's."""
        if self.headed is None or self.headed.schools is None or self.headed.lines is None:
            return Counter()
        schools = self.headed.schools.dictionary_decode()
        found = dict.fromkeys(filter(None, pc.unique(schools).to_pylist()), len(self.stopping))
        lines = [p.line for p in self.errors if p.line and not every()[p.code].whole]
        at = pc.index_in(pa.array(lines, self.headed.lines.type), self.headed.lines).drop_null()
        return +(Counter(found) + Counter(filter(None, schools.take(at).to_pylist())))

    @property
    def holds_personal(self) -> bool:
        """Whether the bytes hold something about a person that was left out: then they are not kept as they came.

        What stands on other sheets of a workbook may be anything.
        """
        if self.how and self.how.more_sheets:
            return True
        above = self.how.lines_above if self.how else ()
        said = any(p.code in PERSONAL for p in self.problems)
        # What a survey leaves out may be what people wrote in their own words.
        own_words = bool(self.dataset and self.dataset.stores and self.left_out_columns)
        return said or own_words or bool(self.personal_columns) or any(map(personal.value, above))


@dataclass(frozen=True, slots=True)
class Options:
    """What the sender says about a file beyond its bytes.

    `given` is what a column holds in every row. `columns` gives the heading of a column, "" where the file has none;
    `values` what texts of a column mean; `questions` the question that a heading of a survey is. `month_first` is of
    all its dates, `percent` names columns of shares in percent, `grain` says whether a row is a spell or a day.
    """

    dataset: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    leave_out_personal: bool = False
    leave_out_errors: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    month_first: bool = False
    percent: tuple[str, ...] = ()
    grain: str = ""


class Tables(Mapping):
    """The standing rows of datasets, each read when a check first asks for them."""

    def __init__(self, wanted: Sequence[str], read: Callable[[str], pa.Table]) -> None:
        self.wanted, self.read_one = wanted, read
        self.read: dict[str, pa.Table] = {}

    def __getitem__(self, name: str) -> pa.Table:
        if name not in self.wanted:
            raise KeyError(name)
        if name not in self.read:
            self.read[name] = self.read_one(name)
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.wanted)

    def __len__(self) -> int:
        return len(self.wanted)
