"""How long a case is kept, what holds it, and how it goes: two people, a pause, the keys first, then every row."""
