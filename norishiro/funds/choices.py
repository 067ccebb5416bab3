"""Closed lists of this room."""

from django.db.models import TextChoices


class GiverKind(TextChoices):
    """Who gave, as a kind; residents are never named."""

    CITIZEN = "CITIZEN", "住民"
    COLLECTION = "COLLECTION", "募金箱・街頭募金"
    CORPORATION = "CORPORATION", "法人・企業・団体"
    SHARED = "SHARED", "共同募金などの配分"
    OTHER = "OTHER", "そのほか"


class Decision(TextChoices):
    """What was decided of an application."""

    GRANTED = "GRANTED", "助成する"
    DECLINED = "DECLINED", "今回は見送る"


class Step(TextChoices):
    """How far a grant has come."""

    APPLIED = "APPLIED", "決定を待つ"
    GRANTED = "GRANTED", "支払いを待つ"
    PAID = "PAID", "報告を待つ"
    REPORTED = "REPORTED", "報告あり・区切り前"
    CLOSED = "CLOSED", "区切り"
    DECLINED = "DECLINED", "見送り"


OPEN_STEPS = (Step.APPLIED, Step.GRANTED, Step.PAID, Step.REPORTED)
