"""The database refuses to change what was reviewed, decided or put on a form, and to delete it unless its case is purged."""

from typing import Any

from django.db import migrations

_TABLES = ("decisions_review", "decisions_decision", "decisions_paper")


def _sqlite(table: str) -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'what was decided only grows'); END"
    unless_purged = "WHEN NOT EXISTS (SELECT 1 FROM cases_purge WHERE case_id = OLD.case_id)"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {unless_purged} {refuse}",
    ]


_FUNCTION = """CREATE FUNCTION decisions_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM cases_purge WHERE case_id = OLD.case_id) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'what was decided only grows';
    END $$"""


def _postgresql(table: str) -> list[str]:
    when = f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
    return [f"{when} FOR EACH ROW EXECUTE FUNCTION decisions_only_grow()"]


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    """Put the triggers in."""
    del apps
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in [] if sqlite else [_FUNCTION]:
        schema_editor.execute(statement)
    for table in _TABLES:
        for statement in _sqlite(table) if sqlite else _postgresql(table):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Append-only."""

    dependencies = [("decisions", "0001_initial"), ("cases", "0002_append_only")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
