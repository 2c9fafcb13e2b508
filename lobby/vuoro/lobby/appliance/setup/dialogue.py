"""The questions of setup, for somebody at a terminal; the answers are those of a file.

What is set already, or plugged in, is proposed: pressing Enter all the way keeps it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address, ip_interface
from pathlib import Path
from typing import Any, Protocol

import msgspec

from vuoro.core.catalogue import Catalogue
from vuoro.core.settings.values import LitHours
from vuoro.hardware.usb_identity import UsbName
from vuoro.lobby.appliance.setup.answers import ASK, Program
from vuoro.lobby.appliance.setup.auto import SCANNERS
from vuoro.lobby.appliance.setup.plan import usual
from vuoro.lobby.appliance.setup.present import Present
from vuoro.lobby.appliance.setup.seen import Seen

Options = list[tuple[str, str]]
"""A value and what it is called."""
MIXES: dict[str, tuple[Program, ...]] = {
    "all": ("lobby", "kiosk", "display"),
    "lobby_kiosk": ("lobby", "kiosk"),
    "kiosk": ("kiosk",),
    "display": ("display",),
    "lobby": ("lobby",),
    "lobby_display": ("lobby", "display"),
    "screens": ("kiosk", "display"),
}
SCREENS: tuple[Program, ...] = ("kiosk", "display")
USUAL_HOURS, ALWAYS = "mon-fri 07:30-17:00", "-"
KEEP = ""
"""The answer that leaves everything as it is."""


class Asker(Protocol):
    """Somebody who answers. ``wrong`` gives what is wrong with a text, "" for nothing."""

    def choose(self, question: str, options: Options, default: str) -> str: ...

    def text(self, question: str, default: str, wrong: Callable[[str], str]) -> str: ...


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The questions, in words of one language."""

    asker: Asker
    words: Catalogue
    present: Present
    seen: Seen

    def answers(self) -> dict[str, Any]:
        """The answers as a file would have them."""
        programs = self._programs()
        tree: dict[str, Any] = {"programs": list(programs)}
        self._network(tree)
        if "lobby" in programs:
            self._lobby(tree, "kiosk" in programs)
        else:
            self._elsewhere(tree, programs)
        if "kiosk" in programs:
            self._kiosk(tree)
        if "display" in programs:
            self._display(tree)
        if {"kiosk", "display"} & set(programs):
            self._hours(tree)
        return tree

    def _programs(self) -> tuple[Program, ...]:
        now = self.present.programs or usual(self.seen)
        default = next(name for name, mix in MIXES.items() if mix == now)
        options = [(name, self.words.text(f"ask.mix.{name}")) for name in MIXES]
        return MIXES[self.asker.choose(self.words.text("ask.mix"), options, default)]

    def _network(self, tree: dict[str, Any]) -> None:
        options = [(name, self.words.text(f"ask.net.{name}")) for name in ("keep", "dhcp", "fixed")]
        question = self.words.text("ask.net", address=self.seen.address or "–")
        how = self.asker.choose(question, options, "keep")
        if how == "dhcp":
            tree["network"] = {"address": ""}
        if how == "fixed":
            address = self._text("ask.address", self.seen.address, _wrong_interface)
            network = ip_interface(address).network
            gateway = self._text("ask.gateway", str(network.network_address + 1), _wrong_address)
            dns = self._text("ask.dns", gateway, _anything)
            tree["network"] = {
                "address": address, "gateway": gateway,
                "dns": dns.replace(",", " ").split(),
            }  # fmt: skip

    def _lobby(self, tree: dict[str, Any], has_kiosk: bool) -> None:
        kept = self.present.settings.get("lobby", {})
        own = self.seen.address and str(ip_interface(self.seen.address).network)
        networks = kept.get("lobby", {}).get("office_networks", [own] if own else [])
        answered = self._text("ask.networks", " ".join(networks), _anything)
        lobby = {"office_networks": answered.replace(",", " ").split()}
        if not self.present.office and (office := self._text("ask.office", KEEP, _no_file)):
            tree["office"] = office
        sync = kept.get("sync", {})
        backend = self._text("ask.backend", sync.get("backend_url", ""), _wrong_url)
        tree |= {"lobby": lobby, "sync": {"backend_url": backend.rstrip("/")}}
        if has_kiosk:
            leader = self._text("ask.leader", sync.get("leader_url", ""), _wrong_url)
            if leader:
                tree["sync"]["leader_url"] = leader.rstrip("/")
                self._token(tree, "leader")

    def _elsewhere(self, tree: dict[str, Any], programs: tuple[Program, ...]) -> None:
        first = self.present.settings.get(programs[0], {}).get(programs[0], {})
        url = self._text("ask.lobby_url", first.get("lobby_url", ""), _needed_url).rstrip("/")
        asks = url.startswith("https:") and not self.present.authority
        if asks and (file := self._text("ask.authority", KEEP, _no_file)):
            tree["authority"] = file
        for name in programs:
            tree[name] = {"lobby_url": url}
            self._token(tree, name)

    def _token(self, tree: dict[str, Any], name: str) -> None:
        there = name in self.present.tokens
        question = self.words.text("ask.token.there" if there else "ask.token", name=name)
        token = self.asker.text(question, KEEP, _anything)
        if token:
            tree.setdefault("tokens", {})[name] = token

    def _kiosk(self, tree: dict[str, Any]) -> None:
        kept = self.present.settings.get("kiosk", {}).get("kiosk", {})
        kiosk = tree.setdefault("kiosk", {})
        kiosk["name"] = self._text("ask.kiosk", kept.get("name", "Kiosk 1"), _wrong_name)
        width = str(kept.get("screen_width_mm", 340))
        kiosk["screen_width_mm"] = int(self._text("ask.kiosk_width", width, _wrong_width))
        if printer := self._printer(kept.get("printer", {})):
            kiosk["printer"] = printer
        if scanner := self._scanner(kept.get("scanner", {})):
            kiosk["scanner"] = scanner
        if pin := self._text("ask.pin", KEEP, _wrong_pin):
            kiosk["pin"] = pin
        if len(self.seen.outputs) > 1 or len(self.seen.touches) > 1:
            options = [("yes", self.words.text("ask.yes")), ("no", self.words.text("ask.no"))]
            known = "no" if self.present.touch is not None else "yes"
            if self.asker.choose(self.words.text("ask.cross"), options, known) == "yes":
                tree["touch"] = ASK

    def _printer(self, kept: dict[str, Any]) -> dict[str, Any]:
        options = [(lead.device, f"USB: {lead}") for lead in self.seen.printers]
        options += [(name, self.words.text(f"ask.printer.{name}")) for name in ("network", "none")]
        default = options[0][0] if self.seen.printers else "none"
        if kept:
            options.insert(0, (KEEP, self.words.text("ask.keep", what=_told(kept))))
            default = KEEP
        chosen = self.asker.choose(self.words.text("ask.printer"), options, default)
        if chosen in (KEEP, "none"):
            return {"kind": "none"} if chosen == "none" else {}
        if chosen == "network":
            host = self._text("ask.printer.host", kept.get("host", ""), _needed)
            return {"kind": "network", "host": host}
        lead = next(each for each in self.seen.printers if each.device == chosen)
        return {"kind": lead.kind, "device": lead.device}

    def _scanner(self, kept: dict[str, Any]) -> dict[str, Any]:
        options = [*self._scanners(), ("none", self.words.text("ask.scanner.none"))]
        known = [value for value, _ in options if value[-9:-5] in SCANNERS]
        default = known[0] if known else "none"
        if kept:
            options.insert(0, (KEEP, self.words.text("ask.keep", what=_told(kept))))
            default = KEEP
        chosen = self.asker.choose(self.words.text("ask.scanner"), options, default)
        if chosen in (KEEP, "none"):
            return {"kind": "none"} if chosen == "none" else {}
        kind, _, source = chosen.partition(" ")
        vendor = source.split(":")[1]
        profile = SCANNERS.get(vendor, "generic") if kind == "serial" else "generic"
        return {"kind": kind, "source": source, "profile": profile}

    def _scanners(self) -> Iterator[tuple[str, str]]:
        """Each USB device once, on a serial port rather than as a keyboard."""
        seen = set()
        for kind, nodes in (("serial", self.seen.serial), ("wedge", self.seen.typing)):
            for node in nodes:
                name = str(UsbName(node.name.vendor, node.name.product))
                if name not in seen:
                    seen.add(name)
                    what = self.words.text(f"ask.scanner.{kind}")
                    yield f"{kind} {name}", f"{what}: {node.words or name} ({name})"

    def _display(self, tree: dict[str, Any]) -> None:
        kept = self.present.settings.get("display", {}).get("display", {})
        display = tree.setdefault("display", {})
        display["name"] = self._text("ask.display", kept.get("name", "Display 1"), _wrong_name)
        width = str(kept.get("screen_width_mm", 1210))
        display["screen_width_mm"] = int(self._text("ask.display_width", width, _wrong_width))
        distance = f"{kept.get('distance_m', 8):g}"
        answered = self._text("ask.distance", distance, _wrong_distance)
        display["distance_m"] = float(answered.replace(",", "."))

    def _hours(self, tree: dict[str, Any]) -> None:
        """A picture that stands all night burns in."""
        kept = [
            self.present.settings[name][name] for name in SCREENS if name in self.present.settings
        ]
        usual = kept[0].get("hours", "") if kept else USUAL_HOURS
        hours = self._text("ask.hours", usual, _wrong_hours)
        for name in SCREENS:
            if name in tree["programs"]:
                tree[name]["hours"] = "" if hours == ALWAYS else hours

    def _text(self, key: str, default: str, rule: Callable[[str], str]) -> str:
        """The answer to a question; ``rule`` gives the key of what is wrong with one."""

        def wrong(answer: str) -> str:
            found = rule(answer)
            return self.words.text(found) if found else ""

        return self.asker.text(self.words.text(key), default, wrong)


def _told(settings: dict[str, Any]) -> str:
    values = (settings.get(name) for name in ("kind", "host", "device", "source"))
    return " ".join(filter(None, values))


def _anything(answer: str) -> str:
    return ""


def _needed(answer: str) -> str:
    return "" if answer else "wrong.empty"


def _wrong_interface(answer: str) -> str:
    try:
        ip_interface(answer)
    except ValueError:
        return "wrong.interface"
    return "" if "/" in answer else "wrong.interface"


def _wrong_address(answer: str) -> str:
    try:
        ip_address(answer)
    except ValueError:
        return "wrong.address"
    return ""


def _wrong_url(answer: str) -> str:
    good = not answer or (answer.startswith(("http://", "https://")) and len(answer) > 9)
    return "" if good else "wrong.url"


def _needed_url(answer: str) -> str:
    return _needed(answer) or _wrong_url(answer)


def _wrong_hours(answer: str) -> str:
    try:
        msgspec.convert("" if answer == ALWAYS else answer, LitHours)
    except msgspec.ValidationError:
        return "wrong.hours"
    return ""


def _wrong_name(answer: str) -> str:
    return "" if 1 <= len(answer) <= 40 else "wrong.name"


def _wrong_pin(answer: str) -> str:
    good = not answer or (answer.isascii() and answer.isdecimal() and 4 <= len(answer) <= 8)
    return "" if good else "wrong.pin"


def _wrong_width(answer: str) -> str:
    good = answer.isascii() and answer.isdecimal() and 50 <= int(answer) <= 5000
    return "" if good else "wrong.width"


def _wrong_distance(answer: str) -> str:
    try:
        good = 1 <= float(answer.replace(",", ".")) <= 20
    except ValueError:
        good = False
    return "" if good else "wrong.distance"


def _no_file(answer: str) -> str:
    return "" if not answer or Path(answer).is_file() else "wrong.file"
