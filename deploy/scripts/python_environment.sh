#!/usr/bin/env bash
# Make .venv hold exactly what requirements.lock says, and this checkout in editable form.
set -euo pipefail
cd "$(dirname "$0")/../.."

log=$PWD/build/setup.log
pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input)

# Prints the first Python that is new enough; $PYTHON goes first if it is set.
find_python() {
    local python
    for python in ${PYTHON:-} python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    echo "Vuoro needs Python 3.11 or newer and found $(python3 -V 2>/dev/null || echo none)." >&2
    echo "Debian 12 or newer brings it. For another one: make setup PYTHON=/path/to/python3" >&2
    return 1
}

# Qt's wheels for 64-bit ARM are built against glibc 2.39, which Debian 12 does not have; those for x86 run on 2.34.
check_system() {
    local glibc
    glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2)
    if [[ $(uname -m) == aarch64 && $(printf '2.39\n%s\n' "$glibc" | sort -V | head -n 1) != 2.39 ]]; then
        echo "On ARM, Vuoro needs Debian 13 or the Raspberry Pi OS built on it (glibc 2.39 or newer, here: ${glibc:-none})." >&2
        return 1
    fi
}

# Whether .venv runs and was made here: its scripts hold the path, so a moved checkout needs a new one.
environment_is_ours() {
    [[ $(cat .venv/pyvenv.cfg 2>/dev/null) == *"-m venv $PWD/.venv"* ]] &&
        .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Keeps what pip says in the log. A terminal gets one line that changes, another place nothing.
show_progress() {
    local total=$1 number=0 line what
    while read -r line; do
        printf '%s\n' "$line" >>"$log"
        case $line in
            *"(from -r requirements.lock (line "*) what="$((++number)) of $total: $(cut -d' ' -f2 <<<"$line")" ;;
            "Installing collected packages"*) what="unpacking them" ;;
            *) continue ;;
        esac
        if [[ -t 1 ]]; then printf '\r\033[K    %s' "$what"; fi
    done
    if [[ -t 1 ]]; then printf '\r\033[K'; fi
}

failed() {
    tail -n 20 "$log" >&2
    echo "$1; the whole story is in build/setup.log" >&2
    exit 1
}

# Runs a step unless its stamp in .venv says that it was done for the same files.
once() {
    local stamp=.venv/.vuoro-$1 key
    key=$(sha256sum "${@:3}")
    if [[ -e $stamp && $(<"$stamp") == "$key" ]]; then return; fi
    "$2"
    printf '%s\n' "$key" >"$stamp"
}

install_dependencies() {
    local count
    count=$(grep -cE '^[A-Za-z0-9]' requirements.lock)
    echo "Installing up to $count Python packages into .venv, each checked against its hash (1 GB, a few minutes)"
    "${pip[@]}" install --require-hashes --only-binary :all: -r requirements.lock 2>&1 </dev/null |
        show_progress "$count" || failed "pip could not install requirements.lock"
}

install_project() {
    echo "Installing Vuoro itself into .venv (editable)"
    "${pip[@]}" install --no-deps --no-build-isolation --no-index --editable . >>"$log" 2>&1 </dev/null ||
        failed "pip could not install this checkout"
}

if ! environment_is_ours; then
    check_system
    python=$(find_python)
    echo "Making a virtual environment in .venv with $("$python" -V) ($python)"
    rm -rf .venv
    "$python" -m venv "$PWD/.venv" >>"$log" 2>&1 || failed "$python could not make .venv (Debian: python3-venv is needed)"
fi
once dependencies install_dependencies requirements.lock
once project install_project pyproject.toml
