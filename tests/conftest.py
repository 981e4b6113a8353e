"""What every test stands on: cheap password hashing, and two schools with people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from seawall.schools.models import Person
    from tests.world import World


# How busy the machine is decides no test: the examples do.
settings.register_profile("seawall", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("seawall")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run on a second engine leave out what no engine matters to."""
    parser.addoption("--only-database", action="store_true", help="only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --only-database: keep the tests that are marked django_db, or ask for it by a fixture."""
    if not config.getoption("--only-database"):
        return
    asked = {"db", "transactional_db", "django_db_setup"}
    kept = [
        item for item in items if item.get_closest_marker("django_db") or asked & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 is slow on purpose; here it need not be."""
    from seawall.vault import keys
    from seawall.web.shared.passwords import Argon2Hasher

    monkeypatch.setattr(keys, "_MEMORY_KIB", 64)
    monkeypatch.setattr(keys, "_PASSES", 1)
    monkeypatch.setattr(Argon2Hasher, "memory_cost", 64)
    monkeypatch.setattr(Argon2Hasher, "time_cost", 1)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Limits counted in one test do not reach the next."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world(db: None, cheap_passwords: None) -> World:
    """Two schools with people in every role."""
    from tests.world import make_world

    return make_world()


@pytest.fixture
def client_for(world: World) -> Callable[[Person | None], Client]:
    """Return a test client signed in as somebody, with a second factor set up and, for a lead, the keys open."""
    from tests.world import signed_in

    return lambda person: signed_in(world, person)


@pytest.fixture
def client() -> Client:
    """Nobody's browser, which sends forms as our pages do."""
    from tests.world import FormClient

    return FormClient()
