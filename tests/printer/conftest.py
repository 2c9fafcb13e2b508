"""A slip, and Qt without a screen to draw it with."""

import os
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QGuiApplication

from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.kiosk import Slip


@pytest.fixture(scope="session")
def qt() -> QGuiApplication:
    """Drawing needs an application, but no screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QGuiApplication.instance()
    return running if isinstance(running, QGuiApplication) else QGuiApplication([])


@pytest.fixture
def slip() -> Slip:
    return Slip(
        job="0190",
        ticket="0191",
        number="A017",
        language="fi",
        office={
            "fi": "Tampereen työllisyyspalvelut, Keskusta",
            "sv": "Tammerfors sysselsättningstjänster, Centrum",
            "en": "Tampere Employment Services, City centre",
            "ar": "خدمات التوظيف في تامبيري، المركز",
        },
        where={
            "fi": "Odota aulassa. Kutsumme sinut näytöllä ja kuulutuksella.",
            "sv": "Vänta i aulan. Vi kallar dig på skärmen och med utrop.",
            "en": "Wait in the lobby. We call you on the screen and by speech.",
            "ar": "انتظر في القاعة. سنناديك على الشاشة وبالصوت.",
        },
        issued_at=datetime(2026, 11, 23, 7, 42, tzinfo=UTC),
        receipt="7KQ4-M2XD",
        follow_url="http://192.0.2.20:8480/t/abcdefghijklmnopqrstuvwx23",
        ahead=3,
        wait=WaitInterval(likely=10, at_most=20),
    )
