"""地区の便り: who asked for it (sealed, and open to nobody who works here), what is sent, and how many they are."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.core.sealing import columns
from norishiro.neighbours.rules import LONGEST_TEXT
from norishiro.publicity.models import Item, PublicPage
from norishiro.resources.models import Place

# Districts are kept by their code: a district whose row is closed and opened anew stays the same to its readers.
CODE = 40


class Asking(Record):
    """登録の申込: waits for its link to be pressed, and goes after a day. Nobody is registered by it."""

    mark = models.UUIDField("番地の鍵の符号", unique=True)
    address = models.BinaryField("メール（封）")
    areas = ArrayField(models.CharField(max_length=CODE), verbose_name="選んだ地区")
    tongue = models.CharField("ことば", max_length=8)
    expires_at = models.DateTimeField("いつまで確かめられるか", db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class Reader(Record):
    """受け取る人: an address under seal and its districts. No name, and nothing that leads to a person of the records."""

    key_mark = models.UUIDField("番地の鍵の符号", unique=True)
    address_mark = models.UUIDField("アドレスの符号", unique=True)
    address = models.BinaryField("メール（封）")
    areas = ArrayField(models.CharField(max_length=CODE), verbose_name="選んだ地区")
    tongue = models.CharField("ことば", max_length=8)
    since_on = models.DateField("登録した日")
    refused = models.PositiveSmallIntegerField("続けて断られた便り", default=0)

    class Meta:
        indexes = [GinIndex(fields=["areas"], name="neighbours_reader_areas")]
        constraints = [
            models.CheckConstraint(
                condition=Q(areas__len__gt=0),
                name="neighbours_reader_somewhere",
                violation_error_message="地区を、1つ以上選んでください。",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """地区ごとの月の数: how many joined and how many left; without a district, of the whole town and everybody once."""

    id = models.UUIDField(primary_key=True, default=uuid4, db_default=RandomUUID(), editable=False)
    area = models.CharField("地区", max_length=CODE, blank=True)
    month = models.DateField("月（その月の1日）")
    joined = models.PositiveIntegerField("登録した数", default=0)
    left = models.PositiveIntegerField("やめた数", default=0)

    class Meta:
        ordering = ["month", "area"]
        constraints = [models.UniqueConstraint(fields=["area", "month"], name="neighbours_tally_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.area}"


class Post(EditableRecord):
    """地区の便り: written as a draft, sent once to the readers of its districts. Nobody is named in it."""

    title = models.CharField("題", max_length=80)
    text = models.TextField("本文", max_length=LONGEST_TEXT)
    areas = ArrayField(models.CharField(max_length=CODE), verbose_name="送る地区")
    page = models.ForeignKey(
        PublicPage,
        verbose_name="公開のページ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    item = models.ForeignKey(
        Item, verbose_name="広報物・催し", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        Place, verbose_name="居場所", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(Agency, verbose_name="書く機関", on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("送ると決めた日時", null=True, blank=True)
    sent_by = models.ForeignKey(
        Staff, verbose_name="送った職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    addressed = models.PositiveIntegerField("宛先の数", null=True, blank=True)
    delivered = models.PositiveIntegerField("送れた数", default=0)
    refused = models.PositiveIntegerField("受け取られなかった数", default=0)
    finished_at = models.DateTimeField("送り終えた日時", null=True, blank=True)

    class Meta:
        ordering = [F("sent_at").desc(nulls_first=True), "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=True, item__isnull=True)
                | Q(page__isnull=True, place__isnull=True)
                | Q(item__isnull=True, place__isnull=True),
                name="neighbours_post_one_link",
                violation_error_message="つなぐ先は、一つだけにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True, finished_at__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="neighbours_post_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


class Delivery(Record):
    """まだ送っていない宛先: one letter for one reader. It goes when the mail is out, and with its reader."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="deliveries")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "reader"], name="neighbours_delivery_once")]

    def __str__(self) -> str:
        return str(self.id)


columns.declare_field(Asking, "address")
columns.declare_field(Reader, "address")
