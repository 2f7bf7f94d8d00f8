# Needs python3 (3.11 or newer), make and git; uses uv where it is there.
PYTHON ?= python3
VENV ?= .venv
ARGS ?=

BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
UV := $(shell command -v uv 2>/dev/null)

TEXTS := chatkit_tui/locales

.PHONY: help setup run test bench lint format texts lock clean

help:
	@echo "make run     chat with the demo                       (ARGS='-c', '--theme light', …)"
	@echo "make test    run the tests                            (ARGS='tests/cli -x', …)"
	@echo "make bench   how fast it is, beside plain Textual     (ARGS='streaming echo', …)"
	@echo "make lint    style, types and layering"
	@echo "make format  put the code into shape"
	@echo "make texts   bring the catalogues of chatkit_tui/locales up to date"
	@echo "make setup   the virtual environment in $(VENV), as requirements.lock says"
	@echo "make lock    write requirements.lock anew, by uv      (ARGS='--upgrade')"
	@echo "make clean   remove what the other targets made"

setup: $(STAMP)

run: $(STAMP)
	@$(BIN)/chatkit-tui --demo $(ARGS)

test: $(STAMP)
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

bench: $(STAMP)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Which arguments of which functions are texts, said where the functions only keep them.
KEYWORDS := -k _ -k N_ -k plural:1,2 -k Binding:3 -k _bind:3 -k _edit:3 -k _want:3 -k _row:3

texts: $(STAMP)
	@$(BIN)/pybabel -q extract --no-location --sort-output --project chatkit-tui --no-wrap \
	  --ignore-dirs 'demo docs' -k '' $(KEYWORDS) -o $(TEXTS)/chatkit_tui.pot chatkit_tui
	@$(BIN)/pybabel -q update -D chatkit_tui -i $(TEXTS)/chatkit_tui.pot -d $(TEXTS) --no-wrap \
	  --ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date
	@$(BIN)/pybabel compile -D chatkit_tui -d $(TEXTS) --statistics

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing into $(VENV); this is done once and takes a minute or two."
ifdef UV
	@$(UV) venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" $(VENV)
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e .
else
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
endif
	@touch $@

lock:
	@test -n "$(UV)" || { echo "make lock needs uv; see README.md" >&2; exit 1; }
	$(UV) pip compile pyproject.toml --extra dev --extra demo --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" --quiet --output-file requirements.lock $(ARGS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find chatkit_tui tests -name __pycache__ -type d -prune -exec rm -rf {} +
