"""Notices: one row that waits is one notice to one person, by e-mail or a service they chose. A notice has no content, ever."""
