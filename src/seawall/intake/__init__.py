"""The one way in for a report, whichever door it came through. It has no table of its own."""
