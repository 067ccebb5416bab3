"""What the drawing of a family needs and no register of people holds: figures known from telling, and exact ties."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.cases.models import Case
from norishiro.core.records import Record
from norishiro.family.choices import CoupleEnd, Custody, KinKind, Manner, MarkKind, Sureness, TieKind
from norishiro.people.choices import Sex
from norishiro.people.models import Household, Person
from norishiro.sharing.models import GatedEditableRecord, GatedRecord


class Told(models.Model):
    """Who recorded a fact, from whom it is, when it was told and how sure it is."""

    source = models.CharField("だれから聞いたか", max_length=120)
    told_on = models.DateField("聞いた日")
    sureness = models.CharField("確かさ", max_length=8, choices=Sureness.choices, default=Sureness.SURE)
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField("取り消した日", null=True, blank=True)
    withdrawn_why = models.CharField("取り消した理由", max_length=200, blank=True)

    class Meta:
        abstract = True


class Kin(Told, GatedEditableRecord):
    """話に出た人: somebody of the family who is in nobody's records. No register, no search finds them; they are seen in
    the case in which they were told of (ADR 0040)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("種類", max_length=8, choices=KinKind.choices, default=KinKind.PERSON)
    label = models.CharField("呼び方", max_length=80)
    sex = models.CharField("性別", max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    birth = models.CharField("生年月日（分かる範囲）", max_length=40, blank=True)
    is_dead = models.BooleanField("亡くなっている", default=False)
    died_on = models.CharField("亡くなった日（分かる範囲）", max_length=40, blank=True)
    lives_together = models.BooleanField("ケースの世帯と同居", default=False)
    note = models.CharField("補足", max_length=300, blank=True)
    person = models.ForeignKey(
        Person, verbose_name="登録済みの人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    linked_on = models.DateField("同じ人と分かった日", null=True, blank=True)
    linked_by = models.ForeignKey(
        Staff,
        verbose_name="同じ人とした職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(withdrawn_on__isnull=True),
                name="kin_once",
                violation_error_message="その人は、もう図のほかの人と同じ人になっています。",
            )
        ]

    def __str__(self) -> str:
        return self.label


class Tie(Told, GatedEditableRecord):
    """間柄 on the drawing. Of parent and child ``one`` is the parent. Each end is a registered person or somebody told of."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("間柄", max_length=8, choices=TieKind.choices)
    one_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    one_kin = models.ForeignKey(Kin, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    other_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    other_kin = models.ForeignKey(Kin, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    manner = models.CharField("くわしく", max_length=10, choices=Manner.choices, default=Manner.UNSAID)
    custody = models.CharField("親権", max_length=4, choices=Custody.choices, blank=True)
    place = models.PositiveSmallIntegerField("何番め（結婚の順、子の順）", null=True, blank=True)
    since = models.CharField("始まり（分かる範囲）", max_length=40, blank=True)
    apart = models.BooleanField("別居している", default=False)
    apart_since = models.CharField("別居の始まり（分かる範囲）", max_length=40, blank=True)
    ended = models.CharField("終わり方", max_length=8, choices=CoupleEnd.choices, blank=True)
    ended_on = models.CharField("終わった日（分かる範囲）", max_length=40, blank=True)
    note = models.CharField("補足", max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "place", "made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(one_person__isnull=True) ^ Q(one_kin__isnull=True))
                & (Q(other_person__isnull=True) ^ Q(other_kin__isnull=True)),
                name="tie_two_ends",
                violation_error_message="間柄は、二人を選んでください。",
            ),
            models.CheckConstraint(
                condition=~Q(one_person=F("other_person")) & ~Q(one_kin=F("other_kin")),
                name="tie_two_figures",
                violation_error_message="間柄は、別の人どうしで選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class HiddenManner(Record):
    """伏せた間柄: what a tie really is, where that must not be drawn. Only the agency that wrote it reads it."""

    tie = models.OneToOneField(Tie, on_delete=models.CASCADE, related_name="hidden")
    agency = models.ForeignKey(Agency, verbose_name="伏せた機関", on_delete=models.PROTECT, related_name="+")
    manner = models.CharField("伏せたこと", max_length=10, choices=Manner.choices)

    def __str__(self) -> str:
        return self.get_manner_display()


class Mark(GatedRecord):
    """図の印: who is 本人 of the drawing, and who is the key person."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("印", max_length=10, choices=MarkKind.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kin = models.ForeignKey(Kin, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField("付けた日")
    until_on = models.DateField("外した日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="付けた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(kin__isnull=True),
                name="mark_one_figure",
                violation_error_message="印は、一人に付けてください。",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Snapshot(GatedRecord):
    """残した図: what was known of a family on a day. Facts and ids, never a picture: each reader sees it through the gate."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    taken_on = models.DateField("残した日")
    words = models.CharField("何のために", max_length=120)
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-taken_on", "-made_at"]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.words}"


class SnapshotFigure(Record):
    """One figure of a kept drawing. A registered person has no name here: it is asked of the register, for each reader."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="figures")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kin = models.ForeignKey(Kin, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField("呼び方", max_length=80, blank=True)
    sex = models.CharField("性別", max_length=10, choices=Sex.choices)
    birth = models.CharField("生年月日（分かる範囲）", max_length=40, blank=True)
    is_dead = models.BooleanField("亡くなっていた", default=False)
    died_on = models.CharField("亡くなった日（分かる範囲）", max_length=40, blank=True)
    is_loss = models.BooleanField("流産・死産", default=False)
    is_ip = models.BooleanField("本人", default=False)
    is_key_person = models.BooleanField("キーパーソン", default=False)
    sureness = models.CharField("確かさ", max_length=8, choices=Sureness.choices)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.label or "登録のある人"


class SnapshotHome(Record):
    """In which household a figure of a kept drawing lived."""

    figure = models.ForeignKey(SnapshotFigure, on_delete=models.CASCADE, related_name="homes")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return "同居"


class SnapshotTie(Record):
    """One tie of a kept drawing, as it was drawn."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="ties")
    one = models.ForeignKey(SnapshotFigure, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(SnapshotFigure, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("間柄", max_length=8, choices=TieKind.choices)
    manner = models.CharField("くわしく", max_length=10, choices=Manner.choices)
    custody = models.CharField("親権", max_length=4, choices=Custody.choices, blank=True)
    place = models.PositiveSmallIntegerField("何番め", default=0)
    since = models.CharField("始まり（分かる範囲）", max_length=40, blank=True)
    years = models.CharField("いつからいつまで", max_length=60, blank=True)
    apart = models.BooleanField("別居していた", default=False)
    ended = models.CharField("終わり方", max_length=8, choices=CoupleEnd.choices, blank=True)
    sureness = models.CharField("確かさ", max_length=8, choices=Sureness.choices)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()
