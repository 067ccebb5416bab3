"""研修: which courses there are, when they were held, who came. Never anybody who is supported."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.choices import Body
from norishiro.agencies.models import Agency, Staff, Window
from norishiro.consultations.models import Example
from norishiro.core.records import EditableRecord, Record
from norishiro.handbook.models import Scheme
from norishiro.training.choices import CourseKind, CourseLevel


class Course(EditableRecord):
    """一つの研修: held once or many times, in one year or in many."""

    name = models.CharField("研修の名前", max_length=120)
    kind = models.CharField("種類", max_length=10, choices=CourseKind.choices)
    level = models.CharField("対象", max_length=10, choices=CourseLevel.choices, default=CourseLevel.ALL)
    theme = models.CharField("テーマ", max_length=200)
    agency = models.ForeignKey(Agency, verbose_name="開く機関", on_delete=models.PROTECT, related_name="+")
    needed = models.PositiveSmallIntegerField("修了に要る回数（年度のうち）", null=True, blank=True)
    until_on = models.DateField("終わり（この日から開かない）", null=True, blank=True)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "agency"],
                name="course_once",
                violation_error_message="この機関の、同じ名前の研修がもうあります。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Session(Record):
    """一回: a day on which the course was held."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField("開いた日")
    title = models.CharField("この回の題", max_length=160)
    lecturer = models.CharField("講師・進行", max_length=160, blank=True)
    place = models.CharField("場所", max_length=120, blank=True)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-held_on", "-made_at"]
        indexes = [models.Index(fields=["held_on"], name="session_by_day")]
        constraints = [models.UniqueConstraint(fields=["course", "held_on", "title"], name="session_once")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"


class Lecture(Record):
    """講義の話題: what was taught, and what it is about: a scheme with its window, or an example of the case digest."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="lectures")
    topic = models.CharField("話題", max_length=160)
    scheme_name = models.CharField("台帳にない制度・事業の名前", max_length=120, blank=True)
    scheme = models.ForeignKey(
        Scheme,
        verbose_name="制度の台帳の制度",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    window = models.ForeignKey(
        Window,
        verbose_name="その制度の窓口",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    example = models.ForeignKey(
        Example,
        verbose_name="事例集の事例",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(scheme_name="")
                | Q(scheme__isnull=False)
                | Q(window__isnull=False)
                | Q(example__isnull=False),
                name="lecture_about_something",
                violation_error_message="制度、窓口、事例のどれか一つを入れてください。",
            )
        ]

    def __str__(self) -> str:
        return self.topic


class Material(Record):
    """資料: what was handed out, and where it lies."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField("資料の名前", max_length=160)
    where = models.CharField("置き場所", max_length=200)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.title


class Question(Record):
    """出た質問 and its answer, which may come later."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    agency = models.ForeignKey(
        Agency, verbose_name="質問した機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField("質問", max_length=300)
    reply = models.CharField("答え", max_length=1000, blank=True)
    replied_on = models.DateField("答えた日", null=True, blank=True)
    replier = models.ForeignKey(
        Staff, verbose_name="答えた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.words


class Attendance(Record):
    """出席: a member of staff, somebody from outside by name, or so many without names."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    staff = models.ForeignKey(
        Staff, verbose_name="職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="機関", null=True, blank=True, on_delete=models.PROTECT, related_name="trainings"
    )
    body = models.CharField("どの側", max_length=16, choices=Body.choices)
    group = models.CharField("団体・機関の名前", max_length=120, blank=True)
    name = models.CharField("出席した人の名前", max_length=80, blank=True)
    number = models.PositiveSmallIntegerField("人数", default=1)
    noted_by = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["body", "agency__code", "group", "name", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "staff"], condition=Q(staff__isnull=False), name="attendance_staff_once"
            ),
            models.UniqueConstraint(
                fields=["session", "agency", "group", "name"],
                condition=~Q(name=""),
                nulls_distinct=False,
                name="attendance_name_once",
            ),
            models.CheckConstraint(
                condition=Q(staff__isnull=False) | Q(agency__isnull=False) | ~Q(group="") | ~Q(name=""),
                name="attendance_somebody",
                violation_error_message="だれが（どこから）来たかを入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(staff__isnull=True) & Q(name="", number__gte=1)),
                name="attendance_one_by_name",
                violation_error_message="名前のある人は、1人ずつ数えます。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.group
