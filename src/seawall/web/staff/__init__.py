"""For staff and the safeguarding team: recording a concern; the queue, reports and cases."""
