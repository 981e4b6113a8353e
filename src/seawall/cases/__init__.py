"""A case gathers reports, the people in it with their part, and what was noted and decided."""
