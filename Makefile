# Everything runs in .venv, made from requirements.lock by whichever goal comes first.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check fix lock

demo: .venv/ready ## the dashboard with made-up books, on this computer; PORT=8502 chooses another port
	@$(BIN)/brygga demo $(if $(PORT),--port $(PORT))

# one worker more than two processors: tests wait for servers, browsers and databases as often as they reckon
test: .venv/ready ## all tests; those in a browser are skipped, and say so, where no Chromium stands
	$(BIN)/pytest -n 3 --dist loadfile

check: .venv/ready ## what CI runs: format, lint, types, import contracts, tests but the slow ones (`make test` has all)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist loadfile -m "not slow"

fix: .venv/ready ## mend what a tool can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: .venv/ready ## pin the newest releases that pyproject.toml allows, with hashes and no index address
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --all-extras --no-header \
		--no-emit-index-url --no-emit-find-links --output-file requirements.lock pyproject.toml

.venv/locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Brygga needs Python 3.11 or newer: make PYTHON=python3.11")'
	@echo "Making the environment; this is done once and takes a minute or two."
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes --requirement requirements.lock
	@touch $@

.venv/ready: .venv/locked pyproject.toml
	$(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@
