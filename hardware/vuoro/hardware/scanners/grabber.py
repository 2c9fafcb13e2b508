"""A thread that takes every picture off a camera, so that the one asked for is never an old one.

Pictures nobody waits for are taken off and dropped undecoded, which costs next to nothing. The
thread also keeps a camera that hangs in the kernel away from everybody else.
"""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from vuoro.hardware.scanners.capture import Capture, retrieve_grey
from vuoro.hardware.scanners.frames import SourceLost
from vuoro.hardware.scanners.preview import Preview

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage

log = logging.getLogger(__name__)

OpenCapture = Callable[[], Capture]
"""Opens a camera and sets it up. Raises SourceLost."""


class Grabber:
    """One opened camera and its thread; for one opening only."""

    def __init__(self, open_capture: OpenCapture, preview: Preview | None) -> None:
        self._open_capture = open_capture
        self._preview = preview
        self._changed = threading.Condition()
        self._wanted = False
        self._newest: GreyImage | None = None
        self._lost = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    def newest(self, seconds: float) -> "GreyImage | None":
        """A picture taken since this was asked; None when so many seconds brought none.

        Raises SourceLost once the camera has gone.
        """
        with self._changed:
            self._newest, self._wanted = None, True
            self._changed.wait_for(lambda: self._newest is not None or self._lost, seconds)
            picture, self._newest = self._newest, None
            if picture is None and self._lost:
                raise SourceLost(self._lost)
        return picture

    def close(self, seconds: float) -> bool:
        """Let the camera go; False where it has not let us go after so many seconds."""
        self._stop.set()
        self._thread.join(seconds)
        return not self.alive

    @property
    def alive(self) -> bool:
        """Whether the camera is still held, perhaps because it hangs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._watch()
        except SourceLost as lost:
            self._end(str(lost))
        except Exception:
            log.exception("the camera's thread failed")
            self._end("the camera's thread failed")
        if self._preview is not None:
            self._preview.clear()

    def _watch(self) -> None:
        capture = self._open_capture()
        try:
            while not self._stop.is_set():
                if not capture.grab():
                    raise SourceLost("the camera sends no picture")
                self._hand_out(capture)
        finally:
            capture.release()

    def _hand_out(self, capture: Capture) -> None:
        preview = self._preview if self._preview is not None and self._preview.wants() else None
        if not self._wanted and preview is None:
            return
        picture = retrieve_grey(capture)
        if picture is None:
            return
        with self._changed:
            if self._wanted:
                self._wanted, self._newest = False, picture
                self._changed.notify_all()
        if preview is not None:
            preview.put(picture)

    def _end(self, why: str) -> None:
        with self._changed:
            self._lost = why
            self._changed.notify_all()
