"""Closed lists of this room."""

from django.db.models import TextChoices


class Tongue(TextChoices):
    """The languages staff write in; the codes are those of the public pages' addresses."""

    JA = "ja", "日本語"
    EASY = "easy", "やさしい日本語"
    EN = "en", "English"
