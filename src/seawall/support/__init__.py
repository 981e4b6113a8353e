"""What helps a child over the weeks: tasks, the support plan with its check-ins, and talking with parents, all within a case."""
