"""What is plugged in: for whoever wrote another name into the settings."""

from collections.abc import Iterable
from pathlib import Path

from vuoro.hardware.usb_identity import UsbNode, usb_nodes

ROOT = Path("/")


def plugged(subsystems: Iterable[str], root: Path = ROOT) -> str:
    """The USB devices of these kinds, as the settings would name them."""
    nodes = {str(node.name): node for kind in subsystems for node in usb_nodes(kind, root)}
    if not nodes:
        return "Nothing that could be it is plugged in"
    return "Plugged in: " + "; ".join(map(_told, nodes.values()))


def cameras(root: Path = ROOT) -> str:
    """The cameras, by number and name."""
    found = sorted(root.glob("sys/class/video4linux/video*"))
    named = [(node.name, (node / "name").read_text("utf-8", "replace").strip()) for node in found]
    if not named:
        return "No camera is plugged in"
    return "Plugged in: " + "; ".join(f"/dev/{node} ({name})" for node, name in named)


def _told(node: UsbNode) -> str:
    return f"{node.name} ({node.words or 'without a name'}, {node.path})"
