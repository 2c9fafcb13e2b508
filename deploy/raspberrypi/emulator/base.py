"""Debian 13 with all that the device needs, as a cached tar: minutes once, seconds after.

The mirror is that of this computer's own apt. It is made anew when a package is added to the lists.
"""

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONTROL = HERE.parent / "debian/control.in"
LISTS = Path("/etc/apt")
SUITE = "trixie"
KERNELS = {"amd64": "linux-image-amd64", "arm64": "linux-image-arm64"}
STARTS_WITH = ("virtio_pci", "virtio_blk", "ext4")
"""The modules of a small initrd: what the emulated disk needs."""
_DEBIAN, _SECURITY = "http://deb.debian.org/debian", "http://deb.debian.org/debian-security"
_WITHOUT = ("/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*", "/usr/share/info/*")


def base(arch: str, folder: Path) -> Path:
    """The tar of a root for this architecture; made where it is missing."""
    tar = place(arch, folder)
    if tar.exists():
        return tar
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".part-{arch}.tar"
    print(f"Making Debian 13 for {arch}; this takes some minutes, once.", flush=True)
    with open(folder / f"base-{arch}.log", "wb") as log:
        made = subprocess.run(bootstrap(arch, packages(arch), part), stdout=log, stderr=log)
    if made.returncode:
        tail = Path(log.name).read_text(errors="replace").splitlines()[-5:]
        raise SystemExit("mmdebstrap failed; all of it is in " + log.name + "\n" + "\n".join(tail))
    os.replace(part, tar)
    for old in folder.glob(f"base-{arch}-*.tar"):
        if old != tar:
            old.unlink()
    return tar


def place(arch: str, folder: Path) -> Path:
    """Where that tar is, if it was made of these packages."""
    names = "\n".join((SUITE, *STARTS_WITH, *packages(arch)))
    return folder / f"base-{arch}-{hashlib.sha256(names.encode()).hexdigest()[:12]}.tar"


def packages(arch: str) -> tuple[str, ...]:
    """The kernel, what our package depends on, and what stands for the rest of Raspberry Pi OS."""
    return tuple(sorted({KERNELS[arch], *depended_on(CONTROL.read_text()), *listed()}))


def depended_on(control: str) -> Iterator[str]:
    """Names in the field Depends (deb-control(5)): of alternatives the first."""
    field = re.search(r"^Depends:(.*(?:\n .*)*)", control, re.MULTILINE)
    for part in field[1].split(",") if field else ():
        if name := re.match(r"\s*([a-z0-9.+-]+)", part):
            yield name[1]


def listed(file: Path = HERE / "guest-packages.txt") -> Iterator[str]:
    """Names of a list like deploy/packages.txt."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split()[0]


def bootstrap(arch: str, names: tuple[str, ...], tar: Path) -> list[str]:
    """The command that makes it."""
    modules = "\\n".join((*STARTS_WITH, ""))
    small = (
        'mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/usr/share/initramfs-tools/modules.d" && '
        'echo MODULES=list >"$1/etc/initramfs-tools/conf.d/emulator" && '
        f'printf "{modules}" >"$1/usr/share/initramfs-tools/modules.d/emulator"'
    )
    debian, security = mirrors(LISTS)
    return [
        "mmdebstrap", "--variant=minbase", f"--architectures={arch}",
        f"--include={','.join(names)}",
        '--aptopt=APT::Install-Recommends "false"',
        *(f"--dpkgopt=path-exclude={path}" for path in _WITHOUT),
        f"--essential-hook={small}",
        SUITE, str(tar),
        f"deb {debian} {SUITE} main",
        f"deb {security} {SUITE}-security main",
    ]  # fmt: skip


def mirrors(folder: Path) -> tuple[str, str]:
    """Where this computer's apt takes Debian and its security updates from; else the usual."""
    text = "\n".join(
        file.read_text(errors="replace")
        for file in sorted((folder, *folder.glob("sources.list.d")))
        for file in sorted((*file.glob("*.list"), *file.glob("*.sources")))
    )
    said = re.findall(r"\bhttps?://\S+", re.sub(r"(?m)^\s*#.*", "", text))
    addresses = [address.rstrip("/") for address in said]
    debian = [address for address in addresses if address.endswith("/debian")]
    security = [address for address in addresses if address.endswith("/debian-security")]
    return (debian or [_DEBIAN])[0], (security or [_SECURITY])[0]
