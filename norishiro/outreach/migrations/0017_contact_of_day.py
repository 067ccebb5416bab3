from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0016_promises_taken_over")]

    operations = [
        migrations.AddIndex(
            model_name="contact", index=models.Index(fields=["happened_on"], name="contact_of_day")
        )
    ]
