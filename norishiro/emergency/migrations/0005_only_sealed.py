"""The readable columns go, and the sealed ones take their names. Going back makes the columns, and 0004 fills them."""

from django.db import migrations, models


def text(label):
    return models.TextField(default="", verbose_name=label)


READABLE = {
    ("search", "reason"): text("理由"),
    ("search", "words"): models.CharField(default="", max_length=300, verbose_name="さがした言葉"),
    ("opening", "reason"): text("理由"),
    ("opening", "account"): models.TextField(blank=True, default="", verbose_name="したこと"),
    ("opening", "review_words"): models.CharField(
        blank=True, default="", max_length=500, verbose_name="審査のことば"
    ),
}
LABELS = {
    ("search", "reason"): "理由",
    ("search", "words"): "さがした言葉",
    ("opening", "reason"): "理由",
    ("opening", "account"): "したこと",
    ("opening", "review_words"): "審査のことば",
}
WRITTEN_LATER = {("opening", "account"), ("opening", "review_words")}


class Migration(migrations.Migration):
    dependencies = [("emergency", "0004_sealed_words")]
    operations = [
        # Going back, a column must not be empty before 0004 has filled it.
        *(migrations.AlterField(model, name, field) for (model, name), field in READABLE.items()),
        *(migrations.RemoveField(model, name) for model, name in READABLE),
        *(migrations.RenameField(model, f"sealed_{name}", name) for model, name in READABLE),
        *(
            migrations.AlterField(
                model,
                name,
                models.BinaryField(
                    blank=(model, name) in WRITTEN_LATER, editable=True, null=True, verbose_name=label
                ),
            )
            for (model, name), label in LABELS.items()
        ),
    ]
