"""The table of sealed scans."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Staff
from norishiro.attachments.choices import About, FileKind
from norishiro.core.sealing import columns
from norishiro.sharing.models import GatedRecord


class Scan(GatedRecord):
    """控え: one scanned paper. Its name and content are sealed for this row; only kind and size can be read."""

    about = models.CharField("何の控えか", max_length=12, choices=About.choices)
    about_id = models.UUIDField("もとの記録", db_index=True)
    kind = models.CharField("種類", max_length=8, choices=FileKind.choices)
    size = models.PositiveIntegerField("大きさ（バイト）")
    name = models.BinaryField("ファイルの名前（封）")
    content = models.BinaryField("中身（封）")
    kept_by = models.ForeignKey(Staff, verbose_name="付けた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "書面の控え"
        verbose_name_plural = "書面の控え"
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_about_display()}の控え"


columns.declare_field(Scan, "name")
columns.declare_field(Scan, "content")
