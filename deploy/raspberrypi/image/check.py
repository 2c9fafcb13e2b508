"""Read the recipe of the A/B image as rpi-image-gen would, without building anything.

Syntax of YAML and shell, the header of the layer, names that must fit each other, and that both
slots share what a sealed device keeps on its data partition.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
FSTAB = HERE.parent / "package/usr/lib/vuoro/fstab.sealed"
WANTED = ("Name", "Version", "Category", "Desc")
SHARED_BY_THE_LAYOUT = ("/var/lib/systemd",)
"""image-rota has one for each slot."""
_SIZE = re.compile(r"[0-9]+[MG]")
_HEADER = re.compile(r"^# X-Env-([A-Za-z0-9_-]+): (.+)$", re.MULTILINE)
_USED = re.compile(r"\$\{?IGconf_([a-z0-9]+)_([a-z0-9_]+)")


def main() -> int:
    """Tell what is wrong; 1 where something is."""
    problems = list(check(HERE, FSTAB))
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


def check(folder: Path, fstab: Path) -> Iterator[str]:
    """Every problem, in a sentence."""
    layers: set[str] = set()
    for file in sorted(folder.glob("layer/*.yaml")):
        yield from _layer(file, layers)
    for file in sorted(folder.glob("config/*.yaml")):
        yield from _config(file, layers)
    yield from _shared(folder / "shared/vuoro.conf", fstab)


def _layer(file: Path, layers: set[str]) -> Iterator[str]:
    text = file.read_text("utf-8")
    head = text.partition("# METABEGIN")[2].partition("# METAEND")[0]
    fields = dict(_HEADER.findall(head))
    layers.add(fields.get("Layer-Name", ""))
    for name in WANTED:
        if f"Layer-{name}" not in fields:
            yield f"{file.name}: its header has no X-Env-Layer-{name}"
    body = _yaml(file)
    if not isinstance(body, dict) or not isinstance(body.get("mmdebstrap"), dict):
        yield f"{file.name}: it has no mmdebstrap"
        return
    declared = {name.removeprefix("Var-") for name in fields if name.startswith("Var-")}
    prefix = fields.get("VarPrefix", "")
    for name, words in _hooks(body["mmdebstrap"]):
        yield from (f"{file.name}: {name}: {problem}" for problem in _shell(words))
        for owner, variable in _USED.findall(words):
            if owner == prefix and variable not in declared:
                yield f"{file.name}: {name}: nobody sets IGconf_{owner}_{variable}"
    packages = body["mmdebstrap"].get("packages", [])
    if not all(isinstance(each, str) and re.fullmatch(r"[a-z0-9.+-]+", each) for each in packages):
        yield f"{file.name}: packages is a list of names"


def _hooks(mmdebstrap: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, hooks in mmdebstrap.items():
        if name.endswith("-hooks"):
            for n, words in enumerate(hooks):
                yield f"{name} {n}", str(words)


def _shell(words: str) -> Iterator[str]:
    done = subprocess.run(["sh", "-n"], input=words, capture_output=True, text=True, timeout=20)
    if done.returncode:
        yield done.stderr.strip()


def _config(file: Path, layers: set[str]) -> Iterator[str]:
    body = _yaml(file)
    if not isinstance(body, dict) or not {"device", "image", "layer"} <= set(body):
        yield f"{file.name}: it names no device, image and layer"
        return
    if body["image"].get("layer") != "image-rota":
        yield f"{file.name}: an image with two slots is image-rota"
    for name, value in body["image"].items():
        if name.endswith("_part_size") and not _SIZE.fullmatch(str(value)):
            yield f"{file.name}: {name} is a size like 512M"
    if body["layer"].get("app") not in layers:
        yield f"{file.name}: there is no layer {body['layer'].get('app')}"


def _shared(file: Path, fstab: Path) -> Iterator[str]:
    lines = [each for each in file.read_text("ascii").splitlines() if not each.startswith("#")]
    pairs = [line.partition("=")[::2] for line in lines if line]
    if ("Version", "1") not in pairs or {name for name, _ in pairs} > {"Version", "Path"}:
        yield f"{file.name}: Version=1 and lines of Path= are known"
    shared = {value for name, value in pairs if name == "Path"}
    kept = {
        words[1] for line in fstab.read_text("utf-8").splitlines()
        if len(words := line.split()) > 3 and words[2:3] == ["none"] and "bind" in words[3]
    }  # fmt: skip
    for missing in sorted(kept - shared - set(SHARED_BY_THE_LAYOUT)):
        yield f"{file.name}: a sealed device keeps {missing}; slots have to share it"


def _yaml(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text("utf-8"))
    except yaml.YAMLError as error:
        return f"{file.name}: {error}"


if __name__ == "__main__":
    sys.exit(main())
