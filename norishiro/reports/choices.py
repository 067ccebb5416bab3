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
    TALK = "TALK", "会議にかけた事例"
    PLAN = "PLAN", "支援プランの決定"
    ANSWER = "ANSWER", "多機関協働の申込への回答"
    SHEET = "SHEET", "つなぐシート"
    PROGRAMME = "PROGRAMME", "事業ごとの支援"
    PARTICIPATION = "PARTICIPATION", "参加支援"
    PLACE = "PLACE", "受け入れ先"


class SummaryState(TextChoices):
    """How far a yearly summary has come."""

    DRAFT = "DRAFT", "下書き"
    ASKED = "ASKED", "確認を待っている"
    RELEASED = "RELEASED", "承認された"


class ReviewStep(TextChoices):
    """What was done about it, by whom."""

    ASKED = "ASKED", "確認をたのんだ"
    TAKEN_BACK = "TAKEN_BACK", "たのむのをやめた"
    GIVEN_BACK = "GIVEN_BACK", "直しをたのんで返した"
    RELEASED = "RELEASED", "承認した"


class StoryKind(TextChoices):
    """Where a story was written for telling. Never in a record of support."""

    GATHERING = "GATHERING", "集まり"
    ITEM = "ITEM", "広報・催し"
    PROPOSAL = "PROPOSAL", "実った提案・協働"
    GRANT = "GRANT", "助成でできたこと"


class CountedAs(TextChoices):
    """Of two records of one visit under two 事業: which of them counts."""

    ONE = "ONE", "はじめの記録だけ"
    OTHER = "OTHER", "あとの記録だけ"
    BOTH = "BOTH", "どちらも数える"
