"""The demo: a believable office that is open now, with everybody in it made up."""
