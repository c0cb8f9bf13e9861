"""What people write in the product. Every function takes who is asking: notes on queries, what heads say of figures, locked baselines."""

from wellmetrics.workbook.answer import About, Answer, Objection, Seen
from wellmetrics.workbook.answers import Shown, answers, confirm, dispute, disputes, settle
from wellmetrics.workbook.baselines import Baseline, baselines, lock, unlock
from wellmetrics.workbook.notes import LONGEST, Note, notes, take_back, write
from wellmetrics.workbook.store import state, written
from wellmetrics.workbook.words import own_words, runs

__all__ = [
    "LONGEST", "About", "Answer", "Baseline", "Note", "Objection", "Seen", "Shown", "answers", "baselines", "confirm", "dispute", "disputes",
    "lock", "notes", "own_words", "runs", "settle", "state", "take_back", "unlock", "write", "written",
]  # fmt: skip
