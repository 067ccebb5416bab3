"""``norishiro publish FOLDER``: くらしの案内 as files, for a server without a program or a network that only takes files in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from norishiro.core.text import InputProblem
from norishiro.public_site.publishing import publish
from norishiro.public_site.reading import AHEAD_DAYS


class Command(BaseCommand):
    help = (
        "くらしの案内（公開ページ）を、ファイルとして書き出す。公開の役割で読むので、公開したものだけが入る。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="書き出すフォルダー。前に書き出したものと入れ替わる")
        parser.add_argument("--days", type=int, default=AHEAD_DAYS, help="今日から何日分を書くか")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = publish(options["folder"].absolute(), now=timezone.localtime(), days=options["days"])
        except InputProblem as problem:
            raise CommandError(problem.message) from None
        self.stdout.write(
            f"{done.folder} に {done.files} 個のファイル（{done.octets // 1000:,} KB）を書きました。居場所 {done.places} か所、"
            f"{done.days} 日分、ことば {'・'.join(done.tongues)}。個人の記録は入っていません。"
        )
