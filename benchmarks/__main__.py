"""Runs every benchmark and prints ratios."""

from benchmarks import loading, pages, protection, rules, signals

loading.run()
loading.release()
protection.run()
signals.run()
pages.run()
rules.main()
