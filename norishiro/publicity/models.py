"""広報: what is told to everybody. Nobody is named in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import EditableRecord, Record
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
