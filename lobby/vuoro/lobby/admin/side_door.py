"""The lobby's side door: orders of the administrator while it runs."""

import logging
from pathlib import Path

from fastapi import FastAPI

from vuoro.lobby.admin.carrying_out import carry_out
from vuoro.lobby.admin.open_door import keep_open
from vuoro.lobby.admin.orders import LONGEST, Look, NoOrder, read_order, reply_line
from vuoro.queue.api.context import Here
from vuoro.queue.reading import desk
from vuoro.queue.service.lobby import Refused
from vuoro.queue.store import StoreError

log = logging.getLogger(__name__)


def open_side_door(app: FastAPI, data: Path) -> None:
    """Let the application have a side door from its start to its end."""

    async def answered(line: bytes) -> bytes:
        return await _answered(app.state.here, line)

    keep_open(app, data, LONGEST, answered)


async def _answered(here: Here, line: bytes) -> bytes:
    try:
        order = read_order(line)
    except NoOrder:
        return reply_line(refused="This is no order that this lobby service knows.")
    if isinstance(order, Look):
        return reply_line(desk.full(here.view))
    try:
        answer = await here.writer.run(carry_out, here.lobby, order)
    except StoreError as error:
        return reply_line(refused=str(error))
    # Accounts and devices may have changed.
    here.door.forget()
    log.info("order carried out", extra={"order": type(order).__name__})
    return reply_line(refused=answer.detail) if isinstance(answer, Refused) else reply_line(answer)
