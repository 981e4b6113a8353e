"""The desks: pages by audience. A page asks; actions do; nothing is written here."""
