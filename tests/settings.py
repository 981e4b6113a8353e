"""The real settings, over a data folder made for this run."""

import os
import secrets
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix="seawall-test-"))
(_data / "server.key").write_text(secrets.token_hex(32) + "\n", encoding="ascii")
for _name in [name for name in os.environ if name.startswith("SEAWALL_")]:
    if _name not in {"SEAWALL_CHROMIUM", "SEAWALL_DRAW", "SEAWALL_PICTURES", "SEAWALL_STRICT"}:
        del os.environ[_name]
os.environ["SEAWALL_DATA"] = str(_data)
os.environ["SEAWALL_PLAIN_STATIC"] = "1"

from seawall.config.settings import *  # noqa: E402, F403 - after the environment is set

ALLOWED_HOSTS = ["*"]
STATIC_ROOT = _data
if DATABASES["default"]["ENGINE"] == "seawall.config.sqlite":  # noqa: F405 - from the real settings
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405 - the same; pytest-django knows only Django's own engine
