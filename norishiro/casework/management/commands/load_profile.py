"""norishiro load_profile NAME: put a municipality's profile into force. Run at set-up, as the owner of the tables."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from norishiro.casework.operations.adopt import Adopted, adopt
from norishiro.core.calendar import wareki
from norishiro.profiles.loader import PRESETS, ProfileError, preset_names


class Command(BaseCommand):
    help = "自治体の設定（見本の名前か、設定のファイル）を採用します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("profile", help=f"見本の名前（{'・'.join(preset_names())}）か、TOML のファイル")
        parser.add_argument(
            "--from", dest="valid_from", type=datetime.date.fromisoformat, default=None,
            help="効き始める日（例 2027-04-01）。書かないと、初めは設定にある最初の年度から、2度目からは今日から",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        name, text = _read(options["profile"])
        try:
            adopted = adopt(text, name=name, today=timezone.localdate(), valid_from=options["valid_from"])
        except ProfileError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_said(adopted))


def _read(wanted: str) -> tuple[str, str]:
    """The name the profile is known by, and its text. Refuses what is neither a preset nor a readable file."""
    path = PRESETS / f"{wanted}.toml" if wanted in preset_names() else Path(wanted)
    try:
        return path.stem, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CommandError(
            f"「{wanted}」という見本も、読めるファイルもありません。見本の名前: {'・'.join(preset_names())}"
        ) from None


def _said(adopted: Adopted) -> str:
    day = wareki(adopted.version.valid_from)
    if not adopted.is_new:
        return f"{adopted.version.name}の設定は、もう{day}から効いています。何も変えていません。"
    made, closed = adopted.changes.made.total(), adopted.changes.closed.total()
    return f"{adopted.version.name}の設定を、{day}から効くように採用しました（新しく{made}件、終わりにしたもの{closed}件）。"
