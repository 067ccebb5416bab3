"""計画と評価: plans and their trees, indicators and the yearly evaluation. Nobody is named."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.choices import Programme
from norishiro.agencies.models import Agency, Area, Staff
from norishiro.community.models import Activity, Proposal
from norishiro.core.records import EditableRecord, Record
from norishiro.handbook.models import Scheme
from norishiro.meetings.models import Sitting
from norishiro.policies.choices import (
    Counting,
    Direction,
    IndicatorKind,
    Outcome,
    PolicyKind,
    ProgressState,
    ReviewState,
    Side,
    ValueState,
    VoiceKind,
)


def _number(label: str) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(label, max_digits=12, decimal_places=2, null=True, blank=True)


class Policy(EditableRecord):
    """計画: a plan of the municipality or of the council of social welfare, for whole fiscal years."""

    name = models.CharField("計画の名前", max_length=120)
    kind = models.CharField("種類", max_length=10, choices=PolicyKind.choices)
    side = models.CharField("だれの計画か", max_length=10, choices=Side.choices)
    agency = models.ForeignKey(
        Agency, verbose_name="受け持つ機関", on_delete=models.PROTECT, related_name="+"
    )
    from_year = models.PositiveSmallIntegerField("始まりの年度")
    last_year = models.PositiveSmallIntegerField("終わりの年度")
    before = models.ForeignKey(
        "self", verbose_name="前の計画", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )  # fmt: skip
    note = models.CharField("注記", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["side", "kind", "from_year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "from_year"],
                name="policy_once",
                violation_error_message="同じ名前で同じ年度に始まる計画が、もうあります。",
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("from_year")),
                name="policy_period",
                violation_error_message="終わりの年度は、始まりの年度かそれより後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Level(Record):
    """段: what this plan calls its levels, from the top (目標、方向、施策)."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="levels")
    depth = models.PositiveSmallIntegerField("上から何段めか")
    name = models.CharField("呼び方", max_length=40)

    class Meta:
        ordering = ["depth"]
        constraints = [models.UniqueConstraint(fields=["policy", "depth"], name="policy_level_once")]

    def __str__(self) -> str:
        return self.name


class Grade(Record):
    """評価の基準: from which 達成率 on this plan gives this mark."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="grades")
    mark = models.CharField("評価", max_length=10)
    at_least = models.DecimalField("達成率（％以上）", max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["-at_least"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "mark"], name="grade_once"),
            models.UniqueConstraint(fields=["policy", "at_least"], name="grade_threshold_once"),
        ]

    def __str__(self) -> str:
        return self.mark


class Measure(EditableRecord):
    """施策・項目: one thing that is to be done, whatever plans it stands in."""

    name = models.CharField("名前", max_length=200)
    aim = models.CharField("めざす姿", max_length=600, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name="受け持つ機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Standing(Record):
    """計画の中での位置: under what, by which number, and whether the plan gives it priority."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="standings")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="standings")
    parent = models.ForeignKey(
        "self", verbose_name="上の項目", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    depth = models.PositiveSmallIntegerField("上から何段めか")
    number = models.CharField("番号", max_length=20, blank=True)
    order = models.PositiveIntegerField("並び順")
    priority = models.BooleanField("重点推進事項", default=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "measure"],
                name="measure_once_in_policy",
                violation_error_message="この施策は、この計画にもうあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.number}"


class Project(Record):
    """事業: what the municipality or the council does for a measure; tied to a programme or a scheme where it is one."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="projects")
    side = models.CharField("だれの事業か", max_length=10, choices=Side.choices)
    name = models.CharField("事業の名前", max_length=120)
    programme = models.CharField("重層の事業", max_length=20, choices=Programme.choices, blank=True)
    scheme = models.ForeignKey(
        Scheme, verbose_name="制度の台帳", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["side", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "side", "name"],
                name="project_once",
                violation_error_message="この施策に、同じ名前の事業がもうあります。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Effort(Record):
    """取組み: a numbered thing the evaluation tells of; indicators answer to its number."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="efforts")
    number = models.CharField("番号", max_length=10)
    name = models.CharField("取組み", max_length=160)
    content = models.CharField("目的と内容", max_length=600, blank=True)

    class Meta:
        ordering = ["number", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "number"],
                name="effort_number_once",
                violation_error_message="同じ番号の取組みが、もうあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Progress(Record):
    """進み具合: how far one plan says it has come with an item in a year. The one written last holds."""

    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="progress")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("いま", max_length=8, choices=ProgressState.choices)
    words = models.CharField("したこと・これから", max_length=400)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-made_at"]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"


class Question(Record):
    """設問: what residents are asked, in the same words each time."""

    text = models.CharField("設問", max_length=300, unique=True)
    answer = models.CharField("どの答えの割合か", max_length=200)

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text


class Poll(Record):
    """住民への調査: asked on a day, of so many. What places are asked every year is another thing (surveys)."""

    name = models.CharField("調査の名前", max_length=120)
    held_on = models.DateField("調査の日")
    source = models.CharField("出典", max_length=300)
    agency = models.ForeignKey(Agency, verbose_name="調べた機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "held_on"],
                name="poll_once",
                violation_error_message="この日の、同じ名前の調査がもうあります。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Share(EditableRecord):
    """割合: how many of a hundred gave the answer, in the whole town or in one area. Empty while it is being counted."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="shares")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="shares")
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    percent = models.DecimalField("割合（％）", max_digits=5, decimal_places=2, null=True, blank=True)
    people = models.PositiveIntegerField("答えた人", null=True, blank=True)

    class Meta:
        ordering = ["question__text", F("area__order").asc(nulls_first=True), "area__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "question", "area"], name="share_once", nulls_distinct=False,
                violation_error_message="この設問と圏域の割合は、もうあります。",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100), name="share_of_a_hundred"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.question_id} {self.percent}"

    @property
    def told(self) -> str:
        """``38.5％``, or that it is being counted."""
        return "集計中" if self.percent is None else f"{self.percent.normalize():f}％"


class Ground(Record):
    """根拠: that what was answered to a question is why a measure is there."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="grounds")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="grounds")
    words = models.CharField("何が分かって、この施策になったか", max_length=300)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "question"],
                name="ground_once",
                violation_error_message="この設問は、この施策にもう結ばれています。",
            )
        ]

    def __str__(self) -> str:
        return self.words


class Indicator(EditableRecord):
    """指標: what is counted for a measure, how, and which way it should go."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="indicators")
    kind = models.CharField("種類", max_length=10, choices=IndicatorKind.choices)
    number = models.CharField("番号", max_length=10, blank=True)
    effort = models.ForeignKey(
        Effort, verbose_name="取組み", null=True, blank=True, on_delete=models.SET_NULL, related_name="indicators"
    )  # fmt: skip
    name = models.CharField("指標", max_length=300)
    unit = models.CharField("単位", max_length=20)
    counting = models.CharField("数え方の別", max_length=10, choices=Counting.choices)
    direction = models.CharField("めざす向き", max_length=4, choices=Direction.choices)
    tolerance = models.DecimalField("維持とみる幅", max_digits=8, decimal_places=2, default=Decimal(0))
    a_label = models.CharField("a) の呼び方", max_length=60, blank=True)
    b_label = models.CharField("b) の呼び方", max_length=60, blank=True)
    base = _number("現況値")
    base_b = _number("現況値 b)")
    base_words = models.CharField("現況値の注記", max_length=80, blank=True)
    figure = models.CharField("のりしろが数える数", max_length=60, blank=True)
    programme = models.CharField("どの事業の数か", max_length=20, choices=Programme.choices, blank=True)
    question = models.ForeignKey(
        Question, verbose_name="調査の設問", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    definition = models.CharField("数え方", max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "number", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "kind", "name"],
                name="indicator_once",
                violation_error_message="この施策に、同じ名前の指標がもうあります。",
            ),
            models.CheckConstraint(
                condition=Q(figure="") | Q(question__isnull=True), name="indicator_from_one_source"
            ),
            models.CheckConstraint(
                condition=Q(a_label="", b_label="") | (~Q(a_label="") & ~Q(b_label="")), name="indicator_pair_has_two"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_pair(self) -> bool:
        return bool(self.b_label)

    @property
    def is_by_hand(self) -> bool:
        """Neither counted by the house nor asked in a poll."""
        return not self.figure and self.question_id is None


class YearValue(EditableRecord):
    """年度の値: the target of a year, and what came of it where the house does not count it itself."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("年度")
    target = _number("目標")
    target_b = _number("目標 b)")
    state = models.CharField("実績", max_length=8, choices=ValueState.choices, default=ValueState.ABSENT)
    actual = _number("実績")
    actual_b = _number("実績 b)")
    repeated = models.BooleanField("再掲", default=False)
    expected = models.BooleanField("見込み", default=False)
    note = models.CharField("注記", max_length=200, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="year_value_once"),
            models.CheckConstraint(
                condition=Q(state=ValueState.KNOWN, actual__isnull=False) & ~Q(source="")
                | ~Q(state=ValueState.KNOWN) & Q(actual__isnull=True, actual_b__isnull=True),
                name="year_value_known_with_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.target}"


class Review(EditableRecord):
    """評価: what is said of a measure and a year in one plan; once fixed, the table stays as it stood."""

    standing = models.ForeignKey(Standing, on_delete=models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField("年度")
    words = models.TextField("総評", max_length=4000, blank=True)
    state = models.CharField("いま", max_length=8, choices=ReviewState.choices, default=ReviewState.DRAFT)
    content = models.JSONField("確定した表", default=dict, blank=True)
    fixed_on = models.DateField("確定した日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["standing", "year"], name="review_once"),
            models.CheckConstraint(
                condition=Q(state=ReviewState.DRAFT, fixed_on__isnull=True)
                | Q(state=ReviewState.FIXED, fixed_on__isnull=False),
                name="review_fixed_with_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"


class Voice(Record):
    """住民の声: what was said at a talk, in a questionnaire or a proposal, in a few words; nobody's."""

    kind = models.CharField("どこで出たか", max_length=8, choices=VoiceKind.choices)
    heard_on = models.DateField("出た日")
    words = models.CharField("どんな声か", max_length=400)
    source = models.CharField("出どころ", max_length=200)
    poll = models.ForeignKey(
        Poll, verbose_name="調査", null=True, blank=True, on_delete=models.PROTECT, related_name="voices"
    )
    activity = models.ForeignKey(
        Activity, verbose_name="集まり", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposal = models.ForeignKey(
        Proposal, verbose_name="提案", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-heard_on", "-made_at"]

    def __str__(self) -> str:
        return self.words


class Reflection(Record):
    """反映: which measure a voice went into, and where in the plan; or why into none. The one written last holds."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="reflections")
    measure = models.ForeignKey(
        Measure,
        verbose_name="施策",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reflections",
    )
    outcome = models.CharField("どうしたか", max_length=8, choices=Outcome.choices)
    where = models.CharField("計画のどこに・わけ", max_length=300)
    decided_on = models.DateField("決めた日")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-decided_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__isnull=False) | ~Q(outcome__in=[Outcome.TAKEN, Outcome.PARTLY]),
                name="reflection_taken_names_measure",
            )
        ]

    def __str__(self) -> str:
        return self.where


class Deed(Record):
    """したこと: that something was done for an effort on a day, and the sitting or the gathering it stands in."""

    effort = models.ForeignKey(Effort, on_delete=models.CASCADE, related_name="deeds")
    done_on = models.DateField("した日")
    words = models.CharField("したこと", max_length=300)
    sitting = models.ForeignKey(
        Sitting, verbose_name="会議", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    activity = models.ForeignKey(
        Activity, verbose_name="集まり", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-done_on", "-made_at"]

    def __str__(self) -> str:
        return self.words
