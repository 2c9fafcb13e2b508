"""The demo's post office: a mail server and an SMS gateway that keep what they get as files.

python -m vuoro.lobby.demo.post_office --mail 8525 --sms 8526 --folder FOLDER
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from vuoro.booking.messages.simulators.mail_server import MailServer
from vuoro.booking.messages.simulators.sms_gateway import SmsGateway


def main(arguments: Sequence[str]) -> int:
    """Take messages until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(description="A mail server and an SMS gateway that keep files")
    parser.add_argument("--mail", type=int, required=True, help="port of the mail server")
    parser.add_argument("--sms", type=int, required=True, help="port of the SMS gateway")
    parser.add_argument("--folder", type=Path, required=True, help="where messages go")
    options = parser.parse_args(arguments)
    signals = {signal.SIGINT, signal.SIGTERM}
    # Blocked before any thread begins, so that they all leave the signal to us.
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    with (
        MailServer(options.folder / "mail", port=options.mail),
        SmsGateway(options.folder / "sms", port=options.sms),
    ):
        signal.sigwait(signals)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
