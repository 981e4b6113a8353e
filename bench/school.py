"""The school that is measured: tables, key, people, as set-up makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command

from seawall.config import static_files
from seawall.schools.actions import confirm_kit
from seawall.schools.models import School
from seawall.vault.server import make_key_file
from tests.world import make_world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World


def make(data: Path) -> World:
    """Make the two schools of the tests; Marram Bay answers at localhost. Gathers the static files, as serving does."""
    static_files.gather()
    make_key_file(data / "server.key")
    call_command("migrate", interactive=False, verbosity=0)
    world = make_world()
    confirm_kit(school=world.marram, kit_words=world.kit_words, typed={0: world.kit_words[0]}, by=world.asha)
    School.objects.filter(pk=world.marram.pk).update(host="localhost")
    world.marram.refresh_from_db()
    return world
