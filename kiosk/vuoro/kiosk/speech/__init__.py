"""The kiosk read aloud: which words come when, and the threads that say them."""
