"""People's rights: who is held where, erased for good, and nobody kept longer than was said."""

from wellmetrics.rights.erasing import erase
from wellmetrics.rights.finding import Found, find
from wellmetrics.rights.purging import due, purge
from wellmetrics.rights.removing import apply_again
from wellmetrics.rights.retention import Due

__all__ = ["Due", "Found", "apply_again", "due", "erase", "find", "purge"]
