#!/usr/bin/env bash
# Look over what the lobby device is made of: units, rules of devices and of the network, scripts, package.
#
# Each check needs a program of Debian; one that is not here is named and left out. A unit may be
# exposed 2.5 at most (systemd-analyze(1)).
set -euo pipefail
cd "$(dirname "$0")/../.."
device=deploy/raspberrypi
package=$PWD/$device/package
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null && return
    echo "$1 is not here: $2 not checked" >&2
    return 1
}

units() {
    find "$package/usr/lib/systemd/system" -maxdepth 1 -type f -printf '%f\n' | sort
}

check_exposure() {
    local unit told
    for unit in $(units | grep '\.service$'); do
        told=$(systemd-analyze security --offline=true --threshold=25 --root="$package" "$unit" 2>&1) || fail \
            "$unit: ${told##*$'\n'}" \
            "  systemd-analyze security --offline=true --root=$device/package $unit   says why"
    done
}

# Drop-ins are read after the unit: what a unit says that the common one says too has no effect.
check_needs() {
    local key told common=$package/usr/lib/systemd/system/vuoro-.service.d/10-hardening.conf
    while read -r key; do
        told=$(cd "$package/usr/lib/systemd/system" && grep -Hn "^$key=" vuoro-*.service) || continue
        fail "$told" "  has no effect: 10-hardening.conf is read later. Put it into NAME.service.d/20-needs.conf"
    done < <(sed -nE '/^\[Service\]/,$ s/^([A-Za-z]+)=.*/\1/p' "$common" | sort -u)
}

# A root that has what units name: this computer's own units, ours, and something for each command.
lay_out_root() {
    local file
    mkdir -p "$scratch/tree/usr/lib/systemd"
    ln -s usr/lib "$scratch/tree/lib"
    cp -r /lib/systemd/system "$scratch/tree/usr/lib/systemd/"
    rm -f "$scratch/tree/usr/lib/systemd/system"/{multi-user,graphical}.target.wants/*
    cp -r "$package/." "$scratch/tree/"
    sed -nE 's/^Exec[A-Za-z]*=[-+@!:]*([^ ]+).*/\1/p' -r "$scratch"/tree/usr/lib/systemd/system/*.service |
        sort -u | while read -r file; do
        [[ $file == /* && ! -e $scratch/tree$file ]] || continue
        install -D -m 755 /dev/null "$scratch/tree$file"
    done
    for file in seatd nftables; do
        [[ -e $scratch/tree/lib/systemd/system/$file.service ]] ||
            printf '[Service]\nExecStart=/usr/bin/labwc\n' >"$scratch/tree/lib/systemd/system/$file.service"
    done
}

check_units() {
    local told known='^$'
    lay_out_root
    # Debian 13 has 257; an older systemd does not know these two.
    (($(systemd-analyze --version | sed -nE '1s/^systemd ([0-9]+).*/\1/p') >= 254)) ||
        known="Unknown key '(RestartSteps|RestartMaxDelaySec)' in section \[Service\]"
    # shellcheck disable=SC2046  # names of units are one word each
    told=$(systemd-analyze verify --root="$scratch/tree" --man=no $(units) 2>&1 |
        sed "s,$scratch/tree/,," | grep -E 'vuoro|nftables|ssh' | grep -vE "$known" || true)
    [[ -z $told ]] || fail "$told"
}

check_rules() {
    local told
    if udevadm verify --help >/dev/null 2>&1; then
        told=$(udevadm verify --no-style "$package"/usr/lib/udev/rules.d/*.rules 2>&1) || fail "$told"
    else
        echo "udevadm is older than 254: rules of devices were not checked" >&2
    fi
}

check_firewall() {
    local told rules=$package/usr/lib/vuoro/nftables/closed.nft
    # Even to look at rules the kernel has to be asked; a network of its own lets anybody.
    unshare -rn true 2>/dev/null || { echo "no network of one's own: the firewall was not checked" >&2; return; }
    told=$(unshare -rn nft -c -f "$rules" 2>&1) || fail "$told"
}

first_line() {
    head -c 60 "$1" | head -n 1 | tr -d '\0'
}

check_scripts() {
    local file
    while read -r file; do
        case $(first_line "$file") in
        '#!/bin/sh' | '#!/usr/bin/env bash' | '#!/bin/bash') shellcheck "$file" ;;
        esac
    done < <(find "$package" $device/debian deploy/scripts .ci -type f)
}

check_python() {
    local file
    while read -r file; do
        [[ $(first_line "$file") != '#!/usr/bin/python3'* ]] ||
            python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])' "$file"
    done < <(find "$package" -type f)
}

check_package() {
    local told
    python3 $device/recipes/deb.py --arch amd64 --version 0 --out "$scratch/deb" >/dev/null
    told=$(lintian --allow-root --fail-on error --tag-display-limit 0 "$scratch"/deb/*.deb 2>&1) ||
        fail "$(grep -v '^W:' <<<"$told")"
}

if have systemd-analyze "units were"; then
    check_exposure
    check_needs
    check_units
fi
if have udevadm "rules of devices were"; then check_rules; fi
if have nft "the firewall was"; then check_firewall; fi
if have shellcheck "scripts were"; then check_scripts; fi
check_python
if have lintian "the package was"; then check_package; fi
