"""Closed lists of this room."""

from django.db.models import TextChoices


class Tongue(TextChoices):
    """The languages staff write in; the codes are those of the public pages' addresses."""

    JA = "ja", "日本語"
    EASY = "easy", "やさしい日本語"
    EN = "en", "English"


class Giver(TextChoices):
    """Whose leave it is; nobody is named."""

    SELF = "SELF", "うつっている本人"
    FAMILY = "FAMILY", "家族・保護者"
    MAKER = "MAKER", "作者"
    BODY = "BODY", "団体・施設"


class LeaveForm(TextChoices):
    """In which form the leave was given."""

    PAPER = "PAPER", "書面"
    MAIL = "MAIL", "メール"
    SPOKEN = "SPOKEN", "口頭（聞いた職員が残す）"


class HandoutWay(TextChoices):
    """How an edition reached a place."""

    COPIES = "COPIES", "配った・置いた（部）"
    BRIEFING = "BRIEFING", "説明した（人）"


class ResponseKind(TextChoices):
    """What came back."""

    COVERAGE = "COVERAGE", "報道・掲載"
    COMMENT = "COMMENT", "見た人のことば"
    FEEDBACK = "FEEDBACK", "来た人の感想"
