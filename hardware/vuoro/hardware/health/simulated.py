"""A computer that is a folder: the files that the kernel would show, to be made worse at will."""

from dataclasses import dataclass, field
from pathlib import Path

_GIGABYTE = 1_000_000_000


@dataclass
class SimulatedComputer:
    """A Raspberry Pi 4 in good health below ``root``, with ``usage`` for its disk."""

    root: Path
    free: int = 20 * _GIGABYTE
    size: int = 32 * _GIGABYTE
    _fstab: str = field(default="PARTUUID=1-02 / ext4 defaults,noatime 0 1\n", repr=False)

    def __post_init__(self) -> None:
        self.power()
        self.temperature(48.3)
        self.disk()
        self.clock()
        self.memory(3_900_000, 3_100_000)
        self.write("proc/uptime", "86400.17 340000.00")
        self.write("etc/fstab", self._fstab)

    def usage(self, folder: Path) -> tuple[int, int, int]:
        """In place of ``shutil.disk_usage``."""
        return self.size, self.size - self.free, self.free

    def power(self, *, undervoltage: bool = False, throttled: int = 0) -> None:
        """The voltage; ``throttled`` are the bits of the firmware."""
        self.write("sys/class/hwmon/hwmon0/name", "cpu_thermal")
        self.write("sys/class/hwmon/hwmon1/name", "rpi_volt")
        self.write("sys/class/hwmon/hwmon1/in0_lcrit_alarm", str(int(undervoltage)))
        self.write("sys/devices/platform/soc/soc:firmware/get_throttled", f"{throttled:x}")

    def temperature(self, celsius: float) -> None:
        """The processor."""
        zone = "sys/class/thermal/thermal_zone0"
        self.write(f"{zone}/type", "cpu-thermal")
        self.write(f"{zone}/temp", str(round(celsius * 1000)))
        self.write(f"{zone}/trip_point_0_type", "critical")
        self.write(f"{zone}/trip_point_0_temp", "90000")

    def disk(
        self,
        *,
        read_only: bool = False,
        errors: int = 0,
        life: str = "0x01 0x02",
        spare: str = "0x01",
    ) -> None:
        """The eMMC chip and the ext4 file system on it."""
        state = "ro" if read_only else "rw"
        self.write(
            "proc/self/mountinfo",
            f"22 1 179:2 / / {state},noatime shared:1 - ext4 /dev/root {state}\n"
            "23 22 0:21 / /proc rw,nosuid shared:2 - proc proc rw\n"
            "31 22 179:1 / /boot/firmware rw,relatime shared:9 - vfat /dev/mmcblk0p1 rw",
        )
        chip = "sys/devices/platform/emmc2bus/mmc0"
        self.write(f"{chip}/life_time", life)
        self.write(f"{chip}/pre_eol_info", spare)
        partition = self.root / chip / "block/mmcblk0/mmcblk0p2"
        partition.mkdir(parents=True, exist_ok=True)
        _link(partition.parent / "device", self.root / chip)
        _link(self.root / "sys/dev/block/179:2", partition)
        self.write("sys/fs/ext4/mmcblk0p2/errors_count", str(errors))

    def clock(self, *, checked: bool = True, chip: bool = False) -> None:
        """The time service, and whether there is a clock with a battery."""
        folder = self.root / "run/systemd/timesync"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "synchronized").unlink(missing_ok=True)
        if checked:
            (folder / "synchronized").touch()
        if chip:
            (self.root / "sys/class/rtc/rtc0").mkdir(parents=True, exist_ok=True)

    def memory(self, kilobytes: int, free: int) -> None:
        """In all, and to be had."""
        self.write(
            "proc/meminfo",
            f"MemTotal:       {kilobytes} kB\nMemFree:    120000 kB\nMemAvailable:   {free} kB",
        )

    def write(self, path: str, text: str) -> None:
        """Let the kernel say something else in one of its files."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="ascii")


def _link(link: Path, target: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(target)
