"""Closed lists of this room. What differs by town or year stands in ``data/kinds.toml``."""

from django.db.models import TextChoices


class Reply(TextChoices):
    """What a corporation answers to a need; without one there is no answer yet."""

    YES = "YES", "できる"
    CONDITIONAL = "CONDITIONAL", "条件つきでできる"
    NO = "NO", "いまはできない"
