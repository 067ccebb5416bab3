"""norishiro write_national_form: the provisional national form, its mapping and the items, to be looked at and put right."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from norishiro.reports import national


class Command(BaseCommand):
    help = "国様式の実績報告の、仮の様式（Excel）と対応表を、フォルダに書きます。国の原本ではありません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="書き先のフォルダ（あるもの）")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        folder.joinpath("national-form.xlsx").write_bytes(national.provisional())
        folder.joinpath("mapping.toml").write_text(national.USUAL_TEXT, encoding="utf-8")
        self.stdout.write(f"national-form.xlsx と mapping.toml を書きました（版 {national.USUAL.version}）。")
