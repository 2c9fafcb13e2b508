"""`vuoro demo`: a whole office on this computer."""

import argparse
import os
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Ports, and sizes of windows."""
    parser.description = (
        "A whole office on this computer, open now, with simulated devices and people who are all "
        "made up. Where there is no screen, it runs the tour instead (vuoro tour)."
    )
    add = parser.add_argument
    add("--port", type=int, default=8480, help="port of the lobby service (%(default)s)")
    add("--printer-port", type=int, default=9100, help="port of the printer (%(default)s)")
    add("--paper-port", type=int, default=8481, help="port of the printer's page (%(default)s)")
    add("--booking-port", type=int, default=8490, help="port of the booking pages (%(default)s)")
    add("--cable-port", type=int, default=8491, help="port of the cable to them (%(default)s)")
    add("--switch-port", type=int, default=8482, help="port of the cable's switch (%(default)s)")
    add("--mail-port", type=int, default=8525, help="port of the mail server (%(default)s)")
    add("--sms-port", type=int, default=8526, help="port of the SMS gateway (%(default)s)")
    add(
        "--kiosk", default="540x960", metavar="WxH", help="size of the kiosk's window (%(default)s)"
    )
    add("--display", default="960x540", metavar="WxH", help="size of the board's (%(default)s)")
    add("--silent", action="store_true", help="keep chimes and speech to yourself")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """The demo, or without a screen the tour."""
    from vuoro.core.clock import SystemClock

    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        from vuoro.lobby.tour.program import tour

        print("There is no screen here, so the office is shown on a virtual one.", flush=True)
        return tour(SystemClock(), Path("build/tour"))
    from vuoro.lobby.demo.house import Ports, Windows
    from vuoro.lobby.demo.program import show

    ports = Ports(
        options.port, options.printer_port, options.paper_port, options.booking_port,
        options.cable_port, options.switch_port, options.mail_port, options.sms_port,
    )  # fmt: skip
    windows = Windows(options.kiosk, options.display, aloud=not options.silent)
    return show(SystemClock(), ports, windows)
