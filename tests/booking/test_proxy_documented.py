"""What the manual says of a proxy in front of the backend is what the backend takes."""

import re
from pathlib import Path

from vuoro.booking.api.app import LONGEST_BODY
from vuoro.booking.web.staff.release_upload import LARGEST_RELEASE, UPLOAD
from vuoro.core.settings.schema import BookingSettings

MANUAL = Path(__file__).parents[2] / "docs/running.md"


def test_the_proxy_lets_through_what_the_backend_takes() -> None:
    told = re.search(
        rf"location = {UPLOAD} \{{(.*?)\n    \}}", MANUAL.read_text("utf-8"), re.DOTALL
    )
    assert told is not None
    assert f"client_max_body_size {LARGEST_RELEASE >> 30}g;" in told[1]
    assert LARGEST_RELEASE % (1 << 30) == 0
    assert "proxy_request_buffering off;" in told[1]
    assert f"127.0.0.1:{BookingSettings().port};" in told[1]


def test_all_else_fits_into_what_nginx_lets_through_by_itself() -> None:
    assert LONGEST_BODY == 1 << 20, "ngx_http_core_module: client_max_body_size is 1m"
