"""Closed lists of this room."""

from django.db.models import TextChoices


class PartKind(TextChoices):
    """What a part of a question says."""

    FIGURE = "FIGURE", "数"
    FILTER = "FILTER", "しぼりこみ"
