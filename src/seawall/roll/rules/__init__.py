"""Rules of the roll: reading files, comparing them with what is there, names as they are looked for. No Django."""
