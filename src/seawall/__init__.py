"""Seawall: how a school hears about online blackmail of its pupils, and what it does about it."""
