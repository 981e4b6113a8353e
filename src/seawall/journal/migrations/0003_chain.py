from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_SQLITE = [
    "CREATE TRIGGER journal_mark_no_update BEFORE UPDATE ON journal_mark BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END",
    "CREATE TRIGGER journal_mark_no_delete BEFORE DELETE ON journal_mark BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END",
]
_POSTGRESQL = [
    """CREATE TRIGGER journal_mark_no_change BEFORE UPDATE OR DELETE ON journal_mark
    FOR EACH ROW EXECUTE FUNCTION journal_only_grows()""",
]


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    """Put the triggers in."""
    del apps
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """The chain: a mark a line, append-only as the lines are."""

    dependencies = [("journal", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="mark",
                        serialize=False,
                        to="journal.line",
                    ),
                ),
                ("school_id", models.UUIDField()),
                ("number", models.PositiveBigIntegerField()),
                ("mark", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school_id", "number"), name="journal_mark_number_once")
                ]
            },
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
