# Everything a newcomer needs: make run, make test, make bench, make prove.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONPATH := $(CURDIR)

.PHONY: run test tests check bench prove chromium clean

run: .venv/run
	@$(BIN)/python -m wellmetrics.first_start
	$(BIN)/streamlit run dashboard.py

# Python compiles what it imports; to compile all that lies there takes longer than to unpack it.
.venv/run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements-dev.txt
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

# A file's tests stay in one process, so that what a file builds is built once.
PROCESSES := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: .venv/dev
	@$(MAKE) --no-print-directory --jobs 2 check tests

tests: chromium
	$(BIN)/python -m pytest $(PROCESSES) -m "not long"

prove: .venv/dev chromium
	$(BIN)/python -m pytest -m long

bench: .venv/dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv var
