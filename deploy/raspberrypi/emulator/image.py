"""The disk of an emulated device: Debian, the package, a release, and what the test needs beside.

It is laid out in a folder and written as one ext4 file system: no loop device, no mount, and no
root where the user may have a range of user ids (subuid(5)).
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.raspberrypi.emulator.disk import Partition, write
from deploy.raspberrypi.emulator.qemu import Parts

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TEST = Path("opt/vuoro-test")
KEPT = Path("var/lib/vuoro-test")
ROOT_MB, DATA_MB = 2560, 3072
_MACHINE_ID = "7d6f3a51c0de4e0f9b1d2a3c4b5a6978\n"
"""Any: without one, Debian would take the start for its first and switch all units on."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into an image: the tar of Debian, our package, a release's bundle, the public key
    that it is signed with."""

    base: Path
    package: Path
    release: Path
    key: Path


def made(contents: Contents, folder: Path) -> Parts:
    """Make ``disk.raw``, ``kernel`` and ``initrd`` in the folder. Raises RuntimeError."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [
        sys.executable, "-m", "deploy.raspberrypi.emulator.image",
        str(contents.base), str(contents.package), str(contents.release), str(contents.key),
        str(folder),
    ]  # fmt: skip
    with open(folder / "image.log", "wb") as log:
        done = subprocess.run([*_apart(), *words], cwd=ROOT, stdout=log, stderr=log)
    if done.returncode:
        raise RuntimeError(f"the device could not be installed; {folder}/image.log says more")
    return Parts(folder / "disk.raw", folder / "kernel", folder / "initrd")


def overlay(parts: Parts, file: Path) -> Parts:
    """A disk that remembers only what differs, so that the image can be used again."""
    file.unlink(missing_ok=True)
    subprocess.run(
        ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(parts.disk), str(file)],
        check=True,
    )
    return Parts(file, parts.kernel, parts.initrd, arch=parts.arch)


def lay_out(contents: Contents, folder: Path) -> None:
    """All of it, in namespaces of its own: mounts end with this process."""
    with _in_memory(folder) as space:
        root, data = space / "root", space / "data"
        for part in (root, data):
            part.mkdir(mode=0o755)
        _run("tar", "-xf", contents.base, "-C", root, "--numeric-owner", "--exclude=./dev/*")
        with _like_running(root):
            _like_a_computer(root)
            _install_package(root, contents.package)
            _install_release(root, contents)
            _install_test(root)
            _without_graphics_chip(root)
        _seal(root, data)
        for name, start in (("kernel", "vmlinuz-*"), ("initrd", "initrd.img-*")):
            (newest,) = (root / "boot").glob(start)
            shutil.copyfile(newest, folder / name)
        parts = (Partition("vuoro-root", root, ROOT_MB), Partition("vuoro-data", data, DATA_MB))
        write(folder / "disk.raw", parts)


@contextmanager
def _in_memory(folder: Path) -> Iterator[Path]:
    """A place where flushing costs nothing."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="space-") as made_here:
        _run("mount", "-t", "tmpfs", "-o", "mode=755", "space", made_here)
        try:
            yield Path(made_here)
        finally:
            _run("umount", "--lazy", made_here)


@contextmanager
def _like_running(root: Path) -> Iterator[None]:
    """What programs in the root expect to find."""
    _run("mount", "--rbind", "/dev", root / "dev")
    _run("mount", "--make-rslave", root / "dev")
    _run("mount", "-t", "proc", "proc", root / "proc")
    try:
        yield
    finally:
        _run("umount", "--lazy", root / "dev", root / "proc")


def _seal(root: Path, data: Path) -> None:
    """System and data apart, by the package's own tool; what the test keeps is data too."""
    _run("sh", root / "usr/lib/vuoro/seal", root, data, env=os.environ | {"VUORO_SAME_DISK": "1"})
    for moved in ("opt/vuoro", "var/lib/vuoro"):
        shutil.rmtree(root / moved)
        (root / moved).mkdir()
    shutil.move(root / KEPT, data / "test")
    (root / KEPT).mkdir()
    table = root / "etc/fstab"
    # An emulated disk is found late.
    text = re.sub(r"device-timeout=\w+", "device-timeout=600s", table.read_text(encoding="ascii"))
    text += f"/data/test  /{KEPT}  none  bind,nofail,x-systemd.requires-mounts-for=/data  0 0\n"
    table.write_text(text, encoding="ascii")


def _apart() -> list[str]:
    """A namespace for mounts; where we are not root, one of users too."""
    users = [] if os.geteuid() == 0 else ["--map-root-user", "--map-auto"]
    return ["unshare", "--mount", "--pid", "--fork", "--kill-child", *users, "--"]


def _like_a_computer(root: Path) -> None:
    (root / "etc/hostname").write_text("lobby\n", encoding="ascii")
    (root / "etc/hosts").write_text("127.0.0.1 localhost lobby\n::1 localhost\n", encoding="ascii")
    (root / "etc/machine-id").write_text(_MACHINE_ID, encoding="ascii")


def _install_package(root: Path, package: Path) -> None:
    shutil.copyfile(package, root / "tmp" / package.name)
    _inside(root, "dpkg", "--force-unsafe-io", "--install", f"/tmp/{package.name}")
    (root / "tmp" / package.name).unlink()


def _install_release(root: Path, contents: Contents) -> None:
    from vuoro.core.release.manifest import read_key
    from vuoro.lobby.appliance.bundle import unpack
    from vuoro.lobby.appliance.shelf import Shelf

    shelf = Shelf(root / "opt/vuoro")
    key = read_key(contents.key.read_text(encoding="ascii"))
    part = shelf.being_made("first")
    version = unpack(contents.release, part, (key,)).version
    part.rename(shelf.being_made(version))
    shelf.put(version)
    shelf.use(version)


def _install_test(root: Path) -> None:
    """The agent; and, from the folder ``guest``, the devices and the office of the test."""
    for part in ("agent", "guest"):
        if (HERE / part).is_dir():
            shutil.copytree(HERE / part, root / TEST / part, ignore=shutil.ignore_patterns("__*"))
    unit = root / TEST / "agent/test-agent.service"
    unit.rename(root / "etc/systemd/system" / unit.name)
    _inside(root, "systemctl", "enable", "--quiet", unit.name)
    install = root / TEST / "guest/install.sh"
    if install.is_file():
        _inside(root, "sh", f"/{install.relative_to(root)}")


def _without_graphics_chip(root: Path) -> None:
    """The compositor would let OpenGL draw, in software, on an emulated processor: minutes."""
    with open(root / "etc/vuoro/session.env", "a", encoding="utf-8") as settings:
        settings.write("WLR_RENDERER=pixman\n")


def _inside(root: Path, *words: str) -> None:
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    environment |= {"DEBIAN_FRONTEND": "noninteractive", "HOME": "/root"}
    _run("chroot", root, *words, env=environment)


def _run(*words: "str | Path", env: dict[str, str] | None = None) -> None:
    subprocess.run([str(word) for word in words], check=True, env=env, stdin=subprocess.DEVNULL)


def main() -> int:
    """Called by ``made``, in namespaces of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "package", "release", "key", "folder"):
        parser.add_argument(name, type=Path)
    told = parser.parse_args()
    lay_out(Contents(told.base, told.package, told.release, told.key), told.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
