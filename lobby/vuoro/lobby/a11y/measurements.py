"""What is measured, by name: what it says, and where its limit is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """``limit`` as people read it; ``unit`` of the figure nearest to it, empty where none is."""

    name: str
    title: str
    limit: str
    unit: str = ""

    @property
    def part(self) -> str:
        return self.name.partition(".")[0]


ALL = tuple(
    Measurement(*each)
    for each in (
        ("kiosk.events-walked", "Every class of event is tried in every state", "none left out"),
        ("kiosk.text-fits", "Text is there as a whole", "not cut, not outside, not over others"),
        ("kiosk.text-fullness", "What is left beside the fullest words of a button", "≥ 0 %", "%"),
        ("kiosk.text-most", "The screen with the most words", "all of them fit", "characters"),
        ("kiosk.text-contrast", "Contrast of text as it is drawn", "≥ 4.5:1", ":1"),
        ("kiosk.high-contrast", "The same in the schemes of high contrast", "≥ 7:1", ":1"),
        ("kiosk.edge-contrast", "Edge of what can be touched", "≥ 3:1", ":1"),
        ("kiosk.icon-contrast", "Icons", "≥ 3:1", ":1"),
        ("kiosk.focus-ring", "Focus is seen", "≥ 3:1 against the same place without it", ":1"),
        ("kiosk.target-size", "What can be touched is large enough", "≥ 20 mm", "mm"),
        ("kiosk.target-gap", "and far enough from the next", "≥ 2.5 mm", "mm"),
        ("kiosk.capital-height", "A capital H in the largest text", "≥ 0.7° at eye_mm", "°"),
        ("kiosk.reach", "In reach mode all that is touched is low", "≤ 420 mm up", "mm"),
        ("kiosk.names", "All that can be touched has a name and a role", "name not empty"),
        ("kiosk.label-in-name", "and its name holds the words on it", "every word"),
        ("kiosk.focus-round", "Tab goes once round all of it and back", "no trap, none left out"),
        ("kiosk.mirrored", "Right to left is the mirror image", "± 2 px"),
        ("kiosk.spoken", "What is read aloud holds what is shown", "every word and button"),
        ("kiosk.spoken-private", "Codes are never said but to the headset", "no character"),
        ("kiosk.spoken-round", "All of a screen is reached by keys, and left again", "every item"),
        ("kiosk.time-outs", "A visitor is warned in time and can stay", "≥ 20 s, ≥ 10 times", "s"),
        ("kiosk.no-gestures", "A touch counts when it is lifted, inside", "slide off: nothing"),
        ("kiosk.toggles", "What is on or off says so without colour", "mark and state"),
        ("kiosk.same-place", "Help and tools are in the same place", "± 2 px"),
        ("kiosk.reading-level", "Easy Finnish is easy", "no rule broken"),
        ("kiosk.languages", "Every text is there in each language", "no gap"),
        ("kiosk.flashes", "Flashes", "≤ 3 a second", "a second"),
        ("kiosk.motion", "Motion ends", "≤ 5 s", "s"),
        ("kiosk.qml", "Qt has nothing to complain of", "no message"),
        ("board.text-fits", "Text of the board is there as a whole", "not cut, not overlapping"),
        ("board.text-contrast", "Contrast of its text", "≥ 4.5:1", ":1"),
        ("board.capital-height", "Capitals of numbers and counters", "≥ 0.7° at distance_m", "°"),
        ("board.name-height", "Capitals of a counter's name, newest call", "≥ 0.27°", "°"),
        ("board.sound-as-text", "What is heard is there to read", "number and counter"),
        ("board.flashes", "A call flashes", "≤ 3 a second", "a second"),
        ("board.motion", "and moves", "≤ 5 s", "s"),
        ("board.still", "Nothing moves where an office wants that", "≤ 0.05 s", "s"),
        ("web.axe", "axe finds nothing on any page", "no violation"),
        ("web.reflow", "320 px wide", "nothing beside the page"),
        ("web.text-200", "Text twice as large", "nothing cut, nothing beside the page"),
        ("web.text-spacing", "Lines, letters and words further apart", "nothing cut"),
        ("web.keyboard", "Tab reaches all that can be used, in order, and leaves", "no trap"),
        ("web.focus-visible", "Focus is seen", "≥ 3:1 and two pixels"),
        ("web.target-size", "Targets", "≥ 24 px or as far apart", "px"),
        ("web.language", "Page says its language and direction", "lang, dir"),
        ("web.title", "Page has a title of its own", "not empty"),
        ("blind.visit", "A visit by keys and speech alone", "number in hand"),
        ("blind.number-heard", "The number that is heard is the number printed", "the same"),
    )
)  # fmt: skip
NAMED = {each.name: each for each in ALL}
