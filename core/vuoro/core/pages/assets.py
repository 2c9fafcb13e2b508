"""Scripts, styles, fonts and words as browsers fetch them, under a stamp of their contents."""

import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from vuoro.core import look as looks
from vuoro.core.look import Look

FONT = "AtkinsonHyperlegibleNext.woff2"
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, media type and entity tag."""

    body: bytes
    media_type: str
    etag: str


@dataclass(frozen=True)
class Assets:
    """All files by path below ``/static/<stamp>/``.

    The stamp is a hash over everything. As it is in the path, a script's relative imports carry
    it too, so every file may be kept for a year.
    """

    files: Mapping[str, Asset]
    stamp: str
    logo: str | None

    @classmethod
    def gather(
        cls, look: Look, *packages: str, made: Mapping[str, bytes] = MappingProxyType({})
    ) -> "Assets":
        """Read the files of ``vuoro.core.pages`` and of these packages' ``static`` folders.

        ``made``: further files by path. ``look.css`` and the logo come from the look.
        """
        bodies = dict(_shipped(("vuoro.core.pages", *packages)))
        bodies |= {"look.css": looks.css(look).encode(), **made}
        logo = None
        if look.logo is not None:
            logo = f"logo{look.logo.suffix.lower()}"
            bodies[logo] = look.logo.read_bytes()
        files = {path: _asset(path, body) for path, body in bodies.items()}
        whole = hashlib.sha256("".join(files[path].etag for path in sorted(files)).encode())
        return cls(MappingProxyType(files), whole.hexdigest()[:12], logo)


def _shipped(packages: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for package in packages:
        yield from _below(resources.files(package).joinpath("static"), "")
    font = resources.files("vuoro.core.look").joinpath("fonts", FONT)
    yield f"fonts/{FONT}", font.read_bytes()


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_bytes()


def _asset(path: str, body: bytes) -> Asset:
    suffix = path[path.rfind(".") :]
    media_type = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Asset(body, media_type, f'"{hashlib.sha256(body).hexdigest()[:16]}"')
