"""Rules of the guidance. Plain Python: nothing in here may import Django."""
