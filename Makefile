# Vuoro: one command each. `make` explains them; each first installs whatever is missing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

bin := .venv/bin
tests := $(bin)/python -m pytest
# No window pops up and no desktop setting leaks in while tests run.
test_screen := QT_QPA_PLATFORM=offscreen

.PHONY: help setup demo tour test test-long check a11y bench bench-scan deb release appliance-test appliance-faults appliance-arm64 format lock clean

help: ## Say what there is (this)
	@echo "Vuoro: the lobby of an employment office. See it run: make demo"
	@echo
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 26
	@echo
	@echo "The first command installs everything by itself: the missing system packages of"
	@echo "deploy/packages.txt with apt (with sudo if you are not root), then .venv with the"
	@echo "hash-pinned packages of requirements.lock. Nothing outside this folder is changed but that."

setup: ## Install what is missing; the other commands do it by themselves
	@bash deploy/scripts/setup.sh

demo: setup ## A whole office on this computer, with simulated devices; Ctrl-C ends it
	@$(bin)/vuoro demo

tour: setup ## Drive the real programs from outside; pictures and slips go to build/tour/
	@$(bin)/vuoro tour

test: setup ## The tests, three at a time: some wait (TESTS=tests/queue for some of them)
	@$(test_screen) $(tests) -n 3 --dist worksteal -m "not long" $(TESTS)

test-long: setup ## The tests that take minutes
	@$(test_screen) $(tests) -m long $(TESTS)

check: setup ## Format, lint, types, import directions, scripts, sizes, what must not be in files
	@$(bin)/ruff format --check --quiet . || { echo "Not formatted: make format does it"; exit 1; }
	@$(bin)/ruff check --quiet .
	@$(bin)/mypy
	@$(bin)/lint-imports
	@for script in .ci/run deploy/scripts/*.sh; do bash -n "$$script"; done
	@bash deploy/scripts/check_units.sh
	@$(bin)/python deploy/raspberrypi/image/check.py
	@$(bin)/python deploy/scripts/check_files.py

bench: setup ## Measure each promise beside its limit on this computer
	@$(bin)/python -m vuoro.lobby.bench

# Photographs of codes that were not made by us; no part of this repository.
PICTURES ?= ../shared/data/qr

bench-scan: setup ## Measure how codes are read, beside other decoders (PICTURES=folder)
	@if [ ! -f "$(PICTURES)/expected.json" ]; then \
	  echo "No pictures there. Give a folder that has expected.json (file name to text, or null):"; \
	  echo "  make bench-scan PICTURES=folder"; exit 1; fi
	@$(bin)/python -m vuoro.hardware.scanners.measure $(PICTURES) --out build/bench-scan.json

a11y: setup ## Prove that everyone can use it; the report is build/a11y/report.html (ARGS="--only kiosk")
	@$(bin)/python -m vuoro.lobby.a11y $(ARGS)

format: setup ## Format the code and repair what ruff can repair
	@$(bin)/ruff check --fix --quiet .
	@$(bin)/ruff format .

# Which version a package or release gets: that of pyproject.toml, unless told otherwise.
VERSION ?= $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)

deb: setup ## The Debian package of the lobby device, for amd64 and arm64, into build/appliance/
	@$(bin)/python deploy/raspberrypi/recipes/deb.py --version $(VERSION)

release: setup ## A signed release of the programs for the device (ARCH=arm64 or amd64)
	@$(bin)/python deploy/raspberrypi/recipes/release.py --download --arch $(or $(ARCH),arm64) --version $(VERSION)

appliance-test: setup ## The lobby device in an emulator: two screens, a touch, a slip, a scan, closed doors (ARGS="--no-build")
	@bash deploy/scripts/system_packages.sh deploy/raspberrypi/emulator/packages.txt
	@$(bin)/python -m deploy.raspberrypi.emulator $(ARGS)

appliance-faults: setup ## What appliance-test built, broken in every way; takes hours (ARGS="--only kiosk")
	@bash deploy/scripts/system_packages.sh deploy/raspberrypi/emulator/packages.txt
	@$(bin)/python -m deploy.raspberrypi.emulator.faults.program $(ARGS)

appliance-arm64: setup ## The same package on an emulated Arm processor, up to the first number; an hour
	@bash deploy/scripts/system_packages.sh deploy/raspberrypi/emulator/packages.txt
	@$(bin)/python -m deploy.raspberrypi.emulator.arm.program $(ARGS)

lock: ## Write requirements.lock anew from pyproject.toml (UPGRADE=--upgrade for newest versions)
	@mkdir -p build
	@bash deploy/scripts/lock.sh $(UPGRADE)

clean: ## Remove what the commands made, but for .venv
	@rm -rf build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis
	@find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
