"""When a contact was written where there was no network."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0014_tag_and_photo_walls")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="offline_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="電波のない所で書いた日時"),
        )
    ]
