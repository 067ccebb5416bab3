"""Visits that are to come, what to mind at the door, and who has gone in and not come out yet."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Staff
from norishiro.cases.models import Case
from norishiro.core.records import Record
from norishiro.outreach.models import Contact
from norishiro.people.models import Person
from norishiro.sharing.models import GatedEditableRecord, GatedRecord
from norishiro.visits.choices import AnswerKind, SafetyKind

ABOUT_ONE = "だれのことか（ケースか、ケースのない人）を一つ選んでください。"


def _about_one(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(case__isnull=False, person__isnull=True) | Q(case__isnull=True, person__isnull=False),
        name=name,
        violation_error_message=ABOUT_ONE,
    )


class Visit(GatedEditableRecord):
    """訪問の予定: one visit of one case (or of a person in no case) on one day. Its subject is the case, else the person.
    What was found there is no part of it: that is the ひとこと記録 (``contact``), written as always."""

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField("訪ねる日")
    from_at = models.TimeField("何時から", null=True, blank=True)
    until_at = models.TimeField("何時まで", null=True, blank=True)
    purpose = models.CharField("用件", max_length=120)
    company = models.CharField("一緒に行くほかの機関の人", max_length=120, blank=True)
    planned_by = models.ForeignKey(
        Staff, verbose_name="予定した職員", on_delete=models.PROTECT, related_name="+"
    )
    promise = models.ForeignKey(
        Contact, verbose_name="もとの約束", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    alone_because = models.CharField("一人で行くわけ", max_length=200, blank=True)
    alone_seen_by = models.ForeignKey(
        Staff, verbose_name="届けを見た人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    alone_seen_on = models.DateField("届けを見た日", null=True, blank=True)
    entered_at = models.DateTimeField("入った時刻", null=True, blank=True)
    entered_by = models.ForeignKey(
        Staff, verbose_name="入った職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expected_at = models.DateTimeField("終わりの予定の時刻", null=True, blank=True)
    left_at = models.DateTimeField("終わった時刻", null=True, blank=True)
    contact = models.ForeignKey(
        Contact, verbose_name="書いた記録", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_on = models.DateField("取りやめた日", null=True, blank=True)
    cancelled_because = models.CharField("取りやめたわけ", max_length=200, blank=True)

    class Meta:
        ordering = ["day", "from_at", "made_at"]
        indexes = [
            models.Index(fields=["agency", "day"], name="visit_of_agency"),
            models.Index(
                fields=["agency", "expected_at"],
                condition=Q(entered_at__isnull=False, left_at__isnull=True),
                name="visit_inside",
            ),
            models.Index(
                fields=["agency", "day"],
                condition=~Q(alone_because="") & Q(alone_seen_on__isnull=True),
                name="visit_alone_unseen",
            ),
        ]
        constraints = [
            _about_one("visit_about_one"),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(from_at__isnull=True) | Q(until_at__gt=F("from_at")),
                name="visit_hours",
                violation_error_message="終わりの時刻は、始まりより後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["promise"],
                condition=Q(cancelled_on__isnull=True),
                name="visit_of_promise_once",
                violation_error_message="この約束は、もう訪問の予定になっています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.purpose}"

    @property
    def called(self) -> str:
        """Whom it is about, as the people who may see it say."""
        return self.case.title if self.case else self.person.called if self.person else ""

    @property
    def is_open(self) -> bool:
        """Still to come: neither written down nor called off."""
        return self.contact_id is None and self.cancelled_on is None

    @property
    def is_inside(self) -> bool:
        """Somebody went in and has not come out."""
        return self.entered_at is not None and self.left_at is None


class Goer(Record):
    """行く人: one colleague of one visit; ``order`` is the place in this colleague's own round of the day."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="goers")
    staff = models.ForeignKey(Staff, verbose_name="行く人", on_delete=models.PROTECT, related_name="goings")
    order = models.PositiveSmallIntegerField("回る順")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "staff"],
                name="goer_once",
                violation_error_message="同じ人が二度選ばれています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff}"


class Answer(Record):
    """戻っていない訪問について、同僚がしたこと."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField("したこと", max_length=8, choices=AnswerKind.choices)
    words = models.CharField("ひとこと", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="した人", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("した時刻")

    class Meta:
        ordering = ["answered_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class SafetyNote(GatedRecord):
    """訪問の注意: one thing to mind, who told it, whether the person knows of the note, and until when it must be looked at
    again. It never falls silent by a date: past its day it is still shown, and asks to be reviewed."""

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="safety")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="safety")
    kind = models.CharField("注意", max_length=9, choices=SafetyKind.choices)
    words = models.CharField("くわしく", max_length=300, blank=True)
    teller = models.CharField("だれから聞いたか", max_length=120)
    heard_on = models.DateField("聞いた日")
    is_told = models.BooleanField("本人に伝えた")
    told_words = models.CharField("伝えた人、または伝えていないわけ", max_length=200)
    review_on = models.DateField("見直す日")
    reviewed_on = models.DateField("見直した日", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Staff, verbose_name="見直した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField("終えた日", null=True, blank=True)
    ended_because = models.CharField("終えたわけ", max_length=200, blank=True)
    ended_by = models.ForeignKey(
        Staff, verbose_name="終えた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    @property
    def minded(self) -> tuple[str, str]:
        """What it says: two notes that say the same are shown as one, with both that told it."""
        return (self.kind, self.words.strip())

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(
                fields=["agency", "review_on"], condition=Q(ended_on__isnull=True), name="safety_review"
            )
        ]
        constraints = [_about_one("safety_about_one")]

    def __str__(self) -> str:
        return self.get_kind_display()


class WayIn(GatedEditableRecord):
    """入り方と連絡の希望: keys and doors, the hours to avoid, an envelope without the sender's name. When and how somebody may
    be reached stands with the person (``people.Person.contact_wish``) and is not kept twice."""

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="ways_in")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="ways_in"
    )
    entry = models.CharField("鍵・入り方", max_length=300, blank=True)
    avoid = models.CharField("避けたい時間・方法", max_length=200, blank=True)
    is_sender_hidden = models.BooleanField("差出人名を伏せる", default=False)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            _about_one("way_in_about_one"),
            models.UniqueConstraint(
                fields=["subject_id", "agency", "basis"],
                name="way_in_once",
                violation_error_message="もう書かれています。画面を開きなおしてください。",
            ),
        ]

    def __str__(self) -> str:
        return "入り方と連絡の希望"
