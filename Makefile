# Everything a newcomer needs: make run, make test, make bench, make prove.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONPATH := $(CURDIR)
# What Python has compiled it keeps, also where the machine is set not to: every start would compile it all anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test tests check bench prove chromium clean lock licences audit

run: .venv/run
	@$(BIN)/python -m wellmetrics.first_start
	$(BIN)/streamlit run dashboard.py

# Python compiles what it imports; to compile all that lies there takes longer than to unpack it.
.venv/run: requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# A browser that is there already, else Debian's, else Playwright's own.
chromium: .venv/dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	|| $(BIN)/playwright install chromium

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/pyright

# A file's tests stay in one process, so that what a file builds is built once. One process more than there are cores,
# because some of them wait for a browser.
PROCESSES = -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: .venv/dev
	@$(MAKE) --no-print-directory --jobs 2 check tests

tests: chromium
	$(BIN)/python -m pytest $(PROCESSES) -m "not long"

prove: .venv/dev chromium
	$(BIN)/python -m pytest $(PROCESSES) --dist load -m long

bench: .venv/dev
	$(BIN)/python -m benchmarks

# Tools that are needed now and then lie apart from what they look at.
.venv/tools: supply/tools.txt
	$(PYTHON) -m venv .venv/tools
	.venv/tools/bin/python -m pip install --quiet --disable-pip-version-check -r supply/tools.txt
	@touch $@

# After a change of requirements.txt or requirements-dev.txt: every version, and the digest of each of its files, for all systems.
LOCK := .venv/tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links
lock: .venv/tools
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock

licences: .venv/dev
	$(BIN)/python -m supply.licences

# 0: no known faults; 1: some; 3: what could not be looked up.
audit: .venv/dev .venv/tools
	$(BIN)/python -m supply.audit .venv/tools/bin/pip-audit

clean:
	rm -rf .venv var
