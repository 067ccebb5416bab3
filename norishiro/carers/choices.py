"""Closed lists of this room. What can be ticked stands in ``data/care.toml``."""

from django.db.models import TextChoices


class State(TextChoices):
    """Whether the caring goes on."""

    ONGOING = "ONGOING", "いまも担っている"
    ENDED = "ENDED", "いまは担っていない"


class Often(TextChoices):
    """How often, as people say it."""

    DAILY = "DAILY", "ほぼ毎日"
    MOST = "MOST", "週に3〜5日"
    SOME = "SOME", "週に1〜2日"
    RARE = "RARE", "月に数回"
    UNEVEN = "UNEVEN", "波がある"
    UNKNOWN = "UNKNOWN", "まだ聞けていない"


class ItemKind(TextChoices):
    """What a ticked line of a version is about."""

    TASK = "TASK", "担っていること"
    EFFECT = "EFFECT", "影響"
