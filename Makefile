# make serve | build | wheel | zip | test | test-quick | check | corpus | bench | screenshots | clean: each does its own set-up first.
# Translators who do not want PyTorch say EXTRAS= (and nothing after it).
# make check FAIL_ON=error lets pass what is not translated yet, or not again.
# Choose the interpreter with PYTHON=python3.12, PyTorch's index with TORCH_INDEX=… (see README).

PYTHON ?= python3
EXTRAS ?= run
FAIL_ON ?= info
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SITE := $(VENV)/.site
DEV := $(VENV)/.dev
FRONTEND := node_modules/.ready
CORPUS = $(abspath $(COURSE_CORPUS))

# Tests start hundreds of processes, which need not read the same sources each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: serve build wheel zip test test-quick check check-style check-types check-course corpus bench screenshots clean
.DELETE_ON_ERROR:

serve: $(SITE) $(FRONTEND)
	$(BIN)/mkdocs serve

build: $(SITE) $(FRONTEND)
	$(BIN)/mkdocs build --strict

# What a course installs: it holds all that a site needs, also of the front-end packages.
wheel: $(FRONTEND)
	rm -rf build dist
	$(PIP) wheel --no-deps --wheel-dir dist .
	rm -rf build

zip: build
	$(BIN)/python tests/pack.py site site.zip

# Four processes on two processors; a file of tests stays in one, so that what it builds is built once.
test: $(DEV) $(FRONTEND)
	$(BIN)/python tests/browser.py
	$(BIN)/python -m pytest -n auto --dist loadfile $(PYTEST_FLAGS)

# Without a built site, a browser, PyTorch or a real course: those of the rooms that need none of them.
test-quick: $(DEV) $(FRONTEND)
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow" $(PYTEST_FLAGS) $(sort $(dir $(wildcard tests/*/test_*.py)))

# With -j2 on both processors.
check: check-style check-types check-course

check-style: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

check-types: $(DEV)
	$(BIN)/mypy

check-course: $(DEV)
	$(BIN)/course run --twice
	$(BIN)/course check --fail-on $(FAIL_ON)

corpus: $(SITE) $(FRONTEND)
	@test -n "$(COURSE_CORPUS)" || { echo "name the docs folder of the course: make corpus COURSE_CORPUS=…" >&2; exit 2; }
	COURSE_CORPUS=$(CORPUS) $(BIN)/mkdocs build -f corpus.yml

bench: $(DEV) $(FRONTEND)
	@test -n "$(COURSE_CORPUS)" || { echo "name the docs folder of the course: make bench COURSE_CORPUS=…" >&2; exit 2; }
	COURSE_CORPUS=$(CORPUS) $(BIN)/python tests/bench.py
	COURSE_CORPUS=$(CORPUS) $(BIN)/python tests/bench_serve.py
	$(BIN)/python tests/bench_shapes.py
	$(BIN)/python tests/bench_examples.py
	$(BIN)/python tests/browser.py
	$(BIN)/python tests/bench_reader.py

screenshots: $(DEV) $(FRONTEND)
	$(BIN)/python tests/browser.py
	$(BIN)/mkdocs build --strict
	$(BIN)/python tests/screenshots.py site

clean:
	rm -rf $(VENV) node_modules site site.zip site-corpus .site-* .cache build dist hooks/*.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "found $$($(PYTHON) --version), expected Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(SITE): pyproject.toml constraints.txt | $(VENV)/bin/python
ifdef TORCH_INDEX
	$(PIP) install --index-url $(TORCH_INDEX) $$(grep '^torch==' constraints.txt)
endif
	$(PIP) install -c constraints.txt -e '.$(if $(EXTRAS),[$(EXTRAS)])'
	@touch $@

$(DEV): $(SITE)
	$(PIP) install -c constraints.txt -e '.[run,dev]'
	@touch $@

# npm checks each package against the integrity hash in the lock file.
$(FRONTEND): package.json package-lock.json | $(SITE)
	@if command -v npm >/dev/null; then npm ci --loglevel=error; else \
	  $(PIP) install -c constraints.txt -e '.[node]' && PATH="$(abspath $(BIN)):$$PATH" npm ci --loglevel=error; fi
	@touch $@
