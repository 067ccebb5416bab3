"""`norishiro backup …`"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.utils import timezone

from config.backup import following, making, offline, restoring, sealing, settings, status, store, watching
from config.env import Environment
from config.refusal import StartRefused


def command(env: Environment, words: Sequence[str]) -> int:
    chosen = _parser().parse_args(words)
    try:
        return int(VERBS[chosen.verb](env, chosen))
    except psycopg.OperationalError:
        raise StartRefused(
            "データベースが、途中で答えなくなりました。`norishiro doctor` で確かめてください。"
        ) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="norishiro backup")
    verbs = parser.add_subparsers(dest="verb", required=True)
    key = verbs.add_parser("key", help="控えの鍵を作り、開けるほうを媒体（封筒に入れるもの）に書く")
    key.add_argument("--to", type=Path, action="append", required=True, help="媒体のフォルダー（2つ書く）")
    now = verbs.add_parser("now", help="まるごとの控えを、いまとる")
    now.add_argument("--new-place", action="store_true", help="置き場所を、わざと空のディスクに替えた")
    follow = verbs.add_parser(
        "follow", help="記録の続きを、置き場所に運びつづける（norishiro run が自分で始める）"
    )
    follow.add_argument("--with-parent", action="store_true", help="始めたプログラムが終わったら、終わる")
    verify = verbs.add_parser("verify", help="控えを読み直し、壊れていないかを確かめる")
    verify.add_argument(
        "--from", dest="source", type=Path, help="確かめる場所（書かなければ、いつもの置き場所）"
    )
    listed = verbs.add_parser("list", help="控えの一覧")
    listed.add_argument("--from", dest="source", type=Path, help="見る場所")
    verbs.add_parser("status", help="控えのようす")
    copy = verbs.add_parser("copy", help="離して置く媒体に写す")
    copy.add_argument("--to", type=Path, required=True, help="媒体のフォルダー")
    restore = verbs.add_parser("restore", help="空のフォルダーに、復元する")
    restore.add_argument("--into", type=Path, required=True, help="空か、まだないフォルダー")
    restore.add_argument("--key", type=Path, required=True, help="封筒の媒体の、開ける鍵のファイル")
    restore.add_argument(
        "--from", dest="source", type=Path, help="控えのある場所（書かなければ、いつもの置き場所）"
    )
    restore.add_argument(
        "--to-time", help="この時刻まで戻す（例: '2026-11-23 10:05:00'）。書かなければ、いちばん新しいところ"
    )
    drill = verbs.add_parser("drill", help="復元の練習（別の場所で復元し、確かめて、片づける）")
    drill.add_argument("--key", type=Path, required=True, help="封筒の媒体の、開ける鍵のファイル")
    drill.add_argument(
        "--from", dest="source", type=Path, help="控えのある場所（離して置いた媒体で練習するとき）"
    )
    swap = verbs.add_parser("swap", help="復元したデータベースを、いまのものと入れ替える（止めてから）")
    swap.add_argument("folder", type=Path, help="復元したフォルダー")
    return parser


def _key(env: Environment, chosen: argparse.Namespace) -> int:
    file = settings.recipients_file(env)
    folders: list[Path] = list(dict.fromkeys(folder.absolute() for folder in chosen.to))
    if len(folders) < 2:
        raise StartRefused(
            "鍵は、2つの媒体に書きます。--to を2つ書いてください（1つなくしても、控えを開けられるように）。"
        )
    if any(env.home in (folder, *folder.parents) for folder in folders) or (
        env.backup is not None
        and any(env.backup.absolute() in (folder, *folder.parents) for folder in folders)
    ):
        raise StartRefused(
            "開ける鍵を、データや控えと同じ場所には置けません。封筒に入れる媒体を書いてください。"
        )
    public = sealing.make_key(folders[0], today=f"{timezone.localdate():%Y-%m-%d}")
    text = (folders[0] / sealing.KEY_FILE).read_text(encoding="utf-8")
    for folder in folders[1:]:
        sealing.write_key(folder, text)
    store.write(file, f"{public}\n")
    print(
        f"鍵を{len(folders)}つの媒体に書きました。封筒に入れて日付を書き、別々の鍵のかかる場所にしまってください。"
    )
    print(
        "この機械には、封をするほうだけが残ります。前の鍵でとった控えは、前の鍵で開けます。前の封筒も、その控えがあるあいだは残してください。"
    )
    return 0


def _now(env: Environment, chosen: argparse.Namespace) -> int:
    base = making.now(env, new_place=chosen.new_place)
    print(
        f"控えをとりました: {base.folder}（{megabytes(base.size)}）。読み直して、書いたとおりであることを確かめました。"
    )
    if status.read(env).get("same_disk"):
        print("△ 控えの置き場所が、データと同じディスクです。ディスクが壊れると、いっしょに失われます。")
    return 0


def _follow(env: Environment, chosen: argparse.Namespace) -> int:
    return following.follow(env, with_parent=chosen.with_parent)


def _verify(env: Environment, chosen: argparse.Namespace) -> int:
    found = making.verify(env, folder=chosen.source)
    for sentence in found:
        print(f"× {sentence}")
    if not found:
        print("○ 控えと記録の続きを、はじめから終わりまで読みました。書いたときのとおりです。")
    else:
        print("よい控えは消しません。`norishiro backup now` で、新しい控えをとってください。")
    return 1 if found else 0


def _list(env: Environment, chosen: argparse.Namespace) -> int:
    for one in store.open_stores(chosen.source or settings.place_of(env)):
        print(one.folder)
        for base in one.bases():
            try:
                print(f"  {base.name}  {restoring.said(base.ended_at)}  {megabytes(base.size)}")
            except StartRefused:
                print(f"  {base.name}  読めません")
        pieces = one.pieces()
        if pieces:
            print(
                f"  記録の続き {len(pieces)}個（{restoring.said(max(piece.carried_at for piece in pieces))} まで）"
            )
    return 0


def _status(env: Environment, chosen: argparse.Namespace) -> int:
    known = status.read(env)
    last = known.get("last") or {}
    moment = datetime.fromisoformat
    print(f"置き場所: {env.backup or '決まっていません'}")
    print(
        f"最後の控え: {restoring.said(moment(last['at'])) + '（' + megabytes(last['size']) + '）' if last else 'ありません'}"
    )
    followed = known.get("followed_at")
    print(
        f"記録の続き: {restoring.said(moment(followed)) + ' まで運びました' if followed else 'まだ運んでいません'}"
    )
    verified = (known.get("verified") or {}).get("at")
    print(f"読み直し: {restoring.said(moment(verified)) if verified else 'まだ行っていません'}")
    drill = known.get("drill") or {}
    print(f"復元の練習: {restoring.said(moment(drill['at'])) if drill else 'まだ行っていません'}")
    found = list(watching.troubles(env, now=datetime.now(UTC), running=watching.is_running(env)))
    for sentence in found:
        print(f"△ {sentence}")
    return 1 if found else 0


def _copy(env: Environment, chosen: argparse.Namespace) -> int:
    target = offline.copy(env, chosen.to.absolute())
    print(
        f"写しました: {target}。媒体を抜き、日付を書いて、庁舎とは別の鍵のかかる場所にしまってください。鍵の封筒とは別にします。"
    )
    return 0


def _restore(env: Environment, chosen: argparse.Namespace) -> int:
    moment = _moment(chosen.to_time) if chosen.to_time else None
    told = restoring.restore(
        chosen.source or settings.place_of(env), into=chosen.into, identities=sealing.read_identities(chosen.key), moment=moment
    )  # fmt: skip
    return _say(told, then=True)


def _drill(env: Environment, chosen: argparse.Namespace) -> int:
    return _say(
        restoring.drill(env, source=chosen.source, identities=sealing.read_identities(chosen.key)), then=False
    )


def _say(told: restoring.Restored, *, then: bool) -> int:
    found = told.found
    print(
        f"控え {told.base} から復元しました。"
        + (f"戻した時点: {restoring.said(told.until)}" if told.until else "いちばん新しいところまでです。")
    )
    if told.until and told.reaches and told.until > told.reaches:
        print(f"△ 運ばれていた記録は {restoring.said(told.reaches)} までです。それより後は、戻っていません。")
    print(
        f"台帳 {found.lines}行（最後の行は {restoring.said(found.last_at)}）、表 {found.tables}、壁のある表 {found.walls}、つながり {found.foreign_keys}"
    )
    if found.newer_checkpoints:
        print(
            f"△ 台帳の控えのうち{found.newer_checkpoints}枚は、戻した時点より新しいものです。失われた行の番号を記録に残してください。"
        )
    for sentence in found.faults:
        print(f"× {sentence}")
    if found.faults:
        print("このデータベースは使わず、ほかの控えから復元してください。")
        return 1
    print("○ 行どうしのつながり、台帳の鎖と控え、閲覧の壁、画面の利用者の権限を確かめました。")
    if then:
        print(f"入れ替えるには: norishiro stop のあと、norishiro backup swap {told.home}")
    else:
        print("練習に使ったものは、片づけました。")
    return 0


def _swap(env: Environment, chosen: argparse.Namespace) -> int:
    told = restoring.put_in_place(env, chosen.folder)
    restoring.enter_in_ledger(env, told)
    print(
        f"入れ替えました。前のデータベースは {chosen.folder} にあります。落ち着いたら、フォルダーごと消してください。"
    )
    print(
        "`norishiro doctor` のあと、`norishiro run` で始めてください。台帳の控えとの違いが出るのは、戻したためです（運用の手引き「控えと復元」）。"
    )
    return 0


def _moment(text: str) -> datetime:
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=timezone.get_default_timezone())
        except ValueError:
            continue
    raise StartRefused("時刻は '2026-11-23 10:05:00' のように書いてください。")


def megabytes(size: int) -> str:
    return f"{size / 1024**2:,.1f} MB"


VERBS = {
    "key": _key, "now": _now, "follow": _follow, "verify": _verify, "list": _list, "status": _status, "copy": _copy,
    "restore": _restore, "drill": _drill, "swap": _swap,
}  # fmt: skip
