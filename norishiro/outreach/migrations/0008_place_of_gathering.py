from django.db import migrations, models

KINDS = [
    ("EXCHANGE", "交流会"),
    ("COUNCIL", "協議体・話し合い"),
    ("DESK", "出張相談"),
    ("PHONE", "スマホ相談会"),
    ("FOOD", "食品の配布（フードパントリー）"),
    ("OTHER", "その他の集まり"),
]


class Migration(migrations.Migration):
    dependencies = [("outreach", "0007_promises_in_order")]
    operations = [
        migrations.AddField(
            "gathering", "place", models.CharField(blank=True, max_length=120, verbose_name="開いた場所")
        ),
        migrations.AlterField(
            "gathering", "kind", models.CharField(choices=KINDS, max_length=10, verbose_name="種類")
        ),
    ]
