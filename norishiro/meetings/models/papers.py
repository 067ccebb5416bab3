"""Papers of an item: the set, the numbered copies, and a copy that was lost."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.meetings.choices import CopyState
from norishiro.meetings.models.items import Item
from norishiro.meetings.models.sittings import Sitting
from norishiro.sharing.models import GatedRecord


class PaperSet(GatedRecord):
    """資料: one printing of an item's papers, made from the data, as numbered copies. What stands on them is read anew
    each time, as far as the reader's ground allows."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="paper_sets")
    made_by = models.ForeignKey(Staff, verbose_name="作った職員", on_delete=models.PROTECT, related_name="+")
    open_until = models.DateTimeField("見られる期限", null=True, blank=True)
    note = models.CharField("使い方の制限（この資料だけの）", max_length=300, blank=True)
    item_version = models.PositiveIntegerField("作ったときの議題の版", default=1)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"資料 {self.made_at:%Y-%m-%d}"


class PaperCopy(Record):
    """一部: one numbered copy for one recipient. It names no resident, so that whoever handed it out can collect it."""

    paper_set = models.ForeignKey(PaperSet, on_delete=models.CASCADE, related_name="copies")
    bundle = models.ForeignKey(
        "Bundle",
        verbose_name="一式の一冊",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="copies",
    )
    about_id = models.UUIDField("議題", db_index=True)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField("番号")
    staff = models.ForeignKey(
        Staff, verbose_name="受け取る人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.CharField("受け取る人の名前", max_length=80)
    agency = models.ForeignKey(
        Agency, verbose_name="受け取る機関", on_delete=models.PROTECT, related_name="+"
    )
    keeper = models.ForeignKey(Agency, verbose_name="渡した機関", on_delete=models.PROTECT, related_name="+")
    item_only = models.BooleanField("議題だけ（世帯を載せない）", default=False)
    open_until = models.DateTimeField("見られる期限", null=True, blank=True)
    closed_at = models.DateTimeField("見られなくした日時", null=True, blank=True)
    close_reason = models.CharField("見られなくした理由", max_length=200, blank=True)
    printed_at = models.DateTimeField("印刷した日時", null=True, blank=True)
    state = models.CharField("いまどこか", max_length=10, choices=CopyState.choices, default=CopyState.OUT)
    settled_on = models.DateField("確かめた日", null=True, blank=True)
    settled_by = models.ForeignKey(
        Staff, verbose_name="確かめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField("どのように", max_length=300, blank=True)

    class Meta:
        ordering = ["sitting", "number"]
        # The papers of one person for several items are one bundle under one number.
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number", "about_id"], name="copy_number_once")
        ]
        indexes = [models.Index(fields=["keeper", "state"], name="copy_to_collect")]

    def __str__(self) -> str:
        return f"{self.sitting.code}-{self.number:02d}"


class PaperLoss(EditableRecord):
    """なくした資料への対応: what was done about it, step by step, with the days the law counts."""

    copy = models.OneToOneField(PaperCopy, on_delete=models.PROTECT, related_name="loss")
    noticed_on = models.DateField("気づいた日")
    words = models.TextField("いつ、どこで、どのように")
    told_on = models.DateField("上司・個人情報の担当に伝えた日", null=True, blank=True)
    reported_on = models.DateField("個人情報保護委員会へ速報した日", null=True, blank=True)
    person_told_on = models.DateField("本人に知らせた日", null=True, blank=True)
    final_on = models.DateField("個人情報保護委員会へ確報した日", null=True, blank=True)
    outcome = models.TextField("わかったこと・防ぐための工夫", blank=True)
    noted_by = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-noticed_on"]

    def __str__(self) -> str:
        return f"{self.copy} {self.noticed_on}"
