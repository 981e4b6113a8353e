"""What was told: the report, and the answers of a visitor who is still writing."""
