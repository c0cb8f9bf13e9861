"""What people write in the product. Every function takes who is asking; query notes are its first tenant."""

from wellmetrics.workbook.notes import LONGEST, Note, notes, take_back, write
from wellmetrics.workbook.words import own_words

__all__ = ["LONGEST", "Note", "notes", "own_words", "take_back", "write"]
