"""Families of figures in the few shapes that are needed (Prometheus text format 0.0.4)."""

from collections.abc import Iterable, Mapping

from prometheus_client.metrics_core import GaugeMetricFamily


def gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    """One figure."""
    return GaugeMetricFamily(name, words, value=value)


def gauges(
    name: str, words: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], float]
) -> GaugeMetricFamily:
    """A figure for each set of labels."""
    family = GaugeMetricFamily(name, words, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def states(
    name: str,
    words: str,
    known: Iterable[str],
    now: Mapping[tuple[str, ...], str],
    labels: tuple[str, ...] = (),
) -> GaugeMetricFamily:
    """1 for the state that each thing is in and 0 for the others, so that alerts name it.

    One that isn't ``known`` counts as ``other``: what a device sends makes no new series.
    """
    every = (*known, "other")
    family = GaugeMetricFamily(name, words, labels=(*labels, "state"))
    for key, state in now.items():
        shown = state if state in every else "other"
        for each in every:
            family.add_metric((*key, each), float(each == shown))
    return family
