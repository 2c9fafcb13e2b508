"""``python -m vuoro.kiosk [SETTINGS]``."""

import sys

from vuoro.kiosk.program import run

sys.exit(run(sys.argv[1:]))
