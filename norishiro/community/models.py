"""地域づくり: groups and how far they came, gatherings in detail, proposals and what followed. Nobody is named."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.community import kinds
from norishiro.community.choices import HelpKind, HelpResult, PartKind, ProposalStatus, Stage, SupportKind
from norishiro.core.records import EditableRecord, Record
from norishiro.outreach.models import Gathering
from norishiro.resources.models import Place
from norishiro.training.models import Course


class Group(EditableRecord):
    """団体: a salon, a family group, an association's neighbourhood work, a residents' forum. It names nobody."""

    name = models.CharField("団体の名前・愛称", max_length=80)
    kind = models.CharField("種類", max_length=12)
    area = models.ForeignKey(Area, verbose_name="圏域", on_delete=models.PROTECT, related_name="+")
    place = models.CharField("いつもの場所", max_length=120, blank=True)
    rhythm = models.CharField("いつ開くか", max_length=120, blank=True)
    members = models.PositiveSmallIntegerField("担い手の人数", null=True, blank=True)
    partners = models.CharField("いっしょに動く団体・機関", max_length=200, blank=True)
    needs = models.CharField("いま要る支え", max_length=300, blank=True)
    users = models.CharField("使っている団体・人たち", max_length=200, blank=True)
    opened = models.ForeignKey(
        Place, verbose_name="開いた居場所", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.CharField("いまの段", max_length=12, choices=Stage.choices)
    stage_on = models.DateField("この段になった日")
    agency = models.ForeignKey(Agency, verbose_name="支える機関", on_delete=models.PROTECT, related_name="+")
    supporter = models.ForeignKey(
        Staff, verbose_name="支える職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["area__order", "area__code", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "area"],
                name="group_once_in_area",
                violation_error_message="この圏域に、同じ名前の団体がもうあります。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return kinds.group_label(self.kind)


class HelpRequest(EditableRecord):
    """団体からの求め: to start, to begin again, to be helped along; open until something came of it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField("求めの種類", max_length=8, choices=HelpKind.choices)
    asked_on = models.DateField("受けた日")
    text = models.CharField("求めていること", max_length=300)
    result = models.CharField("結果", max_length=8, choices=HelpResult.choices, blank=True)
    outcome = models.CharField("どうなったか", max_length=300, blank=True)
    closed_on = models.DateField("区切りをつけた日", null=True, blank=True)
    agency = models.ForeignKey(Agency, verbose_name="受けた機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="受けた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["closed_on", "-asked_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, result="")
                | Q(closed_on__isnull=False) & ~Q(result="") & ~Q(outcome=""),
                name="help_closed_with_outcome",
                violation_error_message="区切りをつけるときは、結果と、どうなったかを入れてください。",
            )
        ]

    def __str__(self) -> str:
        return self.text


class GroupPart(Record):
    """分担: who finds the room, who invites, who plans, and until when."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField("分担", max_length=8, choices=PartKind.choices)
    agency = models.ForeignKey(
        Agency, verbose_name="担う機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.CharField("担う団体（登録がないとき）", max_length=80, blank=True)
    due_on = models.DateField("いつまでに")
    done_on = models.DateField("できた日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "made_at"]
        constraints = [
            models.UniqueConstraint(fields=["group", "part"], name="group_part_once"),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(body=""),
                name="group_part_whose",
                violation_error_message="担う機関を選ぶか、団体の名前を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_part_display()


class Support(Record):
    """支援の一歩: what was done for a group on a day, and to which stage it came by it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="supports")
    request = models.ForeignKey(
        HelpRequest,
        verbose_name="どの求めのことか",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steps",
    )
    happened_on = models.DateField("した日")
    kind = models.CharField("したこと", max_length=10, choices=SupportKind.choices)
    note = models.CharField("ひとこと", max_length=300)
    stage = models.CharField("進んだ段", max_length=12, choices=Stage.choices, blank=True)
    agency = models.ForeignKey(Agency, verbose_name="した機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-happened_on", "-made_at"]
        indexes = [models.Index(fields=["group", "-happened_on"], name="support_of_group")]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.note}"


class Activity(EditableRecord):
    """活動: one gathering told in more detail. Day, place, heads and what was heard stand in the gathering,
    once."""

    gathering = models.OneToOneField(Gathering, on_delete=models.PROTECT, related_name="activity")
    kind = models.CharField("活動の種類", max_length=12)
    starts_at = models.TimeField("始まり", null=True, blank=True)
    ends_at = models.TimeField("終わり", null=True, blank=True)
    work = models.CharField("地域づくりの事業", max_length=12, blank=True)
    at = models.ForeignKey(
        Place, verbose_name="開いた居場所", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    theme = models.CharField("テーマ", max_length=160, blank=True)
    helpers = models.PositiveSmallIntegerField("担い手・世話人の人数", null=True, blank=True)
    discussed = models.BooleanField("地域の課題を話し合った", default=False)
    groups = models.ManyToManyField(
        Group, verbose_name="どの団体の活動か", blank=True, related_name="activities"
    )

    class Meta:
        ordering = ["-gathering__held_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="activity_ends_after_start",
                violation_error_message="終わりの時刻は、始まりよりあとにしてください。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.gathering)

    @property
    def kind_label(self) -> str:
        return kinds.activity_label(self.kind)

    @property
    def work_label(self) -> str:
        return kinds.work_label(self.work)


class AgeCount(Record):
    """年代ごとの人数: as far as known; the rest of the heads are of unknown age."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="ages")
    band = models.CharField("年代", max_length=12)
    people = models.PositiveSmallIntegerField("人数")

    class Meta:
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint(fields=["activity", "band"], name="age_band_once")]

    def __str__(self) -> str:
        return f"{self.band} {self.people}"


class Proposal(EditableRecord):
    """提案: what people who met, or who finished a course, want to see done; open until it bore fruit or was left."""

    title = models.CharField("提案", max_length=160)
    text = models.CharField("くわしく", max_length=600, blank=True)
    area = models.ForeignKey(Area, verbose_name="圏域", on_delete=models.PROTECT, related_name="+")
    raised_on = models.DateField("出た日")
    activity = models.ForeignKey(
        Activity,
        verbose_name="どの活動で出たか",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    course = models.ForeignKey(
        Course,
        verbose_name="どの講座の発表か",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    owner_group = models.ForeignKey(
        Group,
        verbose_name="受け持つ団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    owner_agency = models.ForeignKey(
        Agency, verbose_name="受け持つ機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField("いつまでに", null=True, blank=True)
    status = models.CharField(
        "状態", max_length=8, choices=ProposalStatus.choices, default=ProposalStatus.OPEN
    )
    result = models.CharField("どうなったか", max_length=300, blank=True)
    closed_on = models.DateField("区切りをつけた日", null=True, blank=True)
    agency = models.ForeignKey(Agency, verbose_name="書いた機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "-raised_on", "-made_at"]
        indexes = [models.Index(fields=["status", "due_on"], name="proposal_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=True) | Q(course__isnull=True),
                name="proposal_one_origin",
                violation_error_message="提案の出どころは、活動か講座のどちらか一つです。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, status__in=["OPEN", "STARTED"])
                | Q(closed_on__isnull=False, status__in=["DONE", "DROPPED"]) & ~Q(result=""),
                name="proposal_closed_with_result",
                violation_error_message="区切りをつけるときは、どうなったかを入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProposalAction(Record):
    """提案のあとの行動: what was done of it on a day, and the group or the gathering it led to."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="actions")
    done_on = models.DateField("した日")
    what = models.CharField("したこと", max_length=300)
    group = models.ForeignKey(
        Group,
        verbose_name="生まれた・動いた団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    activity = models.ForeignKey(
        Activity, verbose_name="開いた活動", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-done_on", "-made_at"]

    def __str__(self) -> str:
        return self.what
