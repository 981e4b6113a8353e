"""Fake accounts: who may report each, the pack they are given, and what became of it (product.md D)."""
