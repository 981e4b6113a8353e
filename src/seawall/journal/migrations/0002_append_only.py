"""The database refuses to change or delete a line of the journal, whoever asks."""

from typing import Any

from django.db import migrations

_SQLITE = [
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal_line BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END",
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal_line BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END",
]
_POSTGRESQL = [
    """CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the journal only grows'; END $$""",
    """CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal_line
    FOR EACH ROW EXECUTE FUNCTION journal_only_grows()""",
]


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    """Put the triggers in."""
    del apps
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Append-only."""

    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
