"""What is wrong with this installation, one sentence each, and what to do about it.

`norishiro run` asks the same questions and does not start over a fatal answer.
"""

import datetime
import shutil
import socket
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils import timezone

from config import embedded, faults, keys, preparing, socket_path, state
from config.databases import connect_arguments, settings_for
from config.env import Environment
from config.refusal import StartRefused
from norishiro.core import documents, typesetting
from norishiro.core.calendar import wareki
from norishiro.ledger import checkpoints
from norishiro.ledger.rules import is_late
from norishiro.ledger.verify_offline import GENESIS, Unreadable
from norishiro.people.rules import list_is_late
from norishiro.people.suppressions import list_format

GIGABYTE = 1024**3
OLDEST_POSTGRESQL = 15
SHORTEST_KEY = 50
FEWEST_KEY_CHARACTERS = 10

# A clock outside these days is not a clock: dates of consent and of grants would be nonsense.
EARLIEST_DAY = datetime.date(2026, 1, 1)
LATEST_DAY = datetime.date(2060, 1, 1)

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
FONT_NAMES = (
    "*CJK*",
    "ipa*",
    "IPA*",
    "Takao*",
    "takao*",
    "vl-gothic*",
    "VL-*",
    "*JP-*",
    "*JP[[]*",
    "MS*Gothic*",
)

ALARM = (
    "台帳に乱れが見つかっています。控えのフォルダーの ijou.txt に、どこかが書いてあります。"
    "台帳にも控えにも手をつけず、情報セキュリティの責任者へ知らせてください（調べ終わったら、ijou.txt を消します）。"
)
NOT_AS_KEPT = (
    "台帳が、いちばん新しい控えと合いません。書き換えられたか、データベースが古い写しに戻されています。"
    "`norishiro ledger verify` で確かめ、情報セキュリティの責任者へ知らせてください。"
)

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong, in words; a fatal one forbids the start."""

    sentence: str
    is_fatal: bool = True


# --- the three occasions -------------------------------------------------------------------------


def report(env: Environment, *, sealed: Sequence[str] = ()) -> int:
    """Print every fault of this installation; answers the exit code. ``sealed`` asks which keys the data use."""
    faults_found = list(everything(env, sealed=sealed))
    for fault in faults_found:
        print(("×" if fault.is_fatal else "△"), fault.sentence)
    if not faults_found:
        print("○ 悪いところは見つかりませんでした。")
    return 1 if faults_found else 0


def everything(env: Environment, *, sealed: Sequence[str] = ()) -> Iterator[Fault]:
    before = list(before_start(env))
    yield from before
    yield from japanese_font(_font_files())
    yield from typesetter(can_set_type=_can_set_type())
    if any(fault.sentence == state.unwritable(env.home) for fault in before):
        return
    if not env.is_embedded:
        yield from in_database(env, sealed=sealed)
    elif (socket_path.data_directory(env.home) / "PG_VERSION").exists():
        with embedded.in_use(embedded.Server(home=env.home)):
            yield from in_database(env, sealed=sealed)


def before_start(env: Environment) -> Iterator[Fault]:
    """What can be seen without the database."""
    yield from home_folder(env.home)
    yield from disk(_free_bytes(env.home))
    yield from clock(datetime.date.today())
    yield from port(env)
    yield from exposure(env, debug=settings.DEBUG)
    yield from secret_key(settings.SECRET_KEY if _is_usable(env.home) or env.secret_key else None)


def in_database(env: Environment, *, sealed: Sequence[str] = ()) -> Iterator[Fault]:
    """What only the database can tell."""
    before = list(before_migration(env))
    yield from before
    if not before:
        yield from after_migration(env, sealed=sealed)


def before_migration(env: Environment) -> Iterator[Fault]:
    """Whether there is a server we can work with at all."""
    try:
        with psycopg.connect(**connect_arguments(settings_for(env, role="owner")), autocommit=True) as owner:
            yield from version(owner.info.server_version)
            yield from character_set(_character_set(owner))
    except psycopg.OperationalError as error:
        yield Fault(sentence=faults.connection_fault(error))


def after_migration(env: Environment, *, sealed: Sequence[str] = ()) -> Iterator[Fault]:
    """Whether tables and roles are as the program wants them."""
    if not preparing.is_migrated(env):
        yield Fault(
            sentence="データベースの形が、いまのプログラムに合っていません。`norishiro migrate` を動かしてください。"
        )
        return
    yield from sealing_keys(env, sealed=sealed)
    try:
        with psycopg.connect(**connect_arguments(settings_for(env, role="app")), autocommit=True) as app:
            yield from app_role(_app_role(app))
            yield from unforced_tables(_unforced_tables(app))
        yield from ledger(env, now=datetime.datetime.now(datetime.UTC))
        yield from suppression_lists(env, today=timezone.localdate())
    except psycopg.OperationalError as error:
        yield Fault(sentence=faults.connection_fault(error))


def refuse_faults(found: Iterable[Fault]) -> None:
    """Stop the start when something fatal is among the faults."""
    fatal = [fault.sentence for fault in found if fault.is_fatal]
    if fatal:
        raise StartRefused(*fatal)


# --- the machine ---------------------------------------------------------------------------------


def home_folder(home: Path) -> Iterator[Fault]:
    if not _is_usable(home):
        yield Fault(sentence=state.unwritable(home))


def disk(free: int) -> Iterator[Fault]:
    if free < GIGABYTE:
        yield Fault(
            sentence=f"ディスクの空きが {free // 1024**2} MB しかありません。1 GB 以上になるまで、いらないファイルを片づけてください。"
        )


def clock(today: datetime.date) -> Iterator[Fault]:
    if not EARLIEST_DAY <= today < LATEST_DAY:
        yield Fault(
            sentence=f"コンピューターの時計が {today:%Y年%m月%d日} になっています。日付と時刻を合わせてください。"
        )


def port(env: Environment) -> Iterator[Fault]:
    """A port we hold ourselves is no fault."""
    if not _is_ours(env) and not _is_free(env.host, env.port):
        yield Fault(sentence=port_taken(env))


def port_taken(env: Environment) -> str:
    return (
        f"ポート {env.port} は、ほかのプログラムが使っています。"
        f"そのプログラムを終わらせるか、`PORT={env.port + 1 if env.port < 65535 else 8000}` のように別の番号を指定してください。"
    )


def exposure(env: Environment, *, debug: bool) -> Iterator[Fault]:
    is_public = bool(env.allowed_hosts) or not env.is_loopback
    if is_public and not env.https:
        yield Fault(
            sentence="ほかのコンピューターから見える設定なのに、通信が暗号化されていません。"
            "https の中継サーバーを手前に置き、NORISHIRO_HTTPS=1 を設定してください。"
        )
    if debug and (is_public or env.https):
        yield Fault(
            sentence="開発用の設定（DEBUG）のまま公開しようとしています。"
            "環境変数 DJANGO_SETTINGS_MODULE を消してから始めてください。"
        )


def secret_key(key: str | None) -> Iterator[Fault]:
    if key is not None and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_KEY_CHARACTERS):
        yield Fault(
            sentence="秘密の鍵（secret_key）が短すぎるか、単純すぎます。"
            "NORISHIRO_HOME の secret_key を消すと、次に始めるときに作り直します（全員がログインし直しになります）。"
        )


def japanese_font(files: Iterable[Path]) -> Iterator[Fault]:
    if not any(files):
        yield Fault(
            sentence="日本語の文字（フォント）が入っていないため、このコンピューターで作る印刷物の文字が欠けます。"
            "fonts-noto-cjk を入れてください。",
            is_fatal=False,
        )


def typesetter(*, can_set_type: bool) -> Iterator[Fault]:
    if not can_set_type:
        yield Fault(
            sentence="PDFを作る部品（Pango）が入っていないため、PDFを作れません（ほかは使えます）。"
            "Debian・Ubuntu では libpango-1.0-0 と libpangoft2-1.0-0 を入れてください。",
            is_fatal=False,
        )


# --- the database --------------------------------------------------------------------------------


def version(number: int) -> Iterator[Fault]:
    major = number // 10000
    if major < OLDEST_POSTGRESQL:
        yield Fault(
            sentence=f"データベースが PostgreSQL {major} です。{OLDEST_POSTGRESQL} 以上に上げてください。"
        )


def character_set(found: Mapping[str, str]) -> Iterator[Fault]:
    """The text must be Unicode, and so must the server's idea of what a letter is."""
    if found["encoding"] != "UTF8":
        yield Fault(
            sentence=f"データベースの文字コードが {found['encoding']} です。UTF8 で作り直してください。"
        )
    elif "UTF" not in found["locale"].upper():
        yield Fault(
            sentence=f"データベースの地域設定が {found['locale']} です。LOCALE 'C.UTF-8' で作り直してください。"
        )


def app_role(found: Mapping[str, bool]) -> Iterator[Fault]:
    if found["bypasses"]:
        yield Fault(
            sentence="画面用の利用者（DATABASE_APP_URL）が、行ごとの閲覧制限を素通りできる権限を持っています。"
            "SUPERUSER と BYPASSRLS を外してください。"
        )
    if found["owns"]:
        yield Fault(
            sentence="画面用の利用者（DATABASE_APP_URL）が、表の持ち主になっています。"
            "表の持ち主とは別の利用者を指定してください。"
        )


def unforced_tables(names: Iterable[str]) -> Iterator[Fault]:
    listed = "、".join(names)
    if listed:
        yield Fault(
            sentence=f"行ごとの閲覧制限が効いていない表があります（{listed}）。"
            "`norishiro migrate` を動かしても直らないときは、管理者に知らせてください。"
        )


def ledger(env: Environment, *, now: datetime.datetime) -> Iterator[Fault]:
    """Whether the ledger is the one the newest checkpoint speaks of, and whether a checkpoint was missed."""
    if checkpoints.alarm():
        yield Fault(sentence=ALARM, is_fatal=False)
    try:
        newest = next(iter(checkpoints.kept(limit=1)), None)
    except (OSError, Unreadable):
        yield Fault(
            sentence="台帳の控えが読めません。控えのフォルダーの持ち主と中身を確かめてください。",
            is_fatal=False,
        )
        return
    covered, hash_ = (newest.seq, newest.hash) if newest else (0, GENESIS)
    with psycopg.connect(**connect_arguments(settings_for(env, role="owner")), autocommit=True) as owner:
        found = _line(owner, seq=covered)
        waiting = _line(owner, seq=covered + 1)
    if covered and (found is None or found.hash != hash_):
        yield Fault(sentence=NOT_AS_KEPT, is_fatal=False)
    if is_late(waiting.at if waiting else None, now=now):
        yield Fault(
            sentence="台帳の控えが1時間以上とられていません。`norishiro ledger checkpoint` を動かし、"
            "毎時の仕事（norishiro run か、タイマー）が止まっていないかを確かめてください。",
            is_fatal=False,
        )


def suppression_lists(env: Environment, *, today: datetime.date) -> Iterator[Fault]:
    """Whether a list of 支援措置 that was to come has not come. What is withheld stays withheld; somebody new may not be."""
    with preparing.connect_owner(env) as owner:
        owner.execute("SELECT set_config('norishiro.maintenance', 'on', false)")
        rows = owner.execute(
            "SELECT a.name, max(l.issued_on) FROM people_suppressionlist l JOIN agencies_agency a ON a.id = l.agency_id"
            " GROUP BY a.id, a.name ORDER BY a.name"
        ).fetchall()
    for agency, newest in rows:
        yield from suppression_list(agency, newest=newest, today=today)


def suppression_list(agency: str, *, newest: datetime.date, today: datetime.date) -> Iterator[Fault]:
    if list_is_late(newest=newest, every_days=list_format().every_days, today=today):
        yield Fault(
            sentence=f"住民記録の支援措置のリストが、{wareki(newest)}のものを最後に届いていません（{agency}）。"
            "伏せているものは伏せたままですが、新しく伏せる人を知らないままです。"
            "住民記録の担当に確かめ、届いたら「支援措置の管理」で取り込んでください。",
            is_fatal=False,
        )


@dataclass(frozen=True)
class LedgerLine:
    """The two things the doctor wants to know of a line."""

    at: datetime.datetime
    hash: str


def _line(connection: Connection, *, seq: int) -> LedgerLine | None:
    row = connection.execute("SELECT at, hash FROM ledger_entry WHERE seq = %s", [seq]).fetchone()
    return LedgerLine(*row) if row else None


def sealing_keys(env: Environment, *, sealed: Sequence[str]) -> Iterator[Fault]:
    with preparing.connect_owner(env) as owner:
        yield from (Fault(sentence=sentence) for sentence in keys.faults(env, owner))
        yield from (Fault(sentence=sentence, is_fatal=False) for sentence in keys.worries(env, owner))
        unknown = keys.unknown_numbers(owner, sealed)
        yield from (Fault(sentence=sentence, is_fatal=False) for sentence in unknown)


def _character_set(connection: Connection) -> dict[str, str]:
    """Encoding, and the locale that decides what a letter is: the provider's own name for it, or libc's."""
    row = connection.execute(
        """
        SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider,
               to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'
        FROM pg_database d WHERE datname = current_database()
        """
    ).fetchone()
    assert row is not None
    encoding, _, ctype, provider, locale, icu_locale = row
    if provider == "i":
        return {"encoding": encoding, "locale": f"{locale or icu_locale}-UTF8"}  # ICU knows only Unicode
    return {"encoding": encoding, "locale": locale or ctype}


def _app_role(connection: Connection) -> dict[str, bool]:
    row = connection.execute(
        """
        SELECT (SELECT bool_or(rolsuper OR rolbypassrls) FROM pg_roles WHERE pg_has_role(oid, 'MEMBER')),
               EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                       WHERE nspname = 'public' AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'MEMBER'))
        """
    ).fetchone()
    assert row is not None
    return {"bypasses": row[0], "owns": row[1]}


def _unforced_tables(connection: Connection) -> list[str]:
    rows = connection.execute(
        """
        SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE nspname = 'public' AND relkind IN ('r', 'p')
          AND NOT (relrowsecurity AND relforcerowsecurity)
          AND (relrowsecurity OR EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))
        ORDER BY relname
        """
    ).fetchall()
    return [row[0] for row in rows]


# --- looking around ------------------------------------------------------------------------------


def _is_usable(home: Path) -> bool:
    """Whether the state directory can be written to, or be made."""
    try:
        state.ensure_home(home)
        probe = home / ".probe"
        probe.touch()
        probe.unlink()
    except (OSError, StartRefused):
        return False
    return True


def _free_bytes(home: Path) -> int:
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    return shutil.disk_usage(existing).free


def _is_free(host: str, number: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError:
            return False
        return True


def _is_ours(env: Environment) -> bool:
    return state.is_locked(env.home / f"run-{env.port}.lock")


def _can_set_type() -> bool:
    done = subprocess.run(documents.COMMAND, input=b"<p>", capture_output=True, check=False)
    return done.returncode == 0


def _font_files() -> Iterator[Path]:
    yield from typesetting.LETTERS.glob("*.otf")
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=ja", "file"], capture_output=True, text=True, check=False)
        yield from (Path(line.split(":")[0]) for line in listed.stdout.splitlines())
        return
    for folder in FONT_FOLDERS:
        for name in FONT_NAMES:
            yield from folder.rglob(name)
