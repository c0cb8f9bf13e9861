"""What goes into a check and what comes out: the context, the sender's options, and a file that has been looked at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from wellmetrics.instruments import Instrument
from wellmetrics.model import Dataset, Problem


@dataclass(frozen=True, slots=True)
class Context:
    """What a file is checked against: the standing rows of each dataset, as Arrow tables with typed columns."""

    standing: Mapping[str, pa.Table]
    instruments: tuple[Instrument, ...] = ()

    def with_rows(self, dataset: Dataset, rows: pa.Table) -> "Context":
        """The context after a reference file of the same call: files may refer to one another."""
        columns = [c.name for c in dataset.columns]
        standing = self.standing[dataset.name].select(columns)
        merged = pa.concat_tables([standing, rows.select(columns).cast(standing.schema)])
        return Context(_Newer(self.standing, dataset.name, merged), self.instruments)


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

    Texts in `rows` are dictionary-encoded.
    """

    file: str
    sha256: str
    data: bytes = field(repr=False)
    dataset: Dataset | None
    rows: pa.Table | None = field(repr=False)
    problems: tuple[Problem, ...]
    decisions: tuple[str, ...]
    left_out_columns: tuple[str, ...] = ()
    personal_columns: tuple[str, ...] = ()

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self.problems if p.level == "error"]

    @property
    def queries(self) -> list[Problem]:
        return [p for p in self.problems if p.level == "query"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the sender says about a file beyond its bytes."""

    dataset: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    leave_out_personal: bool = False
    leave_out_errors: bool = False


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
