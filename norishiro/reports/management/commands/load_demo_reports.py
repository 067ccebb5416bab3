"""norishiro load_demo_reports: the demo town's month as it was closed, and what was put right afterwards."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from norishiro.reports import demo


class Command(BaseCommand):
    help = "見本の町に、締めた月報と締めたあとの直し、年度のまとめを入れます。もうあれば、何もしません。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        demo.tell(today=timezone.localdate())
        demo.sum_up(today=timezone.localdate())
        demo.visit_together(today=timezone.localdate())
