"""Make a release of Vuoro: everything the device runs but Debian's own Python, in one folder.

A release is ``VERSION/`` with ``lib/`` (our packages and those of requirements.lock, for one
architecture), ``bin/vuoro``, and its signed description (vuoro.core.release.manifest). It is
built for another architecture as well as for this computer's: wheels are unpacked, nothing of them
is run.
"""

import argparse
import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vuoro.core.release.manifest import MANIFEST, SIGNATURE, described, sealed
from vuoro.lobby.appliance.bundle import pack

ROOT = Path(__file__).resolve().parents[3]
LOCK = ROOT / "deploy/raspberrypi/requirements.lock"
PYTHON = "3.13"
"""Of Debian 13, the only release that the device runs on."""
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
GLIBC = (41, 39, 38, 35, 34, 31, 28, 27, 26, 24, 17)
"""Minor versions of manylinux tags that Debian 13 (glibc 2.41) can use."""
LAUNCHER = """\
#!/bin/sh
# Runs this release with Debian's Python, whatever the environment says.
here=$(dirname "$(readlink -f "$0")")
exec /usr/bin/python3 -I -c '
import sys
sys.path.insert(0, sys.argv.pop(1))
from vuoro.lobby.command import main
sys.argv[0] = "vuoro"
sys.exit(main())
' "$here/../lib" "$@"
"""
NEEDLESS = ("PySide6/Qt/qml/QtQuick/VirtualKeyboard", "PySide6/Qt/translations", "PySide6/designer",
            "PySide6/linguist", "PySide6/lupdate", "PySide6/assistant", "PySide6/glue",
            "PySide6/typesystems", "PySide6/include")  # fmt: skip
"""Parts of wheels that no program of ours opens."""


def main() -> int:
    """Build one release and pack it; prints its file."""
    options = _parser().parse_args()
    wheels = options.wheels / options.arch
    if options.download:
        download(options.arch, wheels)
    release = build(options.arch, wheels, options.out, options.version)
    sign(release, options.arch, options.version, key_of(options.key))
    bundle = options.out / f"vuoro-{options.version}-{options.arch}.tar.xz"
    pack(release, bundle, options.preset)
    print(bundle)
    return 0


def download(arch: str, wheels: Path) -> None:
    """Fetch the wheels of the lock, each checked against its hash; needs the network once."""
    wheels.mkdir(parents=True, exist_ok=True)
    _pip("download", "--require-hashes", "--only-binary=:all:", *_target(arch),
         "--requirement", str(LOCK), "--dest", str(wheels))  # fmt: skip


def build(arch: str, wheels: Path, out: Path, version: str) -> Path:
    """Unpack wheels and our own into a fresh folder."""
    release = out / arch / version
    shutil.rmtree(release, ignore_errors=True)
    library = release / "lib"
    library.mkdir(parents=True)
    _pip("install", "--no-index", "--find-links", str(wheels), "--require-hashes", "--no-compile",
         "--only-binary=:all:", *_target(arch), "--requirement", str(LOCK),
         "--target", str(library))  # fmt: skip
    ours = out / "ours"
    shutil.rmtree(ours, ignore_errors=True)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(ours), str(ROOT))
    (wheel,) = ours.glob("vuoro-*.whl")
    _pip("install", "--no-index", "--no-deps", "--no-compile", "--target", str(library), str(wheel))
    for needless in NEEDLESS:
        part = library / needless
        part.unlink() if part.is_file() else shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(library / "bin", ignore_errors=True)
    launcher = release / "bin/vuoro"
    launcher.parent.mkdir()
    launcher.write_text(LAUNCHER, encoding="ascii")
    launcher.chmod(0o755)
    return release


def sign(release: Path, arch: str, version: str, key: Ed25519PrivateKey) -> None:
    """Put the description and its signature into the release."""
    text, signature = sealed(described(release, version, arch, PYTHON), key)
    (release / MANIFEST).write_bytes(text)
    (release / SIGNATURE).write_bytes(signature)


def key_of(file: Path) -> Ed25519PrivateKey:
    """The key of a file, 32 bytes in base64; made, for nobody else to read, where there is none.

    Its public half is written beside it (``.pub``), for packages and backends.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        seed = os.urandom(32)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
            made.write(base64.b64encode(seed))
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(file.read_bytes()))
    public = base64.b64encode(key.public_key().public_bytes_raw())
    file.with_suffix(".pub").write_bytes(public + b"\n")
    return key


def _target(arch: str) -> list[str]:
    machine = MACHINES[arch]
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in GLIBC]
    words = ["--no-deps", "--implementation", "cp", "--python-version", PYTHON]
    for platform in (*platforms, f"manylinux2014_{machine}", "any"):
        words += ["--platform", platform]
    for abi in (f"cp{PYTHON.replace('.', '')}", "abi3", "none"):
        words += ["--abi", abi]
    return words


def _pip(*words: str) -> None:
    quiet = ("--quiet", "--quiet", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", words[0], *quiet, *words[1:]], check=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arch", choices=tuple(MACHINES), required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "build/appliance/releases")
    parser.add_argument("--wheels", type=Path, default=ROOT / "build/appliance/wheels")
    parser.add_argument("--key", type=Path, default=ROOT / "build/appliance/release.key")
    parser.add_argument("--preset", type=int, default=6, help="how hard xz tries, 0 to 9")
    parser.add_argument("--download", action="store_true", help="fetch the wheels first")
    return parser


if __name__ == "__main__":
    sys.exit(main())
