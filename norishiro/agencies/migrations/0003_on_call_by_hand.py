from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_organisation")]

    operations = [
        migrations.AddField(
            model_name="oncall",
            name="by_hand",
            field=models.BooleanField(default=False, verbose_name="画面で登録した"),
        ),
    ]
