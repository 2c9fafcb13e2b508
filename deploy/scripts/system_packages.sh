#!/usr/bin/env bash
# Install the system packages of a list that are missing, saying which and why: system_packages.sh [LIST]
set -euo pipefail
cd "$(dirname "$0")/../.."

list=${1:-deploy/packages.txt}
log=$PWD/build/setup.log

# Every package that is installed, and every name that it provides, one a line.
present() {
    dpkg-query -W -f='${db:Status-Abbrev}\t${Package}, ${Provides}\n' |
        sed -n 's/^ii *\t//p' | tr ',' '\n' | sed -E 's/^ *//; s/ .*//'
}

# Prints the lines of the list whose package is not present, as "name<TAB>reason".
missing_packages() {
    sed -nE 's/^([^# ]+) +/\1\t/p' "$list" | awk -F'\t' 'NR == FNR { has[$1]; next } !($1 in has)' <(present) -
}

# The words that run a command as root, or nothing if we are root. Fails where that is not possible.
become_root() {
    if ((EUID == 0)); then
        return 0
    elif ! command -v sudo >/dev/null; then
        return 1
    elif [[ -t 0 ]]; then
        echo sudo
    elif sudo -n true 2>/dev/null; then
        echo sudo -n
    else
        return 1
    fi
}

as_root() {
    # shellcheck disable=SC2086  # "sudo -n" is two words, root is none
    $root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@" >>"$log" 2>&1 </dev/null
}

failed() {
    tail -n 20 "$log" >&2
    echo "apt-get could not do it; the whole story is in build/setup.log" >&2
    exit 1
}

if ! { command -v apt-get && command -v dpkg-query; } >/dev/null; then
    [[ -e build/.no-apt ]] && exit 0
    echo "This is not Debian, so nothing was installed with apt. Vuoro needs what these packages hold:"
    sed -nE 's/^([^# ]+) +/    \1: /p' "$list"
    touch build/.no-apt
    exit 0
fi

missing=$(missing_packages)
[[ -z $missing ]] && exit 0

count=$(wc -l <<<"$missing")
echo "Missing system packages: $count"
sed -E $'s/^([^\t]*)\t(.*)/    \\1: \\2/' <<<"$missing"

if ! root=$(become_root); then
    echo "Installing them takes root, and sudo is not at hand. Going on without; this command would do it:"
    echo "    apt-get install --no-install-recommends $(cut -f1 <<<"$missing" | xargs)"
    exit 0
fi

echo "Asking apt for its newest lists${root:+ (with sudo: installing takes root)}"
as_root update || failed

mapfile -t names < <(cut -f1 <<<"$missing")
echo "Installing $count system packages and what they need (a few minutes on the first run)"
as_root install -y --no-install-recommends "${names[@]}" || failed
