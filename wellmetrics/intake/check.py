"""A file against its dataset: every problem at once, and the rows that would be loaded."""

import hashlib
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wellmetrics import catalogue
from wellmetrics.intake import personal
from wellmetrics.intake.checked import Checked, Context, Options
from wellmetrics.intake.match import known_headings, match, nearest, plain, recognise, with_proposal
from wellmetrics.intake.read import Sheet, encoded, read
from wellmetrics.intake.rows import RowChecks
from wellmetrics.intake.surveys import Survey
from wellmetrics.intake.texts import odd, of_distinct, texts, where
from wellmetrics.intake.values import TYPES, Fault, LeftOut, parse
from wellmetrics.model import Column, Dataset, Problem, Refusal

TOTALS = ("total", "totals", "grand total", "national", "england", "trust total", "all schools")


def check(file: str, data: bytes, context: Context, options: Options | None = None) -> Checked:
    """Every problem of one file. Never raises for what is wrong with the file."""
    options = options or Options()
    sha256 = hashlib.sha256(data).hexdigest()
    datasets = catalogue.all_datasets().values()
    try:
        sheet = read(file, data, known_headings(datasets), plain)
        dataset = _dataset(sheet, options)
    except Refusal as refusal:
        said, _, fix = str(refusal).removeprefix(f"{file}: ").rpartition(". ")
        problem = Problem(file, None, "", "", "error", f"{said}.", fix, "unreadable")
        return Checked(file, sha256, data, None, None, (problem,), ())
    return _Check(sheet, dataset, context, options).run(sha256, data)


def recognised(file: str, data: bytes, options: Options | None = None) -> Dataset | None:
    """Which dataset a file is, by its headings alone; None where nobody can tell."""
    try:
        sheet = read(file, data, known_headings(catalogue.all_datasets().values()), plain)
        return _dataset(sheet, options or Options())
    except Refusal:
        return None


def _dataset(sheet: Sheet, options: Options) -> Dataset:
    if options.dataset:
        return catalogue.dataset(options.dataset)
    datasets = catalogue.all_datasets().values()
    fits = recognise(sheet.headings, datasets, options.given)
    if fits:
        return fits[0]
    near, how = nearest(sheet.headings, datasets, options.given)
    if how.columns:
        lacks = ", ".join(with_proposal(name, how.proposals) for name in how.missing)
        raise Refusal(
            f"{sheet.file}: its headings fit no dataset. The nearest is {near.name}, but it lacks: {lacks}. "
            f"Rename the headings, or start from the template of {near.name}."
        )
    raise Refusal(
        f"{sheet.file}: its headings fit no dataset (first headings: {', '.join(sheet.headings[:5])}). "
        f"Send one of: {', '.join(d.name for d in datasets)}; each has a template."
    )


class _Check:
    """One file on its way through the stages: columns, personal data, values, rows."""

    def __init__(self, sheet: Sheet, dataset: Dataset, context: Context, options: Options) -> None:
        self.sheet, self.dataset, self.context, self.options = sheet, dataset, context, options
        self.match = match(sheet.headings, dataset, options.given)
        self.problems: list[Problem] = list(sheet.problems)
        self.bad = np.zeros(len(sheet.lines), bool)
        self.gone = np.zeros(len(sheet.lines), bool)
        self.survey: Survey | None = None
        self.questions: dict[int, str] = {}
        if "survey" in {c.name for c in dataset.columns}:
            names = texts(self.text(dataset.column("survey")).dictionary)
            self.survey = Survey(dataset, names, context.instruments, self.say)
        if self.survey and dataset.stores and "question" not in self.match.columns:
            self.questions = self.survey.questions(sheet.headings, self.match.extra, self.often)
            extra = tuple(i for i in self.match.extra if i not in self.questions)
            self.match = replace(self.match, extra=extra)

    def distinct(self, position: int) -> set[str]:
        """The texts of a column of the file, without blanks."""
        return {v.strip() for v in texts(self.sheet.columns[position].dictionary)} - {""}

    def often(self, position: int) -> Counter[str]:
        """How often each text stands in a column of the file, without blanks."""
        column = self.sheet.columns[position]
        times = np.bincount(column.indices.to_numpy(zero_copy_only=False), minlength=len(column.dictionary))
        found: Counter[str] = Counter()
        for text, n in zip(texts(column.dictionary), times.tolist(), strict=True):
            found[" ".join(text.split())] += n
        del found[""]
        return found

    def run(self, sha256: str, data: bytes) -> Checked:
        left_out, personal_columns = self.look_at_extra_columns()
        stop = self.look_at_headings()
        rows = None
        if not stop:
            self.leave_out_totals()
            rows, keep = self.typed(), ~(self.bad | self.gone)
            rows = rows if keep.all() else rows.filter(pa.array(keep))
            rows = self.as_stored(rows, keep)
            rows = RowChecks(self.dataset, self.context.standing, self.say).check(rows)
        return Checked(
            self.sheet.file,
            sha256,
            data,
            self.dataset,
            rows,
            tuple(self.problems),
            (*self.sheet.decisions, f"Recognised as {self.dataset.name}."),
            (*left_out, *(self.survey.left_out if self.survey else ())),
            personal_columns,
        )

    def say(
        self, line: int | None, column: str, value: str, level: str, problem: str, fix: str, code: str
    ) -> None:
        self.problems.append(Problem(self.sheet.file, line, column, value, level, problem, fix, code))  # type: ignore[arg-type]

    # Columns

    def look_at_headings(self) -> bool:
        sheet, found = self.sheet, self.match
        for name in found.missing:
            hint = (
                f" Did you mean “{found.proposals[name]}”? Rename it to {name}."
                if name in found.proposals
                else ""
            )
            fix = hint.strip() or f"Add a column {name}: {self.dataset.column(name).help}"
            self.say(None, name, "", "error", f"The file lacks the column {name}.", fix, "missing_column")
        for name, positions in found.repeated.items():
            headings = ", ".join(f"“{sheet.headings[i]}”" for i in positions)
            self.say(
                None, name, headings, "error", f"{len(positions)} columns are {name}: {headings}.",
                "Keep one of them.", "repeated_column",
            )  # fmt: skip
        for name in self.options.given:
            if name not in {c.name for c in self.dataset.columns}:
                self.say(
                    None, name, "", "error", f"{self.dataset.name} has no column {name}.",
                    f"Use one of: {', '.join(c.name for c in self.dataset.columns)}.", "unknown_column",
                )  # fmt: skip
        if not len(sheet.lines) and not sheet.problems:
            self.say(
                None, "", "", "error", "The file has headings but no rows.",
                "Export it again with its rows, or say “nothing to report” in a returns file.", "no_rows",
            )  # fmt: skip
        return bool(found.missing or found.repeated)

    def look_at_extra_columns(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Columns the dataset does not know: personal ones stop the file, the rest are left out and named."""
        left_out, personal_columns = [], []
        for position in self.match.extra:
            heading = self.sheet.headings[position]
            distinct = self.distinct(position)
            said = personal.heading(plain(heading)) or personal.column(distinct)
            empty = not distinct or {v.casefold() for v in distinct} == {"anonymous"}
            if said and not empty:
                personal_columns.append(heading)
                self.personal_column(heading, said)
            else:
                left_out.append(heading)
        if left_out:
            names = ", ".join(f"“{name}”" for name in left_out)
            self.say(
                None, "", "", "notice", f"Not needed or empty, and left out: {names}.", "", "extra_columns"
            )
        return tuple(left_out + personal_columns), tuple(personal_columns)

    def personal_column(self, heading: str, what: str) -> None:
        problem = f"The column “{heading}” holds {what}."
        if self.options.leave_out_personal:
            fix, level = "It was left out; nothing of it was kept.", "notice"
        else:
            fix, level = (
                "Remove the column, or agree to leave such columns out (--leave-out-personal).",
                "error",
            )
        self.say(None, heading, "", level, problem, fix, "personal_column")

    # Values

    def text(self, column: Column) -> pa.DictionaryArray:
        position = self.match.columns.get(column.name)
        if position is not None and column.name not in self.options.given:
            return self.sheet.columns[position]
        one = self.options.given.get(column.name, "")
        return pa.DictionaryArray.from_arrays(np.zeros(len(self.sheet.lines), np.int32), pa.array([one]))

    def leave_out_totals(self) -> None:
        totals = np.zeros(len(self.sheet.lines), bool)
        blank_so_far = ~totals
        for column in self.sheet.columns[:3]:
            says = pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(column.dictionary)), pa.array(TOTALS))
            totals |= blank_so_far & where(column, says)
            blank_so_far &= where(column, pc.equal(column.dictionary, pa.scalar("")))
            if not blank_so_far.any():
                break
        self.gone |= totals
        for line in self.sheet.lines.filter(pa.array(totals)).to_pylist():
            self.say(line, "", "", "notice", "This is a line of totals and was left out.", "", "totals_line")

    def typed(self) -> pa.Table:
        """Rows of another kind go first: what else stands in a row that is left out is nobody's fault."""
        columns = self.dataset.columns
        found = {c.name: self.values(c) for c in sorted(columns, key=lambda c: not c.leaves_out)}
        return pa.table({"line": self.sheet.lines, **{c.name: found[c.name] for c in columns}})

    def as_stored(self, rows: pa.Table, keep: np.ndarray) -> pa.Table:
        """The rows as the vault keeps them: a survey goes by its instrument's code, and is one row a reply."""
        if self.survey is None:
            return rows
        if not self.dataset.stores:
            named = pa.array(
                [self.survey.code(str(name)) for name in rows["survey"].to_pylist()], pa.string()
            )
            return rows.set_column(rows.column_names.index("survey"), "survey", encoded(named))
        if not self.questions and "question" not in self.match.columns:
            self.say(
                None, "", "", "error", "The file has no column with answers.",
                "Give each question a column under its code or its wording, or send respondent, question and answer.",
                "no_questions",
            )  # fmt: skip
        audiences: dict[str, set[str]] = {}
        for name, audience in zip(rows["survey"].to_pylist(), rows["audience"].to_pylist(), strict=True):
            audiences.setdefault(str(name), set()).add(str(audience))
        self.survey.look_at_names(audiences)
        if "question" in self.match.columns:
            return self.survey.long(rows)
        mask = pa.array(keep)
        answers = {q: texts(self.sheet.columns[i].filter(mask)) for i, q in self.questions.items()}
        return self.survey.wide(rows, answers)

    def values(self, column: Column) -> pa.Array:
        """The column typed. Each distinct text is judged once; plain references and names are not judged at all."""
        encoded = self.text(column)
        written = column.kind in ("text", "reference")
        look = odd(encoded.dictionary) if written else np.ones(len(encoded.dictionary), bool)
        looked_at = texts(encoded.dictionary.filter(pa.array(look)))
        whole = column.kind == "reference" and personal.column(looked_at)
        parsed: list[Any] = []
        for code, text in zip(np.flatnonzero(look).tolist(), looked_at, strict=True):
            value = (written and self.personal_value(column, text, whole)) or parse(text, column)
            if isinstance(value, Fault):
                self.fault(column, encoded, code, text, value)
                value = value.value
            elif isinstance(value, LeftOut):
                self.leave_out_rows(column, encoded, code, text, value)
                value = None
            parsed.append(value)
        values = pa.array(parsed, TYPES.get(column.kind, pa.string()))
        if column.kind in TYPES:
            return values.take(encoded.indices)
        if written:
            values = pc.replace_with_mask(encoded.dictionary, pa.array(look), values)
        return of_distinct(values, encoded.indices) if looked_at else encoded

    def personal_value(self, column: Column, text: str, whole: str | bool | None) -> Fault | None:
        what = personal.value(text)
        if not what or (what == "an NHS number" and column.kind == "reference" and whole != what):
            return None
        return Fault(f"{personal.masked(text)} looks like {what}.", "Remove it: it may not be loaded.")

    def rows_with(self, encoded: pa.DictionaryArray, code: int) -> np.ndarray:
        return np.flatnonzero(encoded.indices.to_numpy(zero_copy_only=False) == code)

    def fault(self, column: Column, encoded: pa.DictionaryArray, code: int, text: str, fault: Fault) -> None:
        at = [i for i in self.rows_with(encoded, code) if not self.gone[i]]
        if fault.level == "error":
            self.bad[at] = True
        what = personal.value(text)
        shown = personal.masked(text) if what else text
        problem = fault.problem.replace(text, shown) if what else fault.problem
        for i in at:
            line = self.sheet.lines[i].as_py()
            self.say(line, column.name, shown, fault.level, problem, fault.fix, f"value_{column.kind}")

    def leave_out_rows(
        self, column: Column, encoded: pa.DictionaryArray, code: int, text: str, out: LeftOut
    ) -> None:
        at = self.rows_with(encoded, code)
        self.gone[at] = True
        n = len(at)
        self.say(
            None, column.name, text, "notice",
            f"{n} {'row says' if n == 1 else 'rows say'} “{text}”, which is {out.what}, and "
            f"{'was' if n == 1 else 'were'} left out.", "", out.what,
        )  # fmt: skip
