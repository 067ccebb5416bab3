"""Closed lists of this room."""

from django.db.models import TextChoices


class Chapter(TextChoices):
    RECEPTION = "RECEPTION", "受付の流れ"
    MEETING = "MEETING", "会議"
    SHARING = "SHARING", "同意と情報の共有"
    PLAN = "PLAN", "プランと見守り"
    WRITING = "WRITING", "記録の書き方"
    SAFETY = "SAFETY", "安全と緊急のとき"
    MONEY = "MONEY", "事業と財源"
    OTHER = "OTHER", "そのほか"


class StudyState(TextChoices):
    OPEN = "OPEN", "調べている"
    ADOPTED = "ADOPTED", "計画に入れる"
    CARRIED = "CARRIED", "続けて調べる"
    DROPPED = "DROPPED", "見送る"


class Outcome(TextChoices):
    ADOPTED = "ADOPTED", "計画に入れる"
    CARRIED = "CARRIED", "続けて調べる"
    DROPPED = "DROPPED", "見送る"
