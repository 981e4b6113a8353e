"""The loop and its timetable: every recurring job of every room in one table."""
