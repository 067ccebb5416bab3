"""norishiro load_demo_bringing: the demo town's old list, read and not yet taken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from norishiro.exchange import demo


class Command(BaseCommand):
    help = "見本の町に、読んだだけの名簿を入れます。もうあれば、何もしません。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        demo.tell(today=timezone.localdate())
