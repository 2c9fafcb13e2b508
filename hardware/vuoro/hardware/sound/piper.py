"""The voices of Piper: neural, natural, offline; an optional part (the extra ``piper``)."""

import io
import logging
import threading
import wave
from collections import OrderedDict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.hardware.sound.finishing import finished
from vuoro.hardware.sound.voice import WORDS_A_MINUTE, NotSpoken, WhyNotSpoken

if TYPE_CHECKING:
    from piper import PiperVoice as Model

log = logging.getLogger(__name__)

_MODELS = 2
"""Kept loaded, about 60 MB each: the language of the office and that of the visitor."""
_OWN_RATE = 165
"""Words a minute that most voices were recorded at."""
_SLOWER = {"fi-simple": 0.85}


class PiperVoice:
    """Speaks the languages of which ``folder`` has LANGUAGE.onnx and LANGUAGE.onnx.json."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._models: OrderedDict[Path, Model] = OrderedDict()
        self._told: set[Path] = set()

    def speaks(self, language: str) -> bool:
        return find_spec("piper") is not None and self._file(language) is not None

    def say(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | NotSpoken:
        if find_spec("piper") is None:
            return NotSpoken(WhyNotSpoken.NO_PROGRAM)
        file = self._file(language)
        if file is None:
            return NotSpoken(WhyNotSpoken.NO_VOICE)
        if not text.strip():
            return NotSpoken(WhyNotSpoken.FAILED)
        rate = round(rate * _SLOWER.get(language.lower(), 1.0))
        with self._lock:
            try:
                return finished(_synthesised(self._model(file), text, rate))
            except Exception as error:
                # onnxruntime has a family of errors of its own for a file that is broken.
                if file not in self._told:
                    log.warning("the voice %s can't be used: %s", file, type(error).__name__)
                self._told.add(file)
                return NotSpoken(WhyNotSpoken.FAILED)

    def _file(self, language: str) -> Path | None:
        tag = language.lower()
        if not tag.replace("-", "").isalnum():
            return None
        files = (self._folder / f"{name}.onnx" for name in (tag, tag.split("-")[0]))
        return next((file for file in files if file.is_file()), None)

    def _model(self, file: Path) -> "Model":
        from piper import PiperVoice as Model

        if file not in self._models:
            self._models[file] = Model.load(file)
            if len(self._models) > _MODELS:
                self._models.popitem(last=False)
        self._models.move_to_end(file)
        return self._models[file]


def _synthesised(model: "Model", text: str, rate: int) -> bytes:
    from piper import SynthesisConfig

    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        settings = SynthesisConfig(length_scale=_OWN_RATE / rate)
        model.synthesize_wav(text, file, syn_config=settings)
    return out.getvalue()
