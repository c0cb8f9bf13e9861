"""A file on its way through the stages: what is known of it so far."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

import numpy as np
import pyarrow as pa

from wellmetrics.intake.agreed import Headed, agreed
from wellmetrics.intake.aside import IN_MEMORY, Aside
from wellmetrics.intake.checked import Context, Options
from wellmetrics.intake.distinct import codes_of
from wellmetrics.intake.own_words import meant, with_values
from wellmetrics.intake.problems import Problems
from wellmetrics.intake.read import Sheet
from wellmetrics.intake.surveys import Survey
from wellmetrics.intake.texts import first_texts, texts
from wellmetrics.model import Column, Dataset


class Work:
    """Each stage reads what the stages before it found out, and says what is wrong through `problems`."""

    def __init__(
        self, sheet: Sheet, dataset: Dataset, context: Context, options: Options, aside: Aside = IN_MEMORY
    ) -> None:
        self.sheet, self.context, self.options, self.aside = sheet, context, options, aside
        self.match, self.known = agreed(
            sheet.headings, dataset, options.columns, options.given, context.layouts, partial(first_texts, sheet.columns)
        )  # fmt: skip
        self.meant = meant(dataset, self.known.values if self.known else {}, options.values)
        self.dataset = with_values(dataset, self.meant)
        self.problems = Problems(sheet.file, sheet.problems)
        self.problems.positions = self.match.columns
        self.bad = np.zeros(len(sheet.lines), bool)  # rows with an error in a cell
        self.gone = np.zeros(
            len(sheet.lines), bool
        )  # rows that are none of the dataset: totals, other absence
        self.survey: Survey | None = None
        self.questions: dict[int, str] = {}  # of a wide survey file: position and question
        self.reworded: Mapping[int, str] = {}  # ... and headings that may be a question under another wording
        self.left_out: list[str] = []
        self.personal: list[str] = []
        self.decisions: list[str] = []
        self.headed: Headed | None = None
        self.likely: Mapping[str, str] = {}  # the heading that may be a missing column
        self.american: set[str] = set()  # columns whose dates have the month first
        self.in_doubt = False  # whether nobody can tell what the dates mean

    @property
    def stopped(self) -> bool:
        """Whether the columns are such that nothing can be said about the rows."""
        return bool(self.match.missing or self.match.repeated)

    @property
    def keep(self) -> np.ndarray:
        return ~(self.bad | self.gone)

    def kept(self, rows: pa.Table) -> pa.Table:
        return rows if self.keep.all() else self.aside.kept(rows, pa.array(self.keep))

    def in_file(self, column: Column) -> bool:
        return column.name in self.match.columns and column.name not in self.options.given

    def said_of(self, column: Column) -> dict[str, bool]:
        """How the cells of a column are to be read."""
        return {"month_first": column.name in self.american, "percent": column.name in self.options.percent}

    def text(self, column: Column) -> pa.DictionaryArray:
        """The column as it stands in the file, or the one text that the sender gave for the whole of it."""
        if self.in_file(column):
            return self.sheet.columns[self.match.columns[column.name]]
        one = self.options.given.get(column.name, "")
        return pa.DictionaryArray.from_arrays(np.zeros(len(self.sheet.lines), np.int32), pa.array([one]))

    def often(self, position: int) -> Counter[str]:
        """How often each text stands in a column of the file, without blanks."""
        column = self.sheet.columns[position]
        codes, times = codes_of(column), np.zeros(len(column.dictionary), np.int64)
        for part in self.aside.slices(len(codes)):
            times += np.bincount(codes[part], minlength=len(times))
        found: Counter[str] = Counter()
        for text, n in zip(texts(column.dictionary), times.tolist(), strict=True):
            found[text.strip()] += n
        del found[""]
        return found
