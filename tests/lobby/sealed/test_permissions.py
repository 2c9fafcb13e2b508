"""Who may read what on the device: the package's users and folders, tried by those users."""

import os
import pwd
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[3] / "deploy/raspberrypi/package"
SECRETS = {
    # file, and who besides root may read it
    "etc/vuoro/lobby.toml": {"vuoro-lobby"},
    "etc/vuoro/office.toml": {"vuoro-lobby"},
    "etc/vuoro/kiosk.toml": {"vuoro-screen"},
    "etc/vuoro/display.toml": {"vuoro-screen"},
    "etc/vuoro/session.env": {"vuoro-lobby", "vuoro-screen", "nobody"},
    "etc/vuoro/ssh-from": set(),
    "var/lib/vuoro/lobby/lobby.db": {"vuoro-lobby"},
    "var/lib/vuoro/lobby/tls/authority.key": {"vuoro-lobby"},
    "var/lib/vuoro/lobby/tls/enrolled.pem": {"vuoro-lobby"},
    "var/lib/vuoro/lobby/device.key": {"vuoro-lobby"},
    "var/lib/vuoro/screen/kiosk.token": {"vuoro-screen"},
    "var/lib/vuoro/update/kept/lobby.db": set(),
}


@dataclass(frozen=True)
class Device:
    root: Path
    users: dict[str, pwd.struct_passwd]
    groups: dict[str, list[int]]

    def tries(self, name: str, act: Callable[[], object]) -> bool:
        """Whether this user can do it; in a process of that user, with its groups."""
        user = self.users[name]
        child = os.fork()
        if child == 0:
            try:
                os.setgroups(self.groups[name])
                os.setgid(user.pw_gid)
                os.setuid(user.pw_uid)
                act()
            except PermissionError:
                os._exit(1)
            except BaseException:
                os._exit(2)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, 1)
        return status == 0


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Device:
    """A folder laid out by systemd as it lays out the device, with something in each file."""
    if os.geteuid():
        pytest.skip("trying files as other users takes root")
    root = tmp_path_factory.mktemp("device")
    for folder in (root, *root.parents[:3]):
        folder.chmod(0o755)
    (root / "etc").mkdir()
    (root / "etc/passwd").write_text("root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n")
    (root / "etc/group").write_text(
        "root:x:0:\nnogroup:x:65534:\n"
        + "".join(
            f"{name}:x:{2000 + number}:\n"
            for number, name in enumerate(("video", "render", "input", "audio", "lp", "dialout"))
        )
    )
    config = PACKAGE / "usr/lib"
    _do("systemd-sysusers", f"--root={root}", str(config / "sysusers.d/vuoro.conf"))
    _do("systemd-tmpfiles", f"--root={root}", "--create", str(config / "tmpfiles.d/vuoro.conf"))
    for name in SECRETS:
        file = root / name
        _made(file.parent, root)
        file.write_text("secret")
        _owned_as_its_folder(file, 0o600)
    # Once more, as at each start: what setup wrote gets its owner and mode.
    _do("systemd-tmpfiles", f"--root={root}", "--create", str(config / "tmpfiles.d/vuoro.conf"))
    lines = [line.split(":") for line in (root / "etc/passwd").read_text().splitlines()]
    users = {f[0]: pwd.struct_passwd((*f[:2], int(f[2]), int(f[3]), *f[4:7])) for f in lines}
    groups = {name: [user.pw_gid] for name, user in users.items()}
    for line in (root / "etc/group").read_text().splitlines():
        _, _, number, members = line.split(":")
        for member in filter(None, members.split(",")):
            groups[member].append(int(number))
    return Device(root, users, groups)


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("user", ["vuoro-lobby", "vuoro-screen", "nobody"])
def test_a_file_is_read_by_whom_it_is_for(device: Device, user: str, name: str) -> None:
    assert device.tries(user, (device.root / name).read_bytes) is (user in SECRETS[name])


@pytest.mark.parametrize("user", ["vuoro-lobby", "vuoro-screen"])
@pytest.mark.parametrize(
    "folder", ["etc/vuoro", "opt/vuoro", "opt/vuoro/releases", "var/lib/vuoro"]
)
def test_no_program_changes_settings_or_releases(device: Device, user: str, folder: str) -> None:
    assert not device.tries(user, (device.root / folder / "planted").touch)


def test_programs_may_write_where_their_own_things_are(device: Device) -> None:
    assert device.tries("vuoro-lobby", (device.root / "var/lib/vuoro/lobby/x").touch)
    assert device.tries("vuoro-screen", (device.root / "var/lib/vuoro/screen/x").touch)
    assert not device.tries("vuoro-screen", (device.root / "var/lib/vuoro/lobby/y").touch)


def test_nobody_signs_in_as_a_program(device: Device) -> None:
    for name in ("vuoro-lobby", "vuoro-screen"):
        assert device.users[name].pw_shell.endswith("nologin")


def _do(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr


def _made(folder: Path, root: Path) -> None:
    """A folder that a program made: owned as the one above it."""
    if not folder.exists():
        _made(folder.parent, root)
        folder.mkdir()
        _owned_as_its_folder(folder, 0o700)


def _owned_as_its_folder(path: Path, mode: int) -> None:
    above = path.parent.stat()
    os.chown(path, above.st_uid, above.st_gid)
    path.chmod(mode)
