"""The walls of the ground floor's two personal tables: a half-written form belongs to whoever wrote it."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_gate"), ("core", "0001_initial")]
    operations = [
        migrations.RunSQL(*walls.policy("core_draft", using="staff_id = gate_staff()")),
        migrations.RunSQL(*walls.policy("core_submission", using="staff_id = gate_staff()")),
    ]
