"""GET /metrics: the figures, made when they are asked for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vuoro.hardware.health import HealthWatch
from vuoro.lobby.metrics.access import refusal
from vuoro.queue.api.context import Here, context
from vuoro.queue.api.replies import problem

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

PATH = "/metrics"


def open_metrics(app: FastAPI, token: str, watch: HealthWatch | None) -> None:
    """Let the application tell its figures.

    They are no part of its JSON interface, and so not of the document of that: their format is
    Prometheus' own, and each says in words what it is.
    """

    async def metrics(request: Request) -> Response:
        refused = refusal(request, token)
        if refused is not None:
            return problem(refused)
        return _answer(context(request), watch)

    app.add_api_route(PATH, metrics, include_in_schema=False)


def _answer(here: Here, watch: HealthWatch | None) -> Response:
    # A tenth of a second to load, and most lobbies are never asked.
    from prometheus_client import CollectorRegistry, ProcessCollector
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(here, watch))
    ProcessCollector(registry=registry)
    return Response(
        generate_latest(registry),
        headers={"Cache-Control": "no-store", "Content-Type": CONTENT_TYPE_PLAIN_0_0_4},
    )


class _Figures:
    """A collector of prometheus_client, for one answer."""

    def __init__(self, here: Here, watch: HealthWatch | None) -> None:
        self._here, self._watch = here, watch

    def describe(self) -> "Iterator[Metric]":
        """None beforehand: else the registry would collect twice."""
        return iter(())

    def collect(self) -> "Iterator[Metric]":
        from importlib.metadata import version

        from prometheus_client.metrics_core import InfoMetricFamily

        from vuoro.lobby.metrics.device_figures import device_figures
        from vuoro.lobby.metrics.host_figures import host_figures
        from vuoro.lobby.metrics.lobby_figures import lobby_figures

        yield InfoMetricFamily("vuoro", "The program", value={"version": version("vuoro")})
        yield from lobby_figures(self._here)
        yield from device_figures(tuple(self._here.view.device_rows()))
        if self._watch is not None:
            yield from host_figures(self._watch.health)
