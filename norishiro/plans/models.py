"""支援プラン and what comes of it: goals, the role table, monitoring, evaluation, closing, watching."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, Staff
from norishiro.cases.models import Case
from norishiro.core.records import Record
from norishiro.meetings.models import Item, Sitting
from norishiro.people.models import Person
from norishiro.plans.choices import (
    Achievement,
    Change,
    ClosureKind,
    EvaluationResult,
    MonitoringResult,
    PlanKind,
    PlanStatus,
)
from norishiro.sharing.models import GatedEditableRecord, GatedRecord


class AgencyPlan(GatedRecord):
    """各機関の個別計画: an agency's own plan for one member, kept by that agency; the household plan is composed of them."""

    case = models.ForeignKey(
        Case,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agency_plans",
        verbose_name="ケース",
    )
    person = models.ForeignKey(
        Person, verbose_name="本人", on_delete=models.PROTECT, related_name="agency_plans"
    )
    name = models.CharField("計画の名前", max_length=120)
    goal = models.CharField("目標", max_length=300)
    progress = models.CharField("進み具合", max_length=300, blank=True)
    percent = models.PositiveSmallIntegerField("進度（％）", null=True, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    checked_on = models.DateField("進み具合を確かめた日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="記録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["person__kana_key", "from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="agency_plan_percent",
                violation_error_message="進度は0から100までにしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Plan(GatedEditableRecord):
    """プラン, one version. A revision is a new row with ``previous``. ``agency`` (of the gate) drafted it. Subject: the case.

    Without consent only the outreach plan is possible (basis J6 or OWN); the others stand on consent (C0).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField("種類", max_length=16, choices=PlanKind.choices)
    number = models.PositiveSmallIntegerField("第何回プラン", default=1)
    version_no = models.PositiveSmallIntegerField("版", default=1)
    previous = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next", verbose_name="前の版"
    )
    status = models.CharField("状態", max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    drafted_by = models.ForeignKey(
        Staff, verbose_name="作成した職員", on_delete=models.PROTECT, related_name="+"
    )
    drafted_on = models.DateField("作成日")
    problems = models.TextField("課題の整理")
    wishes = models.TextField("本人・家族の意向", blank=True)
    long_goal = models.CharField("長期の目標", max_length=300, blank=True)
    goal = models.CharField("このプランで達成すること", max_length=300)
    approach = models.TextField("接し方・訪問で気をつけること", blank=True)
    particulars = models.JSONField("この種類のプランの項目", default=dict, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）")
    needs_outreach = models.BooleanField("アウトリーチ事業を使う", default=False)
    needs_participation = models.BooleanField("参加支援事業を使う", default=False)
    checked_at = models.ForeignKey(
        Item,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="checked_plans",
        verbose_name="適切性を確かめた議題",
    )
    comment = models.TextField("付議側の意見・差戻しの理由", blank=True)
    decided_on = models.DateField("支援決定日", null=True, blank=True)
    decided_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="決定者"
    )
    decided_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="決定した機関"
    )
    agreed_on = models.DateField("本人の同意・署名の日", null=True, blank=True)
    ended_on = models.DateField("終わった日", null=True, blank=True)

    # Said by the queries of this room, of the plan as it is read; never kept.
    words_kept_back: bool

    class Meta:
        ordering = ["kind", "number", "version_no"]
        indexes = [
            models.Index(
                fields=["status", "-drafted_on"],
                condition=Q(status__in=PlanStatus.unfinished()),
                name="plan_unfinished",
            )
        ]
        constraints = [
            # With the agency: an agency's own plan may be unseen by another agency that numbers its own.
            models.UniqueConstraint(
                fields=["case", "agency", "kind", "number", "version_no"], name="plan_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} 第{self.number}回"


class PlanStep(Record):
    """案の歩み: who moved the plan when, to which state, with what words. Tells how long a plan has been waiting."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField("状態", max_length=12, choices=PlanStatus.choices)
    happened_on = models.DateField("日付")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="職員")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="機関")
    comment = models.TextField("ことば", blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.get_status_display()


class PlanPerson(Record):
    """対象: which members the plan is for."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="本人")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="plan_person_once")]

    def __str__(self) -> str:
        return str(self.person)


class PlanRow(Record):
    """役割分担表の一行: 課題 / 目標 / すること / 担当機関 / 頻度 / 期限."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField("順番", default=0)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="だれの"
    )
    issue = models.CharField("課題", max_length=200)
    goal = models.CharField("目標", max_length=200)
    action = models.CharField("すること", max_length=300)
    bearer = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="担当機関")
    bearer_name = models.CharField("担当者", max_length=80, blank=True)
    frequency = models.CharField("頻度・期間", max_length=80, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    agency_plan = models.ForeignKey(
        AgencyPlan,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rows",
        verbose_name="もとの個別計画",
    )
    role_id = models.UUIDField("生まれた役割", null=True, blank=True)

    class Meta:
        ordering = ["order", "made_at"]

    def __str__(self) -> str:
        return f"{self.bearer} {self.action}"


class Acknowledgement(Record):
    """受領の確認: a providing agency says it has the decided plan and will do its part."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="acknowledgements")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="機関")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="確認した職員")
    acknowledged_on = models.DateField("確認日")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "agency"], name="acknowledgement_once")]

    def __str__(self) -> str:
        return str(self.agency)


class Monitoring(GatedRecord):
    """モニタリング: due by month or by case; done with progress and what follows. Works without any plan. Subject: the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="monitorings")
    plan = models.ForeignKey(
        Plan,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="monitorings",
        verbose_name="プラン",
    )
    due_on = models.DateField("予定日")
    done_on = models.DateField("実施日", null=True, blank=True)
    progress = models.TextField("進み具合", blank=True)
    result = models.CharField("この先", max_length=10, choices=MonitoringResult.choices, blank=True)
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="実施した職員"
    )
    sitting = models.ForeignKey(
        Sitting, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="見た会議"
    )

    class Meta:
        ordering = ["due_on", "made_at"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="monitoring_due"),
            models.Index(
                fields=["staff", "due_on"], condition=Q(done_on__isnull=True), name="monitoring_of_staff"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["case", "agency", "due_on"], name="monitoring_once")]

    def __str__(self) -> str:
        return f"{self.due_on}"


class Evaluation(GatedRecord):
    """評価: how far the goals were reached and what changed. Going back is not failure. Subject: the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evaluations")
    plan = models.ForeignKey(
        Plan,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evaluations",
        verbose_name="プラン",
    )
    evaluated_on = models.DateField("評価日")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="評価した職員")
    achievement = models.CharField("目標の達成", max_length=10, choices=Achievement.choices)
    comment = models.TextField("評価のことば")
    remaining = models.TextField("残っていること", blank=True)
    voice = models.TextField("本人・家族の声", blank=True)
    result = models.CharField("結果", max_length=10, choices=EvaluationResult.choices)

    class Meta:
        ordering = ["-evaluated_on"]

    def __str__(self) -> str:
        return f"{self.evaluated_on}"


class GoalResult(Record):
    """目標ごとの達成状況: one goal of the plan, as it was called then, how far it was reached, and a word."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="goals")
    goal = models.CharField("目標", max_length=200)
    achievement = models.CharField("達成", max_length=10, choices=Achievement.choices)
    comment = models.CharField("ひとこと", max_length=300, blank=True)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.goal


class SeenChange(Record):
    """見られた変化, one row each."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="changes")
    change = models.CharField("変化", max_length=20, choices=Change.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "change"], name="seen_change_once")]

    def __str__(self) -> str:
        return self.get_change_display()


class Closure(GatedRecord):
    """終結・中断: never without a named agency that stays, and a date to look again. Subject: the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closures")
    kind = models.CharField("種類", max_length=12, choices=ClosureKind.choices)
    period_no = models.PositiveSmallIntegerField("第何期")
    closed_on = models.DateField("日付")
    reason = models.CharField("理由", max_length=16)
    comment = models.TextField("まとめ")
    follow_up_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name="このあと主に関わる機関"
    )
    watches = models.BooleanField("経過観察をする", default=False)
    watcher = models.CharField("見守る人", max_length=120, blank=True)
    check_on = models.DateField("次に確かめる日", null=True, blank=True)
    reopen_when = models.CharField("再開する目安", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="記録した職員")
    reopened_on = models.DateField("再開した日", null=True, blank=True)

    class Meta:
        ordering = ["-closed_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(watches=False) | (Q(check_on__isnull=False) & ~Q(watcher="")),
                name="watch_has_watcher",
                violation_error_message="経過観察には、見守る人と、次に確かめる日を入れてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.closed_on}"


class WatchCheck(GatedRecord):
    """経過観察の確認: one look after closing. Subject: the case."""

    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField("確かめた日")
    finding = models.TextField("様子")
    next_on = models.DateField("次に確かめる日", null=True, blank=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="確かめた職員")

    class Meta:
        ordering = ["-checked_on"]

    def __str__(self) -> str:
        return f"{self.checked_on}"
