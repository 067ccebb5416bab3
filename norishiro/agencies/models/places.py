"""Bases with their hours, and whom one reaches out of hours."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.choices import SINCE_ALWAYS, BaseFunction, Weekday
from norishiro.agencies.models.areas import Area
from norishiro.agencies.models.dated import ends_after_start
from norishiro.agencies.models.organisation import Agency, Window
from norishiro.core.records import EditableRecord, Record


class Base(EditableRecord):
    """拠点: a place with its own opening hours and staff, run by one or several agencies; it may stand in a hall."""

    code = models.CharField("コード", max_length=60, unique=True)
    name = models.CharField("名称", max_length=120)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="bases"
    )
    hall = models.ForeignKey(
        Agency,
        verbose_name="置かれている施設",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bases",
    )
    place = models.CharField("場所", max_length=200, blank=True)
    style = models.CharField("あり方", max_length=200, blank=True)
    opened_on = models.DateField("開いた日", null=True, blank=True)
    opened_month_only = models.BooleanField("開いた日は月まで", default=False)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [ends_after_start("base_period", "拠点の終わりは始まりより後にしてください。")]

    def __str__(self) -> str:
        return self.name


class BaseOperator(Record):
    """拠点を担う機関."""

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="operators")
    agency = models.ForeignKey(
        Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="operated_bases"
    )
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["agency__code"]
        constraints = [
            models.UniqueConstraint(fields=["base", "agency", "from_on"], name="base_operator_once"),
            ends_after_start("base_operator_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.base} {self.agency}"


class BaseFunctionRow(Record):
    """拠点の機能: what a base is for."""

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="functions")
    function = models.CharField("機能", max_length=20, choices=BaseFunction.choices)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["base", "function", "from_on"], name="base_function_once"),
            ends_after_start("base_function_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return self.get_function_display()


class WeeklyHours(Record):
    """A span on one weekday, in every week or only in one week of the month."""

    weekday = models.PositiveSmallIntegerField("曜日", choices=Weekday.choices)
    week = models.PositiveSmallIntegerField("第何週だけ", null=True, blank=True)
    opens = models.TimeField("始まる時刻")
    closes = models.TimeField("終わる時刻")
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["weekday", "opens"]


class OpeningRule(WeeklyHours):
    """開所の曜日と時間."""

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="opening")

    class Meta(WeeklyHours.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="opening_hours",
                violation_error_message="終わる時刻は始まる時刻より後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["base", "weekday", "week", "opens", "from_on"],
                nulls_distinct=False,
                name="opening_once",
            ),
            ends_after_start("opening_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OpeningException(Record):
    """開所の例外: 第3月曜, 祝日, or a span of the year, closed or with other hours."""

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="exceptions")
    rule = models.CharField("どの日", max_length=20)
    closed = models.BooleanField("休み", default=True)
    opens = models.TimeField("始まる時刻", null=True, blank=True)
    closes = models.TimeField("終わる時刻", null=True, blank=True)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["rule"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed=True, opens__isnull=True, closes__isnull=True)
                | Q(closed=False, opens__isnull=False, closes__gt=F("opens")),
                name="exception_closed_or_hours",
                violation_error_message="休みか、その日の時間か、どちらか一方だけを書いてください。",
            ),
            models.UniqueConstraint(fields=["base", "rule", "from_on"], name="exception_once"),
            ends_after_start("exception_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {'休み' if self.closed else f'{self.opens:%H:%M}–{self.closes:%H:%M}'}"


class WindowHours(WeeklyHours):
    """相談窓口の受付の曜日と時間."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="opening")

    class Meta(WeeklyHours.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="window_hours",
                violation_error_message="終わる時刻は始まる時刻より後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["window", "weekday", "week", "opens", "from_on"],
                nulls_distinct=False,
                name="window_hours_once",
            ),
            ends_after_start("window_hours_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class WindowException(Record):
    """相談窓口のいつもとちがう日: 祝日, 第3月曜, or a span of the year, closed or with other hours."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="exceptions")
    rule = models.CharField("どの日", max_length=20)
    closed = models.BooleanField("休み", default=True)
    opens = models.TimeField("始まる時刻", null=True, blank=True)
    closes = models.TimeField("終わる時刻", null=True, blank=True)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["rule"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed=True, opens__isnull=True, closes__isnull=True)
                | Q(closed=False, opens__isnull=False, closes__gt=F("opens")),
                name="window_exception_closed_or_hours",
                violation_error_message="休みか、その日の時間か、どちらか一方だけを書いてください。",
            ),
            models.UniqueConstraint(fields=["window", "rule", "from_on"], name="window_exception_once"),
            ends_after_start("window_exception_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {'休み' if self.closed else f'{self.opens:%H:%M}–{self.closes:%H:%M}'}"


class OnCall(Record):
    """時間外の連絡先: who answers for an area (none: everywhere), always or in the given hours."""

    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="on_call"
    )
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="on_call")
    contact = models.CharField("連絡先", max_length=200)
    always = models.BooleanField("いつでも", default=False)
    by_hand = models.BooleanField("画面で登録した", default=False)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["area__order", "agency__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "agency", "contact", "from_on"], nulls_distinct=False, name="on_call_once"
            ),
            ends_after_start("on_call_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.contact}"


class OnCallHours(WeeklyHours):
    """時間外の連絡がつく曜日と時間."""

    on_call = models.ForeignKey(OnCall, on_delete=models.CASCADE, related_name="hours")

    class Meta(WeeklyHours.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["on_call", "weekday", "week", "opens", "from_on"],
                nulls_distinct=False,
                name="on_call_hours_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
