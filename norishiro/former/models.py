"""What stood in a record before it was changed. Written by the database alone (``migrations.0002_keeping``)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Former(models.Model):
    """前の内容: one change of one record. ``was`` and ``became`` hold the fields that changed, as the database writes them.

    Open to the agency that wrote the record (of a person, a household or a case itself: that made the change), by its own
    business with ``gate_id`` or by the ground of the record (``basis``), and to nobody else. ``gone``: the row was taken away; ``was`` then holds all of it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    of_table = models.CharField("表", max_length=63)
    of_row = models.UUIDField("記録", db_index=True)
    gate_id = models.UUIDField("だれ・どのケースの", db_index=True)
    basis = models.CharField("共有の根拠", max_length=10)
    agency_id = models.UUIDField("記録した機関", null=True)
    categories = models.PositiveSmallIntegerField("情報の区分")
    was = models.JSONField("前")
    became = models.JSONField("あと")
    gone = models.BooleanField("取り去った", default=False)
    at = models.DateTimeField("変えた日時")
    staff_id = models.UUIDField("変えた職員", null=True)

    class Meta:
        verbose_name = "前の内容"
        ordering: ClassVar = ["-at", "id"]
        indexes: ClassVar = [models.Index(fields=["gate_id", "-at"], name="former_of_subject")]

    def __str__(self) -> str:
        return f"{self.of_table} {self.at}"
