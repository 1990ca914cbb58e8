# Everything a newcomer types. `make run` and `make test` need python3 (3.11 or newer), pip, make and git, nothing else.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check format bench catalogue readme requirements migration

UV := .uv/bin/uv
PYTHON := .venv/bin/python
FLASK := $(PYTHON) -m flask --app app
SOURCES := app workflows tests scripts bench migrations

# Behind a proxy that signs the network with its own certificate, only the system knows it: hence the second attempt.
SYNC := $(UV) sync --quiet --frozen --inexact --compile-bytecode --extra postgres
sync = $(SYNC) $(1) 2>/dev/null || $(SYNC) --system-certs $(1)

PORT ?= 5000
# One process more than cores: a test often waits for a browser, a server or the other database.
PARALLEL ?= --numprocesses $$(( $$(nproc) + 1 )) --dist worksteal
PORTEVOIX_INSTANCE ?= $(CURDIR)/instance
export PORT PORTEVOIX_INSTANCE

help: ## Say what can be typed
	@echo "Porte-voix. Type make and one of these:"
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: .venv/.runs ## Make the environment in .venv/ from uv.lock

setup-dev: .venv/.develops

run: setup ## Start the server and the worker with the demonstration; PORT=5001 and PORTEVOIX_INSTANCE=folder can be set
	@PORTEVOIX_DEMO=$${PORTEVOIX_DEMO-1} $(PYTHON) -m scripts.serve

test: setup-dev ## Run the whole suite, in as many processes as cores and one; ARGS are given to pytest
	$(PYTHON) -m pytest $(PARALLEL) $(ARGS)

check: setup-dev ## Style, types, layers, templates, workflows, translations, lock
	$(PYTHON) -m scripts.check

format: setup-dev ## Rewrite code and templates in the house style
	$(PYTHON) -m ruff check --fix $(wildcard $(SOURCES))
	$(PYTHON) -m ruff format $(wildcard $(SOURCES))

bench: setup-dev ## Measure requests/s; BENCH_SIZES=500,5000 and BENCH_ENGINES=sqlite,postgres can be set
	$(PYTHON) -m bench
	$(PYTHON) -m bench.taps
	$(PYTHON) -m bench.sitting
	$(PYTHON) -m bench.insight
	$(PYTHON) -m bench.counting
	$(PYTHON) -m bench.voting

catalogue: setup-dev ## Collect the French sentences, update the English catalogue, compile it
	$(PYTHON) -m scripts.catalogue

readme: setup ## Draw the thread again in the README
	$(PYTHON) -m scripts.readme

requirements: setup ## Write requirements.txt, the lock for those who do not use uv
	$(UV) export --quiet --frozen --no-dev --extra postgres --no-emit-project --no-annotate --no-header > requirements.txt

migration: setup-dev ## Write a migration from the models: make migration m="add the votes"
	$(FLASK) db migrate -m "$(m)"
	@$(PYTHON) -m ruff check --quiet --fix migrations; $(PYTHON) -m ruff format --quiet migrations

$(UV):
	python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .uv uv==0.13.9

.venv/.runs: uv.lock pyproject.toml $(wildcard app/translations/*/LC_MESSAGES/*.po) | $(UV)
	@$(call sync,--no-dev)
	@$(PYTHON) -m scripts.catalogue --compile
	@touch $@

.venv/.develops: .venv/.runs
	@$(call sync)
	@touch $@
