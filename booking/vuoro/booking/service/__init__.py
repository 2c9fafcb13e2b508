"""The use cases of the backend: functions that take a Backend first."""
