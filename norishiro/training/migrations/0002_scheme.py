import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handbook", "0001_initial"), ("training", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="lecture", name="lecture_about_something"),
        migrations.RenameField(model_name="lecture", old_name="scheme", new_name="scheme_name"),
        migrations.AlterField(
            model_name="lecture",
            name="scheme_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="台帳にない制度・事業の名前"),
        ),
        migrations.AddField(
            model_name="lecture",
            name="scheme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="handbook.scheme",
                verbose_name="制度の台帳の制度",
            ),
        ),
        migrations.AddConstraint(
            model_name="lecture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scheme_name", ""), _negated=True),
                    ("scheme__isnull", False),
                    ("window__isnull", False),
                    ("example__isnull", False),
                    _connector="OR",
                ),
                name="lecture_about_something",
                violation_error_message="制度、窓口、事例のどれか一つを入れてください。",
            ),
        ),
    ]
