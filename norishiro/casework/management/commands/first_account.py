"""``norishiro first_account``: the first member of staff of an installation. Run once, as the owner of the tables."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from norishiro.casework.operations.first_account import open_first_account
from norishiro.core.verdict import Refused


class Command(BaseCommand):
    help = "はじめの職員（システム管理者）を作り、合言葉を一度だけ出します。職員が一人でもいれば、断ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--login", default="", help="職員ID（例: joho01）")
        parser.add_argument("--name", default="", help="氏名")
        parser.add_argument(
            "--agency", default="", help="所属する機関のコード（書かなければ、多機関協働を担う機関）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        login, name = options["login"].strip(), options["name"].strip()
        if not login.isascii() or not login or not name:
            raise CommandError(
                "職員IDは半角の英数字で、氏名も書いてください（例: norishiro first_account --login joho01 --name みほん）。"
            )
        try:
            made = open_first_account(
                login_id=login, name=name, agency_code=options["agency"].strip(), today=timezone.localdate()
            )
        except Refused as refused:
            raise CommandError("".join(reason.message for reason in refused.verdict.reasons)) from None
        self.stdout.write(
            f"はじめの職員を作りました（{made.agency_name}、システム管理者）。\n"
            f"  職員ID    {made.login_id}\n"
            f"  合言葉    {made.password}\n"
            "合言葉は、もう出ません。ログインすると、まず自分のパスワードを決める画面になります。"
        )
