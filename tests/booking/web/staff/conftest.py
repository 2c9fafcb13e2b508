"""The staff pages over a real backend, and somebody who may do everything there."""

from collections.abc import Iterator

import pytest

from tests.booking.web.staff.staff_world import Colleague, StaffSite, staff_site
from vuoro.booking.backend import Backend


@pytest.fixture
def site(sqlite_backend: Backend) -> Iterator[StaffSite]:
    with staff_site(sqlite_backend) as opened:
        yield opened


@pytest.fixture
def aino(site: StaffSite) -> Colleague:
    return site.colleague()
