#!/usr/bin/env bash
# Write requirements.lock from pyproject.toml: every version with its hashes, no registry address, no path.
# Arguments go to uv: `make lock UPGRADE=--upgrade` takes the newest versions; without it, pins stay where they can.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ ! -x build/lock/bin/uv ]]; then
    "${PYTHON:-python3}" -m venv build/lock
    build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
fi
build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --group dev pyproject.toml -o requirements.lock "$@"
# What the lobby device runs: the same versions, without what only development needs.
build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --constraint requirements.lock pyproject.toml \
    -o deploy/raspberrypi/requirements.lock
echo "requirements.lock holds $(grep -cE '^[A-Za-z0-9]' requirements.lock) packages"
