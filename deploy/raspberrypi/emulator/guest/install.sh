#!/bin/sh
# Makes a test image out of a root that has the package and a release: office, panel, scanner, printer.
# Runs as root in the chroot, with the folder it is in at /opt/vuoro-test/guest.
set -eu

here=/opt/vuoro-test/guest
lib=/opt/vuoro-test/lib
release=/opt/vuoro/current/lib

# The test's own programs by the names that they have in the repository, and the virtual printer of the project: copied,
# because a broken release must not break the test.
mkdir -p "$lib/deploy/raspberrypi/emulator" "$lib/vuoro/hardware/printers" /var/lib/vuoro-test
ln -sfn "$here" "$lib/deploy/raspberrypi/emulator/guest"
cp -r "$release/vuoro/hardware/printers/virtual" "$lib/vuoro/hardware/printers/"
cp "$release/vuoro/hardware/__init__.py" "$lib/vuoro/hardware/"
cp "$release/vuoro/hardware/printers/__init__.py" "$lib/vuoro/hardware/printers/"

# An image for another processor gets an office that was made outside, in a twentieth of the time.
[ -e /var/lib/vuoro-test/codes.json ] ||
    PYTHONPATH="$release:$lib" PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -P -m deploy.raspberrypi.emulator.guest.office /
# As setup leaves it: nothing at USB is this office's own, so what types there is refused.
: > /etc/vuoro/usb-allowed
chown -R vuoro-lobby:vuoro-lobby /var/lib/vuoro/lobby
chown -R vuoro-screen:vuoro-screen /var/lib/vuoro/screen
chmod 700 /var/lib/vuoro/lobby /var/lib/vuoro/screen
chown root:vuoro-lobby /etc/vuoro/lobby.toml /etc/vuoro/office.toml
chown root:vuoro-screen /etc/vuoro/kiosk.toml /etc/vuoro/display.toml
chmod 640 /etc/vuoro/*.toml

cp -r "$here"/units/*.service "$here"/units/*.service.d /etc/systemd/system/
cp "$here"/units/*.rules /etc/udev/rules.d/
echo uinput > /etc/modules-load.d/test.conf
systemctl enable test-inputs.service test-printer.service
