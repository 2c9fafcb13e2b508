"""Releases of the devices' programs: which there are, who gets them when, how each gets on."""

from collections.abc import Callable, Iterable, Sequence

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.fleet import releases, rollouts
from vuoro.booking.fleet.rollouts import RolloutState
from vuoro.booking.service.accounts import Role
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.people import Options, office_options

_PATH = "/staff/releases"
_OLD_SHOWN = 5
Deed = Callable[[Sequence[str], int], object]
"""Done with the offices and the percent of the form."""
_TO = {
    "pause": (RolloutState.PAUSED, "rollout_paused"),
    "resume": (RolloutState.RUNNING, "rollout_resumed"),
    "end": (RolloutState.ENDED, "rollout_ended"),
}


def pages(door: Door) -> None:
    """``/staff/releases`` and what is done there."""

    @door.get(_PATH, Role.DEVICES)
    def listing(here: Here) -> Response:
        return _page(here)

    @door.post(_PATH + "/start", Role.DEVICES)
    def start(here: Here) -> Response:
        return _done(here, "rollout_started", lambda offices, percent: rollouts.start(
            here.backend, here.actor, here.tenant, here.form.some("version"), offices, percent
        ))  # fmt: skip

    @door.post(_PATH + "/{id}/delete", Role.DEVICES)
    def delete(here: Here) -> Response:
        try:
            releases.delete_release(here.backend, here.actor, here.tenant, here.path("id"))
        except Refused as refused:
            return _page(here, refused)
        return go(_PATH, done="release_deleted")

    @door.post(_PATH + "/rollouts/{id}/widen", Role.DEVICES)
    def widen(here: Here) -> Response:
        return _done(here, "rollout_changed", lambda offices, percent: rollouts.widen(
            here.backend, here.actor, here.tenant, here.path("id"), offices, percent
        ))  # fmt: skip

    @door.post(_PATH + "/rollouts/{id}/state", Role.DEVICES)
    def state(here: Here) -> Response:
        wanted = _TO.get(here.form.text("to"))
        if wanted is None:
            return _page(here, Refused("no_form", "Send a form.", 422))
        try:
            rollouts.set_state(here.backend, here.actor, here.tenant, here.path("id"), wanted[0])
        except Refused as refused:
            return _page(here, refused)
        return go(_PATH, done=wanted[1])

    @door.post(_PATH + "/rollouts/{id}/again", Role.DEVICES)
    def again(here: Here) -> Response:
        try:
            rollouts.try_again(
                here.backend, here.actor, here.tenant, here.path("id"), here.form.some("device")
            )
        except Refused as refused:
            return _page(here, refused)
        return go(_PATH, done="rollout_again")


def _done(here: Here, done: str, deed: Deed) -> Response:
    try:
        deed(here.form.many("office"), here.form.number("percent", 0, 100, 0))
    except Refused as refused:
        return _page(here, refused)
    return go(_PATH, done=done)


def _page(here: Here, refused: Refused | None = None) -> Response:
    views = rollouts.views(here.backend, here.tenant)
    running = [view for view in views if view.rollout.state is not RolloutState.ENDED]
    ended = [view for view in views if view.rollout.state is RolloutState.ENDED]
    files = releases.releases(here.backend, here.tenant)
    busy = {view.rollout.version for view in running}
    return here.page(
        "releases.html", status=refused.status if refused else 200,
        files=files, rollouts=[*running, *ended[:_OLD_SHOWN]], busy=busy,
        versions=_options(each.version for each in files if each.version not in busy),
        offices=office_options(here),
        problem=here.says.refusal(refused) if refused else None,
    )  # fmt: skip


def _options(versions: Iterable[str]) -> Options:
    return [(each, each) for each in dict.fromkeys(versions)]
