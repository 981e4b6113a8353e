"""The question box: what pupils ask without a name, after a briefing or at any time. Sealed to the safeguarding team."""
