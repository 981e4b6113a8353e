"""A log line holds where it broke, never what somebody wrote."""

from __future__ import annotations

import logging

import pytest

from seawall.kit.logs import NoContent, QuietFormatter


def test_an_error_is_its_class_and_lines() -> None:
    with pytest.raises(KeyError) as caught:
        dict[str, str]()["bramblewick"]
    error = caught.value
    told = (type(error), error, error.__traceback__)
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "%s: %s", ("Internal", "/bramblewick"), told
    )
    assert NoContent().filter(record)
    line = QuietFormatter("{asctime} {levelname} {message}", style="{").format(record)
    assert "bramblewick" not in line
    assert "KeyError" in line
    assert "test_logs.py" in line
