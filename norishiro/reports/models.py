"""Months as they were closed, and years as they were told. Figures and words for everybody: nobody's name."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.calendar import fiscal_year_label
from norishiro.core.records import EditableRecord, Record
from norishiro.outreach.models import Contact
from norishiro.publicity.models import PublicPage
from norishiro.reports.choices import CountedAs, ReviewStep, ScopeKind, StoryKind, SummaryState


class ClosedMonth(Record):
    """締めた月報: every figure of a month as it stood, and which records it was counted from. Closing again is a new one."""

    scope = models.CharField("まとまり", max_length=12, choices=ScopeKind.choices)
    scope_key = models.CharField("まとまりの番号", max_length=60, blank=True)
    scope_label = models.CharField("まとまりの名前", max_length=160)
    month = models.DateField("月（1日）")
    number = models.PositiveSmallIntegerField("何回目の締めか", default=1)
    definition = models.CharField("数え方の版", max_length=40)
    figures = models.JSONField("数")
    entries = models.JSONField("もとの記録の番号")
    staff = models.ForeignKey(Staff, verbose_name="締めた職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="締めた機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "締めた月報"
        verbose_name_plural = "締めた月報"
        ordering = ["-month", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "scope_key", "month", "number"],
                name="month_closed_once",
                violation_error_message="この月報は、ほかの人が先に締めました。開き直してください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.scope_label} {self.number}"


LONGEST_WORDS = 2_000


class Summary(EditableRecord):
    """年度のまとめ: a year told to everybody. Its figures are counted anew while it is a draft, and stand still from the
    moment somebody else is asked to approve them."""

    scope = models.CharField("まとまり", max_length=12, choices=ScopeKind.choices)
    scope_key = models.CharField("まとまりの番号", max_length=60, blank=True)
    scope_label = models.CharField("まとまりの名前", max_length=160)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("何回目のまとめか", default=1)
    title = models.CharField("題", max_length=120)
    work = models.TextField("取組", max_length=LONGEST_WORDS, blank=True)
    voices = models.TextField("声", max_length=LONGEST_WORDS, blank=True)
    ahead = models.TextField("来年度", max_length=LONGEST_WORDS, blank=True)
    state = models.CharField(
        "いま", max_length=8, choices=SummaryState.choices, default=SummaryState.DRAFT, db_default=SummaryState.DRAFT
    )  # fmt: skip
    definition = models.CharField("数え方の版", max_length=60, blank=True)
    content = models.JSONField("出す数", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="書いた機関", on_delete=models.PROTECT, related_name="+")
    public_page = models.ForeignKey(
        PublicPage, verbose_name="公開のページ", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # fmt: skip

    class Meta:
        verbose_name = "年度のまとめ"
        verbose_name_plural = "年度のまとめ"
        ordering = ["-year", "scope_label", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "scope_key", "year", "number"], name="summary_once",
                violation_error_message="このまとめは、ほかの人が先に始めました。一覧から開いてください。",
            ),
            models.UniqueConstraint(
                fields=["scope", "scope_key", "year"], condition=~Q(state="RELEASED"), name="summary_one_open",
                violation_error_message="この年度の書きかけのまとめが、もうあります。一覧から開いてください。",
            ),
            models.CheckConstraint(
                condition=Q(state="DRAFT", content__isnull=True) | ~Q(state="DRAFT") & Q(content__isnull=False),
                name="summary_figures_stand_still",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def year_label(self) -> str:
        return fiscal_year_label(self.year)


class SummaryStory(Record):
    """載せる話: copied from what was written for telling, as it stood that day."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="stories")
    kind = models.CharField("どこから", max_length=10, choices=StoryKind.choices)
    source_id = models.UUIDField("もとの番号")
    told_on = models.DateField("いつのこと")
    title = models.CharField("題", max_length=160)
    text = models.CharField("話", max_length=1000)

    class Meta:
        verbose_name = "載せる話"
        ordering = ["told_on", "title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "kind", "source_id"], name="summary_story_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return str(StoryKind(self.kind).label)


class SummaryReview(Record):
    """確認の一歩: who asked, who gave it back and why, who approved."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="reviews")
    step = models.CharField("したこと", max_length=10, choices=ReviewStep.choices)
    words = models.CharField("ひとこと", max_length=400, blank=True)
    made_on = models.DateField("した日")
    staff = models.ForeignKey(Staff, verbose_name="した職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="した機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "確認の一歩"
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step="GIVEN_BACK") | ~Q(words=""), name="summary_given_back_with_reason"
            )
        ]

    def __str__(self) -> str:
        return self.get_step_display()


class Counted(Record):
    """どちらの事業で数えるか: of two records of one visit under two 事業. The one written last holds; the records stay as they
    are, and a record that is corrected is asked about anew."""

    one = models.ForeignKey(Contact, verbose_name="はじめの記録", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Contact, verbose_name="あとの記録", on_delete=models.PROTECT, related_name="+")
    counts = models.CharField("どれを数えるか", max_length=5, choices=CountedAs.choices)
    reason = models.CharField("わけ", max_length=200)
    decided_on = models.DateField("決めた日")
    staff = models.ForeignKey(Staff, verbose_name="決めた職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="決めた機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "どちらの事業で数えるか"
        ordering = ["-made_at"]
        constraints = [models.CheckConstraint(condition=Q(one__lt=F("other")), name="counted_in_order")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.counts}"
