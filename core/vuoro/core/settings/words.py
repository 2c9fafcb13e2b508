"""Descriptions that several settings share."""

THEME = "Theme of the municipality: a TOML file with brand colours and logo"
LOBBY_URL = "Where the lobby service is: http:// or https://, without a slash at the end"
AUTHORITY = (
    "File with the authority of the lobby service, where its address begins with https:// and it "
    "made its certificate itself (vuoro appliance trust); unset: the authorities of this computer"
)
FULL_SCREEN = "Cover the whole screen; false opens a window"
WINDOW = "Window size in pixels when not full screen"
WIDTH = "Width of the picture on the screen in millimetres; sizes of letters follow from it"
OUTPUT = (
    "Name of the output that the screen hangs on; the window waits while nothing is plugged in "
    "there. Empty: the first screen"
)
