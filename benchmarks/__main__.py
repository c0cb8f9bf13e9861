"""Runs every benchmark and prints ratios."""

from benchmarks import loading, pages, rules, signals

loading.run()
loading.release()
signals.run()
pages.run()
rules.main()
