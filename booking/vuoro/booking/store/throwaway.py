"""A PostgreSQL server in a folder, for tests, benches and trying things out; gone when closed."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")


class NoPostgres(RuntimeError):
    """The server's programs are not on this computer."""


@contextmanager
def throwaway_postgres(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """The URL of a fresh server's database ``postgres``, on a Unix socket in ``folder``.

    ``durable`` waits for the disk as a real server does; else nothing is ever synced. A socket's
    path may have 107 characters, so keep the folder's short. Raises NoPostgres.
    """
    programs = _programs()
    data = folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    as_whom = _not_root(folder)
    settings = [] if durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    settings += ["listen_addresses=", "max_connections=60", f"unix_socket_directories={folder}"]
    _run(as_whom, programs / "initdb", "--pgdata", str(data), "--username=vuoro", "--auth=trust",
         "--encoding=UTF8", "--locale=C", "--no-sync")  # fmt: skip
    options = " ".join(f"-c {setting}" for setting in settings)
    log = str(folder / "server.log")
    start = ("-w", "-D", str(data), "-l", log, "-o", options)
    _run(as_whom, programs / "pg_ctl", "start", *start)
    try:
        yield f"postgresql+psycopg://vuoro@/postgres?host={folder}"
    finally:
        _run(as_whom, programs / "pg_ctl", "stop", "-D", str(data), "-m", "immediate")
        shutil.rmtree(data, ignore_errors=True)


def _programs() -> Path:
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise NoPostgres("PostgreSQL is not installed. Run: make setup")
    return Path(found).resolve().parent


def _not_root(folder: Path) -> tuple[str, ...]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    if os.geteuid() != 0:
        return ()
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--")


def _run(as_whom: tuple[str, ...], program: Path, *arguments: str) -> None:
    done = subprocess.run(
        (*as_whom, str(program), *arguments),
        check=False, capture_output=True, text=True, cwd="/", timeout=60,
    )  # fmt: skip
    if done.returncode != 0:
        raise NoPostgres(f"{program.name} failed: {done.stderr or done.stdout}")
