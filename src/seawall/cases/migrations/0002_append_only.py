"""The database refuses to change a line of a chronology, and to delete one unless its case is being purged (cases.Purge)."""

from typing import Any

from django.db import migrations

_SQLITE = [
    """CREATE TRIGGER cases_line_no_update BEFORE UPDATE ON cases_line
    BEGIN SELECT RAISE(ABORT, 'a chronology only grows'); END""",
    """CREATE TRIGGER cases_line_no_delete BEFORE DELETE ON cases_line
    WHEN NOT EXISTS (SELECT 1 FROM cases_purge WHERE case_id = OLD.case_id)
    BEGIN SELECT RAISE(ABORT, 'a chronology only grows'); END""",
]
_POSTGRESQL = [
    """CREATE FUNCTION cases_line_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM cases_purge WHERE case_id = OLD.case_id) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'a chronology only grows';
    END $$""",
    """CREATE TRIGGER cases_line_no_change BEFORE UPDATE OR DELETE ON cases_line
    FOR EACH ROW EXECUTE FUNCTION cases_line_only_grows()""",
]


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    """Put the triggers in."""
    del apps
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Append-only."""

    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
