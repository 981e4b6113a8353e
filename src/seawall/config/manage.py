"""`./run manage COMMAND`: Django's own commands and ours; a command's words may be joined by hyphens (`set-up`)."""

import os
import sys


def main() -> None:
    """Run the command on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seawall.config.settings")
    arguments = ["./run manage", *sys.argv[1:]]
    if len(arguments) > 1 and not arguments[1].startswith("-"):
        arguments[1] = arguments[1].replace("-", "_")
        if arguments[1] == "demo":
            os.environ["SEAWALL_DEMO"] = "1"  # before the settings are read: it has a data folder of its own
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
