"""A whole text read: every sentence with its clauses; headings and the sentence before say what “it” is."""

import re
from dataclasses import dataclass, replace

from wellmetrics.words.claims.clauses import Clause, after, clauses, named
from wellmetrics.words.claims.tags import Names, plain, tags
from wellmetrics.words.claims.text import Sentence, sentences

LONGEST = 5_000  # characters: reading takes the square of a sentence's length, and nobody writes one so long
LEANS = re.compile(
    r"^[\"'(]*(it|its|this|that|these|those|they|their|there|also|both|here|but|and|however|beside|now|again|by contrast|"
    r"the (figure|rate|share|gap|number|rise|increase|fall|drop|change|trend|picture|same|level|score|median|reason)s?|"
    r"numbers|levels|rates|scores|up|down|at|across|in|since|last|compared|\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """One sentence, and what it states."""

    text: str
    clauses: tuple[Clause, ...]


def read(text: str, names: Names) -> list[Read]:
    """Every sentence of a text in order."""
    found: list[Read] = []
    above, before, paragraph = Clause(""), None, -1
    for sentence in sentences(text):
        own = _clauses(sentence, names)
        if sentence.paragraph != paragraph:
            before, paragraph = None, sentence.paragraph
        own = [_leaning(clause, sentence.text, before, above) for clause in own]
        found.append(Read(sentence.text, tuple(own)))
        if sentence.heading:
            above = own[-1] if own else Clause("")
        stated = [clause for clause in own if named(clause)]
        before = stated[-1] if stated else before
    return found


def _clauses(sentence: Sentence, names: Names) -> list[Clause]:
    if len(sentence.text) > LONGEST:
        return []
    text = plain(sentence.text)
    return clauses(text, tags(text, names))


def _leaning(clause: Clause, text: str, before: Clause | None, above: Clause) -> Clause:
    """What a clause leaves out is taken from the sentence before where it leans on it, else from the heading."""
    if before is not None and not clause.figures and not clause.areas and (LEANS.match(text) or clause.gap):
        # “Those asked” are those of the survey that was just spoken of.
        clause = after(clause, before)
    elif before is not None and before.figures and clause.figures and "of those asked" in text:
        places, when = clause.places or before.places, clause.when or before.when
        clause = replace(clause, beside=before.figures[0], places=places, when=when)
    if (
        clause.figures
        and before is not None
        and not clause.places
        and not clause.schools
        and re.match(r"(beside it|there|here)\b", text, re.IGNORECASE)
    ):
        clause = replace(clause, places=before.places)
    if not clause.places and not clause.schools and above.places:
        clause = replace(clause, places=above.places)
    if not named(clause) and named(above) and clause.statements:
        clause = replace(clause, figures=above.figures, areas=above.areas, gap=above.gap)
    return clause if clause.when or above.when is None else replace(clause, when=above.when)
