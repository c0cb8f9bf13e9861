"""Intervals, comparisons and change over time: pure functions of numbers that know nothing of schools."""
