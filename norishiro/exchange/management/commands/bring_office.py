"""``norishiro bring_office FILE --kind …``: an office's own lists of agencies, staff and places, read from the server as somebody's errand.

Without ``--take`` nothing changes: each row is told with what would become of it.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused
from norishiro.exchange import offices, operations, papers
from norishiro.exchange.choices import Destination
from norishiro.exchange.offices import Kind, Looked

THERE = "{} が、もうあります。上書きはしません。別の名前を書いてください。"
NO_PASSWORDS = "職員の一覧を取り込むときは、--passwords に、はじめの合言葉を書くファイル（まだないもの）を書いてください。"


class Command(BaseCommand):
    help = "機関・職員・居場所の一覧（Excel・CSV）を読み、行ごとの行き先を出します。入れるのは、--take を付けたときだけです。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV・Excel")
        parser.add_argument(
            "--kind",
            choices=sorted(offices.kinds()),
            required=True,
            help="AGENCIES＝機関、STAFF＝職員、PLACES＝居場所",
        )
        parser.add_argument("--as", dest="login", required=True, help="だれの用事として読むか（職員ID）")
        parser.add_argument("--report", type=Path, help="行ごとの報告を書く Excel（まだないもの）")
        parser.add_argument("--take", action="store_true", help="新しい行を入れる")
        parser.add_argument(
            "--passwords", type=Path, help="新しい職員の、はじめの合言葉を書くファイル（まだないもの）"
        )

    def handle(self, *args: Any, **given: Any) -> None:
        today, kind = timezone.localdate(), offices.kinds()[given["kind"]]
        actor = _actor(given["login"], kind, today=today)
        if given["take"] and kind.code == "STAFF" and given["passwords"] is None:
            raise CommandError(NO_PASSWORDS)
        try:
            content = given["file"].read_bytes()
        except OSError:
            raise CommandError("ファイルを開けません。名前と場所を確かめてください。") from None
        try:
            looked = self._look(actor, kind, content, today=today)
            if given["take"]:
                self._take(actor, looked, given, today=today)
            self._tell(looked, given)
        except InputProblem as problem:
            raise CommandError(problem.message) from None
        except Refused as refusal:
            self._tell(looked, given)
            raise CommandError("／".join(one.message for one in refusal.verdict.reasons)) from None
        except FileExistsError as fault:
            raise CommandError(THERE.format(fault.filename)) from None

    def _look(self, actor: Actor, kind: Kind, content: bytes, *, today: date) -> Looked:
        with transaction.atomic():
            announce(actor)
            return offices.look_at(kind, content, today=today)

    def _take(self, actor: Actor, looked: Looked, given: dict[str, Any], *, today: date) -> None:
        """The file of passwords is there before anybody enters: without it nobody could sign in."""
        with transaction.atomic():
            entered = operations.take_offices(
                actor, kind=looked.kind, rows=looked.rows, file_name=given["file"].name, today=today
            )
            if given["passwords"] is not None:
                _write(given["passwords"], [f"{login}\t{word}" for login, word in entered.passwords.items()])
        self.stdout.write(f"{entered.rows}行を入れました。")
        if entered.passwords:
            self.stdout.write(
                f"新しい職員{len(entered.passwords)}人のはじめの合言葉を {given['passwords']} に書きました。本人に渡したら、消してください。"
            )

    def _tell(self, looked: Looked, given: dict[str, Any]) -> None:
        counts = Counter(row.destination for row in looked.rows)
        self.stdout.write(f"{looked.kind.label}：{len(looked.rows)}行")
        for one in Destination:
            if counts.get(one):
                self.stdout.write(f"　{one.label}　{counts[one]}行")
        for row in looked.rows:
            if row.is_held:
                self.stdout.write(f"　{row.line_no}行目　入れない：{''.join(row.notes)}")
        if looked.unread:
            self.stdout.write(f"　読まなかった列：{'、'.join(looked.unread)}")
        if given["report"] is not None:
            with given["report"].open("xb") as file:
                file.write(papers.office_report(looked, file_name=given["file"].name))


def _write(path: Path, lines: list[str]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def _actor(login: str, kind: Kind, *, today: date) -> Actor:
    """The person whose errand it is, in the first hat that might type the rows in by hand."""
    staff = Staff.objects.filter(login_id=login, is_active=True).first()
    for hat in hats_of(staff=staff, today=today) if staff is not None else []:
        actor = actor_for(staff_id=staff.id, agency_id=hat.agency_id, today=today) if staff else None
        if actor is not None and actor.may(kind.permission):
            return actor
    raise CommandError(f"「{kind.permission.value}」の役割を持つ職員の職員IDを、--as に書いてください。")
