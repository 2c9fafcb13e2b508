"""How long a kiosk waits for a visitor: whoever listens needs longer than whoever looks."""

from dataclasses import replace

from vuoro.kiosk.flow.state import Config, State

_IDLE_ALOUD = 60.0
_WARN_ALOUD = 45.0
"""The warning takes some seconds to say; at least 20 must be left after it (WCAG 2.2.1)."""
_RESULT_ALOUD = 4


def patient(state: State, config: Config) -> Config:
    """The settings as they hold for the visitor who is at the kiosk."""
    if not state.speech.on:
        return config
    return replace(
        config,
        idle=max(config.idle, _IDLE_ALOUD),
        warn=max(config.warn, _WARN_ALOUD),
        result=config.result * _RESULT_ALOUD,
    )
