"""The queue as a kiosk sees it."""

from pathlib import Path
from uuid import UUID

from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.kiosk import (
    ArrivalResult,
    CheckInRequest,
    DeviceReport,
    OpenSlip,
    PhoneDoor,
    Slip,
    SlipReport,
    TicketRequest,
)
from vuoro.queue.client.http import Http


class KioskClient:
    """Commands of one kiosk.

    Each raises LobbyUnreachable or LobbyRefused; a repeated press is answered the same.
    """

    def __init__(
        self, base_url: str, token: str, timeout: float = 5.0, authority: Path | None = None
    ) -> None:
        """``authority``: file with the lobby's own one. Raises OSError where it can't be used."""
        self._http = Http(base_url, {"Authorization": f"Bearer {token}"}, timeout, authority)

    def check_in(self, request: CheckInRequest, press: UUID) -> ArrivalResult:
        return self._http.ask("POST", "/v1/kiosk/check-in", ArrivalResult, request, press)

    def issue(self, request: TicketRequest, press: UUID) -> ArrivalResult:
        return self._http.ask("POST", "/v1/kiosk/tickets", ArrivalResult, request, press)

    def report_slip(self, job: str, report: SlipReport) -> None:
        self._http.ask("POST", f"/v1/kiosk/slips/{job}", None, report)

    def copy_slip(self, ticket: str, press: UUID) -> Slip:
        return self._http.ask("POST", f"/v1/kiosk/tickets/{ticket}/copy", Slip, None, press)

    def wish(self, ticket: str, wish: CallWish, press: UUID) -> CallWish:
        return self._http.ask("POST", f"/v1/kiosk/tickets/{ticket}/wish", CallWish, wish, press)

    def own_phone(self) -> PhoneDoor:
        return self._http.ask("GET", "/v1/kiosk/phone", PhoneDoor)

    def open_slips(self) -> tuple[OpenSlip, ...]:
        return self._http.ask("GET", "/v1/kiosk/slips", tuple[OpenSlip, ...])

    def report_device(self, report: DeviceReport) -> None:
        self._http.ask("POST", "/v1/kiosk/status", None, report)

    def close(self) -> None:
        self._http.close()
