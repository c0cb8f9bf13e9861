"""Wellbeing figures for school trusts: from the CSV files that schools send to figures that can be trusted."""

__version__ = "0.1.0"
