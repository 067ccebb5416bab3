"""Packets and bundles know no resident: who receives a bundle and who hands it out see it, and whoever runs the sitting,
so that the papers close when one of them moves or calls off what the other has handed out."""

from django.db import migrations

from norishiro.sharing import walls

RUNS = """EXISTS (SELECT 1 FROM meetings_sitting s JOIN meetings_body b ON b.id = s.body_id
    WHERE s.id = {table}.sitting_id AND (s.convener_id = ANY ({agencies}) OR b.preparer_id = ANY ({agencies})))"""
COPY = f"staff_id = {walls.STAFF} OR keeper_id = ANY ({walls.AGENCIES})"


def runs(table: str) -> str:
    return RUNS.format(table=table, agencies=walls.AGENCIES)


WIDER_COPY = f"{COPY} OR {runs('meetings_papercopy')}"
PACKET = f"keeper_id = ANY ({walls.AGENCIES}) OR {runs('meetings_packet')}"
PACKET_READ = (
    f"{PACKET} OR EXISTS (SELECT 1 FROM meetings_bundle u"
    f" WHERE u.packet_id = meetings_packet.id AND u.staff_id = {walls.STAFF})"
)
BUNDLE = f"{COPY} OR {runs('meetings_bundle')}"

# Papers made before were made of the item as it stands: nothing tells otherwise.
AS_IT_STANDS = """
SELECT set_config('norishiro.maintenance', 'on', true);
UPDATE meetings_paperset p SET item_version = i.version FROM meetings_item i WHERE i.id = p.item_id;
SELECT set_config('norishiro.maintenance', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0012_packets")]
    operations = [
        migrations.RunSQL(
            f"ALTER POLICY gate ON meetings_papercopy USING ({WIDER_COPY}) WITH CHECK ({WIDER_COPY})",
            f"ALTER POLICY gate ON meetings_papercopy USING ({COPY}) WITH CHECK ({COPY})",
        ),
        migrations.RunSQL(*walls.policy("meetings_packet", using=PACKET_READ, check=PACKET)),
        migrations.RunSQL(*walls.policy("meetings_bundle", using=BUNDLE)),
        migrations.RunSQL(AS_IT_STANDS, migrations.RunSQL.noop),
    ]
