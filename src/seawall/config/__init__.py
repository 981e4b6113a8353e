"""How the house is put together: settings, addresses, the commands that set it up and run it."""
