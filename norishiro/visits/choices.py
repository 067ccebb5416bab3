"""Closed lists of this room."""

from django.db.models import TextChoices


class SafetyKind(TextChoices):
    """What to mind at a door. 複数で訪問 is a rule for whoever plans; the others are told."""

    PAIR = "PAIR", "複数で訪問"
    ANIMAL = "ANIMAL", "犬などの動物"
    ANGER = "ANGER", "怒声・暴力のおそれ"
    INFECTION = "INFECTION", "感染への備え"
    KEEP_OUT = "KEEP_OUT", "立入りの注意"
    OTHER = "OTHER", "そのほか"


class AnswerKind(TextChoices):
    """What a colleague did about somebody who has not come out."""

    REACHED = "REACHED", "連絡がついた"
    RUSHING = "RUSHING", "駆けつける"
