"""The case of a household: who leads, who does what by when, what troubles whom, what nobody knows yet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.choices import FocusFound, Programme
from norishiro.agencies.models import Agency, Area, FocusGroup, Staff
from norishiro.cases.choices import (
    OPEN_STATUSES,
    CaseStatus,
    Certainty,
    HandoverKind,
    HandoverStatus,
    HelpStatus,
    IssueScope,
    IssueStatus,
    RoleStatus,
)
from norishiro.consultations.choices import LeadSide
from norishiro.consultations.models import SupportRequest
from norishiro.core.records import EditableRecord, Record
from norishiro.people.models import Household, Person
from norishiro.sharing.models import GatedEditableRecord, GatedRecord


class Case(EditableRecord):
    """One household's case. It is itself a subject of grants; reopening makes a new period, not a new case."""

    number = models.CharField("ケース番号", max_length=20, unique=True)
    household = models.ForeignKey(
        Household, verbose_name="世帯", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    title = models.CharField("呼び方", max_length=120)
    origin = models.ForeignKey(
        SupportRequest,
        verbose_name="もとの申込",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    operator = models.ForeignKey(
        Agency, verbose_name="多機関協働事業者", on_delete=models.PROTECT, related_name="operated_cases"
    )
    lead_agency = models.ForeignKey(
        Agency, verbose_name="主担当機関", on_delete=models.PROTECT, related_name="led_cases"
    )
    lead_staff = models.ForeignKey(
        Staff,
        verbose_name="主担当者",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_cases",
    )
    lead_side = models.CharField("主担当の側", max_length=16, choices=LeadSide.choices)
    status = models.CharField(
        "状態", max_length=16, choices=CaseStatus.choices, default=CaseStatus.COORDINATING
    )
    flow_step = models.CharField("流れの番号", max_length=20, blank=True)
    period_no = models.PositiveSmallIntegerField("第何期", default=1)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    opened_on = models.DateField("開始日")
    closed_on = models.DateField("終結日", null=True, blank=True)
    next_review_on = models.DateField("次の見直し", null=True, blank=True)
    last_moved_on = models.DateField("最後に動いた日")

    class Meta:
        ordering = ["-last_moved_on", "id"]
        indexes = [
            models.Index(fields=["-last_moved_on", "id"], name="case_by_movement"),
            # What one carries, the longest untouched first: years of closed cases are not walked past.
            models.Index(
                fields=["lead_staff", "last_moved_on", "id"],
                condition=Q(status__in=OPEN_STATUSES),
                name="case_open_of_lead",
            ),
            models.Index(fields=["lead_agency", "-last_moved_on", "id"], name="case_of_lead_agency"),
            models.Index(fields=["operator", "-last_moved_on", "id"], name="case_of_operator"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CaseMember(Record):
    """対象者: which persons the case is about, by date."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_memberships")
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["from_on", "made_at"]
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="case_member_once")]

    def __str__(self) -> str:
        return str(self.person)


class CaseFocus(Record):
    """重点対象の印: what the entry door knew, and what was found later; the two are never mixed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="focuses")
    group = models.ForeignKey(FocusGroup, verbose_name="重点対象", on_delete=models.PROTECT, related_name="+")
    found = models.CharField("いつ分かったか", max_length=8, choices=FocusFound.choices)
    found_on = models.DateField("分かった日")
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")
    how = models.CharField("どうして分かったか", max_length=200, blank=True)

    class Meta:
        ordering = ["found_on", "made_at"]
        constraints = [models.UniqueConstraint(fields=["case", "group"], name="case_focus_once")]

    def __str__(self) -> str:
        return str(self.group)


class StatusChange(Record):
    """状態の移り変わり: for telling who moved the case when and why; features may show it, unlike the ledger."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="status_changes")
    status = models.CharField("状態", max_length=16, choices=CaseStatus.choices)
    flow_step = models.CharField("流れの番号", max_length=20, blank=True)
    changed_on = models.DateField("日付")
    # Kept by the database as rows are added (migration 0008): nobody writes it. Until the next move; empty while it holds.
    until_on = models.DateField("いつまで", null=True, blank=True, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        ordering = ["made_at"]
        indexes = [
            # Counting who was in support on a day asks for these states alone: a sixth of all (bench/catalogue.md).
            models.Index(
                fields=["case", "changed_on", "until_on"], name="statuschange_not_running",
                condition=models.Q(status__in=["WATCHED", "INTERRUPTED", "COORDINATED", "CLOSED"]),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.get_status_display()


class LeadChange(Record):
    """主担当の移り変わり, with the reason and what the next colleague must know."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lead_changes")
    agency = models.ForeignKey(Agency, verbose_name="主担当機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(
        Staff, verbose_name="主担当者", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField("側", max_length=16, choices=LeadSide.choices)
    changed_on = models.DateField("日付")
    reason = models.CharField("理由", max_length=300)
    decided_by = models.ForeignKey(
        Staff, verbose_name="決めた職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.changed_on} {self.agency}"


class Issue(GatedRecord):
    """課題: of one person, of the household, or of the supporting agencies. Several may stand under one household issue."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="issues")
    scope = models.CharField("だれの課題か", max_length=12, choices=IssueScope.choices)
    person = models.ForeignKey(
        Person, verbose_name="本人", null=True, blank=True, on_delete=models.PROTECT, related_name="issues"
    )
    under = models.ForeignKey(
        "self",
        verbose_name="まとめる世帯課題",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    title = models.CharField("課題", max_length=120)
    detail = models.TextField("くわしく", blank=True)
    strength = models.CharField("力・できていること", max_length=200, blank=True)
    source = models.CharField("だれから聞いたか", max_length=120)
    certainty = models.CharField("確かさ", max_length=12, choices=Certainty.choices, default=Certainty.HEARD)
    found_on = models.DateField("分かった日")
    status = models.CharField("状態", max_length=8, choices=IssueStatus.choices, default=IssueStatus.OPEN)
    staff = models.ForeignKey(Staff, verbose_name="記録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["scope", "found_on", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(scope=IssueScope.PERSON) | Q(person__isnull=False),
                name="issue_of_person_names_one",
                violation_error_message="個人の課題は、だれの課題かを選んでください。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Unknown(GatedRecord):
    """分からないこと: what nobody knows yet about the household, who finds out, by when."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="unknowns")
    person = models.ForeignKey(
        Person, verbose_name="本人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.CharField("分からないこと", max_length=200)
    finder_agency = models.ForeignKey(
        Agency, verbose_name="調べる機関", on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField("いつまでに")
    answer = models.TextField("分かったこと", blank=True)
    answered_on = models.DateField("分かった日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="記録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "made_at"]

    def __str__(self) -> str:
        return self.question


class Wish(GatedRecord):
    """本人・家族の意向, in the person's own words, with date."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="wishes")
    person = models.ForeignKey(Person, verbose_name="だれの", on_delete=models.PROTECT, related_name="wishes")
    words = models.TextField("ことば")
    said_on = models.DateField("聞いた日")
    staff = models.ForeignKey(Staff, verbose_name="聞いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-said_on", "-made_at"]

    def __str__(self) -> str:
        return self.words[:30]


class Role(GatedEditableRecord):
    """役割: what an agency does for whom, since when, next by when. Subject: the case (or the person it is for).

    ``agency`` (of the gate) wrote it; ``bearer`` carries the role. While it lasts under J6 the bearer holds a TEAM grant.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(
        Person, verbose_name="だれのための", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    bearer = models.ForeignKey(
        Agency, verbose_name="担当機関", on_delete=models.PROTECT, related_name="roles"
    )
    bearer_staff = models.ForeignKey(
        Staff, verbose_name="担当者", null=True, blank=True, on_delete=models.PROTECT, related_name="roles"
    )
    what = models.CharField("役割・すること", max_length=200)
    programme = models.CharField("事業", max_length=20, choices=Programme.choices, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    next_on = models.DateField("次の期日", null=True, blank=True)
    next_what = models.CharField("次にすること", max_length=200, blank=True)
    progress = models.CharField("いまの様子", max_length=300, blank=True)
    status = models.CharField("状態", max_length=10, choices=RoleStatus.choices, default=RoleStatus.PROMISED)
    done_on = models.DateField("果たした日", null=True, blank=True)
    decided_at = models.UUIDField("決めた場（会議の議題・プラン）", null=True, blank=True)

    class Meta:
        ordering = ["next_on", "made_at"]
        indexes = [models.Index(fields=["bearer", "status", "next_on", "id"], name="role_of_bearer")]

    def __str__(self) -> str:
        return f"{self.bearer} {self.what}"


class Engagement(Record):
    """事業ごとの開始と終結: a programme may end while the case goes on."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="engagements")
    programme = models.CharField("事業", max_length=20, choices=Programme.choices)
    agency = models.ForeignKey(Agency, verbose_name="実施機関", on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField("開始日")
    ended_on = models.DateField("終結日", null=True, blank=True)
    end_reason = models.CharField("終結の理由", max_length=200, blank=True)

    class Meta:
        ordering = ["started_on", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "programme", "agency"],
                condition=Q(ended_on__isnull=True),
                name="engagement_once",
                violation_error_message="この事業は、もう始まっています。",
            )
        ]

    def __str__(self) -> str:
        return self.get_programme_display()


class HelpRequest(GatedRecord):
    """後方支援の求め: an agency asks another for help on a case without handing it over; reply and follow-up stay."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="help_requests")
    asked_on = models.DateField("求めた日")
    asker = models.ForeignKey(Staff, verbose_name="求めた職員", on_delete=models.PROTECT, related_name="+")
    helper_agency = models.ForeignKey(
        Agency, verbose_name="求めた先", on_delete=models.PROTECT, related_name="help_asked"
    )
    question = models.TextField("困っていること")
    status = models.CharField("状態", max_length=12, choices=HelpStatus.choices, default=HelpStatus.ASKED)
    reply = models.TextField("助言", blank=True)
    replied_on = models.DateField("助言の日", null=True, blank=True)
    replier = models.ForeignKey(
        Staff, verbose_name="助言した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    follow_up = models.TextField("その後", blank=True)
    followed_on = models.DateField("その後を確認した日", null=True, blank=True)

    class Meta:
        ordering = ["-asked_on", "-made_at"]

    def __str__(self) -> str:
        return f"{self.asked_on} {self.helper_agency}"


class Handover(GatedRecord):
    """引継ぎ: one agency ends its service when another has accepted. The case itself stays open."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    person = models.ForeignKey(
        Person, verbose_name="本人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("種類", max_length=12, choices=HandoverKind.choices)
    to_agency = models.ForeignKey(
        Agency, verbose_name="引き継ぐ先", on_delete=models.PROTECT, related_name="handovers_received"
    )
    what = models.CharField("引き継ぐこと", max_length=200)
    note = models.TextField("申し送り")
    offered_on = models.DateField("申し出た日")
    due_on = models.DateField("節目の日・期限", null=True, blank=True)
    offered_by = models.ForeignKey(
        Staff, verbose_name="申し出た職員", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        "状態", max_length=10, choices=HandoverStatus.choices, default=HandoverStatus.OFFERED
    )
    answered_on = models.DateField("返事の日", null=True, blank=True)
    answered_by = models.ForeignKey(
        Staff, verbose_name="返事した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField("返事", max_length=300, blank=True)
    check_on = models.DateField("その後を確かめる日", null=True, blank=True)
    checked_on = models.DateField("確かめた日", null=True, blank=True)

    class Meta:
        ordering = ["-offered_on", "-made_at"]

    def __str__(self) -> str:
        return f"{self.what} → {self.to_agency}"
