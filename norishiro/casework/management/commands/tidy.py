"""``norishiro tidy``: half-written forms nobody came back to, old tokens, expired keys. For the clock, each night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from norishiro.casework.operations.tidying import tidy


class Command(BaseCommand):
    help = "だれも続きを書かない書きかけ、済んだ送信の控え、期限の切れた鍵、確かめられなかった地区の便りの申込を片づけます。"

    def handle(self, *args: Any, **options: Any) -> None:
        gone = tidy(now=timezone.now())
        self.stdout.write(
            f"片づけました（書きかけ {gone.drafts}件、済んだ送信の控え {gone.tokens}件、古い鍵 {gone.keys}件、確かめられなかった便りの申込 {gone.askings}件）。"
        )
