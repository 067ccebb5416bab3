"""Closed lists of this room."""

from __future__ import annotations

from django.db.models import TextChoices


class ListKind(TextChoices):
    """The lists that may leave; there are no others."""

    CASES = "CASES", "自分が見られるケース"
    CONTACTS = "CONTACTS", "自分の機関が書いた支援の記録（中身は入らない）"
    PEOPLE = "PEOPLE", "自分の機関が知っている人"


class FileForm(TextChoices):
    XLSX = "XLSX", "Excel"
    CSV = "CSV", "CSV"


class ExportState(TextChoices):
    ASKED = "ASKED", "承認を待っています"
    READY = "READY", "受け取れます"
    REFUSED = "REFUSED", "承認されませんでした"
    WITHDRAWN = "WITHDRAWN", "やめました"
    TAKEN = "TAKEN", "受け取りました"
