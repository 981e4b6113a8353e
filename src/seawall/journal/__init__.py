"""Who did what, when: append-only. Subjects are kept as text, so that a purge never eats the audit."""
