"""``norishiro maintenance``: read or mend tables past the walls, never without a line in the ledger."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from norishiro.ledger.events import MAINTENANCE_DONE
from norishiro.ledger.operations import sign_system

SHORTEST_REASON = 20
ENOUGH = "理由は20文字より長く書いてください。だれの依頼で、何のためかを書きます。"


class Command(BaseCommand):
    help = "壁をこえて表を読み、直します。理由とともに、必ず台帳に残ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", required=True, help="だれの依頼で、何のためか（20文字より長く）")
        parser.add_argument("--sql", required=True, type=Path, help="SQL を書いたファイル（文は一つ）")

    def handle(self, *args: Any, **options: Any) -> None:
        reason = options["reason"].strip()
        if len(reason) < SHORTEST_REASON:
            raise CommandError(ENOUGH)
        try:
            statement = options["sql"].read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"{options['sql'].name} を読めません。") from None
        for row in _carried_out(statement, reason=reason):
            self.stdout.write("\t".join("" if value is None else str(value) for value in row))


@transaction.atomic
def _carried_out(statement: str, *, reason: str) -> list[tuple[Any, ...]]:
    """The line first, in the same transaction: if it cannot be written, nothing is read."""
    sign_system(
        MAINTENANCE_DONE, reason=reason,
        changes={
            "user": (None, getpass.getuser()),
            "statement": (None, sha256(statement.encode()).hexdigest()),
        },
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('norishiro.maintenance', 'on', true)")
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []
