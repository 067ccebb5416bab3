from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_window_guide")]
    operations = [
        migrations.AddField("window", "way", models.TextField(blank=True, verbose_name="行き方")),
        migrations.AddField(
            "window",
            "plain",
            models.CharField(blank=True, max_length=120, verbose_name="やさしい日本語の紹介"),
        ),
        migrations.AddField(
            "window", "is_public", models.BooleanField(default=False, verbose_name="公開する")
        ),
    ]
