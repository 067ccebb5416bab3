"""Where words are looked for."""

from __future__ import annotations

from django.db import models


class Source(models.TextChoices):
    """Kinds of records whose words can be found."""

    CONTACT = "CONTACT", "支援の記録"
    CONSULTATION = "CONSULTATION", "相談"
    SHEET = "SHEET", "つなぐシート"
    REQUEST = "REQUEST", "利用申込"
    LINE = "LINE", "会議の記録"
    PLAN = "PLAN", "プラン"
    ISSUE = "ISSUE", "課題"
    UNKNOWN = "UNKNOWN", "分からないこと"
    WISH = "WISH", "本人・家族の意向"
    ROLE = "ROLE", "役割"
    HELP = "HELP", "後方支援"
    HANDOVER = "HANDOVER", "引継ぎ"
