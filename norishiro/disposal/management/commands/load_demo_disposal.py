"""norishiro load_demo_disposal: somebody whose records are over long ago, counted, and nothing disposed of."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from norishiro.disposal import demo


class Command(BaseCommand):
    help = "見本の町に、保存期間の終わった記録と、その候補を入れます。もうあれば、何もしません。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        demo.tell(today=timezone.localdate(), now=timezone.now())
