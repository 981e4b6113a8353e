"""The ground: small things every room uses, knowing nothing of schools or reports."""
