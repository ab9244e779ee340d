# make run    set up, run the main job on the bundled corpus, write the reports
# make test   set up and run the whole test suite
# make check  formatting, lint, types, import contracts
# make bench  measure the coder (prints ratios taken side by side)
# make scale  measure how publishing grows, up to ten million segments
# make choices  compare the coder with its alternatives, by nested cross-validation
# make model  train the default model anew from models/training and models/calibration
# make names  train the recogniser of names anew and print how good it is
# make picture  draw the README's picture from a run
# make lock   renew the lock files (needs uv)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INBOX ?= corpus/sample
DATA ?= data

.PHONY: run test check bench scale choices model names picture lock clean

run: $(VENV)/.run
	$(BIN)/kodetrapp run $(INBOX) --data $(DATA)
	$(BIN)/kodetrapp report --data $(DATA)

test: $(VENV)/.dev check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python -m bench

scale: $(VENV)/.dev
	$(BIN)/python -m bench.scale

choices: $(VENV)/.dev
	$(BIN)/python -m bench.choices --cache $(DATA)/choices

model: $(VENV)/.run
	$(BIN)/kodetrapp train --model models/default

$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "kodetrapp needs Python 3.11 to 3.13; say which one: make PYTHON=python3.12 …"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@

names: $(VENV)/.run
	$(BIN)/python -m privacy.persons.training
	$(BIN)/python -m privacy.evaluation

picture: run
	$(BIN)/python -m findings.picture $(DATA) docs/findings.svg

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--group build pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--group build --group dev pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) $(DATA)
