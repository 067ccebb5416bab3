"""``norishiro bring FILE``: a long list of people, read and taken from the server by the same verbs as the pages, as somebody's errand.

A take that was cut off goes on where it was, when the same file is brought again: what is there already is not done twice.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Staff
from norishiro.agencies.permissions import Permission
from norishiro.core.operation import announce
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused
from norishiro.exchange import operations, queries
from norishiro.exchange.choices import Destination, Kind
from norishiro.exchange.layouts import of_file
from norishiro.exchange.models import Bringing
from norishiro.exchange.reading import MOST_ROWS

BAR = 20


class Command(BaseCommand):
    help = "これまでの名簿を読み、行き先ごとの数を出します。取り込むのは、--take を付けたときだけです。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV・Excel")
        parser.add_argument(
            "--as", dest="login", required=True, help="だれの用事として読むか（ログインの名前）"
        )
        parser.add_argument("--kind", choices=Kind.values, default=Kind.PEOPLE.value)
        parser.add_argument("--layout", type=Path, help="列の読み方のファイル")
        parser.add_argument("--take", action="store_true", help="読んだものを、そのまま取り込む")

    def handle(self, *args: Any, **given: Any) -> None:
        today = timezone.localdate()
        actor = _actor(given["login"], today=today)
        try:
            bringing = operations.read_file(
                actor, kind=given["kind"], content=given["file"].read_bytes(), file_name=given["file"].name,
                layout=of_file(given["layout"].read_bytes()) if given["layout"] else None, most=MOST_ROWS,
                today=today,
            )  # fmt: skip
            self._tell(actor, bringing)
            if given["take"]:
                self._take(actor, bringing, today=today)
        except OSError:
            raise CommandError("ファイルを開けません。名前と場所を確かめてください。") from None
        except InputProblem as problem:
            raise CommandError(problem.message) from None
        except Refused as refusal:
            raise CommandError("／".join(one.message for one in refusal.verdict.reasons)) from None

    def _tell(self, actor: Actor, bringing: Bringing) -> None:
        with transaction.atomic():
            announce(actor)
            counts = queries.destinations_of(actor, bringing=bringing)
        self.stdout.write(f"{bringing.file_name}：{sum(counts.values())}行")
        for one in Destination:
            if counts.get(one.value):
                self.stdout.write(f"　{one.label}　{counts[one.value]}行")

    def _take(self, actor: Actor, bringing: Bringing, *, today: date) -> None:
        began, rows = monotonic(), 0
        while True:
            done = operations.take_rows(actor, bringing=bringing, now=timezone.now(), today=today)
            rows += done.rows
            if not done.left:
                break
            self.stdout.write(_progress(rows, done.left, spent=monotonic() - began))
        self.stdout.write(f"{rows}行を取り込み、終わりました。決める行と入れない行は、画面で見られます。")


def _actor(login: str, *, today: date) -> Actor:
    """The person whose errand it is, in the first hat that may bring records in."""
    staff = Staff.objects.filter(login_id=login, is_active=True).first()
    for hat in hats_of(staff=staff, today=today) if staff is not None else []:
        actor = actor_for(staff_id=staff.id, agency_id=hat.agency_id, today=today) if staff else None
        if actor is not None and actor.may(Permission.BRING):
            return actor
    raise CommandError(
        f"「{Permission.BRING.value}」の役割を持つ職員のログインの名前を、--as に書いてください。"
    )


def _progress(rows: int, left: int, *, spent: float) -> str:
    """One line that can be read where lines are kept, and looked at where they run by."""
    full = rows * BAR // (rows + left)
    seconds = round(left * spent / rows)
    wait = f"{seconds}秒" if seconds < 90 else f"{-(-seconds // 60)}分"
    return f"　{'■' * full}{'□' * (BAR - full)} {rows}行を取り込みました。あと{left}行（およそ{wait}）"
