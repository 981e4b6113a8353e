"""Counts for the head, governors and leads. No name, nothing of what was told; small numbers hidden."""
