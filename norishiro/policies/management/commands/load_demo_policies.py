"""norishiro load_demo_policies: the demo town's plans, their trees, and the evaluation of a year."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from norishiro.policies import demo, demo_money


class Command(BaseCommand):
    help = "見本の町に、計画・体系・年度の評価を入れます。もうあれば、何もしません。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        demo.tell(today=today)
        demo_money.tell(today=today)
