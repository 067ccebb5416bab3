"""居場所と資源: who runs it, where it is, what is offered to whom, when it is open, and when that was last confirmed.

Near Open Referral HSDS 3: organisation, location, service (here ``Place``), attribute (``Trait``), schedule (``OpeningLine``,
``SpecialDay``), capacity. Never anybody who is supported. What is public is a column: ``Place.is_public``, ``contact_public``.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.resources.choices import (
    Companion,
    ConfirmWay,
    HolidayKind,
    Mood,
    OrganisationKind,
    RuleKind,
    StopKind,
    StopReason,
    TraitKind,
    Week,
    Weekday,
    Welcome,
)
from norishiro.resources.points import LATITUDES, LONGITUDES, Point


class Organisation(EditableRecord):
    """団体: who runs a place."""

    name = models.CharField("団体の名前", max_length=120, unique=True)
    kind = models.CharField("団体の種別", max_length=16, choices=OrganisationKind.choices)
    agency = models.ForeignKey(
        Agency,
        verbose_name="登録のある機関",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Location(EditableRecord):
    """会場: where it is; several places may share it. A private home is never public."""

    name = models.CharField("会場の名前", max_length=120)
    address = models.CharField("所在地", max_length=300, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    directions = models.CharField("行き方", max_length=200, blank=True)
    private_home = models.BooleanField("個人の家", default=False)
    latitude = models.DecimalField("緯度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "address"], name="location_once"),
            models.UniqueConstraint(fields=["id", "private_home"], name="location_home"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=LATITUDES,
                    longitude__range=LONGITUDES,
                ),
                name="location_in_japan",
                violation_error_message="緯度と経度は、日本の中の場所を、二つとも書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(private_home=False) | Q(latitude__isnull=True),
                name="location_home_unmapped",
                violation_error_message="個人の家には、地図の場所を書けません。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point | None:
        """Where it stands on the map, where somebody wrote it down."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


class Place(EditableRecord):
    """居場所・資源: something people may come to or take part in, run by one body at one location."""

    name = models.CharField("名前", max_length=120)
    kind = models.CharField("種類", max_length=20)
    about = models.CharField("どんなところか", max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name="開いている団体", on_delete=models.PROTECT, related_name="places"
    )
    location = models.ForeignKey(
        Location, verbose_name="会場", on_delete=models.PROTECT, related_name="places"
    )
    # The same as location.private_home: the database holds the two together (migration 0001).
    private_home = models.BooleanField("個人の家", default=False)
    opened_on = models.DateField("始まった日", null=True, blank=True)
    council_supported = models.BooleanField("社協が支援している", default=False)
    subsidy = models.CharField("補助・委託", max_length=120, blank=True)

    welcome = models.CharField(
        "孤立している人を受け入れられるか", max_length=12, choices=Welcome.choices, default=Welcome.UNKNOWN
    )
    conditions = models.CharField("受け入れの条件", max_length=300, blank=True)
    anybody = models.BooleanField("だれでも来てよい", default=False)
    age_from = models.PositiveSmallIntegerField("何歳から", null=True, blank=True)
    age_to = models.PositiveSmallIntegerField("何歳まで", null=True, blank=True)
    mood = models.CharField("雰囲気", max_length=8, choices=Mood.choices, blank=True)
    alone = models.BooleanField("一人で過ごせる", null=True, blank=True)
    silent = models.BooleanField("話さなくてよい", null=True, blank=True)
    companion = models.CharField("職員の同行", max_length=8, choices=Companion.choices, blank=True)
    trial = models.BooleanField("見学・お試しができる", null=True, blank=True)
    considerate = models.CharField("配慮できること", max_length=300, blank=True)
    cannot = models.CharField("できないこと", max_length=300, blank=True)
    needs = models.CharField("受け入れる側が求める支え", max_length=300, blank=True)

    capacity = models.PositiveSmallIntegerField("定員", null=True, blank=True)
    present = models.PositiveSmallIntegerField("いまの人数", null=True, blank=True)
    fee = models.PositiveIntegerField("費用（円）", null=True, blank=True)
    fee_note = models.CharField("費用のこと", max_length=120, blank=True)
    booking = models.CharField("申込み", max_length=120, blank=True)

    contact_name = models.CharField("窓口の人", max_length=80, blank=True)
    phone = models.CharField("電話", max_length=20, blank=True)
    email = models.CharField("メール", max_length=120, blank=True)
    website = models.CharField("ホームページ", max_length=200, blank=True)
    contact_public = models.BooleanField("連絡先を公開してよい", default=False)
    is_public = models.BooleanField("公開してよい", default=False)

    confirmed_on = models.DateField("最後に確かめた日", null=True, blank=True)
    valid_until = models.DateField("確かめなおす日", null=True, blank=True)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="place_by_name"),
            models.Index(fields=["kind", "name"], name="place_by_kind"),
            models.Index(fields=["valid_until", "name"], name="place_by_validity"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "location"],
                name="place_once",
                violation_error_message="この会場の、同じ名前の居場所がもうあります。",
            ),
            models.CheckConstraint(
                condition=Q(private_home=False) | Q(is_public=False),
                name="place_home_not_public",
                violation_error_message="個人の家で開いている居場所は、公開できません。",
            ),
            models.CheckConstraint(
                condition=Q(is_public=True) | Q(contact_public=False),
                name="place_contact_with_place",
                violation_error_message="連絡先を公開できるのは、居場所そのものを公開するときだけです。",
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="place_ages",
                violation_error_message="「何歳まで」は「何歳から」以上にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(anybody=False) | Q(age_from__isnull=True, age_to__isnull=True),
                name="place_anybody",
                violation_error_message="「だれでも来てよい」なら、年齢は空にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, valid_until__isnull=True)
                | Q(valid_until__gt=F("confirmed_on")),
                name="place_validity",
                violation_error_message="「確かめなおす日」は、確かめた日より後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Trait(Record):
    """特色: as what one may come, which states are known there, equipment, functions. One code each (HSDS: attribute)."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="traits")
    kind = models.CharField("何について", max_length=8, choices=TraitKind.choices)
    code = models.CharField("コード", max_length=20)

    class Meta:
        ordering = ["kind", "code"]
        indexes = [models.Index(fields=["kind", "code", "place"], name="trait_by_code")]
        constraints = [models.UniqueConstraint(fields=["place", "kind", "code"], name="trait_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class OpeningLine(Record):
    """開く日の決まりの一行. ``season_from``/``season_to``: month and day of every year (1229 to 103), both within."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="opening")
    kind = models.CharField("開く・休み", max_length=8, choices=RuleKind.choices)
    weekday = models.PositiveSmallIntegerField("曜日", choices=Weekday.choices, null=True, blank=True)
    week = models.PositiveSmallIntegerField("第何週", choices=Week.choices, null=True, blank=True)
    month_day = models.PositiveSmallIntegerField("毎月何日", null=True, blank=True)
    season_from = models.PositiveSmallIntegerField("毎年この日から", null=True, blank=True)
    season_to = models.PositiveSmallIntegerField("毎年この日まで", null=True, blank=True)
    holidays = models.CharField("祝日", max_length=4, choices=HolidayKind.choices, default=HolidayKind.ANY)
    opens = models.TimeField("始まる時刻", null=True, blank=True)
    closes = models.TimeField("終わる時刻", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=True)
                | Q(closes__gt=F("opens")),
                name="opening_line_hours",
                violation_error_message="終わる時刻は始まる時刻より後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(season_from__isnull=True, season_to__isnull=True)
                | Q(season_from__isnull=False, season_to__isnull=False),
                name="opening_line_season",
            ),
            models.CheckConstraint(
                condition=Q(week__isnull=True) | Q(weekday__isnull=False), name="opening_line_week"
            ),
            models.CheckConstraint(
                condition=~Q(kind=RuleKind.CLOSED) | Q(opens__isnull=True), name="opening_line_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.weekday}"


class SpecialDay(Record):
    """その日だけ: closed, open, or other hours, from the first day to the last (both within). The newest holds."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="special_days")
    first_on = models.DateField("はじめの日")
    last_on = models.DateField("おわりの日")
    closed = models.BooleanField("休み", default=True)
    opens = models.TimeField("始まる時刻", null=True, blank=True)
    closes = models.TimeField("終わる時刻", null=True, blank=True)
    reason = models.CharField("わけ", max_length=120, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["place", "first_on", "last_on"], name="special_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="special_period",
                violation_error_message="おわりの日は、はじめの日以後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(closed=True, opens__isnull=True, closes__isnull=True)
                | Q(closed=False, closes__isnull=True)
                | Q(closed=False, opens__isnull=False, closes__gt=F("opens")),
                name="special_closed_or_hours",
                violation_error_message="休みか、その日の時間か、どちらか一方だけを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on}"


class Confirmation(Record):
    """確かめ: on which day, how and by whom, and until when that holds. Only added."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="confirmations")
    confirmed_on = models.DateField("確かめた日")
    valid_until = models.DateField("確かめなおす日")
    way = models.CharField("どのように", max_length=8, choices=ConfirmWay.choices)
    told_by = models.CharField("答えた人", max_length=80, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="確かめた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-confirmed_on", "-made_at"]

    def __str__(self) -> str:
        return f"{self.confirmed_on}"


class Stop(Record):
    """休止・閉鎖: from which day and why; ``until_on`` is the day it opened again."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="stops")
    kind = models.CharField("休止・閉鎖", max_length=8, choices=StopKind.choices)
    from_on = models.DateField("いつから")
    until_on = models.DateField("再び開いた日", null=True, blank=True)
    expected_on = models.DateField("再び開く見込み", null=True, blank=True)
    reason = models.CharField("わけ", max_length=12, choices=StopReason.choices)
    note = models.CharField("くわしく", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-from_on", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(until_on__isnull=True), name="stop_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="stop_period",
                violation_error_message="再び開く日は、止めた日以後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.from_on}"


class DayCount(Record):
    """一日の数: visitors, consultations and events of one day, each apart."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="day_counts")
    on = models.DateField("日")
    visitors = models.PositiveIntegerField("来た人（延べ）", default=0)
    consultations = models.PositiveIntegerField("相談（件）", default=0)
    events = models.PositiveIntegerField("催し（回）", default=0)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["place", "on"], name="day_count_once")]

    def __str__(self) -> str:
        return f"{self.on}"


class Volunteers(Record):
    """担い手（ボランティア）: how many carry a place in one role, from a day on. Only numbers; who they are is not kept."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="volunteers")
    role = models.CharField("役割", max_length=60)
    people = models.PositiveSmallIntegerField("人数")
    from_on = models.DateField("いつから")
    until_on = models.DateField("いつまで（この日から別）", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["role", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "role"], condition=Q(until_on__isnull=True), name="volunteers_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="volunteers_period",
                violation_error_message="前の人数より後の日を入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(people__gt=0),
                name="volunteers_somebody",
                violation_error_message="人数は1以上で入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.people}人"


class CentreFigure(Record):
    """地域活動支援センターの数: one figure of one fiscal year; which figures a type has stands in ``data/centres.toml``."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="centre_figures")
    year = models.PositiveSmallIntegerField("年度")
    code = models.CharField("項目", max_length=12)
    value = models.PositiveIntegerField("数")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "code"]
        constraints = [models.UniqueConstraint(fields=["place", "year", "code"], name="centre_figure_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.code} {self.value}"


class Attendant(Record):
    """その場にいる人: on which weekday or day somebody of which body is there, and as what."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="attendants")
    agency = models.ForeignKey(
        Agency, verbose_name="機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.CharField("団体の名前（登録のないとき）", max_length=120, blank=True)
    staff = models.ForeignKey(
        Staff, verbose_name="職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField("役割", max_length=80)
    weekday = models.PositiveSmallIntegerField("毎週この曜日", choices=Weekday.choices, null=True, blank=True)
    on = models.DateField("この日だけ", null=True, blank=True)
    from_on = models.DateField("いつから", null=True, blank=True)
    until_on = models.DateField("いつまで（この日からいない）", null=True, blank=True)

    class Meta:
        ordering = ["weekday", "on", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__isnull=False, on__isnull=True)
                | Q(weekday__isnull=True, on__isnull=False),
                name="attendant_when",
                violation_error_message="曜日か日か、どちらか一方を選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(body=""),
                name="attendant_whose",
                violation_error_message="どの機関・団体の人かを選ぶか、書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="attendant_period",
                violation_error_message="終わりは始まりより後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.role
