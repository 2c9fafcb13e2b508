"""The backend's side door, while it alone has its database open.

An SQLite database has one process (offline_sync §3.13), so what an administrator wants meanwhile
goes through that one.
"""

import asyncio
import logging
from pathlib import Path

from fastapi import FastAPI

from vuoro.booking.backend import Backend, Refused
from vuoro.lobby.admin.open_door import keep_open
from vuoro.lobby.backend.carrying_out import carry_out
from vuoro.lobby.backend.orders import LONGEST, NoOrder, read_order, reply_line
from vuoro.lobby.complaint import Complaint

log = logging.getLogger(__name__)


def open_side_door(app: FastAPI, backend: Backend, data: Path) -> None:
    """Let the application have a side door from its start to its end."""

    async def answered(line: bytes) -> bytes:
        return await _answered(backend, line)

    keep_open(app, data, LONGEST, answered)


async def _answered(backend: Backend, line: bytes) -> bytes:
    try:
        order = read_order(line)
    except NoOrder:
        return reply_line(None, "This is no order that this backend knows. Is it another version?")
    try:
        answer = await asyncio.to_thread(carry_out, backend, order)
    except Refused as refused:
        return reply_line(None, refused.detail)
    except Complaint as complaint:
        return reply_line(None, *complaint.sentences)
    except Exception:  # the caller must not wait for an answer that never comes
        log.exception("an order failed", extra={"order": type(order).__name__})
        return reply_line(None, "This failed; the log of the backend says why.")
    log.info("order carried out", extra={"order": type(order).__name__})
    return reply_line(answer)
