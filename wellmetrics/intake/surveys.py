"""What a survey file asks: its questions, and which answers to them count."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import pyarrow as pa

from wellmetrics.instruments import Instrument, find
from wellmetrics.intake import personal
from wellmetrics.intake.aside import IN_MEMORY, Aside
from wellmetrics.intake.distinct import encoded
from wellmetrics.intake.given_answers import ADMIN, LONGEST_ANSWER, given
from wellmetrics.intake.match import plain
from wellmetrics.intake.problems import Problems
from wellmetrics.intake.reworded import reworded
from wellmetrics.intake.texts import of_distinct, texts
from wellmetrics.intake.values import is_marker
from wellmetrics.model import Dataset
from wellmetrics.questions import Question

# A message shows what was typed only where it is no longer than this, or than a label of the scale.
SHOWN_ANSWER = 24
SLICE = ("survey", "urn", "wave_date", "audience")


Pair = tuple[str, str]  # survey and question
Answers = Mapping[Pair, Counter[str]]  # how often each stands
Wrong = dict[
    tuple[str, str, str], tuple[int, int]
]  # survey, question and answer: its first line, and how often


class Survey:
    """The questions of one survey file. `names` are the surveys that its rows name, as they are written.

    `said` is what the sender says of headings: the code of the question that each is, "" where it is none.
    """

    def __init__(
        self, dataset: Dataset, names: Iterable[str], instruments: Sequence[Instrument], problems: Problems,
        said: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        self.dataset, self.problems, self.say = dataset, problems, problems.say
        self.names = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
        self.found = {name: find(instruments, name) for name in self.names}
        self.headings: dict[str, str] = {}
        for instrument in filter(None, self.found.values()):
            self.headings |= instrument.headings()
        self.said = {plain(heading): code for heading, code in said.items()}
        codes = set(self.headings.values())
        for code in dict.fromkeys(said.values()):
            if code and code not in codes:
                known = ", ".join(sorted(codes)) or "none"
                self.say(
                    "no_such_meaning", None, "question", code, detail="a question of this survey", known=known
                )
        self.headings |= {heading: code for heading, code in self.said.items() if code in codes}
        scales = [question.scale for instrument in instruments for question in instrument.questions]
        self.labels = {plain(label) for scale in scales for label in scale.labels}
        self.left_out: tuple[str, ...] = ()  # questions of a long file that were left out

    @property
    def declared(self) -> bool:
        return all(self.found.values())

    def questions(
        self,
        headings: Sequence[str],
        extra: Iterable[int],
        answers: Callable[[int], Counter[str]],
        items: Sequence[str] = (),
    ) -> dict[int, str]:
        """Position and question of each column that holds answers, among the columns that are no group.

        `answers` gives how often each text stands in a column; `items` is what stands below the headings, where a
        tool writes the question above and its parts below.
        """
        columns: dict[int, str] = {}
        for position in extra:
            heading, item = headings[position], items[position] if items else ""
            code = self.headings.get(plain(heading)) or self.headings.get(plain(item) or "?")
            if code is None and not self.declared and given(heading, answers(position), self.labels):
                code = " ".join(heading.split())[:200]
            if code is not None and code not in columns.values():
                columns[position] = code
        return columns

    def ask_about_wordings(
        self,
        headings: Mapping[int, str],
        asked: Iterable[str],
        answers: Callable[[int], Counter[str]],
    ) -> dict[int, str]:
        """Queries where a heading resembles a question that no column has; what the sender said of one is no query.

        `headings` are those that are no question, by position; `asked` the codes of the questions that are there.
        Returns the headings that it asked about.
        """
        found = self._reworded(headings, self.found.values(), asked, answers)
        for position, (question, wording) in found.items():
            shown = headings[position][:200]
            self.say(
                "reworded_question", None, shown, shown, question.code, wording=wording, asked=question.code
            )
        return {position: headings[position] for position in found}

    def _reworded(
        self,
        headings: Mapping[int, str],
        instruments: Iterable[Instrument | None],
        asked: Iterable[str],
        answers: Callable[[int], Counter[str]],
    ) -> dict[int, tuple[Question, str]]:
        there, said = set(asked), {*self.said, *ADMIN, ""}
        every = (question for one in instruments if one for question in one.questions)
        missing = [question for question in every if question.code not in there]
        open_ = {i: heading for i, heading in headings.items() if plain(heading) not in said}
        return reworded(open_, missing, {i: answers(i) for i in open_}) if missing else {}

    def code(self, name: str) -> str:
        """What the vault calls the survey: the instrument's code where there is one."""
        instrument = self.found.get(name)
        return instrument.code if instrument else " ".join(name.split())

    def asked(self, question: str) -> str:
        """The code of a question as a row names it; its words where nobody has declared it."""
        return self.headings.get(plain(question), " ".join(question.split()))

    def no_questions(self, answers: Answers, first: Mapping[Pair, int]) -> set[Pair]:
        """Survey and question of rows whose answers never come in: unknown to the instrument, or free text.

        `answers` are those to each question that is asked, and `first` the line of it, of those that are not declared.
        """
        out = {key for key, said in answers.items() if not self._is_question(*key, said)}
        again = self._asked_in_other_words(answers, first, out)
        for name, question in (key for key in answers if key in out - again):
            n, line = answers[name, question].total(), first[name, question]
            self._leave_out(self.found.get(name), question, n, line)
        self.left_out = tuple(question for _, question in sorted(out))
        return out

    def declares(self, survey: str, question: str) -> bool:
        instrument = self.found.get(survey)
        return instrument is not None and question in instrument.headings().values()

    def _is_question(self, survey: str, question: str, answers: Counter[str]) -> bool:
        if self.found.get(survey):
            return self.declares(survey, question)
        return given(question, answers, self.labels)

    def _leave_out(self, instrument: Instrument | None, question: str, n: int, line: int) -> None:
        were = f"{n} {'answer to it was' if n == 1 else 'answers to it were'}"
        code, at = ("unknown_question", line) if instrument else ("free_text", None)
        shown, title = question[:LONGEST_ANSWER], instrument.code if instrument else ""
        self.say(code, at, "question", shown, question=shown, were=were, instrument=title)

    def _asked_in_other_words(self, answers: Answers, first: Mapping[Pair, int], out: set[Pair]) -> set[Pair]:
        """Queries at the first row of each question that resembles one which the file does not ask."""
        again = set()
        for name, instrument in self.found.items():
            strange = {first[key]: key for key in out if key[0] == name}
            asked = {question for survey, question in answers.keys() - out if survey == name}
            headings = {line: question for line, (_, question) in strange.items()}
            found = self._reworded(headings, [instrument], asked, lambda line, of=strange: answers[of[line]])
            for line, (question, wording) in found.items():
                again.add(strange[line])
                shown, code = headings[line][:200], question.code
                self.say("reworded_question", line, "question", shown, code, wording=wording, asked=code)
        return again

    def coded(self, names: pa.Array | pa.ChunkedArray, aside: Aside = IN_MEMORY) -> pa.DictionaryArray:
        """Surveys as the vault calls them, of a column of what they are called."""
        told = encoded(names)
        codes = pa.array([self.code(name) for name in texts(told.dictionary)], pa.string())
        return of_distinct(codes, told.indices, aside)

    @property
    def groups(self) -> list[str]:
        """The columns of a reply that say to which groups its person belongs."""
        return [c for c in self.dataset.stored if c not in (*SLICE, "respondent", "answers")]

    def say_empty(self, replies: int) -> None:
        if replies:
            had, were = ("reply has", "was") if replies == 1 else ("replies have", "were")
            self.say("empty_reply", replies=f"{replies} {had}", were=were)

    def counts(self, survey: str, question: str, answer: str) -> bool:
        """Whether it is an answer to its question, as far as anybody has declared what is."""
        instrument = self.found.get(survey)
        return instrument is None or instrument.value(question, answer) is not None

    def say_wrong(self, wrong: Wrong) -> None:
        """Of answers that do not count, markers of a missing one in silence, others with a query at the first row."""
        for (name, question, answer), (line, n) in wrong.items():
            if is_marker(answer):
                continue
            instrument = self.found[name]
            asked = instrument.question(question) if instrument else None
            self.say(
                "unknown_answer", line, question[:LONGEST_ANSWER], shown := self.shown(name, question, answer),
                text=shown, times="" if n == 1 else f" ({n} rows)",
                answers=f"one of: {', '.join(asked.scale.labels)}" if asked else "the item's number",
            )  # fmt: skip

    def shown(self, survey: str, question: str, answer: str) -> str:
        """An answer as a message may show it: nothing that somebody may have put in their own words."""
        instrument = self.found.get(survey)
        asked = instrument.question(question) if instrument else None
        longest = max([SHOWN_ANSWER, *map(len, asked.scale.labels if asked else ())])
        own_words = personal.value(answer) or len(answer) > longest
        return personal.masked(answer) if own_words else answer

    def look_at_names(self, audiences: Mapping[str, set[str]]) -> None:
        """Queries where a survey has no instrument, or is for other people. `audiences` by survey as written."""
        for name in self.names:
            instrument = self.found[name]
            if instrument is None:
                self.say("no_instrument", None, "survey", name)
                continue
            for audience in sorted(audiences.get(name, set()) - {instrument.audience}):
                self.say(
                    "other_audience", None, "audience", audience, survey=name, audience=instrument.audience
                )
