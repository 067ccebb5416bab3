"""Closed lists of this room. The kinds of goods stand in ``data/kinds.toml``."""

from django.db.models import TextChoices


class Unit(TextChoices):
    """What a thing is counted in."""

    KG = "KG", "kg"
    PIECE = "PIECE", "個"


class Source(TextChoices):
    """Where goods came from."""

    DRIVE = "DRIVE", "フードドライブで"
    CORPORATION = "CORPORATION", "法人・企業・団体から"
    CITIZEN = "CITIZEN", "住民から"
    FOOD_BANK = "FOOD_BANK", "フードバンクから"
    BOUGHT = "BOUGHT", "買った"
    OTHER = "OTHER", "そのほか"


class Way(TextChoices):
    """Where goods went."""

    GROUP = "GROUP", "団体・場に渡した"
    HOUSEHOLDS = "HOUSEHOLDS", "世帯に渡した"
    DISCARD = "DISCARD", "廃棄した"


class Loss(TextChoices):
    """Why something was thrown away."""

    EXPIRED = "EXPIRED", "期限が過ぎた"
    DAMAGED = "DAMAGED", "いたんだ・こわれた"
    MISSING = "MISSING", "数えたら足りなかった"
    OTHER = "OTHER", "そのほか"


class DayKind(TextChoices):
    """What a day is for."""

    DRIVE = "DRIVE", "フードドライブ（集める日）"
    PANTRY = "PANTRY", "配布日（フードパントリー）"
