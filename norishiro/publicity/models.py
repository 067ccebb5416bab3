"""広報: what is told to everybody. Nobody is named in it."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.learned import label_of
from norishiro.agencies.models import Agency, Area, Base, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.publicity.choices import Giver, HandoutWay, LeaveForm, ResponseKind
from norishiro.publicity.kinds import kind_of
from norishiro.publicity.rules import LONGEST_TEXT
from norishiro.resources.models import Place


class PublicPage(EditableRecord):
    """公開のページ: one thing told to everybody, in its languages; the windows and places it names are read where they are kept."""

    slug = models.SlugField("番地", max_length=40, unique=True)
    name = models.CharField("職員が呼ぶ名前", max_length=80)
    topic = models.CharField("相談先", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    agency = models.ForeignKey(Agency, verbose_name="書く機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name


class PublicText(EditableRecord):
    """公開のページの文: a draft in one language, and beside it what is public of it, since when and by whom."""

    page = models.ForeignKey(PublicPage, on_delete=models.CASCADE, related_name="texts")
    tongue = models.CharField("ことば", max_length=8)
    title = models.CharField("題", max_length=120)
    text = models.TextField("本文", max_length=LONGEST_TEXT)
    live_title = models.CharField("公開している題", max_length=120, blank=True)
    live_text = models.TextField("公開している本文", max_length=LONGEST_TEXT, blank=True)
    published_on = models.DateField("公開した日", null=True, blank=True)
    published_by = models.ForeignKey(
        Staff, verbose_name="公開した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    writer = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["page", "tongue"]
        constraints = [
            models.UniqueConstraint(fields=["page", "tongue"], name="public_text_once"),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True, published_by__isnull=True, live_title="", live_text="")
                | Q(published_on__isnull=False, published_by__isnull=False) & ~Q(live_title="") & ~Q(live_text=""),
                name="public_text_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}（{self.tongue}）"

    @property
    def is_live(self) -> bool:
        return self.published_on is not None

    @property
    def waits(self) -> bool:
        """Whether the draft says something that is not public."""
        return (self.live_title, self.live_text) != (self.title, self.text)


class PagePlace(Record):
    """公開のページにのせる居場所: shown with its own hours, as long as the place itself is public."""

    page = models.ForeignKey(PublicPage, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, verbose_name="居場所", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint(fields=["page", "place"], name="page_place_once")]

    def __str__(self) -> str:
        return str(self.place)


class Item(EditableRecord):
    """広報物・催し: a leaflet, a video, a forum, a campaign: what was made known, when, where, and what came of it."""

    kind = models.CharField("種類", max_length=12)
    title = models.CharField("題", max_length=120)
    edition = models.CharField("版・号", max_length=40, blank=True)
    about = models.CharField("中身（公開する文）", max_length=600, blank=True)
    issued_on = models.DateField("出した日・ひらく日")
    until_on = models.DateField("いつまで（この日から終わり）", null=True, blank=True)
    opens = models.TimeField("始まり", null=True, blank=True)
    closes = models.TimeField("終わり", null=True, blank=True)
    venue = models.CharField("会場・申込み", max_length=160, blank=True)
    agency = models.ForeignKey(Agency, verbose_name="出す機関", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    base = models.ForeignKey(
        Base, verbose_name="拠点", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    campaign = models.ForeignKey(
        "self", verbose_name="まとまり", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    shows_people = models.BooleanField("人や作品がうつっている", default=False)
    came = models.PositiveIntegerField("来た人", null=True, blank=True)
    published_on = models.DateField("公開した日", null=True, blank=True)
    published_by = models.ForeignKey(
        Staff, verbose_name="公開した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-issued_on", "-made_at"]
        indexes = [models.Index(fields=["-issued_on", "id"], name="items_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "title", "edition"], name="publicity_item_once",
                violation_error_message="同じ題と版のものが、もうあります。",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True, published_by__isnull=True)
                | Q(published_on__isnull=False, published_by__isnull=False),
                name="publicity_item_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("issued_on")), name="publicity_item_period"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title} {self.edition}".strip()

    @property
    def kind_label(self) -> str:
        return kind_of(self.kind).label

    @property
    def is_held(self) -> bool:
        return kind_of(self.kind).held


class Leave(Record):
    """載せてよいという了承: who is shown or whose work, who said yes in which form, until when, where the paper lies. No name."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="leaves")
    whose = models.CharField("何がうつっているか・だれの作品か", max_length=120)
    giver = models.CharField("だれの了承か", max_length=8, choices=Giver.choices)
    form = models.CharField("どのように", max_length=8, choices=LeaveForm.choices)
    given_on = models.DateField("了承の日")
    until_on = models.DateField("いつまで（この日から使わない）", null=True, blank=True)
    kept_at = models.CharField("紙などの置き場所", max_length=120, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["given_on", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("given_on")),
                name="publicity_leave_period",
            )
        ]

    def __str__(self) -> str:
        return self.whose


class Handout(Record):
    """配布・説明: so many copies of one edition, or a briefing with it, at one place on one day."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="handouts")
    way = models.CharField("どのように", max_length=8, choices=HandoutWay.choices)
    given_on = models.DateField("日")
    agency = models.ForeignKey(
        Agency, verbose_name="機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        Place, verbose_name="居場所", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    elsewhere = models.CharField("そのほかの場所", max_length=120, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField("部数・聞いた人")
    undone_why = models.CharField("取り消したわけ", max_length=120, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_on", "-made_at"]
        indexes = [models.Index(fields=["given_on"], name="handouts_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, place__isnull=True, elsewhere="")
                | Q(agency__isnull=True, place__isnull=False, elsewhere="")
                | Q(agency__isnull=True, place__isnull=True) & ~Q(elsewhere=""),
                name="publicity_handout_at_one_place",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="publicity_handout_of_something"),
        ]

    def __str__(self) -> str:
        return self.where

    @property
    def where(self) -> str:
        if self.agency is not None:
            return self.agency.name
        return self.place.name if self.place is not None else self.elsewhere


class Notice(Record):
    """知らせた方法: by which channel a thing was made known, and how many came who had heard of it there."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="notices")
    channel = models.CharField("方法", max_length=16)
    noted_on = models.DateField("日")
    words = models.CharField("どこに・何号に", max_length=120, blank=True)
    came = models.PositiveIntegerField("これを見て来た人", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["noted_on", "made_at"]

    def __str__(self) -> str:
        return self.channel_label

    @property
    def channel_label(self) -> str:
        return label_of(self.channel)


class Response(Record):
    """反応: coverage, comments, what those who came wrote afterwards. Without names."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField("種類", max_length=10, choices=ResponseKind.choices)
    noted_on = models.DateField("日")
    source = models.CharField("どこで", max_length=120, blank=True)
    words = models.CharField("ことば", max_length=400)
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-noted_on", "-made_at"]

    def __str__(self) -> str:
        return self.words


class Code(Record):
    """二次元コード: a short address printed on a leaflet, leading to what it is about."""

    token = models.CharField("コード", max_length=12, unique=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="codes")
    page = models.ForeignKey(
        PublicPage,
        verbose_name="開くページ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    where = models.CharField("どこに置いたか", max_length=120, blank=True)
    ended_on = models.DateField("終わり（この日から数えない）", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="作った職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.token


class CodeDay(models.Model):
    """その日に開かれた数: one number a day for a code, and nothing of anybody who opened it."""

    id = models.UUIDField(primary_key=True, default=uuid4, db_default=RandomUUID(), editable=False)
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="days")
    on = models.DateField("日")
    visits = models.PositiveIntegerField("開かれた数", default=0)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["code", "on"], name="publicity_code_day_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.visits}"
