"""``norishiro digest``: today's counts to whoever wants them by mail. For the clock, every ten minutes or so."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from norishiro.casework.operations.digest import send_due


class Command(BaseCommand):
    help = "「今日」の数を、選んだ時刻になった人にメールで知らせます。一日に一度だけ送ります。"

    def handle(self, *args: Any, **options: Any) -> None:
        did = send_due(now=timezone.now())
        self.stdout.write(
            f"今日のお知らせを{did.sent}通送りました（することのない人 {did.nothing}人、送れなかった人 {did.failed}人）。"
        )
