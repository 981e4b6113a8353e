"""What the guidance says: danger, advice and routes as dated data files and pure functions. No tables, no pages."""
