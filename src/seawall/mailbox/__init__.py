"""The conversation with whoever told, by their code: messages both ways, and what has happened so far."""
