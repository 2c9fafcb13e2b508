"""What a visitor did and heard, kept: one sound from beginning to end, and the story of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from vuoro.hardware.sound.wav import Sound, read_wav, write_wav
from vuoro.lobby.a11y.blind.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Story:
    """How a visit went; the numbers are those on the slip and in the sound."""

    language: str
    visit: str
    printed: str
    heard: str
    clear: bool
    """Whether the sound is like no other number."""
    slowest_stop_ms: int
    """From a key to silence, where the key interrupted something."""
    seconds: float
    keys: int


def keep(story: Story, visitor: Visitor, headset: Path, file: Path) -> None:
    """Write ``file``.json with what was done and said, and ``file``.wav with what was heard."""
    began = visitor.pressed[0][0]
    said: list[dict[str, object]] = [
        {
            "at": round(line.mono - began, 2),
            "said": line.text,
            "language": line.language,
            "output": line.output,
            "private": line.private,
        }
        for line in visitor.mine()
    ]
    done: list[dict[str, object]] = [
        {"at": round(at - began, 2), "key": key.value} for at, key in visitor.pressed
    ]
    events = sorted((*said, *done), key=lambda event: float(str(event["at"])))
    text = json.dumps({**asdict(story), "events": events}, ensure_ascii=False, indent=1)
    file.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    file.with_suffix(".wav").write_bytes(_heard(headset, began))


def slowest_stop(visitor: Visitor, headset: Path) -> float:
    """Seconds from a key to the end of what it interrupted, at worst; 0 where nothing was."""
    waits = []
    for stop in _lines(headset / "stopped.jsonl"):
        before = [at for at, _ in visitor.pressed if at <= stop["mono"]]
        if before:
            waits.append(stop["mono"] - before[-1])
    return max(waits, default=0.0)


def _heard(headset: Path, began: float) -> bytes:
    """Every sound since then at its time, as long as it was played."""
    stops = {stop["n"]: stop["mono"] for stop in _lines(headset / "stopped.jsonl")}
    pieces: list[tuple[int, Sound]] = []
    rate = 0
    for played in _lines(headset / "played.jsonl"):
        if played["mono"] < began:
            continue
        sound = read_wav((headset / str(played["file"])).read_bytes())
        rate = rate or sound.rate
        length = stops.get(played["n"], np.inf) - played["mono"]
        heard = sound.samples[: int(min(length * sound.rate, len(sound.samples)))]
        pieces.append((round((played["mono"] - began) * sound.rate), Sound(heard, sound.rate)))
    return write_wav(_mixed(pieces, rate))


def _mixed(pieces: Sequence[tuple[int, Sound]], rate: int) -> Sound:
    end = max((at + len(sound.samples) for at, sound in pieces), default=0)
    whole = np.zeros((end, 1))
    for at, sound in pieces:
        whole[at : at + len(sound.samples)] += sound.samples.mean(axis=1, keepdims=True)
    return Sound(whole.clip(-1, 1), rate)


def _lines(file: Path) -> list[dict[str, float]]:
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
