#!/usr/bin/env bash
# Make this checkout ready to run: system packages, .venv, pinned dependencies, the project itself.
# Safe to run again at any time; does only what is missing. Details go to build/setup.log.
set -euo pipefail
cd "$(dirname "$0")/../.."

mkdir -p build
bash deploy/scripts/system_packages.sh
bash deploy/scripts/python_environment.sh
