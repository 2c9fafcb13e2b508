"""The pages of staff: calendars, clients, bookings, devices; all under ``/staff``."""

from vuoro.booking.web.staff.door import StaffOptions
from vuoro.booking.web.staff.mounting import mount_staff, staff_made
from vuoro.booking.web.staff.words import PACKAGE

__all__ = ["PACKAGE", "StaffOptions", "mount_staff", "staff_made"]
