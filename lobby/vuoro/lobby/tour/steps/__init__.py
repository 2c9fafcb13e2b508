"""The steps of the tour, in order."""

from collections.abc import Callable

from vuoro.lobby.tour.stage import Stage
from vuoro.lobby.tour.steps import arrivals, calls, closing, network, phone, refusals, troubles

Step = Callable[[Stage], str]
"""Uses the stage; gives what was seen. Raises Failed, or what the means of a step raise."""

STEPS: tuple[tuple[str, Step], ...] = (
    ("first pictures", arrivals.first_pictures),
    ("walk-in", arrivals.walk_in),
    ("double tap", arrivals.double_tap),
    ("identity code with a match", arrivals.identity_code_with_a_match),
    ("identity code without a match", arrivals.identity_code_without_a_match),
    ("wrong identity code", refusals.wrong_identity_code),
    ("pass at the camera", arrivals.pass_in_time),
    ("early client", arrivals.early),
    ("late client", arrivals.late),
    ("already here", arrivals.already_here),
    ("foreign QR code", refusals.foreign_code),
    ("garbage at the camera", refusals.garbage),
    ("pass of another office", refusals.another_office),
    ("pass of another day", refusals.another_day),
    ("cancelled booking", refusals.cancelled),
    ("clerks sign in", calls.sign_in),
    ("two counters press Next together", calls.next_together),
    ("recall", calls.recall),
    ("missed", calls.missed),
    ("undo", calls.undo),
    ("transfer", calls.transfer),
    ("park", calls.park),
    ("booked client to the specialist", calls.booked_client),
    ("phone page", phone.follow),
    ("paper out in mid-slip", troubles.paper_out),
    ("reprint", troubles.reprint),
    ("lobby service killed", troubles.killed),
    ("lobby service back", troubles.back),
    ("booked on the web", network.booked_on_the_web),
    ("code from the web at the kiosk", network.web_code_at_the_kiosk),
    ("letter with the booking", network.confirmed_by_mail),
    ("network pulled out", network.network_pulled),
    ("network back", network.network_back),
    ("backend's pages", network.backend_knows),
    ("locked by staff", closing.locked),
    ("closing time", closing.closing_time),
    ("journal tells the same story", closing.journal),
)
