from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0008_duty"), ("meetings", "0023_learning_walls")]
    operations = [
        migrations.AddField(
            model_name="body",
            name="requesters",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                to="agencies.agency",
                verbose_name="開催を要請できる機関（なければ、どの機関も）",
            ),
        ),
    ]
