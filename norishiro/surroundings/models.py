"""What is around a household: ties to people, agencies and places, by date; the nine cells; what happened when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.cases.choices import Certainty
from norishiro.cases.models import Case
from norishiro.core.calendar import CODE_MAX_LENGTH
from norishiro.core.records import EditableRecord, Record
from norishiro.people.models import Person
from norishiro.sharing.models import GatedEditableRecord, GatedRecord
from norishiro.surroundings.choices import (
    AroundKind,
    Compass,
    Direction,
    Distance,
    Guide,
    PlaceKind,
    Strength,
)


class Place(GatedEditableRecord):
    """生活圏の場: where somebody of the household goes, how far from home in words. Never an address."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(
        Person, verbose_name="だれの", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("種類", max_length=10, choices=PlaceKind.choices)
    name = models.CharField("場の名前", max_length=80)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    distance = models.CharField("家からの遠さ", max_length=8, choices=Distance.choices)
    compass = models.CharField("家から見た方角", max_length=2, choices=Compass.choices, blank=True)
    how_often = models.CharField("どのくらい行くか", max_length=60, blank=True)
    words = models.CharField("その場での様子", max_length=300, blank=True)
    source = models.CharField("だれから聞いたか", max_length=120)
    certainty = models.CharField("確かさ", max_length=12, choices=Certainty.choices, default=Certainty.HEARD)
    from_on = models.DateField("始まり（不明なら知った日）")
    until_on = models.DateField("行かなくなった日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "distance", "from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="place_period",
                violation_error_message="行かなくなった日は、始まりより後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Tie(GatedRecord):
    """つながり: from the household or one member to somebody or something around, as it was from a day until a day.

    A tie that changes is ended, and its next state is a new row of the same ``thread``, so that every past day can be
    drawn. The other side is an agency, a person outside the household, or whatever ``name`` says.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ties")
    thread = models.UUIDField("ひと続きのつながり", db_index=True)
    person = models.ForeignKey(
        Person, verbose_name="だれから", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("相手の種類", max_length=8, choices=AroundKind.choices)
    other_agency = models.ForeignKey(
        Agency, verbose_name="相手の機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    other = models.ForeignKey(
        Person, verbose_name="相手の人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("相手の名前", max_length=80, blank=True)
    strength = models.CharField("つながりの強さ", max_length=8, choices=Strength.choices)
    strained = models.BooleanField("ストレス・対立がある", default=False)
    direction = models.CharField(
        "働きかけの向き", max_length=8, choices=Direction.choices, default=Direction.NONE
    )
    words = models.CharField("どんなつながりか", max_length=300, blank=True)
    source = models.CharField("だれから聞いたか", max_length=120)
    certainty = models.CharField("確かさ", max_length=12, choices=Certainty.choices, default=Certainty.HEARD)
    from_on = models.DateField("この日から")
    until_on = models.DateField("この日まで（この日から無効）", null=True, blank=True)
    end_words = models.CharField("終わったわけ", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "from_on", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="tie_period",
                violation_error_message="終わりの日は、始まりより後にしてください。",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=AroundKind.AGENCY, other_agency__isnull=False)
                    | Q(other__isnull=False, kind=AroundKind.PERSON)
                    | ~Q(name="")
                ),
                name="tie_leads_somewhere",
                violation_error_message="つながりの相手を選ぶか、名前を書いてください。",
            ),
            models.UniqueConstraint(
                fields=["thread"],
                condition=Q(until_on__isnull=True),
                name="tie_once",
                violation_error_message="このつながりは、もう書き改められています。",
            ),
        ]

    def __str__(self) -> str:
        return self.around

    @property
    def around(self) -> str:
        """How the other side is called."""
        if self.other_agency:
            return self.other_agency.name
        return self.other.label if self.other else self.name


class NineSheet(GatedRecord):
    """9マスシートの版: what troubles in the centre, strengths and resources around it. The newest is being filled."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="nine_sheets")
    number = models.PositiveSmallIntegerField("版")
    started_on = models.DateField("始めた日")
    staff = models.ForeignKey(Staff, verbose_name="始めた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "basis", "agency", "number"], name="nine_sheet_once"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"


class NineCell(EditableRecord):
    """One of the nine cells, saved by itself, so that two people fill one sheet at the same time."""

    sheet = models.ForeignKey(NineSheet, on_delete=models.CASCADE, related_name="cells")
    position = models.PositiveSmallIntegerField("場所（左上から1〜9、5が中央）")
    heading = models.CharField("見出し", max_length=40)
    text = models.TextField("書いたこと", blank=True)
    staff = models.ForeignKey(
        Staff,
        verbose_name="最後に書いた職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "position"], name="nine_cell_once"),
            models.CheckConstraint(condition=Q(position__range=(1, 9)), name="nine_cell_position"),
        ]

    def __str__(self) -> str:
        return self.heading


class LifeEvent(GatedEditableRecord):
    """家族年表のできごと: what happened to whom, when as far as it is known. Births, moves and the case itself are known already."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="life_events")
    person = models.ForeignKey(
        Person, verbose_name="だれの", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    happened = models.CharField("いつ（分かる範囲）", max_length=CODE_MAX_LENGTH)
    earliest = models.DateField("早くて", null=True, blank=True)
    latest = models.DateField("遅くて", null=True, blank=True)
    what = models.CharField("できごと", max_length=120)
    words = models.TextField("くわしく", blank=True)
    source = models.CharField("だれから聞いたか", max_length=120)
    certainty = models.CharField("確かさ", max_length=12, choices=Certainty.choices, default=Certainty.HEARD)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["earliest", "made_at"]

    def __str__(self) -> str:
        return self.what


class GuideRead(Record):
    """That one member of staff has read a short explanation: it no longer opens by itself for them."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    guide = models.CharField("説明", max_length=12, choices=Guide.choices)
    read_on = models.DateField("読んだ日")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "guide"], name="guide_read_once")]

    def __str__(self) -> str:
        return self.get_guide_display()
