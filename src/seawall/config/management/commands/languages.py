"""`./run manage languages [--missing pl]`: how far the public pages are translated, and what a translator has still to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from seawall.guidance.catalogue import DRAFTS
from seawall.web.shared.sentences import every, lacking

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Count, or list."""

    help = "Say how many sentences of the public pages each language has, or list those that one lacks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One language to list, if wanted."""
        parser.add_argument("--missing", choices=sorted(DRAFTS), help="list the sentences that this language lacks")

    def handle(self, *_args: Any, **given: Any) -> None:
        """Print a line for each language, or for each sentence."""
        if given["missing"]:
            self.stdout.writelines(f"{sentence}\n" for sentence in lacking(given["missing"]))
            return
        for code, name in DRAFTS.items():
            drafted = len(every()) - len(lacking(code))
            self.stdout.write(
                f"{name}: {drafted} of {len(every())} drafted, a draft until a school's office confirms it"
            )
