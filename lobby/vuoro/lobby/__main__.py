"""``python -m vuoro.lobby``: the command ``vuoro``."""

import sys

from vuoro.lobby.command import main

sys.exit(main())
