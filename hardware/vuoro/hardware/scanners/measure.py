"""How many codes are read, and what it costs: our looks beside other decoders, in one run.

    python -m vuoro.hardware.scanners.measure FOLDER [--out build/bench-scan.json]

FOLDER holds pictures and ``expected.json``: file name to text, or to null where there is no code.
They are looked at as they are and spoiled in many ways, always the same ones; passes of our own are
held up in front of those without a code. Times are CPU milliseconds of this process on one core,
the grey picture being in memory.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vuoro.hardware.scanners.decoding import load_decoder
from vuoro.hardware.scanners.measure_pictures import (
    distorted,
    empty_frames,
    passes,
    photographs,
    without_code,
)
from vuoro.hardware.scanners.measure_readers import Reader, readers
from vuoro.hardware.scanners.measure_results import (
    Count,
    Milliseconds,
    Outcome,
    as_json,
    count,
    false_texts,
    look,
    times,
)
from vuoro.hardware.scanners.measure_sample import Sample

_ROUNDS = 3
"""Of pictures whose time is a promise; the spoiled ones are many enough for one."""


@dataclass(frozen=True, slots=True)
class Result:
    """All that one reader did."""

    name: str
    photographs: tuple[Outcome, ...]
    distorted: tuple[Outcome, ...]
    passes: tuple[Outcome, ...]
    without: tuple[Outcome, ...]
    empty: tuple[Outcome, ...]

    @property
    def spoiled(self) -> tuple[Outcome, ...]:
        return self.distorted + self.passes

    @property
    def false(self) -> int:
        """Pictures and frames without a code in which one was read."""
        return false_texts(self.without + self.empty)


def measure(folder: Path, by_name: Mapping[str, Reader]) -> tuple[Result, ...]:
    """Each reader over all pictures. Raises OSError, ValueError on a bad folder."""
    load_decoder()
    all_photographs = photographs(folder)
    coded = tuple(sample for sample in all_photographs if sample.texts)
    others = tuple(sample for sample in all_photographs if not sample.texts)
    looked = {
        "photographs": _look_at(coded, by_name, _ROUNDS),
        "distorted": _look_at(distorted(coded), by_name, 1),
        "passes": _look_at(passes(others), by_name, 1),
        "without": _look_at(without_code(others), by_name, 1),
        "empty": _look_at(empty_frames(others), by_name, _ROUNDS),
    }
    return tuple(
        Result(name, **{part: outcomes[name] for part, outcomes in looked.items()})
        for name in by_name
    )


def _look_at(
    samples: Iterable[Sample], by_name: Mapping[str, Reader], rounds: int
) -> dict[str, tuple[Outcome, ...]]:
    """By name of reader. One picture at a time is in memory, for all readers."""
    seen: dict[str, list[Outcome]] = {name: [] for name in by_name}
    for sample in samples:
        for name, reader in by_name.items():
            seen[name].append(look(reader, sample, rounds))
    return {name: tuple(outcomes) for name, outcomes in seen.items()}


def table(results: Sequence[Result]) -> str:
    """The results as text: a row a decoder, then a row a distortion."""
    return f"{_by_decoder(results)}\n\n{_by_kind(results)}"


def _by_decoder(results: Sequence[Result]) -> str:
    counts_head = f"{'right':>7}{'wrong':>6}{'none':>6}"
    rows = [
        f"{'':<15}{'photographs':>19}{'spoiled':>19}{'passes':>19}{'false':>7}"
        f"{'ms a photograph':>19}{'ms a spoiled':>19}{'ms an empty':>19}",
        f"{'':<15}{counts_head * 3}{'texts':>7}" + f"{'median':>12}{'p95':>7}" * 3,
    ]
    for result in results:
        counts = [count(part) for part in (result.photographs, result.distorted, result.passes)]
        costs = [times(part) for part in (result.photographs, result.spoiled, result.empty)]
        rows.append(
            f"{result.name:<15}"
            + "".join(f"{each.correct:7}{each.wrong:6}{each.none:6}" for each in counts)
            + f"{result.false:7}"
            + "".join(f"{each.median:12.2f}{each.p95:7.1f}" for each in costs)
        )
    return "\n".join(rows)


def _by_kind(results: Sequence[Result]) -> str:
    """Right of each distortion, photographs and passes together, and of each half."""
    rows = [f"{'right of':<15}{'':>5}" + "".join(f"{result.name:>15}" for result in results)]
    for kind in dict.fromkeys(outcome.sample.kind for outcome in results[0].spoiled):
        rows.append(_row(results, kind, partial(_is, kind)))
    rows.append(_row(results, "chosen on", lambda sample: sample.tuned))
    rows.append(_row(results, "only checked", lambda sample: not sample.tuned))
    return "\n".join(rows)


def _is(kind: str, sample: Sample) -> bool:
    return sample.kind == kind


def _row(results: Sequence[Result], words: str, of: Callable[[Sample], bool]) -> str:
    counts = [
        count(outcome for outcome in result.photographs + result.spoiled if of(outcome.sample))
        for result in results
    ]
    return f"{words:<15}{counts[0].of:>5}" + "".join(f"{each.correct:>15}" for each in counts)


def report(results: Sequence[Result]) -> dict[str, object]:
    """The same for machines, by name of decoder."""
    return {result.name: _report(result) for result in results}


def _report(result: Result) -> dict[str, object]:
    parts: dict[str, Count | Milliseconds] = {
        "photographs": count(result.photographs),
        "distorted": count(result.distorted),
        "passes": count(result.passes),
        "photograph_ms": times(result.photographs),
        "spoiled_ms": times(result.spoiled),
        "empty_frame_ms": times(result.empty),
    }
    kinds = dict.fromkeys(outcome.sample.kind for outcome in result.spoiled)
    return {
        **{name: as_json(part) for name, part in parts.items()},
        "false_texts": result.false,
        "without_code": len(result.without) + len(result.empty),
        "kinds": {
            kind: as_json(count(each for each in result.spoiled if each.sample.kind == kind))
            for kind in kinds
        },
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m vuoro.hardware.scanners.measure", description=__doc__
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    try:
        results = measure(options.folder, readers())
    except (OSError, ValueError) as error:
        print(f"The pictures can't be measured: {error}", file=sys.stderr)
        return 1
    print(table(results))
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(report(results), indent=1), encoding="utf-8")
        print(f"\nWritten to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
