"""The disk of an emulated device: Debian, the package, a release, and what the test needs beside.

It is laid out in a folder and written as one ext4 file system: no loop device, no mount, and no
root where the user may have a range of user ids (subuid(5)).
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.raspberrypi.emulator.qemu import Parts

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TEST = Path("opt/vuoro-test")
SIZE = "6G"
_FSTAB = "/dev/vda / ext4 rw,noatime,errors=remount-ro 0 1\n"
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


def made(contents: Contents, folder: Path, size: str = SIZE) -> Parts:
    """Make ``disk.raw``, ``kernel`` and ``initrd`` in the folder. Raises CalledProcessError."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [
        sys.executable, "-m", "deploy.raspberrypi.emulator.image",
        str(contents.base), str(contents.package), str(contents.release), str(contents.key),
        str(folder), size,
    ]  # fmt: skip
    subprocess.run([*_apart(), *words], check=True, cwd=ROOT)
    return Parts(folder / "disk.raw", folder / "kernel", folder / "initrd")


def overlay(parts: Parts, file: Path) -> Parts:
    """A disk that remembers only what differs, so that the image can be used again."""
    file.unlink(missing_ok=True)
    subprocess.run(
        ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(parts.disk), str(file)],
        check=True,
    )
    return Parts(file, parts.kernel, parts.initrd, arch=parts.arch)


def lay_out(contents: Contents, folder: Path, size: str) -> None:
    """All of it, in namespaces of its own: mounts end with this process."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="root-") as made_here:
        root = Path(made_here)
        # In memory, where flushing costs nothing.
        _run("mount", "-t", "tmpfs", "-o", "mode=755", "root", root)
        _run("tar", "-xf", contents.base, "-C", root, "--numeric-owner", "--exclude=./dev/*")
        _mount(root)
        _like_a_computer(root)
        _install_package(root, contents.package)
        _install_release(root, contents)
        _install_test(root)
        for name, start in (("kernel", "vmlinuz-*"), ("initrd", "initrd.img-*")):
            (newest,) = (root / "boot").glob(start)
            shutil.copyfile(newest, folder / name)
        for part in ("dev", "proc"):
            _run("umount", "--lazy", root / part)
        disk = folder / "disk.raw"
        disk.unlink(missing_ok=True)
        _run("mke2fs", "-q", "-t", "ext4", "-L", "vuoro", "-d", root, disk, size)
        _run("umount", root)


def _apart() -> list[str]:
    """A namespace for mounts; where we are not root, one of users too."""
    users = [] if os.geteuid() == 0 else ["--map-root-user", "--map-auto"]
    return ["unshare", "--mount", "--pid", "--fork", "--kill-child", *users, "--"]


def _mount(root: Path) -> None:
    _run("mount", "--rbind", "/dev", root / "dev")
    _run("mount", "--make-rslave", root / "dev")
    _run("mount", "-t", "proc", "proc", root / "proc")


def _like_a_computer(root: Path) -> None:
    (root / "etc/fstab").write_text(_FSTAB, encoding="ascii")
    (root / "etc/hostname").write_text("lobby\n", encoding="ascii")
    (root / "etc/hosts").write_text("127.0.0.1 localhost lobby\n::1 localhost\n", encoding="ascii")
    (root / "etc/machine-id").write_text(_MACHINE_ID, encoding="ascii")


def _install_package(root: Path, package: Path) -> None:
    shutil.copyfile(package, root / "tmp" / package.name)
    _inside(root, "dpkg", "--install", f"/tmp/{package.name}")
    (root / "tmp" / package.name).unlink()


def _install_release(root: Path, contents: Contents) -> None:
    from vuoro.core.release.manifest import read_key
    from vuoro.lobby.appliance.bundle import unpack
    from vuoro.lobby.appliance.shelf import Shelf

    keys = root / "etc/vuoro/release-keys"
    keys.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(contents.key, keys / "test.pub")
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
    unit = root / TEST / "agent/vuoro-test-agent.service"
    unit.rename(root / "etc/systemd/system" / unit.name)
    _inside(root, "systemctl", "enable", "--quiet", unit.name)
    install = root / TEST / "guest/install.sh"
    if install.is_file():
        _inside(root, "sh", f"/{install.relative_to(root)}")


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
    parser.add_argument("size")
    told = parser.parse_args()
    lay_out(Contents(told.base, told.package, told.release, told.key), told.folder, told.size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
