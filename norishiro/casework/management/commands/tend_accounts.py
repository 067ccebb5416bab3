"""``norishiro tend_accounts``: whoever leaves today is let go, and accounts nobody uses fall asleep. For the clock, each night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from norishiro.agencies.operations import put_to_sleep
from norishiro.casework.operations.transfers import let_go_on_their_day


class Command(BaseCommand):
    help = "離れる日の来た職員を使えなくし、長く使われていない登録を眠らせます。"

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        gone, waiting = let_go_on_their_day(now=timezone.now(), today=today)
        slept = put_to_sleep(today=today)
        self.stdout.write(
            f"離れる日の来た{gone}人を使えなくし、使われていない登録を{slept}件、眠らせました。"
        )
        if waiting:
            self.stdout.write(
                f"{waiting}人は、決めた人の任命がもうないため、待っています。「職員」から使えなくしてください。"
            )
