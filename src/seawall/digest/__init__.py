"""The digest of the day: how many of what waits for a lead, as numbers, once a day, to whoever asked for it."""
