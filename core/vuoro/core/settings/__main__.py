"""Print the page of all settings."""

from vuoro.core.settings.reference import reference

print(reference(), end="")
