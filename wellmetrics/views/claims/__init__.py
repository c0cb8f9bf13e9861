"""The claim check: every sentence of a text against the figures that its reader may see."""

from wellmetrics.views.claims.check import COLUMNS, Checked, check

__all__ = ["COLUMNS", "Checked", "check"]
