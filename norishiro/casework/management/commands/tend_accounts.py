"""``norishiro tend_accounts``: accounts nobody uses fall asleep. For the clock, each night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from norishiro.agencies.operations import put_to_sleep


class Command(BaseCommand):
    help = "長く使われていない職員の登録を眠らせます。"

    def handle(self, *args: Any, **options: Any) -> None:
        slept = put_to_sleep(today=timezone.localdate())
        self.stdout.write(f"使われていない登録を{slept}件、眠らせました。")
