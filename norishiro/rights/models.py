"""開示・訂正・利用停止: the register of requests, the package made for one requester, and what follows from a decision.

These rows belong to the office that keeps the register, not to whoever holds grants: their wall asks for the office.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.rights.choices import (
    Asker,
    Found,
    NoticeState,
    Outcome,
    PartKind,
    RequestKind,
    Status,
    Withheld,
)
from norishiro.sharing.models import UseStop


class Request(EditableRecord):
    """One request of a person (or somebody for them) about their own data, from the day it came to the day it is answered."""

    number = models.CharField("番号", max_length=24, unique=True)
    kind = models.CharField("求め", max_length=8, choices=RequestKind.choices)
    status = models.CharField("状態", max_length=10, choices=Status.choices, default=Status.RECEIVED)
    office = models.ForeignKey(
        Agency, verbose_name="受け付けた機関", on_delete=models.PROTECT, related_name="+"
    )
    received_on = models.DateField("受け付けた日")
    received_by = models.ForeignKey(
        Staff, verbose_name="受け付けた職員", on_delete=models.PROTECT, related_name="+"
    )
    asker = models.CharField("求めた人", max_length=10, choices=Asker.choices)
    asker_name = models.CharField("求めた人の氏名", max_length=120)
    asker_address = models.CharField("通知の送り先", max_length=200, blank=True)
    subject_name = models.CharField("本人の氏名", max_length=120)
    subject_kana = models.CharField("本人のふりがな", max_length=160, blank=True)
    subject_birth = models.DateField("本人の生年月日", null=True, blank=True)
    name_key = models.CharField(max_length=120, editable=False)
    kana_key = models.CharField(max_length=160, blank=True, editable=False)
    wanted = models.TextField("求めの内容")
    danger = models.BooleanField("虐待・DVなど、本人が害されるおそれ", default=False)
    identity_how = models.CharField("本人確認のしかた", max_length=200, blank=True)
    identity_on = models.DateField("本人確認の日", null=True, blank=True)
    mending_days = models.PositiveSmallIntegerField("補正にかかった日数", default=0)
    person_id = models.UUIDField("本人", null=True, blank=True)
    days = models.PositiveSmallIntegerField("決定までの日数")
    extended_days = models.PositiveSmallIntegerField("延ばした日数", default=0)
    extension_reason = models.CharField("延ばした理由", max_length=300, blank=True)
    extended_on = models.DateField("延長を知らせた日", null=True, blank=True)
    fee = models.PositiveIntegerField("手数料（円）", null=True, blank=True)
    proposed_outcome = models.CharField("案", max_length=12, choices=Outcome.choices, blank=True)
    proposed_reason = models.TextField("案の理由", blank=True)
    proposed_by = models.ForeignKey(
        Staff,
        verbose_name="案を作った職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.CharField("決定", max_length=12, choices=Outcome.choices, blank=True)
    decided_on = models.DateField("決定した日", null=True, blank=True)
    decided_by = models.ForeignKey(
        Staff, verbose_name="決定した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    delivered_on = models.DateField("通知した日", null=True, blank=True)
    delivered_how = models.CharField("通知のしかた", max_length=120, blank=True)
    closed_reason = models.CharField("取り下げのいきさつ", max_length=300, blank=True)

    class Meta:
        ordering = ["-received_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="rights_decided_by_another",
                violation_error_message="案を作った人と、決定する人は、別の人にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Opinion(Record):
    """第三者意見照会: somebody whose data stand in the record is asked before it is disclosed (法86条)."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="opinions")
    name = models.CharField("意見を聞く相手", max_length=120)
    about = models.CharField("どの情報について", max_length=300)
    asked_on = models.DateField("照会した日")
    answer_by = models.DateField("回答の期限")
    answered_on = models.DateField("回答のあった日", null=True, blank=True)
    opposes = models.BooleanField("反対の意見", default=False)
    words = models.TextField("意見", blank=True)

    class Meta:
        ordering = ["asked_on", "made_at"]

    def __str__(self) -> str:
        return self.name


class Item(Record):
    """One record about the person that was found, in the order of the package."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField("順")
    source = models.CharField("もとの表", max_length=63)
    row_id = models.UUIDField("もとの行")
    found = models.CharField("見つかり方", max_length=8, choices=Found.choices)
    title = models.CharField("見出し", max_length=120)
    on = models.DateField("日付", null=True, blank=True)
    holder = models.CharField("持っている機関", max_length=120, blank=True)
    writer_id = models.UUIDField("書いた機関", null=True, blank=True)
    subject_id = models.UUIDField("対象", null=True, blank=True)
    basis = models.CharField("共有の根拠", max_length=10, blank=True)
    categories = models.PositiveSmallIntegerField("情報の区分", default=0)
    unnamed = models.BooleanField("あることも書かない", default=False)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["request", "order"], name="rights_item_order_once")]

    def __str__(self) -> str:
        return self.title


class Part(Record):
    """One piece of a record and whether it is shown. ``proposed`` is the program's, ``withheld`` what people settled on."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveIntegerField("順")
    row_id = models.UUIDField("もとの行")
    label = models.CharField("項目", max_length=120)
    kind = models.CharField("区分", max_length=10, choices=PartKind.choices)
    text = models.TextField("内容")
    locked = models.BooleanField("どの求めでも開けない", default=False)
    proposed = models.CharField("提案", max_length=1, choices=Withheld.choices, blank=True)
    why = models.CharField("提案のわけ", max_length=200, blank=True)
    withheld = models.CharField("開示しない根拠", max_length=1, choices=Withheld.choices, blank=True)
    reason = models.CharField("変えた理由", max_length=300, blank=True)
    changed_by = models.ForeignKey(
        Staff, verbose_name="変えた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["item", "order"], name="rights_part_order_once")]

    def __str__(self) -> str:
        return self.label


class Correction(Record):
    """One thing asked to be put right. It is entered (or refused, with the person's own statement) by the decision."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="corrections")
    part = models.ForeignKey(
        Part, verbose_name="どこを", on_delete=models.PROTECT, related_name="corrections"
    )
    after = models.TextField("正しい内容", blank=True)
    statement = models.TextField("本人の申し出")
    refused = models.BooleanField("訂正しない", default=False)
    reason = models.CharField("調べたことと理由", max_length=300, blank=True)
    entered_on = models.DateField("記録に書いた日", null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.statement[:40]


class Notice(Record):
    """訂正の通知: one agency that received the datum is told what is right now, and says that it has put it right (法97条)."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="notices")
    office = models.ForeignKey(
        Agency, verbose_name="知らせる機関", on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="知らせる相手", on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField("渡っているわけ", max_length=120)
    number = models.CharField("求めの番号", max_length=24)
    who = models.CharField("だれの", max_length=120)
    what = models.CharField("どこを", max_length=300)
    before = models.TextField("もとの内容")
    after = models.TextField("正しい内容")
    sent_on = models.DateField("知らせた日")
    state = models.CharField("確認", max_length=14, choices=NoticeState.choices, default=NoticeState.WAITING)
    acknowledged_on = models.DateField("確かめた日", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Staff, verbose_name="確かめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_what = models.CharField("したこと", max_length=300, blank=True)

    class Meta:
        ordering = ["-sent_on", "-made_at"]
        constraints = [models.UniqueConstraint(fields=["correction", "agency"], name="rights_notice_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.agency}"


class StopOrder(Record):
    """Which request a stop of use came from; the stop itself is the gate's (``sharing.UseStop``)."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="stop_orders")
    stop = models.OneToOneField(UseStop, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return str(self.stop_id)
