PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test coverage prove lint format requirements clean

run: $(VENV)/.installed ## install, build the demonstration store if there is none, open the app
	test -e "$${EQUISTAGE_HOME:-var}/current" || $(BIN)/python -m data demo
	$(BIN)/streamlit run app.py

test: $(VENV)/.installed-dev lint ## everything that this machine can run
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser"
	$(BIN)/python -m pytest -m browser tests/browser # alone: a browser wants the machine for itself

coverage: $(VENV)/.installed-dev ## apart from test, which it would slow: lines and branches that tests run
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser and not office" --cov --cov-report=term

prove: $(VENV)/.installed-dev ## what is too long for test, in full: an hour at most, written in docs/proofs/
	$(BIN)/python -m proofs

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

requirements: ## exact pins from pyproject.toml
	uv pip compile -q --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile -q --no-header --python-version 3.11 --group pyproject.toml:dev -c requirements.txt -o requirements-dev.txt

# uv when it is there (seconds), pip otherwise.
INSTALL = if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python $(1); \
	else $(BIN)/python -m pip install -q --disable-pip-version-check $(1); fi

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(call INSTALL,-r requirements.txt)
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(call INSTALL,-r requirements-dev.txt)
	touch $@

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache
