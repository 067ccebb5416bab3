"""``norishiro read_open_data FILE``: a file of open data, read as the page reads it, as somebody's errand.

The reading waits on the page for that person's choices; ``--take`` enters what needs none. The report is the page's own.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Staff
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import parse_day
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused
from norishiro.opendata import operations, papers, queries
from norishiro.opendata.choices import Licence, Outcome
from norishiro.opendata.datasets import datasets


class Command(BaseCommand):
    help = "オープンデータのファイルを読み、行ごとの報告を書き出します。居場所に入れるのは、--take を付けたときだけです。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV・Excel・HSDS の JSON")
        parser.add_argument(
            "--as", dest="login", required=True, help="だれの用事として読むか（ログインの名前）"
        )
        parser.add_argument("--source", required=True, help="出典・提供者")
        parser.add_argument("--as-of", required=True, help="いつの時点のデータか（例：令和8年4月1日）")
        parser.add_argument("--licence", choices=Licence.values, required=True)
        parser.add_argument("--dataset", default="", help="種類。書かなければ、見出しから決めます")
        parser.add_argument("--public", action="store_true", help="新しく入れる場に、公開の印を付ける")
        parser.add_argument("--report", type=Path, help="行ごとの報告（Excel）を書く所")
        parser.add_argument("--take", action="store_true", help="読んだものを、そのまま居場所に入れる")

    def handle(self, *args: Any, **given: Any) -> None:
        today = timezone.localdate()
        actor = _actor(given["login"], today=today)
        try:
            content = given["file"].read_bytes()
            intake = operations.read_file(
                actor, content=content, file_name=given["file"].name, dataset=given["dataset"], source=given["source"],
                licence=given["licence"], as_of=parse_day(given["as_of"], today=today, must_be_past=True),
                mark_public=given["public"], today=today,
            )  # fmt: skip
            if given["take"]:
                intake = operations.take_intake(actor, intake=intake, now=timezone.now())
            name = datasets().named(intake.dataset).name
            if given["report"]:
                rows = queries.all_rows(actor, intake=intake)
                given["report"].write_bytes(papers.report(intake, rows, dataset=name))
        except OSError:
            raise CommandError("ファイルを開けません。名前と場所を確かめてください。") from None
        except InputProblem as problem:
            raise CommandError(problem.message) from None
        except Refused as refusal:
            raise CommandError("／".join(one.message for one in refusal.verdict.reasons)) from None
        counts = queries.outcomes_of(actor, intake=intake)
        self.stdout.write(f"{name}：{sum(counts.values())}行")
        for one in Outcome:
            if counts.get(one.value):
                self.stdout.write(f"　{one.label}　{counts[one.value]}行")
        self.stdout.write(
            "居場所に入れました。"
            if given["take"]
            else "まだ入れていません。画面の「オープンデータ」で見て、入れられます。"
        )


def _actor(login: str, *, today: date) -> Actor:
    """The person whose errand it is, in the first hat that may keep places."""
    staff = Staff.objects.filter(login_id=login, is_active=True).first()
    hats = hats_of(staff=staff, today=today) if staff is not None else []
    for hat in hats:
        actor = actor_for(staff_id=staff.id, agency_id=hat.agency_id, today=today) if staff else None
        if actor is not None and actor.may(Permission.KEEP_PLACES):
            return actor
    raise CommandError(
        f"「{Permission.KEEP_PLACES.value}」の役割を持つ職員のログインの名前を、--as に書いてください。"
    )
