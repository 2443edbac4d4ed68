.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN_DIR ?= build/run
SAM_VENV := .venv-sam
STACK_VENV := .venv-stack

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

# The deployment tool and the emulator have environments of their own: their pins would bind ours.
$(SAM_VENV)/stamp: pyproject.toml
	$(PYTHON) -m venv $(SAM_VENV)
	$(SAM_VENV)/bin/python -m pip install -q --disable-pip-version-check -U "pip>=25.1"
	$(SAM_VENV)/bin/python -m pip install -q --disable-pip-version-check --group sam
	@touch $@

# The emulator runs functions under its own interpreter: the template's Python if the machine has it.
$(STACK_VENV)/stamp: pyproject.toml
	$$($(PYTHON) scripts/newest_python.py) -m venv --clear $(STACK_VENV)
	$(STACK_VENV)/bin/python -m pip install -q --disable-pip-version-check -U "pip>=25.1"
	$(STACK_VENV)/bin/python -m pip install -q --disable-pip-version-check --group stack
	@touch $@

install: $(VENV)/run.stamp  ## a virtual environment with what running needs

dev: $(VENV)/dev.stamp  ## and with what the checks need

run: install  ## the main job on the samples, over loopback HTTP, into build/run
	$(BIN)/python samples/run.py --data $(RUN_DIR)

build: dev $(SAM_VENV)/stamp  ## what Lambda gets, for arm64, into build/lambda (sam deploy takes it from there)
	$(BIN)/python scripts/build.py

test-stack: dev $(SAM_VENV)/stamp $(STACK_VENV)/stamp  ## deploys template.yaml to an emulator and drives a day
	VISITWATCH_TEST_STACK=1 $(BIN)/python -m pytest -x -s -m stack tests/stack

test: dev $(SAM_VENV)/stamp $(STACK_VENV)/stamp  ## every check: formatting, lint, types, import rules, audit, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/audit.py
	$(BIN)/python -m pytest -n auto --dist loadgroup --ignore=tests/functions
	$(BIN)/python -m pytest tests/functions  # one event follows from another: in order, in one process

accuracy: dev  ## the figures of the README, measured on ../shared (writes docs/accuracy.md)
	$(BIN)/python scripts/accuracy.py

bench: dev  ## speed and memory of reading and comparing
	$(BIN)/python scripts/bench_reading.py
	$(BIN)/python scripts/bench_comparing.py

test-long: dev  ## the long properties and fuzzing
	VISITWATCH_TEST_LONG=1 $(BIN)/python -m pytest -m long -n auto

clean:  ## removes what these targets made, but not the virtual environment
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help install dev run build test-stack test accuracy bench test-long clean
