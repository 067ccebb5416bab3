"""norishiro load_demo_moving: somebody has asked for everything, and nobody has agreed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from norishiro.moving import demo


class Command(BaseCommand):
    help = "見本の町に、すべての書き出しの求めを一つ入れます。もうあれば、何もしません。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        demo.tell(today=timezone.localdate())
