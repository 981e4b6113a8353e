"""Telling the police, CEOP, social care, the LADO: what they were told and answered, and when somebody asks again."""
