"""``norishiro watch``: every look of the last days that nothing in the work explains gets a flag. For the clock, each night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from norishiro.watching.operations.flags import seek_tonight


class Command(BaseCommand):
    help = "仕事の関わりのない閲覧を調べ、確かめるための印を付けます。"

    def handle(self, *args: Any, **options: Any) -> None:
        made = seek_tonight(today=timezone.localdate(), now=timezone.now())
        self.stdout.write(f"確かめる印を、新しく{made}件付けました。")
