"""話題: what a body talks about that is no case. It carries no case and names nobody; what it was made from is kept
in a row of its own behind the wall, for those who may see that anyway."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.cases.models import Case
from norishiro.core.records import EditableRecord, Record
from norishiro.meetings.choices import (
    Shortage,
    TopicKind,
    TopicOrigin,
    TopicStatus,
    TransferStatus,
    TransferWay,
)
from norishiro.meetings.models.bodies import Body
from norishiro.meetings.models.items import Item
from norishiro.meetings.models.sittings import Sitting
from norishiro.sharing.models import GatedRecord


class Theme(Record):
    """年度のテーマ: what a body looks at for one fiscal year, so that what other bodies hand up can be laid under it."""

    body = models.ForeignKey(Body, verbose_name="会議体", on_delete=models.PROTECT, related_name="themes")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("テーマ", max_length=120)
    note = models.TextField("ねらい・進め方", blank=True)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-fiscal_year", "title"]
        constraints = [
            models.UniqueConstraint(fields=["body", "fiscal_year", "title"], name="theme_once_a_year")
        ]

    def __str__(self) -> str:
        return self.title


class Topic(EditableRecord):
    """話題: stays with its body, and comes back at every sitting, until it is done or gathered into another."""

    number = models.CharField("話題の番号", max_length=24)
    body = models.ForeignKey(Body, verbose_name="会議体", on_delete=models.PROTECT, related_name="topics")
    kind = models.CharField("種類", max_length=10, choices=TopicKind.choices)
    shortage = models.CharField("何が足りないか", max_length=10, choices=Shortage.choices, blank=True)
    title = models.CharField("話題", max_length=120)
    text = models.TextField("くわしく", blank=True)
    origin = models.CharField("どこから出たか", max_length=10, choices=TopicOrigin.choices)
    area = models.ForeignKey(
        Area, verbose_name="どの圏域の話か", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cases_behind = models.PositiveSmallIntegerField("背景にある世帯の数", null=True, blank=True)
    owner_agency = models.ForeignKey(
        Agency, verbose_name="受け持つ機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_staff = models.ForeignKey(
        Staff, verbose_name="受け持つ人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    next_what = models.CharField("次にすること", max_length=200, blank=True)
    due_on = models.DateField("いつまでに", null=True, blank=True)
    status = models.CharField("状態", max_length=10, choices=TopicStatus.choices, default=TopicStatus.OPEN)
    theme = models.ForeignKey(
        Theme,
        verbose_name="年度のテーマ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="topics",
    )
    part_of = models.ForeignKey(
        "self",
        verbose_name="まとめた先",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    born_on = models.DateField("出た日")
    made_by = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")
    made_agency = models.ForeignKey(
        Agency, verbose_name="書いた機関", on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.TextField("どうなったか", blank=True)
    done_on = models.DateField("済んだ日", null=True, blank=True)

    class Meta:
        ordering = ["-born_on", "-made_at"]
        indexes = [
            models.Index(fields=["body", "status"], name="topic_of_body"),
            models.Index(fields=["owner_agency", "due_on"], name="topic_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=TopicKind.SHORTAGE) | ~Q(shortage=""),
                name="topic_shortage_named",
                violation_error_message="足りない資源の話題には、何が足りないかを選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                name="topic_not_in_itself",
                violation_error_message="話題を、それ自身にまとめることはできません。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TopicTransfer(EditableRecord):
    """話題の受け渡し: handed up, sideways or to an agency, with its reason; the reply comes back on the same row."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="transfers")
    way = models.CharField("向き", max_length=10, choices=TransferWay.choices)
    to_body = models.ForeignKey(
        Body,
        verbose_name="渡す会議体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="arrivals",
    )
    to_agency = models.ForeignKey(
        Agency, verbose_name="提案する機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField("なぜ渡すか・何を求めるか")
    sent_on = models.DateField("渡した日")
    sent_by = models.ForeignKey(Staff, verbose_name="渡した職員", on_delete=models.PROTECT, related_name="+")
    sent_agency = models.ForeignKey(
        Agency, verbose_name="渡した機関", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        "状態", max_length=10, choices=TransferStatus.choices, default=TransferStatus.WAITING
    )
    taken_as = models.ForeignKey(
        Topic, verbose_name="取り上げた話題", null=True, blank=True, on_delete=models.PROTECT,
        related_name="contributions",
    )  # fmt: skip
    taken_on = models.DateField("取り上げた日", null=True, blank=True)
    reply = models.TextField("返事", blank=True)
    replier = models.CharField("だれの返事か", max_length=120, blank=True)
    replied_on = models.DateField("返事の日", null=True, blank=True)
    replied_by = models.ForeignKey(
        Staff,
        verbose_name="返事を書いた職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reply_owner = models.ForeignKey(
        Agency,
        verbose_name="これから受け持つ機関",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reply_due_on = models.DateField("いつまでに", null=True, blank=True)

    class Meta:
        ordering = ["-sent_on", "-made_at"]
        indexes = [
            models.Index(fields=["to_body", "status"], name="transfer_to_body"),
            models.Index(fields=["topic"], name="transfer_of_topic"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_body__isnull=True) ^ Q(to_agency__isnull=True),
                name="transfer_one_place",
                violation_error_message="渡す先は、会議体か機関か、どちらか一つにしてください。",
            )
        ]

    @property
    def band(self) -> str:
        """What lies between the two, in a word."""
        return {TransferWay.UP: "上げる", TransferWay.SIDE: "回す"}.get(TransferWay(self.way), "提案・依頼")

    @property
    def where(self) -> str:
        """Where it was handed, in words."""
        return str(self.to_body or self.to_agency)

    def __str__(self) -> str:
        return f"{self.topic} → {self.where}"


class TopicTalk(EditableRecord):
    """話題の話し合い: what was said of a topic at one sitting, and what was agreed."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="talks")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="talks")
    words = models.TextField("話し合ったこと", blank=True)
    agreed = models.TextField("決めたこと・申し合わせ", blank=True)
    written_by = models.ForeignKey(
        Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-sitting__held_on", "-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "sitting"], name="topic_talk_once"),
            models.CheckConstraint(
                condition=~Q(words="") | ~Q(agreed=""),
                name="topic_talk_says_something",
                violation_error_message="話し合ったことか、決めたことのどちらかを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.sitting}"


class TopicSource(GatedRecord):
    """話題のもと: the item or the case a topic was made from, for those alone who may see that."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="sources")
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.CASCADE, related_name="topics_made"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="topics_made"
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=True) ^ Q(case__isnull=True), name="topic_source_one_kind"
            ),
            models.UniqueConstraint(fields=["topic", "item"], name="topic_source_item_once"),
            models.UniqueConstraint(fields=["topic", "case"], name="topic_source_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}"
