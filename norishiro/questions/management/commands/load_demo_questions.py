"""norishiro load_demo_questions: the demo town's kept questions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from norishiro.questions import demo


class Command(BaseCommand):
    help = "見本の町に、残した問いを入れます。もうあれば、何もしません。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        demo.tell(today=timezone.localdate())
