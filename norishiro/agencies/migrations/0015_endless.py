from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0014_access_help"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="endless_reason",
            field=models.CharField(
                blank=True, default="", max_length=120, verbose_name="終わりを決めないわけ"
            ),
            preserve_default=False,
        ),
    ]
