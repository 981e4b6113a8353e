"""When the school is open, and who of the safeguarding team reads when: evenings, weekends and holidays too."""
