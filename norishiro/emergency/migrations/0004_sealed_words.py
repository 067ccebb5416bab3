"""Seal what was written in a hurry and about it; going back stores it readable again (ADR 0036).

Only what nobody needs after the search is not brought back: the folded name, the birthday and the address it was
compared by. They are emptied as soon as the search is done, and the words themselves are kept, sealed.
"""

from django.db import migrations, models

from norishiro.core.sealing import keepers
from norishiro.core.sealing.envelope import Place

SEARCH, OPENING = ("reason", "words"), ("reason", "account", "review_words")

# What is sealed begins with 40 bytes of its own; twenty letters are the least a reason has.
HAS_REASON = {False: "length(s.reason) >= 20", True: "octet_length(s.reason) >= 60"}


def of_find(schema_editor, *, sealed):
    """The same question, that asks a sealed reason for its length."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('emergency_find(uuid)'::regprocedure)")
        text = cursor.fetchone()[0]
        if HAS_REASON[not sealed] not in text:
            raise RuntimeError("emergency_find is not the one this migration knows")
        cursor.execute(text.replace(HAS_REASON[not sealed], HAS_REASON[sealed]))


def keepers_of(apps):
    """Whose key closes what: of an opening, of a search that opened something, of a search that did not."""
    openings = (
        apps.get_model("emergency", "Opening").objects.select_related("candidate").order_by("opened_at")
    )
    closing = {}
    for one in openings:
        keeper = one.candidate.household_id or one.candidate.person_id
        closing[one.id] = closing[one.candidate.search_id] = keeper
    return closing


def close(apps, schema_editor):
    schema_editor.execute("SELECT set_config('norishiro.maintenance', 'on', true)")
    whose = keepers_of(apps)
    for name, columns in (("Search", SEARCH), ("Opening", OPENING)):
        for row in apps.get_model("emergency", name).objects.all():
            for column in columns:
                at = Place(row._meta.db_table, column, row.id)
                text = getattr(row, column)
                sealed = keepers.seal_text(text, subject=whose.get(row.id, row.id), at=at) if text else None
                setattr(row, f"sealed_{column}", sealed)
            row.save(update_fields=[f"sealed_{column}" for column in columns])
    apps.get_model("emergency", "Search").objects.update(name_key="", kana_key="", born_on=None, address="")
    of_find(schema_editor, sealed=True)


def open_again(apps, schema_editor):
    schema_editor.execute("SELECT set_config('norishiro.maintenance', 'on', true)")
    for name, columns in (("Search", SEARCH), ("Opening", OPENING)):
        for row in apps.get_model("emergency", name).objects.all():
            for column in columns:
                sealed, at = getattr(row, f"sealed_{column}"), Place(row._meta.db_table, column, row.id)
                setattr(row, column, keepers.unseal_text(sealed, at=at) if sealed else "")
            row.save(update_fields=list(columns))
    of_find(schema_editor, sealed=False)


class Migration(migrations.Migration):
    dependencies = [("emergency", "0003_window_and_stop"), ("core", "0003_sealed_second_proofs")]
    operations = [
        *(
            migrations.AddField(model, f"sealed_{column}", models.BinaryField(null=True))
            for model, columns in (("search", SEARCH), ("opening", OPENING))
            for column in columns
        ),
        migrations.RunPython(close, open_again),
    ]
