"""Closed lists of this room."""

from django.db.models import TextChoices


class Part(TextChoices):
    """How somebody works along. The lead is no part: who leads stands in ``cases.LeadChange``."""

    MEMBER = "MEMBER", "担当"
    FORMER = "FORMER", "前任（引き継ぎの期間）"
    ADVISER = "ADVISER", "日常生活支援アドバイザー"


class Settling(TextChoices):
    """区切り: what becomes of a membership when its period nears its end."""

    END = "END", "ここで終える"
    EXTEND = "EXTEND", "期間をのばす"
    TRANSFER = "TRANSFER", "ほかの支援につないで終える"
