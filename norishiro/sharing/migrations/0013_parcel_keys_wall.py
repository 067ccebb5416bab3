"""The wall of the keys of log-ins: each belongs to whoever logged in."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("sharing", "0012_covering_grants"), ("core", "0004_parcel_keys")]
    operations = [migrations.RunSQL(*walls.policy("core_parcelkey", using="staff_id = gate_staff()"))]
