"""Schools (each a tenant), the people who work there and what their role lets them do."""
