"""``norishiro town``: an invented town of a given size, laid into an empty place, for seeing how the program does under weight."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from norishiro.casework.town import laying
from norishiro.casework.town.sizes import SIZES, Size
from norishiro.profiles.models import ProfileVersion

ACCOUNTS_FILE = "demo_accounts.txt"
NEW_PLACE = (
    "新しい場所を作るには、まだないフォルダーを NORISHIRO_HOME に書いて、もう一度どうぞ"
    "（例: NORISHIRO_HOME=~/norishiro-machi norishiro town --size small）。"
)
WIDTH = 30
# How many rows a contact and a case bring with them, roughly: only for how far the bar has come.
OF_CONTACT, OF_CASE = 3.0, 49


class Command(BaseCommand):
    help = "重さを見るための、作りものの町を作ります。だれもいない場所だけに入れます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        sizes = "、".join(f"{name}＝{size.label}（ケース{size.cases:,}）" for name, size in SIZES.items())
        parser.add_argument("--size", choices=list(SIZES), required=True, help=f"大きさ。{sizes}")
        parser.add_argument("--seed", type=int, default=1, help="同じ数なら、同じ町になります（ふだんは 1）")
        parser.add_argument(
            "--demo", action="store_true", help="公開する設定の場所にも入れる（ためすための場所だけに）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name, seed = options["size"], options["seed"]
        size = SIZES[name]
        self._refuse_what_is_used()
        if laying.marked() is not None:
            self.stdout.write(
                "前に作りかけて止まった町がありました。何も残っていないので、はじめから作ります。"
            )
        laying.mark(name, seed=seed)
        began = time.monotonic()
        bar = Bar(round(size.contacts * OF_CONTACT + size.cases * OF_CASE))
        laid = laying.lay(size, name=name, seed=seed, today=timezone.localdate(), progress=bar.step)
        bar.step("片づけ", 0)
        since = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("SET norishiro.maintenance = 'on'")
            cursor.execute("VACUUM ANALYZE")
        laid.seconds["片づけ"] = time.monotonic() - since
        bar.end()
        self._hand_out(laid.accounts)
        self._tell(size, laid, seconds=time.monotonic() - began)

    def _refuse_what_is_used(self) -> None:
        if not laying.is_empty():
            raise CommandError(
                f"この場所には、もう人が登録されています。作りものの町は入れません。{NEW_PLACE}"
            )
        if ProfileVersion.objects.exists():
            raise CommandError(
                f"この場所には、もう自治体の設定が入っています。作りものの町は入れません。{NEW_PLACE}"
            )

    def _hand_out(self, accounts: tuple[str, ...]) -> None:
        file = settings.ENV.home / ACCOUNTS_FILE
        file.touch(mode=0o600)
        file.write_text("".join(f"{line}\n" for line in accounts), encoding="utf-8")

    def _tell(self, size: Size, laid: laying.Laid, *, seconds: float) -> None:
        told = [
            f"{size.label}を作りました（{seconds:.0f}秒）。",
            f"  住民（圏域の数だけ） {size.residents:>12,}",
            *(f"  {table:<28}{rows:>12,}" for table, rows in laid.rows.items()),
            "かかった秒: " + "、".join(f"{part} {spent:.0f}" for part, spent in laid.seconds.items()),
            f"入り方は {settings.ENV.home / ACCOUNTS_FILE} に書きました。`norishiro run` で始まります。",
            "台帳は、`norishiro ledger checkpoint` で控えをとり、`norishiro ledger verify` で確かめられます。",
        ]
        self.stdout.write("\n".join(told))


class Bar:
    """How far it has come, on the screen only."""

    def __init__(self, rows: int) -> None:
        self.rows, self.done, self.began = rows, 0, time.monotonic()
        self.shown = sys.stderr.isatty()

    def step(self, part: str, rows: int) -> None:
        self.done += rows
        if self.shown:
            share = min(1.0, self.done / self.rows)
            filled = "■" * round(share * WIDTH)
            seconds = int(time.monotonic() - self.began)
            sys.stderr.write(
                f"\r{filled:□<{WIDTH}} {share:4.0%}  {part}　{self.done:,}行　{seconds // 60}分{seconds % 60:02}秒\x1b[K"
            )
            sys.stderr.flush()

    def end(self) -> None:
        if self.shown:
            sys.stderr.write("\n")
