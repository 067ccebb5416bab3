"""圏域の図: outlines on the ground, beside the areas they are of."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models.people import Staff
from norishiro.core.records import Record


class AreaMap(Record):
    """圏域の図: outlines of areas out of a file, with its source; the newest counts."""

    source = models.CharField("出典・提供者", max_length=120)
    as_of = models.DateField("いつの時点か")
    column = models.CharField("圏域の列の名前", max_length=60)
    file_name = models.CharField("ファイルの名前", max_length=120)
    fingerprint = models.CharField("中身の印", max_length=64)
    left_out = models.CharField("どの圏域とも合わなかった面", max_length=400, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="読んだ職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.source


class AreaOutline(Record):
    """圏域の一つの面: by the code of the area, which outlives its rows."""

    map = models.ForeignKey(AreaMap, on_delete=models.CASCADE, related_name="outlines")
    code = models.CharField("圏域のコード", max_length=40)
    shape = models.BinaryField("面")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["map", "code"], name="area_outline_once")]

    def __str__(self) -> str:
        return self.code
