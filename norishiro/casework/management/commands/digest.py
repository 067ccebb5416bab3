"""``norishiro digest``: today's counts, and at once that somebody has not come out of a visit. For the clock, every five minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from norishiro.casework.operations.digest import send_alarms, send_due


class Command(BaseCommand):
    help = "「今日」の数を、選んだ時刻になった人に一日に一度、訪問から戻らない人がいることを、望む人にすぐ、メールで知らせます。"

    def handle(self, *args: Any, **options: Any) -> None:
        alarms = send_alarms(now=timezone.now())
        if alarms.sent or alarms.failed:
            self.stdout.write(
                f"訪問から戻らない人がいることを{alarms.sent}通知らせました（送れなかった人 {alarms.failed}人）。"
            )
        did = send_due(now=timezone.now())
        self.stdout.write(
            f"今日のお知らせを{did.sent}通送りました（することのない人 {did.nothing}人、送れなかった人 {did.failed}人）。"
        )
