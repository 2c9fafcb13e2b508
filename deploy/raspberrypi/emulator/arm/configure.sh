#!/bin/sh
# configure.sh ROOT: turns a folder with the packages of another architecture into a working root.
# Runs as root below binfmt.sh; its mounts are gone with the namespace.
#
# dpkg of this computer unpacks (no emulation where the most work is); only maintainer scripts run on the emulated
# processor. Ten minutes instead of the hour that mmdebstrap alone takes.
set -eu

root=$1
debs=$root/var/cache/apt/archives
export DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin

mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"

# What maintainer scripts expect of a root that was never configured.
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
ln -sf mawk "$root/usr/bin/awk"
cp "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
cp "$root/usr/share/base-passwd/group.master" "$root/etc/group"
mkdir -p "$root/etc/initramfs-tools/conf.d" "$root/usr/share/initramfs-tools/modules.d"
echo MODULES=list > "$root/etc/initramfs-tools/conf.d/emulator"
printf 'virtio_pci\nvirtio_blk\next4\n' > "$root/usr/share/initramfs-tools/modules.d/emulator"

unpack() {
    # To this computer's dpkg its own architecture is the native one; packages are unpacked as foreign ones.
    printf 'amd64\narm64\n' > "$root/var/lib/dpkg/arch"
    # Of all that is forced, not that scripts run outside of the root: they would change this computer.
    dpkg --root="$root" --force-all --no-force-script-chrootless --force-unsafe-io --no-triggers --unpack "$@"
    rm -f "$root/var/lib/dpkg/arch"
}

configure() {
    chroot "$root" dpkg --force-unsafe-io --force-confold --configure -a
}

# The kernel's scripts need what the others bring, configured.
mkdir "$debs/kernel"
mv "$debs"/linux-image-*.deb "$debs/kernel/"
unpack "$debs"/*.deb
configure
unpack "$debs"/kernel/*.deb
configure
chroot "$root" dpkg --audit
rm -r "$root/usr/sbin/policy-rc.d" "$debs/kernel"
rm -f "$debs"/*.deb "$root"/var/cache/apt/*.bin "$root"/var/lib/apt/lists/*Packages "$root"/var/lib/apt/lists/*InRelease
