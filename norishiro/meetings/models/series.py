"""定例: how often a body sits, and the calendar somebody takes along."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Area, Staff
from norishiro.core.records import Record
from norishiro.meetings.choices import HolidayRule, Mode, SeriesRule, Weekday
from norishiro.meetings.models.bodies import Body


class Series(Record):
    """定例の決まり: the days a body sits on, as a rule. Nothing is called by it: people take the days it proposes."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="series")
    area = models.ForeignKey(
        Area, verbose_name="どの圏域の回か", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rule = models.CharField("くり返し方", max_length=10, choices=SeriesRule.choices)
    weekday = models.PositiveSmallIntegerField("曜日", choices=Weekday.choices)
    weeks = ArrayField(models.SmallIntegerField(), verbose_name="第何週", default=list, blank=True)
    months = ArrayField(models.SmallIntegerField(), verbose_name="月", default=list, blank=True)
    holiday = models.CharField("休みの日に当たったら", max_length=8, choices=HolidayRule.choices)
    starts_at = models.TimeField("開始", null=True, blank=True)
    ends_at = models.TimeField("終了", null=True, blank=True)
    place = models.CharField("場所", max_length=120, blank=True)
    mode = models.CharField("方法", max_length=10, choices=Mode.choices, default=Mode.ROOM)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-from_on", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="series_period",
                violation_error_message="終わりは始まりより後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.get_rule_display()}"


class CalendarFeed(Record):
    """予定表の番地: a secret address at which one person's own calendar fetches body, place and time. Only its print is kept."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", verbose_name="だれの")
    key_print = models.CharField("番地の指紋", max_length=64, unique=True)
    revoked_at = models.DateTimeField("止めた日時", null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(revoked_at__isnull=True), name="calendar_feed_one_alive"
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
