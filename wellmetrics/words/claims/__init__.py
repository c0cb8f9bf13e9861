"""What a person's text claims about figures: sentences, clauses and statements, read by rules and a lexicon alone."""

from wellmetrics.words.claims.clauses import Clause
from wellmetrics.words.claims.reading import LONGEST, Read, read
from wellmetrics.words.claims.tags import Names

__all__ = ["LONGEST", "Clause", "Names", "Read", "read"]
