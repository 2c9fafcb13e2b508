#!/bin/sh
# binfmt.sh COMMAND …: runs it where programs for arm64 can run too (qemu-user, binfmt_misc). As root, in a mount
# namespace of its own, which binfmt_misc and its registration are gone with: unshare --mount -- sh binfmt.sh …
set -eu

binfmt=/proc/sys/fs/binfmt_misc
mount --make-rprivate /
mount -t binfmt_misc binfmt_misc "$binfmt"
[ -e "$binfmt/qemu-aarch64" ] || tr -d '\n' < /usr/lib/binfmt.d/qemu-aarch64.conf > "$binfmt/register"
exec "$@"
