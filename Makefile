# make serve: set everything up and serve on 127.0.0.1:8008.   make test: set everything up and run the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
SERVE_ARGS ?=

# uv takes a wheel folder that pip was told of, and pip's index where one is configured by its variable.
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif

.PHONY: serve test test-system check lint types imports bench requirements clean help

help:
	@echo "make serve        set everything up and serve the API on http://127.0.0.1:8008 (SERVE_ARGS=... for options)"
	@echo "make test         set everything up, check the code and run the tests"
	@echo "make test-system  run the tests that need system programs; fails if one is missing"
	@echo "make check        ruff, mypy, import-linter"
	@echo "make bench        compare engines side by side"
	@echo "make requirements pin the dependencies anew, with hashes"
	@echo "make clean        remove the environment and what tools leave"

$(VENV)/bootstrap.stamp: requirements/bootstrap.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

define install
	$(UV) pip install --quiet --require-hashes --no-deps -r $(1)
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
endef

$(VENV)/serve.stamp: requirements/serve.txt pyproject.toml $(VENV)/bootstrap.stamp
	$(call install,$<)

# Without a wheel folder, uv takes the torch that fits this machine: the CPU's where there is no GPU.
$(VENV)/torch.stamp: $(VENV)/bootstrap.stamp
	$(UV) --no-config pip install --quiet $(if $(UV_FIND_LINKS),,--torch-backend=auto) torch==2.13.0
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml $(VENV)/torch.stamp
	$(call install,$<)
	@touch $(VENV)/serve.stamp

serve: $(VENV)/serve.stamp
	@$(BIN)/mailwright model pull
	@$(BIN)/mailwright serve $(SERVE_ARGS)

test: check
	@$(BIN)/mailwright model pull
	$(BIN)/python -m pytest $(PYTEST_ARGS)

test-system: $(VENV)/dev.stamp
	@$(BIN)/mailwright model pull
	$(BIN)/python -m pytest --demand-system $(PYTEST_ARGS)

check: lint types imports

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/dev.stamp
	@$(BIN)/mailwright model pull
	$(BIN)/python -m bench.engines

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make requirements"

requirements: $(VENV)/bootstrap.stamp
	$(COMPILE) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(COMPILE) pyproject.toml -o requirements/serve.txt
	$(COMPILE) pyproject.toml --extra dev --extra train --no-emit-package torch -c requirements/serve.txt \
		-o requirements/dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
