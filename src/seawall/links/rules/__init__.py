"""Finding identifiers, bringing them to one form, and saying whether two are the same. Plain Python: no Django, no database."""
