"""``python -m vuoro.hardware.printers.virtual``."""

import sys

from vuoro.hardware.printers.virtual.program import main

sys.exit(main())
