"""The roll: pupils, their families and their groups, as the school's own system exports them."""
