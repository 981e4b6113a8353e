"""Small words for the templates of both desks."""
