"""``schedule_monitoring``: every running case that has none gets its next day. For the clock, once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from norishiro.plans.operations.monitoring import schedule_for_everybody


class Command(BaseCommand):
    help = "続いているケースのうち、モニタリングの予定のないものに、次の予定日を入れます。"

    def handle(self, *args: Any, **options: Any) -> None:
        made = schedule_for_everybody(today=timezone.localdate())
        self.stdout.write(f"モニタリングの予定を{made}件つくりました。")
