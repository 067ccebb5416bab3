"""Seal the seeds of second proofs that were stored readable until now; going back stores them readable again."""

from django.db import migrations

from norishiro.core.sealing import second_proofs


def seal(apps, schema_editor):
    second_proofs.seal_plain_seeds(_rows(apps))


def open_again(apps, schema_editor):
    second_proofs.open_sealed_seeds(_rows(apps))


def _rows(apps):
    return apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_sealing"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal, open_again)]
