"""Whether a device is as sealed as it was made, told by the kernel's own words."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lobby.conftest import Vuoro
from vuoro.lobby.appliance.sealed import Sealed, Told, is_meant, judge, mounts
from vuoro.lobby.doctor.sealed import sealed

PACKAGE = Path(__file__).parents[3] / "deploy/raspberrypi/package"
FSTAB = (PACKAGE / "usr/lib/vuoro/fstab.sealed").read_text()
MOUNTS = """\
20 1 254:1 / / ro,noatime shared:1 - ext4 /dev/vda1 ro
21 20 0:5 / /dev rw,nosuid shared:2 - devtmpfs udev rw,size=10k
30 20 254:17 / /data rw,nosuid,nodev,noatime shared:9 - ext4 /dev/vdb1 rw
31 20 254:17 /opt /opt/vuoro rw,nosuid,nodev shared:9 - ext4 /dev/vdb1 rw
32 20 254:17 /lib /var/lib/vuoro rw,nosuid,nodev shared:9 - ext4 /dev/vdb1 rw
33 20 254:17 /etc /etc/vuoro rw,nosuid,nodev shared:9 - ext4 /dev/vdb1 rw
34 20 0:40 / /mnt/a\\040b rw - tmpfs tmpfs rw
"""
COVERED = "50 20 0:50 / / rw - overlay overlay rw\n"
SWAPS = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
SEALED = Told(FSTAB, MOUNTS, SWAPS, "|/bin/false\n", firewall=True)
WRITABLE = MOUNTS.replace("ro,noatime", "rw,noatime").replace("vda1 ro", "vda1 rw")


def test_a_device_that_holds_has_no_fault() -> None:
    assert judge(SEALED) == Sealed(True, ())


@pytest.mark.parametrize(
    ("told", "word"),
    [
        (replace(SEALED, mounts=WRITABLE), "system can be written"),
        (
            replace(SEALED, mounts=MOUNTS + "50 20 0:50 / / rw - overlay overlay rw"),
            "can be written",
        ),
        (replace(SEALED, mounts=""), "system can be written"),
        (replace(SEALED, mounts=MOUNTS.replace("/data ", "/mnt ")), "partition is not there"),
        (replace(SEALED, mounts=MOUNTS.replace("vdb1 rw", "vdb1 ro")), "can't be written"),
        (
            replace(SEALED, mounts=MOUNTS.replace("254:17 /lib", "254:1 /lib")),
            "/var/lib/vuoro does",
        ),
        (replace(SEALED, mounts=MOUNTS.replace("/etc/vuoro", "/etc/other")), "/etc/vuoro does"),
        (replace(SEALED, swaps=SWAPS + "/var/swap file 99 0 -2\n"), "swapped to /var/swap"),
        (replace(SEALED, core_pattern="core\n"), "core_pattern"),
        (replace(SEALED, firewall=False), "firewall has no rules"),
    ],
)
def test_what_does_not_hold_is_said(told: Told, word: str) -> None:
    (fault, *_) = judge(told).faults

    assert word in fault


def test_memory_that_is_compressed_is_no_disk() -> None:
    assert not judge(replace(SEALED, swaps=SWAPS + "/dev/zram0 partition 99 0 100\n")).faults


def test_nothing_is_asked_of_the_disks_of_a_device_that_was_not_made_sealed() -> None:
    plain = replace(SEALED, fstab="LABEL=rootfs / ext4 defaults,noatime 0 1\n", mounts=WRITABLE)

    assert judge(plain) == Sealed(False, ())


def test_only_the_root_counts_as_meant() -> None:
    assert is_meant(FSTAB)
    assert not is_meant(
        "# LABEL=x / ext4 ro 0 1\nLABEL=y /boot vfat ro 0 2\nLABEL=x / ext4 erro 0 1\n"
    )


def test_places_are_read_as_the_kernel_writes_them() -> None:
    assert "/mnt/a b" in mounts(MOUNTS)


def test_this_very_computer_can_be_looked_at(tmp_path: Path, vuoro: Vuoro) -> None:
    said = vuoro("appliance", "sealed", "--report", str(tmp_path / "sealed.json"))

    assert said.status in (0, 1)
    assert '"meant": false' in (tmp_path / "sealed.json").read_text()


@pytest.fixture
def system(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for folder in ("usr/lib/vuoro", "etc/vuoro", "opt/vuoro/releases/0.1.0", "var/lib/vuoro/lobby"):
        (root / folder).mkdir(parents=True)
    (root / "usr/lib/vuoro/fstab.sealed").write_text(FSTAB)
    (root / "etc/fstab").write_text(
        "LABEL=rootfs / ext4 defaults 0 1\nLABEL=bootfs /boot/firmware vfat ro 0 2\n"
    )
    (root / "etc/vuoro/session.env").write_text("A=1\n")
    (root / "opt/vuoro/current").symlink_to("releases/0.1.0")
    (root / "var/lib/vuoro/lobby/lobby.db").write_text("db")
    (root / "var/lib/vuoro/lobby").chmod(0o700)
    return root


def seal(root: Path, data: Path, *, same: bool = True) -> "subprocess.CompletedProcess[str]":
    data.mkdir(exist_ok=True)
    environment = {**os.environ, **({"VUORO_SAME_DISK": "1"} if same else {})}
    return subprocess.run(
        ["sh", str(PACKAGE / "usr/lib/vuoro/seal"), str(root), str(data)],
        env=environment, capture_output=True, text=True, timeout=20,
    )  # fmt: skip


def test_sealing_lays_out_what_lasts_and_keeps_the_boot_partition(
    system: Path, tmp_path: Path
) -> None:
    done = seal(system, tmp_path / "data")

    assert done.returncode == 0, done.stderr
    data = tmp_path / "data"
    assert (data / "lib/lobby/lobby.db").read_text() == "db"
    assert (data / "lib/lobby").stat().st_mode & 0o777 == 0o700
    assert os.readlink(data / "opt/current") == "releases/0.1.0"
    fstab = (system / "etc/fstab").read_text()
    assert is_meant(fstab)
    assert fstab.endswith("LABEL=bootfs /boot/firmware vfat ro 0 2\n")
    assert "rootfs" not in fstab
    for line in fstab.splitlines():
        if line.startswith("/data/"):
            source, at = line.split()[:2]
            assert (data / source.removeprefix("/data/")).is_dir(), source
            assert (system / at.removeprefix("/")).is_dir(), at


def test_sealing_again_keeps_what_is_newer(system: Path, tmp_path: Path) -> None:
    seal(system, tmp_path / "data")
    (tmp_path / "data/lib/lobby/lobby.db").write_text("newer")

    done = seal(system, tmp_path / "data")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data/lib/lobby/lobby.db").read_text() == "newer"
    assert (system / "etc/fstab").read_text().count("bootfs") == 1


def test_data_on_the_disk_of_the_system_is_refused(system: Path, tmp_path: Path) -> None:
    done = seal(system, tmp_path / "data", same=False)

    assert done.returncode == 1
    assert "no file system of its own" in done.stderr
    assert "rootfs" in (system / "etc/fstab").read_text()


@pytest.mark.parametrize(
    ("text", "well", "word"),
    [
        (None, [], ""),
        ('{"meant": true, "faults": []}', [True], "can't be written, swap"),
        ('{"meant": false, "faults": []}', [True], "as made"),
        ('{"meant": true, "faults": ["A.", "B."]}', [False, False], "A."),
        ('{"meant": tr', [False], "Restart"),
        ("[]", [False], "Restart"),
    ],
)
def test_the_doctor_tells_what_was_found(
    tmp_path: Path, text: str | None, well: list[bool], word: str
) -> None:
    if text is not None:
        (tmp_path / "run/vuoro").mkdir(parents=True)
        (tmp_path / "run/vuoro/sealed.json").write_text(text)

    findings = list(sealed(tmp_path))

    assert [finding.well for finding in findings] == well
    assert all(word in finding.words for finding in findings[:1])
