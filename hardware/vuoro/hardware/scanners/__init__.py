"""What reads codes: a camera, pictures put into a folder, lines of text, a scanner that types.

Importing this is cheap: OpenCV and the decoder are loaded in the scanner's own thread.
"""

from vuoro.hardware.scanners.opening import open_scanner
from vuoro.hardware.scanners.payload import CodeKind, Flaw
from vuoro.hardware.scanners.scanner import (
    OnCode,
    ScannedCode,
    Scanner,
    ScannerError,
    ScannerSource,
    ScannerState,
)

__all__ = [
    "CodeKind",
    "Flaw",
    "OnCode",
    "ScannedCode",
    "Scanner",
    "ScannerError",
    "ScannerSource",
    "ScannerState",
    "open_scanner",
]
