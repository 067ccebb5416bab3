"""``norishiro tidy_brought``: the cells kept of files that were taken long ago, and of those nobody took. For the clock, each night."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from norishiro.exchange.operations import forget_old_cells
from norishiro.exchange.rules import KEPT_DAYS


class Command(BaseCommand):
    help = f"取り込みに残したもとの欄を、{KEPT_DAYS}日たったら消します。"

    def handle(self, *args: Any, **options: Any) -> None:
        gone = forget_old_cells(before=timezone.now() - timedelta(days=KEPT_DAYS), now=timezone.now())
        self.stdout.write(f"{gone}件のファイルの、もとの欄を消しました。")
