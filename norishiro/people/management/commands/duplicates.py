"""``norishiro duplicates``: records that may be one person, found in the whole town. For the clock, once a week or so."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from norishiro.people.operations.pairs import everybody, keep_pairs

MISSING = (
    "組をさがす部品（Splink と DuckDB）が入っていません。`pip install 'norishiro[duplicates]'` で入れてから、"
    "もう一度実行してください。ほかの機能は、このままで使えます。"
)


class Command(BaseCommand):
    help = "同じ人かもしれない記録の組をさがします。組は、両方を見てよい人の画面にだけ出ます。"

    def handle(self, *args: Any, **options: Any) -> None:
        if find_spec("splink") is None or find_spec("duckdb") is None:
            raise CommandError(MISSING)
        linkage = import_module("norishiro.people.linkage")
        found = linkage.pairs_among(linkage.Row(**row) for row in everybody())
        new = keep_pairs(
            ((one.first, one.second, one.probability) for one in found), today=timezone.localdate()
        )
        self.stdout.write(f"似た記録の組を、新しく{new}組見つけました。")
