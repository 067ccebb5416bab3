"""Closed lists of this room. Stages and reasons of an end stand in ``data/tracks.toml``."""

from django.db.models import TextChoices


class Going(TextChoices):
    """定着の確認: whether it goes on."""

    STEADY = "STEADY", "続いている"
    SHAKY = "SHAKY", "続いているが、揺れている"
    AWAY = "AWAY", "来なくなっている"


class HostKind(TextChoices):
    """受け入れ先への支え."""

    EXPLAIN = "EXPLAIN", "受け入れる前の説明"
    VISIT = "VISIT", "様子を見に行った"
    CALL = "CALL", "電話・連絡"
    TROUBLE = "TROUBLE", "困りごとの相談"
    REVIEW = "REVIEW", "ふりかえり"


class MarkKind(TextChoices):
    """What one tick of a small thing to do is about; the codes stand in the lists of fitting."""

    BAND = "BAND", "時間"
    INTEREST = "INTEREST", "関心"


class HopeKind(TextChoices):
    """What one tick of a wish is about; the codes stand in the lists of places and of fitting."""

    ROLE = "ROLE", "何として"
    INTEREST = "INTEREST", "関心"
    BAND = "BAND", "時間"
    WEEKDAY = "WEEKDAY", "曜日"
    AREA = "AREA", "圏域"
    STATE = "STATE", "様子"
