"""The package on arm64: a device with an emulated Arm processor boots to the kiosk.

``python -m deploy.raspberrypi.emulator.arm.program``, as root: root, image and boot, each kept for
the next time. Pictures and times go to ``build/appliance/arm64/``.
"""

import argparse
import base64
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.raspberrypi.emulator.arm.root import emulated, root
from deploy.raspberrypi.emulator.building import release_bundle
from deploy.raspberrypi.emulator.faults.device import Device
from deploy.raspberrypi.emulator.faults.plugs import powered
from deploy.raspberrypi.emulator.faults.states import ALL
from deploy.raspberrypi.emulator.guest.office import Places
from deploy.raspberrypi.emulator.guest.office import build as office
from deploy.raspberrypi.emulator.image import overlay
from deploy.raspberrypi.emulator.qemu import Parts
from deploy.raspberrypi.emulator.turn import one_emulator
from deploy.raspberrypi.recipes import deb, release
from vuoro.core.clock import SystemClock

ROOT = Path(__file__).resolve().parents[4]
BUILD = ROOT / "build/appliance"
VERSION = "0.1.0"
_KIOSK_SECONDS = 1800.0
_VISIT_SECONDS = 400.0


def main() -> int:
    """Make what is missing, and boot it; 1 when nobody got a number."""
    told = _parser().parse_args()
    # So that the emulator ends with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = told.folder
    folder.mkdir(parents=True, exist_ok=True)
    if told.fresh or not (folder / "disk.raw").exists():
        _image(folder, told.base or root(BUILD / "emulator"))
    made = Parts(folder / "disk.raw", folder / "kernel", folder / "initrd", arch="arm64")
    with one_emulator():
        return _boot(overlay(made, folder / "run.qcow2"), folder)


def _boot(parts: Parts, folder: Path) -> int:
    """From power on to a number, told as it goes."""
    times = {}
    with powered(parts, folder / "run") as device:
        times["the device answers"] = device.machine.age
        print(json.dumps(times), flush=True)
        device.await_back(ALL, 0.0, _KIOSK_SECONDS)
        device.await_pictures(_KIOSK_SECONDS)
        times["kiosk and board are painted"] = device.machine.age
        _pictures(device, folder, "ready")
        number = device.visit(_VISIT_SECONDS)
        times["the first number is taken"] = device.machine.age
        _pictures(device, folder, "visited")
        told = {
            "machine": device.machine.shell("uname -m"),
            "system": device.machine.shell(". /etc/os-release; echo $PRETTY_NAME"),
            "package": device.machine.shell("dpkg-query --show vuoro-appliance"),
            "units": device.machine.shell(f"systemctl is-active {' '.join(ALL)}").split(),
            "number": number,
            "paper": json.loads(device.machine.shell("/opt/vuoro-test/guest/paper", 300)),
            "seconds": {what: round(seconds, 1) for what, seconds in times.items()},
        }
    text = json.dumps(told, indent=1, ensure_ascii=False)
    (folder / "arm64.json").write_text(f"{text}\n", encoding="utf-8")
    print(text)
    return 0 if number else 1


def _pictures(device: Device, folder: Path, when: str) -> None:
    for head, name in enumerate(("kiosk", "board")):
        device.machine.picture(head).png(folder / f"{name}-{when}.png")


def _image(folder: Path, debian: Path) -> None:
    """The disk: root, package, release, and an office that was made on this processor."""
    bundle = release_bundle("arm64")
    # After the release: it ships the key that releases are signed with.
    package = deb.build("arm64", VERSION, folder, 0)
    key = release.key_of(BUILD / "release.key")
    public = folder / "release.pub"
    public.write_text(public_text(key.public_key().public_bytes_raw()), encoding="ascii")
    with tempfile.TemporaryDirectory() as made_here:
        office(Places(Path(made_here)), SystemClock())
        base = folder / "base.tar"
        shutil.copyfile(debian, base)
        # The folder itself becomes the root of the device.
        Path(made_here).chmod(0o755)
        words = ["tar", "--append", "--owner=0", "--group=0", f"--file={base}"]
        subprocess.run([*words, f"--directory={made_here}", "."], check=True)
    words = [*emulated(), sys.executable, "-m", "deploy.raspberrypi.emulator.image"]
    places = (base, package, bundle, public, folder)
    subprocess.run([*words, *map(str, places)], check=True, cwd=ROOT)
    base.unlink()


def public_text(raw: bytes) -> str:
    """A public key as devices keep it."""
    return base64.b64encode(raw).decode() + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Boot the package on an emulated Arm processor.")
    parser.add_argument("--folder", type=Path, default=BUILD / "arm64")
    parser.add_argument("--fresh", action="store_true", help="make the image anew")
    parser.add_argument("--base", type=Path, help="a tar of Debian for arm64 that is there already")
    return parser


if __name__ == "__main__":
    sys.exit(main())
