"""What a person's text claims about figures: sentences, clauses and statements, read by rules and a lexicon alone."""

from wellmetrics.words.claims.clauses import Clause
from wellmetrics.words.claims.reading import Read, read
from wellmetrics.words.claims.tags import Names

__all__ = ["Clause", "Names", "Read", "read"]
