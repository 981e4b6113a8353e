"""Copies of everything: backup, restore, and moving to another database, each with a proof that nothing changed."""
