"""``norishiro carry_letters``: 地区の便り that were decided to be sent go out by mail. For the clock, every five minutes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from norishiro.neighbours.carrying import carry

NO_ADDRESS = "地区の便りを送れません。メールに書く番地が決まっていないためです。NORISHIRO_ALLOWED_HOSTS に、住民が開ける名前を書いてください。"


class Command(BaseCommand):
    help = "「送る」と決めた地区の便りを、登録した人にメールで送ります。何度動かしても、同じ便りは一通です。"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.NORISHIRO_ADDRESS:
            raise CommandError(NO_ADDRESS)
        did = carry(now=timezone.now(), base=settings.NORISHIRO_ADDRESS)
        self.stdout.write(
            f"地区の便りを{did.sent}通送りました（受け取られなかったもの {did.refused}通、次にもう一度送るもの {did.waiting}通）。"
        )
