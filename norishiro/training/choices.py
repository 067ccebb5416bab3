"""Closed lists of this room."""

from django.db.models import TextChoices


class CourseKind(TextChoices):
    TRAINING = "TRAINING", "研修"
    JOINT = "JOINT", "合同研修（行政と社協など）"
    STUDY = "STUDY", "勉強会"
    LECTURE = "LECTURE", "講義・講演"
    COLLEGE = "COLLEGE", "住民の講座"


class CourseLevel(TextChoices):
    ALL = "ALL", "すべての職員"
    NEW = "NEW", "はじめての人"
    WORKING = "WORKING", "担当して数年の人"
    LEADING = "LEADING", "まとめる人・管理職"
    RESIDENT = "RESIDENT", "住民・地域の団体"
