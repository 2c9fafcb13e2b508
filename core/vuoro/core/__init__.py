"""What every part stands on: clock, settings, ids, wire contracts, languages, identity codes."""
