"""What number was spoken, told from the recorded sound alone: the proof's ears.

Nothing of the product imports this, and it knows nothing of the text that was sent to the voice but
for the sentence that every number would stand in.
"""

from vuoro.lobby.a11y.hearing.recogniser import Heard, heard_number

__all__ = ["Heard", "heard_number"]
