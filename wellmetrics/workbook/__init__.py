"""What people write in the product. Every function takes who is asking: notes on queries, and what heads say of figures."""

from wellmetrics.workbook.answer import About, Answer, Objection, Seen
from wellmetrics.workbook.answers import Shown, answers, confirm, dispute, disputes, settle
from wellmetrics.workbook.notes import LONGEST, Note, notes, take_back, write
from wellmetrics.workbook.store import state
from wellmetrics.workbook.words import own_words

__all__ = [
    "LONGEST", "About", "Answer", "Note", "Objection", "Seen", "Shown", "answers", "confirm", "dispute", "disputes",
    "notes", "own_words", "settle", "state", "take_back", "write",
]  # fmt: skip
