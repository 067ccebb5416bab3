"""``carry_takeovers``: cases whose day of handing over has come go to the next colleague. For the clock, once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from norishiro.casework.operations.takeovers import carry_out_for_everybody


class Command(BaseCommand):
    help = "引き継ぐ日の来たケースの担当を、次の人に替えます。"

    def handle(self, *args: Any, **options: Any) -> None:
        moved = carry_out_for_everybody(today=timezone.localdate())
        self.stdout.write(f"{moved}件のケースの担当が替わりました。")
