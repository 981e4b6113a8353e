"""Rules of briefings: states, what a plan needs, and what is said at which age. Plain Python."""
