"""Runs every benchmark and prints ratios."""

from benchmarks import loading, pages

loading.run()
loading.release()
pages.run()
