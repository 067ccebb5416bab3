"""What somebody does for another of the family, in dated versions: nothing is written over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Staff
from norishiro.carers.choices import ItemKind, Often, State
from norishiro.cases.choices import Certainty
from norishiro.core.calendar import CODE_MAX_LENGTH
from norishiro.core.records import Record
from norishiro.people.models import Household, Person
from norishiro.sharing.models import GatedRecord


class Caring(GatedRecord):
    """ケアのことの一つの版: what the carer does, how much, what it does to them, what they wish and whom they would tell.

    Subject: the carer. A change is a new version with the next ``number``, of one agency on one ground. How the carer may
    be reached, and that the family must not know, stand with the person (``people.Person``) and are not kept twice.
    """

    carer = models.ForeignKey(
        Person, verbose_name="ケアをしている人", on_delete=models.PROTECT, related_name="carings"
    )
    # Named so that no column of this table is a household's: for a disclosure to others of the house it is not theirs.
    home = models.ForeignKey(
        Household, verbose_name="世帯", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField("版")
    written_on = models.DateField("書いた日")
    state = models.CharField("いま", max_length=8, choices=State.choices, default=State.ONGOING)
    since = models.CharField("いつから（分かる範囲）", max_length=CODE_MAX_LENGTH, blank=True)
    often = models.CharField("どのくらいの回数", max_length=8, choices=Often.choices)
    hours = models.PositiveSmallIntegerField("週に何時間くらい", null=True, blank=True)
    words = models.TextField("くわしく", blank=True)
    wishes = models.TextField("本人の希望（言ったとおり）", blank=True)
    listener = models.CharField("話したい相手", max_length=12)
    listener_label = models.CharField("話したい相手（書いたときの言葉）", max_length=80)
    listener_words = models.CharField("だれに・どこで", max_length=120, blank=True)
    source = models.CharField("だれから聞いたか", max_length=120)
    certainty = models.CharField("確かさ", max_length=12, choices=Certainty.choices, default=Certainty.HEARD)
    form_version = models.CharField("選び方の表の日付", max_length=10)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-written_on", "-number"]
        indexes = [models.Index(fields=["agency", "-written_on"], name="caring_of_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["carer", "agency", "basis", "number"],
                name="caring_once",
                violation_error_message="ほかの人が先に書き改めました。新しい版を開いてください。",
            )
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"


class CaredFor(Record):
    """ケアを受けている人: somebody on record, or, while nobody knows more, the words they are called by."""

    caring = models.ForeignKey(Caring, on_delete=models.CASCADE, related_name="cared_for")
    whom = models.ForeignKey(
        Person, verbose_name="だれ", null=True, blank=True, on_delete=models.PROTECT, related_name="cared_by"
    )
    words = models.CharField("呼び方（登録のない人）", max_length=80, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(whom__isnull=False) | ~Q(words=""),
                name="cared_for_somebody",
                violation_error_message="だれのケアかを、選ぶか書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.whom.called if self.whom else self.words


class CareItem(Record):
    """One line that was ticked, in the words of the day it was written."""

    caring = models.ForeignKey(Caring, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField("種類", max_length=8, choices=ItemKind.choices)
    code = models.CharField("コード", max_length=24)
    label = models.CharField("言葉", max_length=80)

    class Meta:
        ordering = ["-kind", "made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["caring", "kind", "code"], name="care_item_once")]

    def __str__(self) -> str:
        return self.label
