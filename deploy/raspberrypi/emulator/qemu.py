"""The emulated computer as a command line of QEMU, without KVM (it hangs guests where it is fake).

Two heads of one graphics card, each with a VNC server of its own; a keyboard, USB ports, a watchdog
card, a network that leads nowhere, and a serial port for the test's own channel.
"""

from dataclasses import dataclass
from pathlib import Path

HEADS = 2
_WORDS = (
    "root=LABEL=vuoro-root", "ro", "fsck.repair=yes", "loglevel=4", "mitigations=off",
    "systemd.default_device_timeout_sec=600",
)  # fmt: skip
CHANNEL = "vuoro.test"
"""The name of the port by which the guest finds the test's channel."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What it starts from: ``disk`` is a qcow2 image whose file systems are found by label.
    ``share`` can be mounted in the guest to read (``mount -t 9p share``)."""

    disk: Path
    kernel: Path
    initrd: Path
    arch: str = "amd64"
    memory_mb: int = 2048
    processors: int = 2
    share: Path | None = None
    kernel_words: str = ""
    ports: tuple[tuple[int, int], ...] = ()
    """Pairs of TCP ports: one of this computer's loopback, and the guest's that it leads to."""


def words(parts: Parts, sockets: Path, logs: Path) -> list[str]:
    """The command. It makes ``channel``, ``monitor`` and ``head0``… in one folder, ``console.log``
    in the other."""
    machine = _arm() if parts.arch == "arm64" else _pc()
    forwards = "".join(f",hostfwd=tcp:127.0.0.1:{ours}-:{theirs}" for ours, theirs in parts.ports)
    return [
        *machine,
        "-m", str(parts.memory_mb), "-smp", str(parts.processors),
        "-nodefaults", "-no-user-config", "-msg", "timestamp=on",
        "-kernel", str(parts.kernel), "-initrd", str(parts.initrd),
        "-append", " ".join((*_WORDS, _console(parts.arch), parts.kernel_words)).strip(),
        "-drive", f"file={parts.disk},if=none,id=disk,format=qcow2,cache=writeback",
        "-device", "virtio-blk-pci,drive=disk",
        *_screens(parts.arch, sockets),
        *_watchdog(parts.arch),
        "-device", "qemu-xhci,id=usb",
        "-device", "virtio-rng-pci",
        "-netdev", f"user,id=net,restrict=on{forwards}",
        "-device", "virtio-net-pci,netdev=net,romfile=",
        "-device", "virtio-serial-pci",
        "-chardev", f"socket,id=channel,path={sockets}/channel,server=on,wait=off",
        "-device", f"virtserialport,chardev=channel,name={CHANNEL}",
        "-serial", f"file:{logs}/console.log",
        "-qmp", f"unix:{sockets}/monitor,server=on,wait=off",
        *_share(parts.share),
    ]  # fmt: skip


def _pc() -> list[str]:
    return [
        "qemu-system-x86_64",
        "-machine",
        "q35",
        "-accel",
        "tcg,thread=multi",
        "-cpu",
        "Nehalem",
    ]


def _arm() -> list[str]:
    return [
        "qemu-system-aarch64", "-machine", "virt", "-accel", "tcg,thread=multi",
        "-cpu", "cortex-a72",
    ]  # fmt: skip


def _console(arch: str) -> str:
    return "console=ttyAMA0" if arch == "arm64" else "console=ttyS0"


def _screens(arch: str, sockets: Path) -> list[str]:
    card = "virtio-gpu-pci" if arch == "arm64" else "virtio-vga"
    each = [
        word
        for head in range(HEADS)
        for word in ("-vnc", f"unix:{sockets}/head{head},display=gpu,head={head}")
    ]
    return ["-device", f"{card},id=gpu,max_outputs={HEADS},xres=1280,yres=800", *each]


def _watchdog(arch: str) -> list[str]:
    return [] if arch == "arm64" else ["-device", "i6300esb", "-action", "watchdog=reset"]


def _share(folder: Path | None) -> list[str]:
    if folder is None:
        return []
    return ["-virtfs", f"local,path={folder},mount_tag=share,security_model=none,readonly=on"]
