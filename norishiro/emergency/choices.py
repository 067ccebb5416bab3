"""Closed lists of the emergency window."""

from __future__ import annotations

from django.db.models import TextChoices


class Trigger(TextChoices):
    """きっかけ: what happened. Each must be named; there is no silent use."""

    LIFE = "LIFE", "生命・身体の危険"
    ABUSE = "ABUSE", "虐待の疑い"
    DISASTER = "DISASTER", "災害"
    INQUIRY = "INQUIRY", "警察・救急からの照会"
    OTHER = "OTHER", "その他"


class SoughtBy(TextChoices):
    """By what somebody is looked for. Both must match exactly; nobody can browse."""

    NAME = "NAME", "氏名と生年月日"
    ADDRESS = "ADDRESS", "住所"


class Finding(TextChoices):
    """審査の結果. 「確かめる」 leaves the use unreviewed until a second word is said."""

    NEEDED = "NEEDED", "仕事上必要だった"
    CHECK = "CHECK", "確かめる"
    IMPROPER = "IMPROPER", "不適切"
