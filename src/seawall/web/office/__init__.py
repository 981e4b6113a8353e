"""For the school's office: set-up and people. Nothing here can open what was told."""
