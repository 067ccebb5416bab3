"""``norishiro ledger …``: does the chain hold, keep its head elsewhere, and hand it out for an auditor."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from norishiro.ledger import checkpoints, events, growth, queries, verify_offline
from norishiro.ledger.chain import Standing, moment
from norishiro.ledger.operations import sign_system
from norishiro.ledger.verify_offline import Checkpoint


class Command(BaseCommand):
    help = "台帳を確かめ、控えを取り、監査のために書き出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="台帳が書き換えられていないかを、最初の行から確かめる")
        verify.add_argument(
            "--checkpoint",
            type=Path,
            action="append",
            default=[],
            help="比べる控え（ファイルかフォルダー）。書かなければ、いつもの置き場所の控え",
        )
        take = actions.add_parser(
            "checkpoint", help="台帳を確かめ、末尾の控えに署名して外に置く（1時間ごとに）"
        )
        take.add_argument(
            "--quick",
            action="store_true",
            help="前の控えのあとだけを確かめる（数百万行をこえる台帳で。全体は夜に verify で）",
        )
        export = actions.add_parser("export", help="監査のために、台帳をそのまま書き出す")
        export.add_argument("--to", type=Path, required=True, help="書き出すファイル（まだないもの）")
        actions.add_parser("key", help="控えの署名を確かめるための公開鍵を出す")
        actions.add_parser("new_key", help="署名の鍵を替える（動かしたままでよい）")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options)
        except (checkpoints.CannotKeep, verify_offline.Unreadable) as fault:
            raise CommandError(str(fault)) from None

    def _verify(self, options: dict[str, Any]) -> None:
        try:
            given = list(verify_offline.checkpoints_in(options["checkpoint"]))
        except OSError:
            raise CommandError("控えを開けません。場所と名前を確かめてください。") from None
        compared = given or checkpoints.kept()
        keys = checkpoints.public_keys() if compared else ()
        with queries.at_one_moment():
            found, standing = self._walk(compared, after=None)
        code, words = verify_offline.verdict(found, head=standing.head, checkpoints=compared, keys=keys)
        if code == verify_offline.CHANGED:
            raise CommandError(words, returncode=code)
        self.stdout.write(words)

    def _checkpoint(self, options: dict[str, Any]) -> None:
        """Nothing is signed while something is wrong: a checkpoint vouches for what it covers."""
        now = timezone.now()
        earlier = checkpoints.kept()
        after = None
        if options["quick"] and earlier:
            after = verify_offline.Head(earlier[0].seq, earlier[0].hash)
        with queries.at_one_moment():
            found, standing = self._walk(earlier, after=after)
        if found:
            checkpoints.raise_alarm(found, at=now)
            code, words = verify_offline.verdict(found, head=standing.head, checkpoints=earlier, keys=())
            raise CommandError(f"{words}\n控えは取りませんでした。", returncode=code)
        taken = checkpoints.signed(standing, at=now)
        written = checkpoints.keep(taken)
        if not earlier or earlier[0].seq != taken.seq:
            checkpoints.mail(taken)
        self.stdout.write(
            f"控えを取りました（{taken.seq}番まで）: {'、'.join(str(file) for file in written)}"
        )
        self.note_size(now)

    def note_size(self, now: datetime) -> None:
        """Beside the errand itself: a checkpoint that was kept is not told as missed because a number could not be noted."""
        try:
            growth.keep(growth.asked(slow_seconds=0).size, on=timezone.localdate(now))
        except OSError as fault:
            self.stderr.write(f"データベースの大きさを書きとめられませんでした（{fault.strerror}）。")

    def _walk(
        self, compared: Sequence[Checkpoint], *, after: verify_offline.Head | None
    ) -> tuple[list[verify_offline.Fault], Standing]:
        standing = queries.standing()
        forged = verify_offline.forged(compared, public_keys=checkpoints.public_keys()) if compared else []
        lines = queries.all_lines(after=after.seq if after else 0)
        walked = verify_offline.faults_of(
            lines, head=standing.head, database=standing.database, checkpoints=compared, after=after
        )
        return [*forged, *walked], standing

    def _export(self, options: dict[str, Any]) -> None:
        """The lines as they were hashed, one JSON object each; who may read this may read the ledger."""
        try:
            descriptor = os.open(options["to"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError("そのファイルは、もうあります。別の名前にしてください。") from None
        except OSError:
            raise CommandError("書き出すファイルを作れません。フォルダーを確かめてください。") from None
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file, queries.at_one_moment():
            standing = queries.standing()
            header = verify_offline.written_header(
                database=standing.database, head=standing.head, at=moment(timezone.now())
            )
            file.write(header + "\n")
            for line in queries.all_lines():
                file.write(verify_offline.written_line(line) + "\n")
        self.stdout.write(
            f"{standing.head.seq}行を書き出しました。だれが何を見たかが入っています。扱いに気をつけ、"
            "用がすんだら消してください。"
        )

    def _key(self, options: dict[str, Any]) -> None:
        self.stdout.write(
            "# のりしろの台帳の控えの公開鍵（人に渡してよいもの。上が新しく、下は替える前のもの）"
        )
        for one in checkpoints.public_keys():
            self.stdout.write(one)

    def _new_key(self, options: dict[str, Any]) -> None:
        """The old key vouches for everything up to the change, the new one from there; the change is a line of the ledger itself."""
        self._checkpoint({"quick": False})
        before, now = checkpoints.change_key()
        sign_system(events.KEYS_CHANGED, changes={"ledger": (before, now)})
        self._checkpoint({"quick": True})
        self.stdout.write(
            "署名の鍵を替えました。`norishiro ledger key > kagi.pub` をもう一度出して、監査の担当に渡してください。"
            "前の鍵で署名した控えも、そのまま確かめられます。"
        )
