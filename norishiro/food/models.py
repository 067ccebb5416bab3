"""食支援: what came in, what went out and what is left. Whom it went to is a body's name or a number of households."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.food import kinds
from norishiro.food.choices import DayKind, Loss, Source, Unit, Way
from norishiro.outreach.models import Gathering
from norishiro.resources.models import Organisation


class Item(Record):
    """品目: something an agency keeps, counted in one unit for good."""

    agency = models.ForeignKey(Agency, verbose_name="置く機関", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("品目", max_length=60)
    kind = models.CharField("種類", max_length=12)
    unit = models.CharField("数え方", max_length=8, choices=Unit.choices)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], name="food_item_once",
                violation_error_message="同じ名前の品目がもうあります。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return kinds.kind_label(self.kind)

    def words(self, quantity: Decimal) -> str:
        return f"{kinds.written(quantity)}{self.get_unit_display()}"


class FoodDay(EditableRecord):
    """配布日・フードドライブの日. How many came is written once, in the gathering it becomes."""

    kind = models.CharField("何の日か", max_length=8, choices=DayKind.choices)
    name = models.CharField("名前", max_length=80)
    area = models.ForeignKey(Area, verbose_name="圏域", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField("日")
    place = models.CharField("場所", max_length=120, blank=True)
    households = models.PositiveSmallIntegerField("世帯の数", null=True, blank=True)
    gathering = models.OneToOneField(
        Gathering,
        verbose_name="集まり",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="food_day",
    )
    called_off_on = models.DateField("とりやめた日", null=True, blank=True)
    called_off_why = models.CharField("とりやめたわけ", max_length=120, blank=True)
    agency = models.ForeignKey(Agency, verbose_name="開く機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(households__isnull=True) | Q(gathering__isnull=False), name="food_day_told_as_gathering"
            ),
            models.CheckConstraint(
                condition=Q(called_off_on__isnull=True, called_off_why="")
                | Q(called_off_on__isnull=False, gathering__isnull=True) & ~Q(called_off_why=""),
                name="food_day_called_off_with_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class DayRole(Record):
    """役割: who does what on the day, as a body or an agency and a number of people, never as somebody."""

    day = models.ForeignKey(FoodDay, on_delete=models.CASCADE, related_name="roles")
    what = models.CharField("すること", max_length=80)
    body = models.ForeignKey(
        Organisation, verbose_name="団体", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heads = models.PositiveSmallIntegerField("人数", null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=True) | Q(agency__isnull=True), name="day_role_one_taker",
                violation_error_message="団体か機関の、どちらか一つにしてください。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.what


class FoodCall(EditableRecord):
    """食品の呼びかけ: what is asked for in a thin month, how much, and for whom."""

    month = models.DateField("何月の分か（1日で持つ）")
    kind = models.CharField("種類", max_length=12)
    amount = models.DecimalField("ほしい量", max_digits=8, decimal_places=1)
    unit = models.CharField("数え方", max_length=8, choices=Unit.choices)
    receiver = models.ForeignKey(
        Organisation, verbose_name="渡す先", on_delete=models.PROTECT, related_name="+"
    )
    asked = models.ManyToManyField(Organisation, verbose_name="呼びかけた法人・団体", related_name="+")
    closed_on = models.DateField("区切りをつけた日", null=True, blank=True)
    outcome = models.CharField("どうなったか", max_length=200, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name="呼びかけた機関", on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["closed_on", "-month", "-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="food_call_of_something"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
                name="food_call_closed_with_outcome",
                violation_error_message="区切りをつけるときは、どうなったかを入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.kind}"

    @property
    def amount_words(self) -> str:
        return f"{kinds.written(self.amount)}{self.get_unit_display()}"

    @property
    def kind_label(self) -> str:
        return kinds.kind_label(self.kind)


class Lot(EditableRecord):
    """受け取り: one thing of one date, received once. What is left of it is never below nothing, nor above what came."""

    item = models.ForeignKey(Item, verbose_name="品目", on_delete=models.PROTECT, related_name="lots")
    received_on = models.DateField("受け取った日")
    quantity = models.DecimalField("受け取った量", max_digits=8, decimal_places=1)
    left = models.DecimalField("残り", max_digits=8, decimal_places=1)
    best_before = models.DateField("期限", null=True, blank=True)
    source = models.CharField("出どころ", max_length=12, choices=Source.choices)
    giver = models.ForeignKey(
        Organisation,
        verbose_name="くれた法人・団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    carrier = models.ForeignKey(
        Organisation,
        verbose_name="運んだ法人・団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    day = models.ForeignKey(
        FoodDay,
        verbose_name="どのドライブで",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lots",
    )
    call = models.ForeignKey(
        FoodCall,
        verbose_name="どの呼びかけに",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lots",
    )
    staff = models.ForeignKey(
        Staff, verbose_name="受け取った職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["best_before", "received_on", "made_at"]
        indexes = [models.Index(fields=["best_before"], condition=Q(left__gt=0), name="lots_left_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, left__gte=0, left__lte=F("quantity")), name="lot_never_more_than_came",
                violation_error_message="残りは、0から受け取った量までです。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.item)

    @property
    def field(self) -> str:
        """What its field is called on a form, so that a refusal stands beside it."""
        return f"lot_{self.id.hex}"

    @property
    def came_words(self) -> str:
        words: str = self.item.words(self.quantity)
        return words

    @property
    def left_words(self) -> str:
        words: str = self.item.words(self.left)
        return words

    @property
    def gone(self) -> Decimal:
        """What was given or thrown away of it."""
        gone: Decimal = self.quantity - self.left
        return gone


class Handout(Record):
    """渡した・廃棄: to a body, to so many households, or to nobody. Undone it stays, and what it took goes back."""

    agency = models.ForeignKey(Agency, verbose_name="渡した機関", on_delete=models.PROTECT, related_name="+")
    on = models.DateField("日")
    way = models.CharField("どこへ", max_length=12, choices=Way.choices)
    receiver = models.ForeignKey(
        Organisation,
        verbose_name="渡した先",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    carrier = models.ForeignKey(
        Organisation,
        verbose_name="運んだ法人・団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    day = models.ForeignKey(
        FoodDay,
        verbose_name="どの配布日に",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handouts",
    )
    households = models.PositiveSmallIntegerField("世帯の数", null=True, blank=True)
    people = models.PositiveSmallIntegerField("人数", null=True, blank=True)
    loss = models.CharField("廃棄のわけ", max_length=12, choices=Loss.choices, blank=True)
    undone_on = models.DateField("取り消した日", null=True, blank=True)
    undone_why = models.CharField("取り消したわけ", max_length=120, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-made_at"]
        indexes = [models.Index(fields=["agency", "-on"], name="handouts_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(way=Way.GROUP, receiver__isnull=False, loss="")
                | Q(way=Way.HOUSEHOLDS, receiver__isnull=True, loss="")
                | Q(way=Way.DISCARD, receiver__isnull=True) & ~Q(loss=""),
                name="handout_went_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(households__isnull=True, people__isnull=True)
                | Q(way=Way.HOUSEHOLDS, day__isnull=True),
                name="handout_counts_households_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_on__isnull=True, undone_why="")
                | Q(undone_on__isnull=False) & ~Q(undone_why=""),
                name="handout_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_way_display()}"

    @property
    def whom(self) -> str:
        """Whom it went to, in words."""
        if self.receiver:
            name: str = self.receiver.name
            return name
        if self.way == Way.DISCARD:
            return str(self.get_loss_display())
        return f"{self.day.name}に来た世帯" if self.day else f"{self.households}世帯"


class HandoutLine(Record):
    """How much of one lot went."""

    handout = models.ForeignKey(Handout, on_delete=models.CASCADE, related_name="lines")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="lines")
    quantity = models.DecimalField("量", max_digits=8, decimal_places=1)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["handout", "lot"], name="handout_lot_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="handout_of_something"),
        ]

    def __str__(self) -> str:
        return str(self.quantity)

    @property
    def words(self) -> str:
        words: str = self.lot.item.words(self.quantity)
        return words
