"""Make the Debian package of the lobby device from ``package/`` and ``debian/``.

One recipe for every architecture, without root and without debhelper: nothing is compiled. The
same files give the same bytes (SOURCE_DATE_EPOCH, reproducible-builds.org).
"""

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
ROOT = HERE.parents[1]
ARCHES = ("amd64", "arm64")
SCRIPTS = ("postinst", "prerm", "postrm")
DOC = Path("usr/share/doc/vuoro-appliance")
KEYS = Path("usr/lib/vuoro/release-keys")
KEY = ROOT / "build/appliance/release.pub"
"""Written by the recipe of releases."""


def main() -> int:
    """Build the package for each architecture asked for; prints the files."""
    options = _parser().parse_args()
    for arch in options.arch or ARCHES:
        print(build(arch, options.version, options.out, _epoch(), options.release_key))
    return 0


def build(arch: str, version: str, out: Path, epoch: int, key: Path = KEY) -> Path:
    """Lay the tree out, and pack it; with the public key of those who sign releases, if made."""
    tree = out / f"tree-{arch}"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(HERE / "package", tree, symlinks=True)
    _documents(tree, version, epoch)
    if key.is_file():
        (tree / KEYS).mkdir(parents=True)
        shutil.copy(key, tree / KEYS)
    _control(tree, arch, version)
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    file = out / f"vuoro-appliance_{version}_{arch}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(file)],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
    )
    shutil.rmtree(tree)
    return file


def _documents(tree: Path, version: str, epoch: int) -> None:
    doc = tree / DOC
    doc.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "debian/copyright", doc / "copyright")
    shutil.copy(ROOT / "LICENSE", doc / "LICENSE")
    for page in ("install.md", "operations.md"):
        if (ROOT / "docs" / page).is_file():
            shutil.copy(ROOT / "docs" / page, doc / page)
    when = format_datetime(datetime.fromtimestamp(epoch, UTC))
    changes = (
        f"vuoro-appliance ({version}) stable; urgency=medium\n\n"
        "  * See CHANGELOG.md of the project.\n\n"
        f" -- The Vuoro project <vuoro@example.org>  {when}\n"
    )
    (doc / "changelog.gz").write_bytes(gzip.compress(changes.encode(), 9, mtime=0))


def _control(tree: Path, arch: str, version: str) -> None:
    kilobytes = sum(file.lstat().st_size for file in tree.rglob("*")) // 1024 + 1
    folder = tree / "DEBIAN"
    folder.mkdir()
    text = (HERE / "debian/control.in").read_text(encoding="utf-8")
    for word, value in (("VERSION", version), ("ARCH", arch), ("SIZE", str(kilobytes))):
        text = text.replace(f"@{word}@", value)
    # A field of dependencies is one line; the recipe folds it for readers.
    text = re.sub(r",\n (?=[a-z])", ", ", text)
    (folder / "control").write_text(text, encoding="utf-8")
    for name in ("conffiles", *SCRIPTS):
        shutil.copy(HERE / "debian" / name, folder / name)


def _epoch() -> int:
    """The moment of the last commit, so that building twice gives the same."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return int(given)
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return int(told.stdout)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arch", choices=ARCHES, action="append", help="one only")
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "build/appliance")
    parser.add_argument("--release-key", type=Path, default=KEY)
    return parser


if __name__ == "__main__":
    sys.exit(main())
