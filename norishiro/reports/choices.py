"""Closed lists of this room."""

from django.db.models import TextChoices


class Span(TextChoices):
    DAY = "DAY", "日報"
    MONTH = "MONTH", "月報"
    YEAR = "YEAR", "年報"


class ScopeKind(TextChoices):
    """Whose work a report is about."""

    STAFF = "STAFF", "ひとり"
    AGENCY = "AGENCY", "機関"
    BASE = "BASE", "拠点"
    AREA = "AREA", "圏域"
    PROGRAMME = "PROGRAMME", "事業"
    TOWN = "TOWN", "全体"


class Source(TextChoices):
    """Which records a figure is counted from."""

    CONTACT = "CONTACT", "支援の記録"
    CONSULTATION = "CONSULTATION", "相談の受付"
    GATHERING = "GATHERING", "集まり"
    SITTING = "SITTING", "会議への出席"
