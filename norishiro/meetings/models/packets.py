"""資料一式: the papers of a whole sitting, one bundle per recipient, and the sheets that wait to be handed over."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.core.sealing import columns
from norishiro.meetings.models.sittings import Sitting


class Packet(Record):
    """資料一式: all papers of a sitting, made with one press. A newer one, another day or a changed item replaces it."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="packets")
    edition = models.PositiveSmallIntegerField("版")
    made_by = models.ForeignKey(Staff, verbose_name="作った職員", on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Agency, verbose_name="渡す機関", on_delete=models.PROTECT, related_name="+")
    open_until = models.DateTimeField("見られる期限", null=True, blank=True)
    replaced_at = models.DateTimeField("差しかえた日時", null=True, blank=True)
    replace_reason = models.CharField("差しかえた理由", max_length=200, blank=True)

    class Meta:
        ordering = ["sitting", "-edition"]
        constraints = [models.UniqueConstraint(fields=["sitting", "edition"], name="packet_edition_once")]

    def __str__(self) -> str:
        return f"資料一式 第{self.edition}版"


class Bundle(Record):
    """一冊: the copies of one recipient under one number. ``content`` is the sheet already set in type, sealed; it is handed
    over only while it still says what would be set today, and is thrown away when the sitting is over."""

    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="bundles")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="bundles")
    number = models.PositiveSmallIntegerField("番号")
    staff = models.ForeignKey(
        Staff, verbose_name="受け取る人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.CharField("受け取る人の名前", max_length=80)
    agency = models.ForeignKey(
        Agency, verbose_name="受け取る機関", on_delete=models.PROTECT, related_name="+"
    )
    keeper = models.ForeignKey(Agency, verbose_name="渡す機関", on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField("内容の指紋", max_length=64, blank=True)
    content = models.BinaryField("組んだ資料（封）", null=True, blank=True)
    set_at = models.DateTimeField("組み終えた日時", null=True, blank=True)

    class Meta:
        ordering = ["sitting", "number"]
        constraints = [models.UniqueConstraint(fields=["sitting", "number"], name="bundle_number_once")]
        indexes = [models.Index(fields=["packet", "set_at"], name="bundle_to_set")]

    def __str__(self) -> str:
        return f"{self.sitting.code}-{self.number:02d}"


columns.declare_field(Bundle, "content")
