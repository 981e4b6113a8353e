"""Hours, dates and shifts as plain Python: no Django, no database. Days and times of day are the school's own clock."""
