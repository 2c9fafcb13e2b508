"""How long a kiosk waits for a visitor: whoever listens or reads slowly needs longer."""

from dataclasses import replace

from vuoro.kiosk.flow.state import Config, State

_IDLE_ALOUD = 60.0
_WARN_ALOUD = 45.0
"""The warning takes some seconds to say; at least 20 must be left after it (WCAG 2.2.1)."""
_RESULT_ALOUD = 4
_IDLE_SIMPLE, _WARN_SIMPLE = 240.0, 60.0
"""Nobody reads against time on a simple screen; only one left alone begins again."""


def patient(state: State, config: Config) -> Config:
    """The settings as they hold for the visitor who is at the kiosk."""
    if state.wishes.simple:
        config = replace(
            config, idle=max(config.idle, _IDLE_SIMPLE), warn=max(config.warn, _WARN_SIMPLE)
        )
    if not state.speech.on:
        return config
    return replace(
        config,
        idle=max(config.idle, _IDLE_ALOUD),
        warn=max(config.warn, _WARN_ALOUD),
        result=config.result * _RESULT_ALOUD,
    )
