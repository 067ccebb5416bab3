"""Closed lists of this room."""

from django.db.models import TextChoices


class FileKind(TextChoices):
    """The codes of ``core.files``."""

    PDF = "PDF", "PDF"
    JPEG = "JPEG", "写真（JPEG）"
    PNG = "PNG", "画像（PNG）"


class About(TextChoices):
    """What a scan belongs to."""

    CONSENT = "CONSENT", "本人の同意"
    FORM = "FORM", "機関の様式"
    CONTACT = "CONTACT", "支援の記録の写真"
