.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN_DIR ?= build/run

help:  ## these lines
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# Only what running needs.
$(VENV)/run.stamp: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -U "pip>=25.1"
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

# And what the checks need.
$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install -q --disable-pip-version-check -e . --group dev
	@touch $@

install: $(VENV)/run.stamp  ## a virtual environment with what running needs

dev: $(VENV)/dev.stamp  ## and with what the checks need

run: install  ## the main job on the samples, over loopback HTTP, into build/run
	$(BIN)/python samples/run.py --data $(RUN_DIR)

test: dev  ## every check: formatting, lint, types, import rules, audit, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/audit.py
	$(BIN)/python -m pytest -n auto --dist loadgroup

accuracy: dev  ## the figures of the README, measured on ../shared (writes docs/accuracy.md)
	$(BIN)/python scripts/accuracy.py

bench: dev  ## speed and memory of reading and comparing
	$(BIN)/python scripts/bench_reading.py
	$(BIN)/python scripts/bench_comparing.py

test-long: dev  ## the long properties and fuzzing
	VISITWATCH_TEST_LONG=1 $(BIN)/python -m pytest -m long -n auto

clean:  ## removes what these targets made, but not the virtual environment
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help install dev run test accuracy bench test-long clean
