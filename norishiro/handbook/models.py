"""手引き・制度・検討課題: what the office has agreed on, what there is, what it studies. Never anybody who is supported."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Staff
from norishiro.agencies.models.dated import ends_after_start
from norishiro.core.records import EditableRecord, Record
from norishiro.handbook.choices import Chapter, Outcome, StudyState

LONGEST_TEXT = 20_000


class Page(EditableRecord):
    """手引きのページ: how one thing is done here. What it says stands in its editions; the newest holds."""

    title = models.CharField("題", max_length=120)
    chapter = models.CharField("章", max_length=12, choices=Chapter.choices)
    for_all = models.BooleanField("すべての職員に関わる", default=True)
    number = models.PositiveSmallIntegerField("いまの版", default=1)
    told = models.PositiveSmallIntegerField("知らせた最後の版", default=1)
    told_on = models.DateField("知らせた日")
    kept_by = models.ForeignKey(Agency, verbose_name="書く機関", on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField("終わり（この日から使わない）", null=True, blank=True)

    class Meta:
        ordering = ["chapter", "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(until_on__isnull=True),
                name="page_once",
                violation_error_message="同じ題の手引きがもうあります。",
            ),
            models.CheckConstraint(condition=Q(told__lte=F("number")), name="page_told_is_written"),
        ]

    def __str__(self) -> str:
        return self.title


class PageRole(Record):
    """関わる役割: a page concerns whoever wears a role of this kind."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField("役割", max_length=20, choices=RoleKind.choices)

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["page", "kind"], name="page_role_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class PageAgency(Record):
    """関わる機関: a page concerns whoever acts for this agency."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agency__code"]
        constraints = [models.UniqueConstraint(fields=["page", "agency"], name="page_agency_once")]

    def __str__(self) -> str:
        return self.agency.name


class Edition(Record):
    """版: what the page says from that day on, who wrote it and why. Never changed afterwards."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField("版")
    text = models.TextField("本文", max_length=LONGEST_TEXT)
    why = models.CharField("変えたわけ", max_length=200)
    written_on = models.DateField("書いた日")
    writer = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")
    is_told = models.BooleanField("関わる人に知らせた", default=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.page} 第{self.number}版"


class Reading(Record):
    """読んだ: up to which edition somebody has read a page. Only ever shown as a number of people."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="readings")
    staff = models.ForeignKey(Staff, verbose_name="職員", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("読んだ版")
    read_on = models.DateField("読んだ日")

    class Meta:
        ordering = ["page_id", "staff_id"]
        constraints = [models.UniqueConstraint(fields=["staff", "page"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.page_id} 第{self.number}版まで"


class Scheme(EditableRecord):
    """制度・事業: what a section offers, for whom, from when until when, and where it is described."""

    name = models.CharField("制度・事業の名前", max_length=120)
    agency = models.ForeignKey(
        Agency, verbose_name="主管課・機関", on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField("だれのための制度か", max_length=300)
    page = models.ForeignKey(
        Page, verbose_name="説明のある手引き", null=True, blank=True, on_delete=models.PROTECT, related_name="schemes"
    )  # fmt: skip
    where = models.CharField("説明のある所", max_length=300, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日からない）", null=True, blank=True)

    class Meta:
        ordering = ["agency__code", "name", "from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "agency", "from_on"],
                name="scheme_once",
                violation_error_message="この主管課の、同じ名前の制度がもうあります。",
            ),
            ends_after_start("scheme_period", "制度の終わりは始まりより後にしてください。"),
            models.CheckConstraint(
                condition=Q(page__isnull=False) | ~Q(where=""),
                name="scheme_is_described",
                violation_error_message="説明のある手引きを選ぶか、説明のある所を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StudyItem(EditableRecord):
    """検討課題: a question for the next plan. What is found out about it is no result of any support."""

    title = models.CharField("課題の名前", max_length=120)
    question = models.CharField("何を確かめるか", max_length=400)
    plan = models.CharField("どの計画のためか", max_length=120)
    agency = models.ForeignKey(Agency, verbose_name="調べる機関", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("始めた日")
    state = models.CharField(
        "いま", max_length=8, choices=StudyState.choices, default=StudyState.OPEN, db_default=StudyState.OPEN
    )
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-opened_on", "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "plan"],
                name="study_once",
                violation_error_message="この計画のための、同じ名前の検討課題がもうあります。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Evidence(Record):
    """根拠: what was found, on which day, and where it stands."""

    item = models.ForeignKey(StudyItem, on_delete=models.CASCADE, related_name="evidence")
    found_on = models.DateField("分かった日")
    words = models.CharField("分かったこと", max_length=600)
    source = models.CharField("出典", max_length=300)
    noted_by = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-found_on", "-made_at"]
        verbose_name = "根拠"

    def __str__(self) -> str:
        return self.words


class Decision(Record):
    """結論: what was decided about it, when and by whom. A later one does not undo an earlier one."""

    item = models.ForeignKey(StudyItem, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField("結論", max_length=8, choices=Outcome.choices)
    decided_on = models.DateField("決めた日")
    decided_by = models.CharField("決めた人・会議", max_length=120)
    words = models.CharField("わけ", max_length=600)
    noted_by = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-decided_on", "-made_at"]

    def __str__(self) -> str:
        return self.get_outcome_display()
