"""``norishiro export_all``: everything this installation holds, into a folder, locked; by a request two people stood for on the page."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import pyrage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from norishiro.core.verdict import Refused
from norishiro.moving import dictionary, operations, saying
from norishiro.moving.making import Differs
from norishiro.moving.models import Departure

NO_FOLDER = "{} に書けません。つながっているか、空きがあるか、持ち主を確かめてください。何も残していません。"
THERE = "{} が、もうあります。上書きはしません。別のフォルダーを書いてください。"


class Command(BaseCommand):
    help = "のりしろが持っているすべてを、合言葉で暗号にしたファイルに書き出す。画面の「データの移行」で、二人が求めて承認したものだけ。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="書き出すフォルダー（媒体など）")
        parser.add_argument(
            "--dictionary",
            action="store_true",
            help="データ辞書だけを書く（人の記録は入らない。承認は要らない）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            options["to"].mkdir(parents=True, exist_ok=True)
            if options["dictionary"]:
                self._write_dictionary(options["to"], on=timezone.localdate())
            else:
                self._make(options["to"])
        except FileExistsError as fault:
            raise CommandError(THERE.format(fault.filename)) from None
        except (OSError, pyrage.EncryptError) as fault:
            raise CommandError(NO_FOLDER.format(options["to"])) from fault

    def _make(self, to: Path) -> None:
        try:
            made = operations.make_departure(now=timezone.localtime(), into=to)
        except Refused as refusal:
            raise CommandError("".join(one.message for one in refusal.verdict.reasons)) from None
        except Differs as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write("\n".join(_told(made)))

    def _write_dictionary(self, to: Path, *, on: date) -> None:
        tables = dictionary.tables(on=on)
        for name, content in (
            (saying.BOOK, saying.book(tables)),
            (saying.PAGE, saying.page(tables).encode()),
        ):
            with (to / name).open("xb") as file:
                file.write(content)
        self.stdout.write(f"データ辞書を書きました（{len(tables)}の表）。")


def _told(made: Departure) -> list[str]:
    lines = [
        f"書き出し{made.number}：{made.tables}の表、{made.rows:,}行、書面の控え{made.files}、{made.size // 1000:,} KB、{made.seconds}秒。",
        f"印 {made.fingerprint}",
        "開くには、二人の合言葉が要ります。開きかたは「はじめに読む.txt」にあります。",
    ]
    if made.unopened:
        lines.append(
            f"封の開かなかった値が{made.unopened}あります（鍵を捨てたものを含む。中の manifest.json に内わけ）。"
        )
    return lines
