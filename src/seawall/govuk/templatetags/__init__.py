"""Tags for templates; see `govuk.py`."""
