"""参加支援: somebody takes part somewhere, from a first look to a role of their own, and the place is supported in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.cases.models import Case
from norishiro.community.models import Group
from norishiro.core.records import EditableRecord, Record
from norishiro.matching import fitting, tracks
from norishiro.matching.choices import Going, HopeKind, HostKind, MarkKind
from norishiro.meetings.models import Topic
from norishiro.people.models import Person
from norishiro.resources.choices import Role
from norishiro.resources.models import Place
from norishiro.sharing.models import GatedEditableRecord, GatedRecord


class Hope(GatedRecord):
    """参加の希望: what somebody likes, when and how far they can go, and what would be hard. One version on a day; the newest
    of an agency on a ground holds. Its subject is the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hopes")
    person = models.ForeignKey(Person, verbose_name="だれの", on_delete=models.PROTECT, related_name="hopes")
    number = models.PositiveSmallIntegerField("版")
    told_on = models.DateField("聞いた日")
    words = models.CharField("本人のことば", max_length=300, blank=True)
    strengths = models.CharField("得意なこと・好きなこと", max_length=300, blank=True)
    hard = models.CharField("苦手なこと・避けたいこと", max_length=300, blank=True)
    areas_only = models.BooleanField("この圏域だけ", default=False)
    fee_most = models.PositiveIntegerField("1回に払える額（円）", null=True, blank=True)
    quiet = models.BooleanField("静かなところがよい", default=False)
    alone = models.BooleanField("一人で過ごしたい", default=False)
    silent = models.BooleanField("話さなくてよいところ", default=False)
    small = models.BooleanField("少人数がよい", default=False)
    company = models.BooleanField("一緒に行く人が要る", default=False)
    staff = models.ForeignKey(Staff, verbose_name="聞いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-told_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "agency", "basis", "number"],
                name="hope_once",
                violation_error_message="ほかの人が先に書き改めました。画面を開きなおしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"


class HopeItem(Record):
    """One thing that was ticked: a role, an interest, a time, a weekday, an area, a state."""

    hope = models.ForeignKey(Hope, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField("種類", max_length=8, choices=HopeKind.choices)
    code = models.CharField("コード", max_length=40)

    class Meta:
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["hope", "kind", "code"], name="hope_item_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Doing(EditableRecord):
    """ちょっとできること: a small thing to do at a place, with its hours, how heavy it is and how long it takes. It names
    nobody; who does it is a participation. ``until_on`` is the day from which it is no longer offered."""

    place = models.ForeignKey(Place, verbose_name="どこで", on_delete=models.PROTECT, related_name="+")
    what = models.CharField("すること", max_length=60)
    about = models.CharField("くわしく", max_length=200, blank=True)
    role = models.CharField("何として", max_length=12, choices=Role.choices, default=Role.HELPER)
    load = models.CharField("重さ", max_length=8)
    minutes = models.PositiveSmallIntegerField("1回の時間（分）", null=True, blank=True)
    alone = models.BooleanField("一人でできる", null=True, blank=True)
    home = models.BooleanField("家でもできる", null=True, blank=True)
    from_on = models.DateField("いつから")
    until_on = models.DateField("いつまで（この日からない）", null=True, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name="登録した機関", on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["what", "id"]
        indexes = [models.Index(fields=["place", "what"], name="doing_of_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "what"],
                condition=Q(until_on__isnull=True),
                name="doing_once",
                violation_error_message="この場には、同じ名前の「ちょっとできること」がもうあります。",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="doing_period",
                violation_error_message="終わりの日は、始まりの日以後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def doable(self) -> fitting.Doable:
        """As the scoring knows it; its marks are fetched beforehand."""
        ticked = {
            kind: frozenset(mark.code for mark in self.marks.all() if mark.kind == kind) for kind in MarkKind
        }
        return fitting.Doable(
            self.id, self.what, f"{self.what} {self.about}", self.role, self.load, self.minutes, self.alone, self.home,
            ticked[MarkKind.BAND], ticked[MarkKind.INTEREST],
        )  # fmt: skip

    @property
    def told(self) -> str:
        """Its hours, how heavy, how long, and what makes it easy, as the candidates tell it."""
        return fitting.doable_words(self.doable, with_name=False)


class DoingMark(Record):
    """One tick of a small thing to do: an hour of the day, an interest."""

    doing = models.ForeignKey(Doing, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField("種類", max_length=8, choices=MarkKind.choices)
    code = models.CharField("コード", max_length=40)

    class Meta:
        ordering = ["kind", "code"]
        indexes = [models.Index(fields=["kind", "code", "doing"], name="doing_mark_by_code")]
        constraints = [models.UniqueConstraint(fields=["doing", "kind", "code"], name="doing_mark_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Participation(GatedEditableRecord):
    """参加: one person of a case at one place, as what. Its subject is the case. Stages, looks and visits are its parts;
    ``check_on`` and ``host_on`` are the next days on which the person and the host are asked."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(
        Person, verbose_name="だれが", on_delete=models.PROTECT, related_name="participations"
    )
    place = models.ForeignKey(Place, verbose_name="どこに", on_delete=models.PROTECT, related_name="+")
    role = models.CharField("何として", max_length=12, choices=Role.choices)
    doing = models.ForeignKey(
        Doing,
        verbose_name="ちょっとできること",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    track = models.CharField("道すじ", max_length=12)
    eligibility = models.CharField("対象と考えたわけ", max_length=120, blank=True)
    words = models.CharField("きっかけ・本人のことば", max_length=300, blank=True)
    begun_on = models.DateField("はじめた日")
    stage = models.CharField("いまの段", max_length=12)
    stage_on = models.DateField("この段になった日")
    joined_on = models.DateField("参加になった日", null=True, blank=True)
    check_on = models.DateField("次に定着を確かめる日", null=True, blank=True)
    host_on = models.DateField("次に受け入れ先を訪ねる日", null=True, blank=True)
    ended_on = models.DateField("終わった日", null=True, blank=True)
    end_reason = models.CharField("終わったわけ", max_length=12, blank=True)
    end_words = models.CharField("終わったわけ（くわしく）", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="支える職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-begun_on", "-made_at"]
        indexes = [
            models.Index(
                fields=["agency", "check_on"],
                condition=Q(ended_on__isnull=True, check_on__isnull=False),
                name="participation_check",
            ),
            models.Index(
                fields=["agency", "host_on"],
                condition=Q(ended_on__isnull=True, host_on__isnull=False),
                name="participation_host",
            ),
            models.Index(fields=["agency", "-begun_on"], name="participation_of_agency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "place", "role", "agency", "basis"],
                condition=Q(ended_on__isnull=True),
                name="participation_once",
                violation_error_message="この人は、もうこの場に、同じ形で加わっています。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__gte=F("begun_on")) & ~Q(end_reason=""),
                name="participation_end_with_reason",
                violation_error_message="終わりには、日とわけを入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}（{self.get_role_display()}）"

    @property
    def stage_label(self) -> str:
        return tracks.stage_name(track_code=self.track, stage=self.stage)

    @property
    def track_label(self) -> str:
        return tracks.track(self.track).name

    @property
    def end_label(self) -> str:
        return tracks.end_name(self.end_reason)


class Step(Record):
    """段の記録: the stage that was reached on a day; the first is the candidate."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField("段", max_length=12)
    on = models.DateField("日")
    words = models.CharField("ひとこと", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "made_at"]

    def __str__(self) -> str:
        return f"{self.on} {self.stage}"


class Check(Record):
    """定着の確認: after one, three, six months, asked of the person and of the host."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="checks")
    months = models.PositiveSmallIntegerField("何か月")
    on = models.DateField("確かめた日")
    going = models.CharField("続いているか", max_length=8, choices=Going.choices)
    person_words = models.CharField("本人のことば", max_length=300, blank=True)
    host_words = models.CharField("受け入れ先のことば", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="確かめた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "months"],
                name="settle_check_once",
                violation_error_message="この月の確認は、もう書かれています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.months}か月"


class HostContact(Record):
    """受け入れ先への支え: a visit or a call to the place because somebody takes part there."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="host_contacts")
    on = models.DateField("日")
    kind = models.CharField("したこと", max_length=8, choices=HostKind.choices)
    words = models.CharField("ひとこと", max_length=300)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "made_at"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Attendance(Record):
    """参加した日: a day on which the person was there, or so many times up to that day."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="attendances")
    on = models.DateField("日")
    times = models.PositiveSmallIntegerField("回数", default=1)
    words = models.CharField("様子", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "on"],
                name="attendance_once",
                violation_error_message="この日の参加は、もう書かれています。",
            ),
            models.CheckConstraint(
                condition=Q(times__range=(1, 31)),
                name="attendance_times",
                violation_error_message="回数は1〜31で入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.times}回"


class Shortage(EditableRecord):
    """不足: a need for which there is no place, told without anybody: what kind, as what, where, when, for how many."""

    kind = models.CharField("どんな場", max_length=20, blank=True)
    role = models.CharField("何として", max_length=12, choices=Role.choices, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    band = models.CharField("いつごろ", max_length=8, blank=True)
    lack = models.CharField("足りない資源の種別", max_length=12, blank=True)
    words = models.CharField("どんな場があればよいか", max_length=300)
    people = models.PositiveSmallIntegerField("求めている人の数", default=1)
    raised_on = models.DateField("登録した日")
    topic = models.ForeignKey(
        Topic, verbose_name="会議の話題", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(
        Group, verbose_name="つくる団体", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField("区切りをつけた日", null=True, blank=True)
    outcome = models.CharField("どうなったか", max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name="登録した機関", on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["closed_on", "-raised_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
                name="shortage_closed_with_outcome",
                violation_error_message="区切りをつけるときは、どうなったかを入れてください。",
            )
        ]

    def __str__(self) -> str:
        return self.words


class ShortageFor(GatedRecord):
    """不足のもと: for whom a place is missing, for those alone who may see the case."""

    shortage = models.ForeignKey(Shortage, on_delete=models.PROTECT, related_name="sources")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shortages")
    person = models.ForeignKey(
        Person, verbose_name="だれのため", on_delete=models.PROTECT, related_name="shortages"
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortage", "person"],
                name="shortage_for_once",
                violation_error_message="この人のことは、もうこの不足に入っています。",
            )
        ]

    def __str__(self) -> str:
        return str(self.shortage)
