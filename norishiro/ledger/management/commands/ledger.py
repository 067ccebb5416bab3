"""``norishiro ledger verify``: does the chain hold from the first line to the last?"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from norishiro.ledger import chain, queries


class Command(BaseCommand):
    help = "台帳が書き換えられていないかを、最初の行から確かめます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        head_seq, head_hash = queries.head()
        faults = chain.verify(queries.all_lines(), head_seq=head_seq, head_hash=head_hash)
        for fault in faults[:50]:
            self.stderr.write(fault.message)
        if faults:
            raise CommandError(
                f"台帳に{len(faults)}か所の乱れがあります。保管している控えと比べ、責任者へ知らせてください。"
            )
        self.stdout.write(f"台帳は{head_seq}行、すべてつながっています。末尾: {head_hash}")
