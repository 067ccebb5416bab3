"""The console script `norishiro`: our own commands, and Django's for everything else."""

import argparse
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from config import embedded, env, faults
from config.refusal import StartRefused

USAGE = """\
norishiro run [--demo]            のりしろを始める（Ctrl-C で終わる）
norishiro setup --profile NAME    データベースを準備し、自治体の設定を入れる（--demo で見本の町も）
norishiro first_account --login ID --name 氏名  はじめの職員（システム管理者）を作る
norishiro doctor [--json]         うまく動かないときに、原因と直し方を調べる
norishiro certificate show        庁内だけの証明書を見る（ほかに make-ca、issue 名前…、renew）
norishiro slow [--clear]          画面が長く待った問い合わせを、時間を使った順に見る（だれの情報も入っていない）
norishiro fleet [--json]          いくつもの自治体の様子を、一覧のファイルから一度に見る（fleet migrate で順に新しくする）
norishiro migrate [--copied]      プログラムに合わせて、データベースを新しくする（先に控えをとる）
norishiro stop                    動いている「のりしろ」を止める
norishiro ledger verify           台帳が書き換えられていないかを、控えと比べて確かめる
norishiro ledger checkpoint       台帳の末尾の控えに署名して、データベースの外に置く
norishiro ledger export --to FILE 監査のために、台帳を書き出す（ほかに key、new_key）
norishiro keys status             鍵のようすを見る（ほかに make、copy、share、open、rotate、secret、destroy）
norishiro backup now              データの控えをとる（ほかに key、status、list、verify、copy、restore、drill、swap）
norishiro verify_copies           データの控えを読み直し、壊れていないかを確かめる（週に一度）
norishiro watch                   仕事の関わりのない閲覧に印を付ける（毎晩）
norishiro duplicates              同じ人かもしれない記録の組をさがす（週に一度ほど）
norishiro digest                  今日の数と、訪問から戻らない人のことを、望む人にメールで知らせる（5分ごと）
norishiro carry_letters           「送る」と決めた地区の便りを、登録した人にメールで送る（5分ごと）
norishiro publish フォルダー      くらしの案内（公開ページ）を、ファイルとして書き出す
norishiro disaster_pack [--to DIR]  災害用ファイルを作る（夜ごと）。暗号にしたものを別の場所に写せる
norishiro read_open_data FILE --as LOGIN …  オープンデータのファイルを読み、行ごとの報告を書く（--take で入れる）
norishiro bring FILE --as LOGIN     これまでの名簿（Excel・CSV）を読み、行き先を数える（--take で取り込む）
norishiro bring_office FILE --kind AGENCIES|STAFF|PLACES --as LOGIN  機関・職員・居場所の一覧を読む（--take で入れる）
norishiro town --size small       重さを見るための、作りものの町を作る（空の場所だけに。twentieth、city も）
norishiro dispose --due            1年のうちに保存期間が終わる記録を数え直す（毎晩。廃棄はしない）
norishiro tidy_brought            取り込みに残したもとの欄を、90日たったら消す（毎晩）
norishiro tend_accounts           日が来た異動を反映し、使われていない登録を眠らせる（毎晩）
norishiro tidy                    古い書きかけ・控え・鍵、確かめられなかった申込を片づける（毎晩）
norishiro export_all --to DIR      二人が承認したすべてのデータを、暗号にして書き出す（--dictionary でデータ辞書だけ）
norishiro maintenance --reason … --sql FILE  保守のため壁をこえる（必ず台帳に残る）
norishiro <Django の命令> ...      そのほかの命令（例: norishiro migrate）
"""

# These change the schema, fill it, or read the whole ledger, so they play the owner; everything else is
# bound like the pages.
OWNER_COMMANDS = frozenset(
    {
        *("setup", "migrate", "makemigrations", "createcachetable", "sqlmigrate"),
        *("load_profile", "first_account", "ledger", "keys", "watch", "tidy", "tidy_brought", "dispose"),
        *("duplicates", "maintenance", "backup", "town", "export_all"),
    }
)
WITHOUT_DATABASE = frozenset(
    {
        "certificate",
        "doctor",
        "fleet",
        "slow",
        "stop",
        "run",
        "help",
        "backup",
        "collect",
        "collectstatic",
        "findstatic",
        "verify_copies",
    }
)
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help"):
        print(USAGE, end="")
        return 0
    name, rest = words[0], words[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    os.environ.setdefault("NORISHIRO_DB_ROLE", "owner" if name in OWNER_COMMANDS else "app")
    _refuse_unknown_settings(os.environ["DJANGO_SETTINGS_MODULE"])

    def work() -> int:
        with _database_for(name):
            return OWN_COMMANDS[name](rest) if name in OWN_COMMANDS else _django(words)

    try:
        return _noted(name, work)
    except psycopg.OperationalError as error:
        raise StartRefused(faults.connection_fault(error)) from None
    except KeyboardInterrupt:
        return INTERRUPTED


def _noted(name: str, work: Callable[[], int]) -> int:
    """What the clock calls leaves word of how it went."""
    from norishiro.agencies.errands import known

    errand = known(name)
    if errand is None:
        return work()
    from config import noting

    return noting.noted(errand, work, env=env.current())


def _refuse_unknown_settings(module: str) -> None:
    try:
        found = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        found = None
    if found is None:
        raise StartRefused(
            "環境変数 DJANGO_SETTINGS_MODULE に書かれた設定がありません。"
            "ふだんは書かなくてよいものです。`unset DJANGO_SETTINGS_MODULE` と打って消してから始めてください。"
        )


@contextmanager
def _database_for(name: str) -> Iterator[None]:
    """Keep the embedded server awake while a command that needs it runs."""
    environment = env.current()
    if name in WITHOUT_DATABASE or not environment.is_embedded:
        yield
        return
    with embedded.in_use(embedded.Server(home=environment.home)):
        yield


def _run(rest: Sequence[str]) -> int:
    from config import serving

    parser = argparse.ArgumentParser(prog="norishiro run")
    parser.add_argument("--demo", action="store_true", help="データが空なら、見本の町を入れる")
    return serving.run(env.current(), demo=parser.parse_args(rest).demo)


def _fleet(rest: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="norishiro fleet")
    parser.add_argument(
        "act",
        nargs="?",
        choices=["look", "migrate"],
        default="look",
        help="見る（look）か、順に新しくする（migrate）",
    )
    parser.add_argument(
        "--inventory", type=Path, help="自治体の一覧のファイル（なければ /etc/norishiro/fleet.toml）"
    )
    parser.add_argument("--json", action="store_true", help="見張りの機械のために、JSON で出す")
    parser.add_argument("--only", action="append", default=[], help="この名前の自治体だけを新しくする")
    parser.add_argument("--copied", action="store_true", help="控えは、のりしろの外でとってある")
    chosen = parser.parse_args(rest)
    from config import fleet

    towns = fleet.inventory(chosen.inventory or fleet.INVENTORY)
    if chosen.act == "migrate":
        return fleet.migrate(towns, only=chosen.only, copied=chosen.copied)
    found = fleet.look(towns)
    print(fleet.as_json(found) if chosen.json else fleet.as_table(found))
    return int(any(one.mark == fleet.BAD for one in found))


def _setup(rest: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="norishiro setup")
    parser.add_argument("--profile", default=env.current().profile, help="自治体の設定の名前（例: toshima）")
    parser.add_argument("--demo", action="store_true", help="見本の町も入れる")
    chosen = parser.parse_args(rest)
    _start_django()
    from config import preparing

    preparing.set_up(env.current(), profile=chosen.profile, demo=chosen.demo)
    return 0


def _migrate(rest: Sequence[str]) -> int:
    """Our own migrate, which takes a copy first and looks after roles; with arguments that are not ours, Django's."""
    if rest and list(rest) != ["--copied"]:
        return _django(["migrate", *rest])
    _start_django()
    from config import preparing

    preparing.migrate(env.current(), copied=bool(rest))
    return 0


def _collect(rest: Sequence[str]) -> int:
    """Django's collectstatic, left out when nothing changed."""
    argparse.ArgumentParser(prog="norishiro collect").parse_args(rest)
    _start_django()
    from django.conf import settings

    from config import preparing

    preparing.collect_static(Path(str(settings.STATIC_ROOT)))
    return 0


def _doctor(rest: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="norishiro doctor")
    parser.add_argument("--json", action="store_true", help="見張りの機械が読む形で出す")
    chosen = parser.parse_args(rest)
    _start_django()  # which columns are sealed is known to the rooms
    from config import doctor
    from norishiro.core.sealing import columns

    sealed = [column.numbers for column in columns.all_columns()]
    return doctor.report(env.current(), sealed=sealed, as_json=chosen.json)


def _certificate(rest: Sequence[str]) -> int:
    from config import certificates

    return certificates.command(env.current(), rest)


def _slow(rest: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="norishiro slow")
    parser.add_argument("--clear", action="store_true", help="これまでのぶんを消して、新しく数え始める")
    chosen = parser.parse_args(rest)
    _start_django()
    from norishiro.agencies import slow

    if chosen.clear:
        slow.begin_anew()
        print("消しました。これから新しく数えます。")
        return 0
    found = slow.questions()
    print("回 いちばん長い秒 合わせた秒 画面の名前" if found else "おそい問い合わせは、ありません。")
    for one in found:
        print(f"{one.count} {one.longest:.1f} {one.total:.1f} {one.view or '－'}\n  {one.sql}")
    return 0


def _keys(rest: Sequence[str]) -> int:
    _start_django()
    from config import keys

    return keys.command(env.current(), rest)


def _backup(rest: Sequence[str]) -> int:
    _start_django()
    from config.backup import command

    return command.command(env.current(), rest)


def _verify_copies(rest: Sequence[str]) -> int:
    """What the clock calls weekly; `backup verify` by hand is the same."""
    argparse.ArgumentParser(prog="norishiro verify_copies").parse_args(rest)
    return _backup(["verify"])


def _town(rest: Sequence[str]) -> int:
    """Tables first where there are none; whether the place may be used is asked before and after."""
    _start_django()
    from config import preparing

    preparing.make_ready_for_town(env.current(), demo="--demo" in rest)
    return _django(["town", *rest])


def _stop(rest: Sequence[str]) -> int:
    from config import serving

    argparse.ArgumentParser(prog="norishiro stop").parse_args(rest)
    return serving.stop(env.current())


def _django(words: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["norishiro", *words])
    return 0


def _start_django() -> None:
    import django

    django.setup()


OWN_COMMANDS = {
    "run": _run,
    "setup": _setup,
    "migrate": _migrate,
    "collect": _collect,
    "doctor": _doctor,
    "fleet": _fleet,
    "slow": _slow,
    "certificate": _certificate,
    "keys": _keys,
    "backup": _backup,
    "verify_copies": _verify_copies,
    "town": _town,
    "stop": _stop,
}

if __name__ == "__main__":
    sys.exit(main())
