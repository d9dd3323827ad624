# make alone prints this list.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PATH := $(abspath $(BIN)):$(PATH)

.PHONY: help lab quick test nightly build demo site lint proof bench lock clean

help: ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/ready: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

lab: $(VENV)/ready ## make the environment, build the notebooks, open JupyterLab on them
	$(BIN)/autograder build
	$(BIN)/jupyter lab --notebook-dir=notebooks $(LAB)

.colab/ready: tests/colab.txt
	$(PYTHON) -m venv .colab
	.colab/bin/python -m pip install --quiet --requirement tests/colab.txt
	@touch $@

# Tests run side by side (which of them together: tests/conftest.py): with more than one thread each they would wait for
# one another. Of the whole suite a third waits, for a kernel to be stopped, say, or for a browser: two cores do three at a time.
quick test nightly: export OMP_NUM_THREADS = 1
SIDE_BY_SIDE = --dist loadgroup --no-loadscope-reorder

quick: $(VENV)/ready lint ## before each commit: all that needs no kernel, sandbox, server or browser
	$(BIN)/python -m pytest -n 2 $(SIDE_BY_SIDE) tests/quick

test: $(VENV)/ready .colab/ready lint ## run everything that CI runs
	$(BIN)/python -m pytest -n 3 $(SIDE_BY_SIDE) tests
	$(BIN)/python -m pytest -n 2 --dist loadscope --nbval --nbval-cell-timeout=120 --nbval-current-env \
		--nbval-sanitize-with tests/nbval-sanitize.cfg -p no:cacheprovider -p tests.nbval_kernels \
		-W "ignore::Warning" solutions

nightly: $(VENV)/ready proof ## what takes too long for each change: the proof, runs killed by chance, many more examples
	$(BIN)/python -m pytest -m nightly tests
	$(BIN)/python -m pytest -n 2 $(SIDE_BY_SIDE) --hypothesis-profile=random tests/quick/test_verdict.py \
		tests/test_strange_folders.py

build: $(VENV)/ready ## build notebooks/, solutions/ and handgrad/cases/ (EXECUTE=all executes every solution)
	$(BIN)/autograder build $(CHAPTER) $(if $(EXECUTE),--execute-all)

demo: $(VENV)/ready ## grade a class of made submissions, attacks included, and print the table
	$(BIN)/autograder demo

site: $(VENV)/ready ## build the web pages into site/: chapters with moving explorers, docs, search
	$(BIN)/autograder site

# The course's own folders, by name: what students handed in, and an instructor's own scripts, are not ours to judge.
CODE = autograder benchmarks handgrad source tests nbgrader_config.py

lint: $(VENV)/ready ## ruff and mypy
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy

proof: $(VENV)/ready ## mutate every solution and right answer, grade every mutant, write docs/proof.md
	$(BIN)/autograder proof --write

bench: $(VENV)/ready ## measure: grading, check, import (benchmarks/)
	$(BIN)/autograder bench

lock: ## write requirements.lock from what is installed, without addresses
	$(BIN)/python -m pip freeze --exclude-editable | sed -E 's/\+cpu$$//; / @ /d' > requirements.lock

clean: ## remove the environment, the web pages and everything that was graded here
	rm -rf $(VENV) .colab demo site submitted autograded feedback gradebook.db
