"""Runs every benchmark and prints ratios."""

from benchmarks import loading, pages, signals

loading.run()
loading.release()
signals.run()
pages.run()
