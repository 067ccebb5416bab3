"""``norishiro disaster_pack``: 災害用ファイル of every office that keeps a list of who needs help. For the clock, each night."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from norishiro.evacuation.models import Pack
from norishiro.evacuation.operations import build_packs

NO_FOLDER = (
    "{} に書けません。つながっているか、空きがあるかを見てください。作ったファイルは、画面から受け取れます。"
)


class Command(BaseCommand):
    help = (
        "災害用ファイル（避難に支援が要る人の名簿と計画）を、合言葉で暗号にして作る。何度動かしてもよく、"
        "作れなかったときは前のファイルが残る。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="暗号にしたファイルを写すフォルダー（別の機械や媒体）")

    def handle(self, *args: Any, **options: Any) -> None:
        missed = 0
        for number, pack in enumerate(build_packs(now=timezone.localtime()), start=1):
            if pack.problem:
                missed += 1
                self.stderr.write(f"{number}：作れませんでした。{pack.problem}")
                continue
            self.stdout.write(
                f"{number}：{pack.people}人、{pack.size // 1000:,} KB、{pack.seconds}秒、印 {pack.fingerprint}"
            )
            if options["to"] is not None:
                self._copy(pack, options["to"])
        if missed:
            raise CommandError(
                f"作れなかった機関が{missed}つあります。わけは「災害用ファイル」の画面にも出ます。"
            )

    def _copy(self, pack: Pack, folder: Path) -> None:
        """Beside the one that is there, then in its place: what lies there is always whole."""
        name = f"災害用ファイル-{pack.agency.code}.zip"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fresh = folder / f".{name}.{os.getpid()}"
            with fresh.open("wb") as file:
                file.write(bytes(pack.content or b""))
                file.flush()
                os.fsync(file.fileno())
            if (folder / name).exists():
                os.replace(folder / name, folder / f"前の{name}")
            os.replace(fresh, folder / name)
        except OSError:
            raise CommandError(NO_FOLDER.format(folder)) from None
