"""Rules of letters: states, templates, what a draft may not say, and what a logo may be. Plain Python."""
