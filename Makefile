# Each target does its own set-up; nothing is needed but Python 3.11+, make, git and a
# package index. `make PYTHON=/path/to/python3.12 …` chooses another Python.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
KERNEL := $(wildcard src/listgate/matching/*.c src/listgate/matching/kernel/*.h)
DOCS_READY := $(VENV)/.ready-docs
BENCH_VENV := .venv-bench
PYTEST_ARGS ?=
# A file for pytest's status, for callers to whom make's own `Error 1` line is noise.
PYTEST_STATUS ?=

.PHONY: help setup demo test test-all lint format bench docs readme clean

help:
	@echo 'make demo      screen real names against the embedded list'
	@echo 'make test      run the tests; make test-all: the slow ones too'
	@echo 'make lint      style, types, direction of imports'
	@echo 'make bench     measure speed and accuracy beside other systems'
	@echo 'make docs      build the documentation site into site/'

setup: $(READY)

# The kernel is compiled by the install, so its source is a prerequisite like pyproject.
$(READY): pyproject.toml scripts/build_kernel.py $(KERNEL)
	@test -n '$(PYTHON)' || { echo 'No Python 3.11 or newer was found; name one with make PYTHON=…' >&2; exit 1; }
	@test -x $(BIN)/python || '$(PYTHON)' -m venv $(VENV)
	@echo 'Setting up $(VENV) (once)' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q src/listgate || true
	@touch $@

demo: $(READY)
	@$(BIN)/python scripts/demo.py

test: $(READY)
	@$(BIN)/python -m pytest -m 'not slow and not browser' $(PYTEST_ARGS) \
		$(if $(PYTEST_STATUS),; echo $$? > '$(PYTEST_STATUS)')

test-all: $(READY) $(DOCS_READY)
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

$(DOCS_READY): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@

docs: $(DOCS_READY)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo 'site/index.html' >&2

# The peers keep their own environment: they pull in much that Listgate does not need.
$(BENCH_VENV)/.ready: pyproject.toml | $(READY)
	@test -x $(BENCH_VENV)/bin/python || '$(PYTHON)' -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' \
		&& touch $@ || echo 'The peers could not be installed; they are left out of the benchmark.' >&2

bench: $(READY) $(BENCH_VENV)/.ready
	@$(BIN)/python benchmarks/run.py --peers-python $(BENCH_VENV)/bin/python

readme: $(READY)
	@$(BIN)/python scripts/readme_demo.py

clean:
	rm -rf $(VENV) $(BENCH_VENV) build dist site
	rm -f src/listgate/matching/_kernel.so src/listgate/matching/_kernel.dylib src/listgate/matching/_kernel.dll
