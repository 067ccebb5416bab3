"""圏域: a dated tree and the towns in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.core.records import Record


class AreaLayer(Record):
    """圏域の層: 区 → 地域 → 地区, and how many there should be."""

    code = models.CharField("コード", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    level = models.PositiveSmallIntegerField("段（0が全域）", default=0)
    stated_count = models.PositiveSmallIntegerField("あるべき数", null=True, blank=True)
    purpose = models.CharField("使いみち", max_length=120, blank=True)

    class Meta:
        ordering = ["level", "code"]

    def __str__(self) -> str:
        return self.name


class Area(Record):
    """圏域: one node of a dated tree (区 → 地域 → 地区)."""

    code = models.CharField("コード", max_length=40)
    name = models.CharField("名称", max_length=80)
    layer = models.CharField("層", max_length=40)
    parent = models.ForeignKey(
        "self", verbose_name="上の圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    population = models.PositiveIntegerField("人口", null=True, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "from_on"], name="area_code_from"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="area_period",
                violation_error_message="圏域の終わりは始まりより後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaTown(Record):
    """町名: which town belongs to which area, so that an address finds its area."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="towns")
    name = models.CharField("町名", max_length=60, db_index=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="area_town_once")]

    def __str__(self) -> str:
        return self.name
