"""The plan of a setup: what to write and to do, from what is asked for, set, and plugged in.

The same answers give the same plan, whether a file or a person gave them, and a plan carried out
leads to one that changes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from ipaddress import ip_interface
from typing import Any

from vuoro.hardware.usb_identity import UsbName
from vuoro.lobby.appliance.setup import auto
from vuoro.lobby.appliance.setup.answers import (
    ASK,
    AUTO,
    PROGRAMS,
    TAKEN,
    Answers,
    BadAnswers,
    Network,
    Program,
)
from vuoro.lobby.appliance.setup.layers import laid_over, toml_text
from vuoro.lobby.appliance.setup.present import LOBBY_DATA, SETTINGS, TOKENS, Present
from vuoro.lobby.appliance.setup.seen import Seen
from vuoro.lobby.appliance.setup.touch_map import TouchMap, touch_xml

HERE = "http://127.0.0.1:8480"
TLS_PORT, DOOR_PORT = 8443, 8481
"""The firewall leads 443 and 80 there."""
AUTHORITY = f"/{SETTINGS}/lobby-authority.pem"
SECOND_FOLDER = "/var/lib/vuoro/second/vuoro"
_USERS = {"lobby": "vuoro-lobby", "kiosk": "vuoro-screen", "display": "vuoro-screen"}
_TABLES = {"lobby": ("lobby", "sync"), "kiosk": ("kiosk",), "display": ("display",)}


@dataclass(frozen=True, slots=True)
class File:
    """A file below /etc/vuoro: ``group`` may read it, and where it is None everybody."""

    name: str
    text: str = field(repr=False)
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """The secret of a program here. ``given`` by the lobby service of another device; empty: one
    is made, and the lobby service of this device is told."""

    kind: str
    name: str
    user: str
    given: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is written, and what is done after that.

    ``unused`` programs go, their settings are put aside. ``office`` is the path of an office file
    to be taken; "": the one that is there, ``starter`` where there is none. ``authority``: path of
    the authority of another device's lobby service, or "". ``pair``: with the
    backend. ``ask_screens``, ``ask_touch``: only somebody who stands there can say. ``lacking``:
    what needs a hand; the rest is done all the same.
    """

    programs: tuple[Program, ...]
    files: tuple[File, ...]
    unused: tuple[Program, ...]
    tokens: tuple[Token, ...]
    office: str
    authority: str
    starter: bool
    pair: bool
    network: Network
    ask_screens: bool
    ask_touch: bool
    lacking: tuple[str, ...] = ()


def plan(answers: Answers, present: Present, seen: Seen) -> Plan:
    """What is to be done. Raises BadAnswers with every reason why nothing can be."""
    errors: list[str] = []
    lacking: list[str] = []
    programs = _programs(answers, present, seen)
    trees = {name: _tree(name, answers, present, seen, lacking) for name in programs}
    ask_screens = _give_outputs(trees, answers, present, seen)
    touch, ask_touch = _touch(answers, present, seen, trees.get("kiosk"), guessed=ask_screens)
    tokens = tuple(_tokens(trees, answers, present, errors))
    if errors:
        raise BadAnswers(tuple(errors))
    files = [File(f"{name}.toml", toml_text(trees[name]), _USERS[name]) for name in programs]
    if touch is not None:
        files.append(File("touch.xml", touch_xml(touch)))
    if typing := _typing(trees.get("kiosk"), present):
        files.append(File("usb-allowed", "".join(f"{each}\n" for each in typing)))
    has_lobby = "lobby" in programs
    return Plan(
        programs,
        tuple(files),
        tuple(name for name in present.programs if name not in programs),
        tokens,
        answers.office if has_lobby else "",
        answers.authority,
        has_lobby and not answers.office and not present.office,
        has_lobby and bool(trees["lobby"].get("sync", {}).get("backend_url")),
        answers.network,
        ask_screens,
        ask_touch,
        (*lacking, *_lacks(trees, answers, seen)),
    )


def usual(seen: Seen) -> tuple[Program, ...]:
    """What a device of these parts is most likely for."""
    if len(seen.outputs) > 1:
        return PROGRAMS
    return ("lobby", "display") if seen.outputs and not seen.touches else ("lobby", "kiosk")


def _programs(answers: Answers, present: Present, seen: Seen) -> tuple[Program, ...]:
    wanted = answers.programs or present.programs or usual(seen)
    return tuple(name for name in PROGRAMS if name in wanted)


def _tree(
    name: Program, answers: Answers, present: Present, seen: Seen, lacking: list[str]
) -> dict[str, Any]:
    """Every setting of one program, in the tables that its file has."""
    asked = {table: getattr(answers, table) for table in _TABLES[name] if getattr(answers, table)}
    kept = _kept(name, answers, present, seen)
    tree = laid_over(laid_over(_needed(name, answers, present, seen), kept), asked)
    if name == "kiosk":
        before = kept.get("kiosk", {})
        for part, found in (("printer", auto.printer), ("scanner", auto.scanner)):
            _resolve(tree["kiosk"], before, part, found, seen, lacking)
        if tree["kiosk"].get("pin") == TAKEN:
            tree["kiosk"]["pin"] = kept.get("kiosk", {}).get("pin", "")
    return tree


def _kept(name: Program, answers: Answers, present: Present, seen: Seen) -> dict[str, Any]:
    """What is set, but for what another answer has made untrue."""
    kept = present.settings.get(name, {})
    stale: set[str] = set()
    if name == "lobby" and answers.network.address:
        stale = {"public_url"}
    moved = ("lobby" in present.programs) != _is_here(answers, present, seen)
    if name != "lobby" and moved:
        # The lobby service has come to this device, or gone from it.
        stale = {"lobby_url", "lobby_authority"}
    own = {key: value for key, value in _table(kept, name).items() if key not in stale}
    return {**kept, name: own} if kept else kept


def _needed(name: Program, answers: Answers, present: Present, seen: Seen) -> dict[str, Any]:
    """What a program on a device of ours goes by, unless somebody says otherwise."""
    if name == "lobby":
        lobby: dict[str, Any] = {
            "data": f"/{LOBBY_DATA}",
            "office": f"/{SETTINGS}/office.toml",
            "tls_port": TLS_PORT,
            "door_port": DOOR_PORT,
        }
        if own := answers.network.address or seen.address:
            lobby["public_url"] = f"http://{ip_interface(own).ip}"
            lobby["office_networks"] = [str(ip_interface(own).network)]
        if seen.second_medium:
            lobby["second_medium"] = SECOND_FOLDER
        sync = {"leader_token_file": f"/{TOKENS['leader']}"}
        if answers.authority or present.authority:
            sync["leader_authority"] = AUTHORITY
        return {"lobby": lobby, "sync": sync}
    screen = {"token_file": f"/{TOKENS[name]}"}
    if _is_here(answers, present, seen):
        return {name: screen | {"lobby_url": HERE}}
    trusted = answers.authority or present.authority
    return {name: screen | ({"lobby_authority": AUTHORITY} if trusted else {})}


def _is_here(answers: Answers, present: Present, seen: Seen) -> bool:
    return "lobby" in _programs(answers, present, seen)


def _resolve(
    kiosk: dict[str, Any],
    before: dict[str, Any],
    part: str,
    found: Callable[[Seen], dict[str, Any]],
    seen: Seen,
    lacking: list[str],
) -> None:
    """Put what is plugged in where ``auto`` stands, or leave what was set before."""
    settings = kiosk.get(part)
    if not isinstance(settings, dict) or settings.get("kind") != AUTO:
        return
    try:
        kiosk[part] = {**settings, **found(seen)}
    except auto.NotClear as error:
        lacking.append(str(error))
        kiosk[part] = before.get(part, {})


def _give_outputs(
    trees: dict[Program, dict[str, Any]], answers: Answers, present: Present, seen: Seen
) -> bool:
    """Two screens need to be told apart; whether somebody must say which is which.

    Until then they get one each, so that something is seen.
    """
    if not {"kiosk", "display"} <= trees.keys() or len(seen.outputs) < 2:
        return False
    kiosk, display = trees["kiosk"]["kiosk"], trees["display"]["display"]
    taken = {kiosk.get("output"), display.get("output")}
    free = [name for name in seen.outputs if name not in taken]
    named = answers.kiosk.get("output") or answers.display.get("output")
    guessed = present.touch is not None and present.touch.guessed
    unknown = not named and (guessed or not (kiosk.get("output") or display.get("output")))
    for settings in (kiosk, display):
        if not settings.get("output") and free:
            settings["output"] = free.pop(0)
    return unknown or answers.touch == ASK


def _touch(
    answers: Answers,
    present: Present,
    seen: Seen,
    tree: dict[str, Any] | None,
    *,
    guessed: bool,
) -> tuple[TouchMap | None, bool]:
    """Where the touchscreen goes, and whether somebody must touch it to tell."""
    if tree is None:
        return None, False
    only = seen.outputs[0] if len(seen.outputs) == 1 else ""
    output = str(tree["kiosk"].get("output") or only)
    if answers.touch not in ("", ASK):
        return (TouchMap(answers.touch, output), False) if output else (None, True)
    if answers.touch == ASK:
        return present.touch, True
    if present.touch is not None and output in ("", present.touch.output):
        return replace(present.touch, guessed=guessed), False
    device = present.touch.device if present.touch is not None else ""
    if not device and len(seen.touches) == 1:
        (device,) = seen.touches
    if device and output:
        return TouchMap(device, output, guessed), False
    return None, len(seen.touches) > 1


def _typing(tree: dict[str, Any] | None, present: Present) -> list[str]:
    """USB devices that type and belong here, as VENDOR:PRODUCT; all others are refused."""
    kiosk = tree["kiosk"] if tree is not None else {}
    scanner, speech = _table(kiosk, "scanner"), _table(kiosk, "speech")
    named = [scanner.get("source", "")] if scanner.get("kind") in ("wedge", "keyboard") else []
    names = (UsbName.parse(str(each)) for each in (*named, speech.get("keypad", "")))
    mine = {f"{name.vendor}:{name.product}" for name in names if name is not None}
    return sorted(mine | present.usb_allowed)


def _table(tree: dict[str, Any], name: str) -> dict[str, Any]:
    """A table of settings; what is none is told by the check."""
    table = tree.get(name)
    return table if isinstance(table, dict) else {}


def _tokens(
    trees: dict[Program, dict[str, Any]], answers: Answers, present: Present, errors: list[str]
) -> Iterator[Token]:
    for name in ("kiosk", "display"):
        if name not in trees:
            continue
        settings = trees[name][name]
        given = getattr(answers.tokens, name)
        token = Token(name, settings.get("name") or f"{name.capitalize()} 1", "vuoro-screen", given)
        if given not in ("", TAKEN):
            yield token
        elif "lobby" in trees:
            yield Token(token.kind, token.name, token.user)
        else:
            errors.extend(_foreign(name, settings, present))
    leader = trees.get("lobby", {}).get("sync", {}).get("leader_url")
    given = answers.tokens.leader
    if given not in ("", TAKEN):
        yield Token("leader", "", "vuoro-lobby", given)
    elif leader and "leader" not in present.tokens:
        errors.append(
            f"[tokens] leader: is missing. On the computer of {leader}: vuoro device add companion"
        )


def _foreign(name: str, settings: dict[str, Any], present: Present) -> Iterator[str]:
    """What a program needs whose lobby service is elsewhere."""
    if not settings.get("lobby_url"):
        yield f"{name}.lobby_url: is missing. Where is the lobby service? https://ADDRESS:8443"
    if name not in present.tokens or "lobby" in present.programs:
        yield (
            f"[tokens] {name}: is missing. On the computer of the lobby service: "
            f'vuoro device add {name} "NAME"'
        )


def _lacks(trees: dict[Program, dict[str, Any]], answers: Answers, seen: Seen) -> Iterator[str]:
    if {"kiosk", "display"} <= trees.keys() and len(seen.outputs) == 1:
        yield "Only one screen is plugged in, and two are needed."
    if "kiosk" in trees and not seen.touches and not answers.touch:
        yield "No touchscreen is plugged in."
    if "lobby" in trees and "public_url" not in trees["lobby"]["lobby"]:
        yield "This device has no network address yet, so phones can't reach it."
