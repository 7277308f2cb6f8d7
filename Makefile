# Pregonero: `make` alone tells what can be asked for.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOAK ?= 20
SEED := $(shell date +%s)
DEMO := var/demostracion
EIGHT_WEEKS_AGO = $(shell $(PYTHON) -c 'import datetime as d; print(d.date.today() - d.timedelta(weeks=8))')
YESTERDAY = $(shell $(PYTHON) -c 'import datetime as d; print(d.date.today() - d.timedelta(days=1))')

.DEFAULT_GOAL := help
.PHONY: help run test types cases postfix nu soak check lint bench lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run: $(VENV)/run ## play the demonstration's last eight weeks, then start the daemon on SQLite (Ctrl-C ends it)
	@$(BIN)/pregonero contacts import config/contactos.csv
	@$(BIN)/pregonero simulate --from $(EIGHT_WEEKS_AGO) --to $(YESTERDAY) --out $(DEMO)
	@$(BIN)/pregonero run

# Tests start hundreds of processes: what these import is compiled once, also where the environment says otherwise.
test soak: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/test ## ruff, mypy and every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(MAKE) --no-print-directory -j2 types cases

# Beside each other, for some tests mostly wait. Each fails by itself, and the other one is still told to its end.
types:
	$(BIN)/mypy .

cases:
	$(BIN)/python -m pytest -n auto

postfix: ## on Debian: fetch a real Postfix into .postfix for the tests that want one; nothing is installed
	@.ci/postfix

nu: ## fetch the Nu HTML checker into .nu for the test that wants it; it wants npm and Java
	@.ci/nu

soak: $(VENV)/test ## for half an hour or more: thousands of kills and of schedules of faults, from a seed that it tells (SOAK=1: as few as make test)
	$(BIN)/python -m pytest -n auto -m "kills or schedules" --timeout 0 --soak $(SOAK) --seed $(SEED)

check: $(VENV)/run ## read the configuration and print every problem
	@$(BIN)/pregonero check

lint: $(VENV)/test ## ruff and mypy alone
	$(BIN)/ruff check .
	$(BIN)/mypy .

bench: $(VENV)/test postfix ## how fast: tables of ours and of others, measured here and now
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.mail
	$(BIN)/python -m benchmarks.picture
	$(BIN)/python -m benchmarks.contacts
	$(BIN)/python -m benchmarks.reports
	$(BIN)/python -m benchmarks.pages

lock: $(VENV)/test ## pin the versions of pyproject.toml anew
	$(BIN)/pip-compile -q -U --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras -o requirements.txt pyproject.toml
	$(BIN)/pip-compile -q -U --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe --extra dev -o requirements-dev.txt pyproject.toml

clean: ## away with the virtual environment and what was played
	rm -rf $(VENV) $(DEMO)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Pregonero needs Python 3.11 or later: make run PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make virtual environments: on Debian, apt install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/run: $(BIN)/python requirements.txt pyproject.toml
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/test: $(VENV)/run requirements-dev.txt
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@
