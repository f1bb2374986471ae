# Each target installs what it needs into .venv. Without make: README.md, "Without make".
PYTHON ?= python3
PIP_ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt $(PIP_ARGS)
MADE := pyproject.toml constraints.txt

.PHONY: quiz torch test site offline serve check proof report bench clean

quiz: .venv/core
	@$(BIN)/python -m kb.quiz --topic detection

torch: .venv/torch

test: .venv/dev
	$(BIN)/python -m pytest -n auto

site: .venv/dev
	$(BIN)/python -m mkdocs build --strict

# A site to open from files, without a server: build/offline/index.html.
offline: .venv/dev
	KB_OFFLINE=true $(BIN)/python -m mkdocs build --strict --site-dir build/offline

serve: .venv/dev
	$(BIN)/python -m mkdocs serve

check: .venv/dev
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache --no-logo

# Every exercise, page and question: right answers pass, each mistake is rejected by the tests that it names.
proof: .venv/dev
	$(BIN)/python -m kb.dev check

report: .venv/dev
	$(BIN)/python -m kb.dev check --report

bench: .venv/dev
	$(BIN)/python -m kb.dev bench --write

clean:
	rm -rf .venv site build dist

# Debian splits the venv module's pip off into python3-venv.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed: make PYTHON=python3.11 ...'; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; } || { echo 'venv is missing: sudo apt-get install python3-venv'; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/core: .venv/bin/python $(MADE)
	@echo 'Installing kb into .venv ...'
	@$(PIP) --editable .
	@touch $@

.venv/torch: .venv/core
	$(PIP) --editable '.[torch]'
	@touch $@

.venv/dev: .venv/bin/python $(MADE)
	$(PIP) --editable '.[dev]'
	@touch .venv/core .venv/torch $@
