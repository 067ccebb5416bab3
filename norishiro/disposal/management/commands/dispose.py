"""``norishiro dispose --due``: what is due within a year is counted anew. For the clock, each night; nothing is ever disposed of here."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from norishiro.disposal import operations


class Command(BaseCommand):
    help = "1年のうちに保存期間が終わる記録を数え直します。廃棄はしません（二人が確かめて、画面でします）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--due", action="store_true", help="候補を数え直す")

    def handle(self, *args: Any, **given: Any) -> None:
        if not given["due"]:
            raise CommandError(
                "--due を付けると、廃棄の候補を数え直します。廃棄は「保存と廃棄」の画面からします。"
            )
        found = operations.list_due_tonight(today=timezone.localdate(), now=timezone.now())
        self.stdout.write(f"1年のうちに保存期間が終わる記録は{found}件です。何も廃棄していません。")
