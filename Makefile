# `make help` lists the targets; each does all of its own set-up.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help site serve check test features verify fmt bench planted figures profile lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

# The stamp is newer than the lock file once everything in it is installed, each package held to its hash.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/ready

site: .venv/ready ## build the site into site/
	$(BIN)/wiki build

serve: .venv/ready ## show the site on localhost and rebuild it on change (PORT=8000)
	$(BIN)/wiki serve --port $(PORT)

check: .venv/ready ## check code (ruff, mypy) and entries
	$(BIN)/ruff format --check scripts tests
	$(BIN)/ruff check scripts tests
	$(BIN)/mypy
	$(BIN)/wiki fmt --check
	$(BIN)/wiki check

test: check ## everything that CI runs: checks, and all tests with a browser
	$(BIN)/python -bb -X dev -m pytest

features: .venv/ready ## list what a user can do, each with the tests that hold it
	$(BIN)/pytest --quiet --features

verify: .venv/ready ## check every claim against the documents themselves (TEXTS=DIR)
	$(BIN)/wiki verify --texts "$(TEXTS)" > /dev/null
	TEXTS="$(abspath $(TEXTS))" $(BIN)/pytest --quiet tests/evidence/test_attack.py

fmt: .venv/ready ## put code and entries into canonical form
	$(BIN)/ruff format scripts tests
	$(BIN)/ruff check --fix scripts tests
	$(BIN)/wiki fmt

bench: .venv/ready ## measure wikis of 100, 1,000 and 10,000 entries beside other generators (takes some two hours)
	$(BIN)/python -m tests.bench.bench

planted: .venv/ready ## plant errors in real claims, and say how many the checks catch and what a mark is worth
	$(BIN)/python -m tests.audit.marks

figures: .venv/ready ## count anew what README.md says of the wiki
	$(BIN)/python -m tests.bench.figures

profile: .venv/ready ## say where the time of a cold build goes (N=1000)
	$(BIN)/python tests/bench/hotspots.py $(or $(N),1000)

lock: ## pin the newest versions of all dependencies, with hashes
	$(PYTHON) -m venv .venv && $(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev pyproject.toml -o requirements.lock

clean: ## remove what can be made again
	rm -rf .venv site .wiki-cache .pytest_cache .mypy_cache .ruff_cache
