"""Rows as CSV text, for pages: the one guard against formulas lives below, where the desk's reports need it too."""

from wellmetrics.spreadsheet import csv_text

__all__ = ["csv_text"]
