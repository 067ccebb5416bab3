"""Closed lists of this room."""

from django.db.models import TextChoices


class ToldBy(TextChoices):
    """出所: who told it, or how it came to be known."""

    SELF = "SELF", "本人"
    FAMILY = "FAMILY", "家族"
    AGENCY = "AGENCY", "機関・関係者"
    NEIGHBOUR = "NEIGHBOUR", "近隣・地域"
    OBSERVED = "OBSERVED", "見て分かった"
    PAPER = "PAPER", "書類・記録"


class Stage(TextChoices):
    """By when an item of the sheet is needed."""

    INTAKE = "INTAKE", "受付のとき"
    ASSESSMENT = "ASSESSMENT", "アセスメントで"
    PLAN = "PLAN", "プランの前に"


class RiskMark(TextChoices):
    """The answer to one question of a ○/×/? sheet."""

    YES = "YES", "○ あてはまる"
    NO = "NO", "× あてはまらない"
    UNCLEAR = "UNCLEAR", "？ まだ分からない"


class Decider(TextChoices):
    """Who decided on a level."""

    STAFF = "STAFF", "担当者（急ぐとき）"
    AGENCY = "AGENCY", "所属で（上司と）"
    MEETING = "MEETING", "会議で"


class FindingKind(TextChoices):
    ISSUE = "ISSUE", "地区の課題"
    RESOURCE = "RESOURCE", "地区の力・資源"


class FindingState(TextChoices):
    OPEN = "OPEN", "まだ取り上げていない"
    TAKEN_UP = "TAKEN_UP", "会議で取り上げた"
    CLOSED = "CLOSED", "区切りをつけた"
