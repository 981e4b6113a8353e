"""Briefings: a year group told in its class groups how to keep safe; who was absent is told later; what was asked."""
