# Allclear: `make run` shows it, `make test` proves it. The work is done in scripts/.

.DEFAULT_GOAL := help
SHELL := /bin/bash

# Options of `make run` and `make dev`, here or in the environment: make run PORT=9000 SHAPE=documented
PORT ?= 8080
BIND ?= 127.0.0.1
SYSTEMS ?= few
SHAPE ?= real
FLEET_PORT ?= 17400
export PORT BIND SYSTEMS SHAPE FLEET_PORT

.PHONY: help run break dev test lint budget bench lighthouse screenshot setup clean

help: ## What can be done here
	@sed -n 's/^\([a-z]*\): .*## /  make \1\t/p' Makefile | expand -t 20
	@echo
	@echo "  Options of run and dev: PORT=$(PORT) BIND=$(BIND) SYSTEMS=$(SYSTEMS) (or many) SHAPE=$(SHAPE) (or documented) FLEET_PORT=$(FLEET_PORT)"

run: ## Install what is missing, build the page, start five demo systems and nginx
	@scripts/run.sh

break: ## Break one of the running demo systems, or repair them: a menu
	@scripts/break.sh

dev: ## Both pages with hot reload, against the demo systems
	@scripts/dev.sh

test: ## Everything that is checked, closing with one line
	@scripts/test.sh

lint: ## Only formatting, clippy and the links of the documentation
	@scripts/test.sh format clippy clippy-wasm docs

budget: ## The bytes of both pages against their limits
	@scripts/setup.sh run && scripts/build.sh page programs && scripts/budget.sh

bench: ## Size, time to the first truthful state, layout shift, memory
	@[ -x scripts/bench.sh ] || { echo "There is no scripts/bench.sh yet."; exit 1; }
	@scripts/setup.sh bench && scripts/bench.sh

lighthouse: ## The visitors' page judged by Lighthouse, well and in an outage
	@scripts/lighthouse.sh

screenshot: ## Take the pictures in docs/pictures anew
	@scripts/screenshot.sh

setup: ## Only install what is missing for everything
	@scripts/setup.sh test

clean: ## Remove what was built here; the tools in the cache stay
	rm -rf dist run target node_modules
