"""事前シート: what an agency is asked to bring to the table before the sitting, and what it wrote."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.meetings.models.items import Item
from norishiro.meetings.models.sittings import Sitting
from norishiro.sharing.models import GatedEditableRecord


class AdvanceAsk(Record):
    """事前シートの依頼: one agency is asked about one item by a day. It names no resident: who is asked may not have sworn yet."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="advance_asks")
    about_id = models.UUIDField("議題", db_index=True)
    agency = models.ForeignKey(Agency, verbose_name="頼んだ機関", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("いつまでに")
    asked_on = models.DateField("頼んだ日")
    asked_by = models.ForeignKey(Staff, verbose_name="頼んだ職員", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("書かれた日時", null=True, blank=True)

    class Meta:
        ordering = ["agency__code"]
        constraints = [models.UniqueConstraint(fields=["about_id", "agency"], name="advance_ask_once")]
        indexes = [models.Index(fields=["agency", "answered_at", "due_on"], name="advance_to_answer")]

    def __str__(self) -> str:
        return f"{self.agency} {self.due_on}"


class AdvanceSheet(GatedEditableRecord):
    """事前シート: what the asked agency wrote, under the ground of the item. The whole table reads it."""

    ask = models.OneToOneField(AdvanceAsk, on_delete=models.PROTECT, related_name="sheet")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="advance_sheets")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")
    picture = models.TextField("把握している世帯像", blank=True)
    efforts = models.TextField("現在の取組", blank=True)
    wanted = models.TextField("関わってほしい機関", blank=True)
    requests = models.TextField("他部署へのお願い", blank=True)

    class Meta:
        ordering = ["agency__code", "made_at"]

    def __str__(self) -> str:
        return f"事前シート {self.agency}"
