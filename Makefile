# Two commands do everything: `make run` and `make test`. They need Python 3.11 or 3.12 with pip, and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
INPUT ?=

.PHONY: run test lint ui bench readers lock clean help
.DEFAULT_GOAL := help

help: ## List the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(STAMP) ## Run the pipeline on the bundled corpus, or on INPUT=path
	$(BIN)/alliance-events run $(if $(INPUT),--input "$(INPUT)")

test: $(STAMP) lint ## Lint, then run every test
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(STAMP) ## ruff, mypy --strict and the import contracts
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

ui: $(STAMP) ## Open the Dagster project at http://127.0.0.1:3000
	mkdir -p $${ALLIANCE_EVENTS_HOME:-data}/dagster
	cp assets/dagster.yaml $${ALLIANCE_EVENTS_HOME:-data}/dagster/dagster.yaml
	DAGSTER_HOME=$$(cd $${ALLIANCE_EVENTS_HOME:-data}/dagster && pwd) $(BIN)/dagster dev -m assets.definitions

bench: $(STAMP) ## Time the coder on INPUT=path, by default on the bundled corpus
	$(BIN)/alliance-events bench "$(if $(INPUT),$(INPUT),pipelines/sample/corpus)"

RELEASE ?= $(shell ls -d data/releases/v* 2>/dev/null | tail -1)
readers: $(STAMP) ## Open RELEASE=path with DuckDB 1.0, 1.2, 1.4 and 2.0 in throw-away environments
	$(BIN)/python tests/readers.py "$(RELEASE)"

lock: ## Pin every dependency with its hashes (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-strip-extras --no-header --no-annotate --python-version 3.11 -o requirements.lock

clean: ## Remove the environment; data stay
	rm -rf $(VENV) *.egg-info
