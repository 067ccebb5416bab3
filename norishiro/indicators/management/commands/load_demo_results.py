"""norishiro load_demo_results: the demo town's meeting about its results, once its stories are told."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from norishiro.indicators import demo


class Command(BaseCommand):
    help = "見本の町に、実績の表を出した会議を入れます。もうあれば、何もしません。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        demo.tell(today=timezone.localdate())
