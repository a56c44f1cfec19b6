# Each target works alone on a fresh machine with Python 3.11 (or later), git and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready.stamp
# Tools for releases, in an environment of their own: they are no part of the project's.
TOOLS := $(VENV)/tools

SEED ?= 1
SIZE ?= small
PORT ?= 8080
COUNT ?= 40
TARGET ?=
OLD ?= HEAD
NEW ?= spec/openapi.yaml
PUBLISHED ?=
WRITE ?=
ONLY ?=
REPORT ?=
BASELINE ?=
ARGS ?=
EXTRA ?=
LOWEST ?=

.DEFAULT_GOAL := help
.PHONY: help setup contract test lint format generate diff adopt status record simulate drift mutants clientmutants bench extras docs lock dist sbom audit container clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY) ## make .venv from the locked dependencies

# The project itself goes in as an editable install, built by the locked hatchling.
$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

contract: $(READY) ## main job: generated code current, property tests, cassettes
	@$(BIN)/marketplace-contracts generate --check
	@$(BIN)/marketplace-contracts check --seed $(SEED) $(if $(TARGET),--target $(TARGET)) \
	  $(if $(REPORT),--report $(REPORT)) $(ARGS)

test: $(READY) ## tests of our own code
	@$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(READY) ## ruff and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(READY) ## let ruff format and fix
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

generate: $(READY) ## write generated/ from spec/
	@$(BIN)/marketplace-contracts generate

diff: $(READY) ## what changed in the description; OLD and NEW are files or git revisions
	@$(BIN)/marketplace-contracts diff $(OLD) $(NEW) $(ARGS)

adopt: $(READY) ## what the vendor's new file PUBLISHED=path changes; WRITE=1 merges additions
	@$(BIN)/marketplace-contracts adopt $(PUBLISHED) $(if $(WRITE),--write)

status: $(READY) ## how fresh description, generated code, cassettes and facts are
	@$(BIN)/marketplace-contracts status

record: $(READY) ## record contracts/cassettes/ from the simulator, or from TARGET=url
	@$(BIN)/marketplace-contracts record $(if $(TARGET),--target $(TARGET))

simulate: $(READY) ## serve the simulator on PORT until interrupted
	@$(BIN)/marketplace-contracts simulate --port $(PORT) --seed $(SEED) --size $(SIZE)

drift: $(READY) ## which drifts of the service the check catches; ONLY=group, BASELINE=schemathesis
	@$(BIN)/marketplace-contracts drift --seed $(SEED) \
	  $(foreach one,$(ONLY),--only $(one)) $(if $(BASELINE),--baseline $(BASELINE)) $(ARGS)

mutants: $(READY) ## COUNT random changes of the simulator, drawn by SEED: does the check notice?
	@$(BIN)/python -m marketplace_contracts.mutants --seed $(SEED) --count $(COUNT)

clientmutants: $(READY) ## COUNT changes of the client, or all of MODULE=name: do our tests notice?
	@$(BIN)/python -m marketplace_contracts.mutants.client --seed $(SEED) --count $(COUNT) \
	  $(if $(MODULE),--module $(MODULE) --all)

bench: $(READY) ## measure; medians and ratios within one run
	@$(BIN)/python -m bench

extras: $(READY) ## install each extra, or EXTRA=name, for PYTHON and use it; LOWEST=1: oldest libraries
	@$(BIN)/python tests/extras --python "$(PYTHON)" $(if $(LOWEST),--lowest) $(EXTRA)

docs: $(READY) ## build the documentation into site/, with warnings as errors
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

lock: $(READY) ## pin the dependencies anew
	@$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-options --no-annotate --no-header \
	  --extra contracts --extra dlt --extra docs --extra dev -o requirements.lock pyproject.toml

$(TOOLS)/.ready.stamp: requirements-tools.lock $(READY)
	@test -x $(TOOLS)/bin/python || "$(PYTHON)" -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# The time of the last commit instead of now: who builds again gets the same bytes.
dist: $(READY) ## build the distributions; the same commit gives the same bytes
	@rm -rf dist
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --quiet --no-isolation --outdir dist .

sbom: $(TOOLS)/.ready.stamp ## write the bill of materials of an installation with the harness into dist/
	@mkdir -p dist && rm -rf $(VENV)/installed && "$(PYTHON)" -m venv --without-pip $(VENV)/installed
	@$(BIN)/python -m pip --python $(VENV)/installed/bin/python install --quiet \
	  --disable-pip-version-check -c requirements.lock '.[contracts]'
	@$(TOOLS)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	  --output-file dist/cloud-marketplace.cdx.json $(VENV)/installed/bin/python
	@ls dist/cloud-marketplace.cdx.json

audit: $(TOOLS)/.ready.stamp ## known vulnerabilities of the locked dependencies; needs the network
	@bash .ci/audit $(TOOLS)/bin/pip-audit

container: $(TOOLS)/.ready.stamp ## lint the Dockerfile of the simulator, and build it where Docker runs
	@$(TOOLS)/bin/hadolint Dockerfile
	@$(TOOLS)/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@if docker info >/dev/null 2>&1; then docker build --quiet -t marketplace-simulator .; \
	  else echo "No Docker engine runs here: the Dockerfile is linted, not built."; fi

clean: ## remove what the other targets made
	rm -rf $(VENV) dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis reports
