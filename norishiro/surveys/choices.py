"""Closed lists of this room."""

from django.db.models import TextChoices


class AnswerWay(TextChoices):
    WEB = "WEB", "ウェブ"
    PAPER = "PAPER", "紙"
    PHONE = "PHONE", "電話"
    VISIT = "VISIT", "訪問（ヒアリング）"


class AnswerState(TextChoices):
    WAITING = "WAITING", "確かめ待ち"
    ACCEPTED = "ACCEPTED", "登録に入れた"
    ASIDE = "ASIDE", "入れなかった"


class Standing(TextChoices):
    """Where a place stands in a round: never stored, always told from its answer."""

    UNANSWERED = "UNANSWERED", "まだ答えがない"
    WAITING = "WAITING", "確かめ待ち"
    ACCEPTED = "ACCEPTED", "登録に入れた"
    ASIDE = "ASIDE", "入れなかった"
