"""What is wrong with this installation: a numbered list of points, each ○, △ or ×, and for each fault what to do.

`norishiro run` asks the same points and does not start over a fatal answer. What is asked stands here and in
``config.safety``; other parts of the program join by adding their points to ``POINTS``.
"""

import datetime
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.checks import run_checks
from django.utils import timezone

from config import certificates, embedded, faults, hosts, keys, office, preparing, safety, socket_path, state
from config.backup import watching as backup
from config.databases import connect_arguments, settings_for
from config.env import Environment
from config.points import Answer, Fault, Occasion, Point, Scene, asked, refuse_faults, unasked
from config.refusal import StartRefused
from norishiro.agencies import errands
from norishiro.core import documents, typesetting
from norishiro.core.calendar import wareki
from norishiro.ledger import checkpoints
from norishiro.ledger.rules import is_late
from norishiro.ledger.verify_offline import GENESIS, Unreadable
from norishiro.people.rules import list_is_late
from norishiro.people.suppressions import list_format

__all__ = ["Fault", "refuse_faults"]

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


# --- the three occasions -------------------------------------------------------------------------


def report(env: Environment, *, sealed: Sequence[str] = (), as_json: bool = False) -> int:
    """Print every point with its number; answers the exit code. ``sealed`` asks which keys the data use."""
    answers = everything(env, sealed=sealed)
    print(_as_json(answers) if as_json else _as_list(answers))
    return 1 if any(answer.faults for answer in answers) else 0


def everything(env: Environment, *, sealed: Sequence[str] = ()) -> list[Answer]:
    """Every point in its order; what could not be asked because of an earlier fault says so."""
    scene = Scene(env=env, sealed=sealed)
    before = asked(_on("start", "look"), scene)
    is_there = not env.is_embedded or (socket_path.data_directory(env.home) / "PG_VERSION").exists()
    if not is_there or any(
        fault.sentence == state.unwritable(env.home) for one in before for fault in one.faults
    ):
        return [*before, *unasked(_on("server")), *unasked(_on("tables"))]
    if not env.is_embedded:
        return [*before, *_in_database(scene)]
    with embedded.in_use(embedded.Server(home=env.home)):
        return [*before, *_in_database(scene)]


def _in_database(scene: Scene) -> list[Answer]:
    first, *others = _on("server")
    (connected,) = asked([first], scene)
    if connected.faults:
        return [connected, *unasked(others), *unasked(_on("tables"))]
    server = [connected, *asked(others, scene)]
    if any(answer.mark == "×" for answer in server):
        return [*server, *unasked(_on("tables"))]
    shape, *rest = _on("tables")
    (shaped,) = asked([shape], scene)
    if shaped.faults:
        return [*server, shaped, *unasked(rest)]
    return [*server, shaped, *asked(rest, scene)]


def before_start(env: Environment) -> Iterator[Fault]:
    """What can be seen without the database."""
    yield from _faults(asked(_on("start"), Scene(env=env)))


def before_migration(env: Environment) -> Iterator[Fault]:
    """Whether there is a server we can work with at all."""
    first, *others = _on("server")
    found = list(_faults(asked([first], Scene(env=env))))
    yield from found or _faults(asked(others, Scene(env=env)))


def after_migration(env: Environment) -> Iterator[Fault]:
    """Whether tables and roles are as the program wants them."""
    shape, *others = _on("tables")
    found = list(_faults(asked([shape], Scene(env=env))))
    yield from found or _faults(asked(others, Scene(env=env)))


def _on(*occasions: Occasion) -> list[Point]:
    return [point for point in POINTS if point.on in occasions]


def _faults(answers: Iterable[Answer]) -> Iterator[Fault]:
    for answer in answers:
        yield from answer.faults


def _as_list(answers: Sequence[Answer]) -> str:
    lines = []
    for number, answer in enumerate(answers, start=1):
        lines.append(f"{number:3} {answer.mark} {answer.point.name}")
        lines += [f"      {'×' if fault.is_fatal else '△'} {fault.sentence}" for fault in answer.faults]
    marks = [answer.mark for answer in answers]
    lines.append("")
    if any(answer.faults for answer in answers):
        counted = "、".join(f"{mark} {marks.count(mark)}" for mark in ("○", "△", "×", "－") if mark in marks)
        lines.append(f"{len(answers)}のうち、{counted}。×があると始まりません。△は、早めに直してください。")
        if "－" in marks:
            lines.append("－ は、上の×を直すまで確かめられないものです。")
    elif "－" in marks:
        lines.append(
            "まだデータベースがありません。`norishiro setup --profile 名前` か `norishiro run` のあとに、もう一度打ってください。"
        )
    else:
        lines.append(f"○ {len(answers)}のどれにも、悪いところは見つかりませんでした。")
    return "\n".join(lines)


def _as_json(answers: Sequence[Answer]) -> str:
    """For the machine that watches this one."""
    words = {"○": "well", "△": "soon", "×": "fatal", "－": "unasked"}
    points = [
        {
            "number": number,
            "code": answer.point.code,
            "name": answer.point.name,
            "state": words[answer.mark],
            "faults": [fault.sentence for fault in answer.faults],
        }
        for number, answer in enumerate(answers, start=1)
    ]
    return json.dumps({"points": points}, ensure_ascii=False, indent=1)


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
    return int(_disk(home).free)


def _disk(home: Path) -> Any:
    return shutil.disk_usage(_existing(home))


def _names(home: Path) -> os.statvfs_result:
    return os.statvfs(_existing(home))


def _existing(home: Path) -> Path:
    return next(folder for folder in (home, *home.parents) if folder.exists())


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
    return state.is_locked(env.place / f"run-{env.port}.lock")


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


# --- the list ------------------------------------------------------------------------------------


def _server(scene: Scene) -> Iterator[Fault]:
    try:
        with _owner(scene.env):
            pass
    except psycopg.OperationalError as error:
        yield Fault(sentence=faults.connection_fault(error))


def _version(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from version(owner.info.server_version)


def _mended(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from safety.postgresql_is_mended(
            owner.info.server_version // 10000, today=datetime.date.today()
        )


def _letters(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from character_set(_character_set(owner))


def _careful(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from safety.careful_writes(safety.read_server(owner))


def _sums(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from safety.page_sums(safety.read_server(owner))


def _connections(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        limit = int(safety.read_server(owner)["max_connections"])
    # Each thread holds one of staff and one of the public; ten more for the clock, the owner and the one who looks.
    yield from safety.enough_connections(limit, wanted=scene.env.workers * (scene.env.threads * 2 + 1) + 10)


def _wire(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from safety.wire(is_remote=safety.is_remote(owner), is_encrypted=owner.pgconn.ssl_in_use)


def _shape(scene: Scene) -> Iterator[Fault]:
    if not preparing.is_migrated(scene.env):
        yield Fault(
            sentence="データベースの形が、いまのプログラムに合っていません。`norishiro migrate` を動かしてください。"
        )


def _whole_town(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from whole_town(owner)


def whole_town(owner: Connection) -> Iterator[Fault]:
    """A place that has got settings of its own since is no half town: a whole one and its settings come together."""
    row = owner.execute(
        "SELECT obj_description('agencies_staff'::regclass, 'pg_class')"
        " WHERE NOT EXISTS (SELECT FROM profiles_profileversion)"
    ).fetchone()
    if row and row[0]:
        yield half_laid(json.loads(row[0])["town"])


def half_laid(size: str) -> Fault:
    """A town of that size was begun and is not there."""
    return Fault(
        sentence="作りものの町を、作っている途中です。止まってしまったときは、まだ何も入っていないので、"
        f"`norishiro town --size {size}` で、はじめから作れます。"
        "ほかのことに使うなら、NORISHIRO_HOME に新しい空のフォルダーを書いてください。"
    )


def _keys_whole(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from (Fault(sentence=sentence) for sentence in keys.faults(scene.env, owner))


def _keys_copied(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from (Fault(sentence=sentence, is_fatal=False) for sentence in keys.worries(scene.env, owner))


def _keys_known(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        found = keys.unknown_numbers(owner, scene.sealed)
        yield from [Fault(sentence=sentence, is_fatal=False) for sentence in found]


def _app(scene: Scene) -> Iterator[Fault]:
    """As whom the pages come; where they cannot come at all, that is the answer."""
    try:
        with psycopg.connect(
            **connect_arguments(settings_for(scene.env, role="app")), autocommit=True
        ) as app:
            yield from app_role(_app_role(app))
            yield from safety.app_makes_tables(safety.may_make_tables(app))
    except psycopg.OperationalError as error:
        yield Fault(sentence=faults.connection_fault(error))


def _walls(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from unforced_tables(_unforced_tables(owner))


def _public(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from safety.public_reads_tables(safety.read_tables(owner)["public_reads"])


def _guards(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        yield from safety.ledger_guards(safety.read_tables(owner)["off"])


def _settled(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        found = safety.read_tables(owner)
    yield from safety.settled(profile=found["profile"], administrator=found["administrators"] > 0)


def _proofs(scene: Scene) -> Iterator[Fault]:
    with _owner(scene.env) as owner:
        found = safety.read_tables(owner)
    yield from safety.second_proofs(found["without_proof"], published=safety.is_published(scene.env))


def _owner(env: Environment) -> Connection:
    return psycopg.connect(**connect_arguments(settings_for(env, role="owner")), autocommit=True)


def _key(env: Environment) -> str | None:
    return settings.SECRET_KEY if _is_usable(env.home) or env.secret_key else None


def _deployment(env: Environment) -> list[str]:
    """Django's own questions; over plain http on this machine alone, the four about https have no meaning."""
    left_out = () if env.https else ("security.W004", "security.W008", "security.W012", "security.W016")
    found = run_checks(include_deployment_checks=True)
    return sorted({str(one.id) for one in found if not one.is_silenced() and one.id not in left_out})


def _mail_answers(env: Environment) -> bool:
    if not (env.mail_from or env.checkpoint_mail):
        return True
    host, _, number = env.smtp.partition(":")
    try:
        with socket.create_connection((host, int(number)), timeout=safety.PATIENCE):
            return True
    except OSError:
        return False


def _clock_is_kept() -> bool | None:
    if not shutil.which("timedatectl"):
        return None
    done = subprocess.run(
        ["timedatectl", "show", "--property=NTPSynchronized", "--value"],
        capture_output=True, text=True, check=False, timeout=10,
    )  # fmt: skip
    return {"yes": True, "no": False}.get(done.stdout.strip())


def _cookie_settings() -> dict[str, Any]:
    names = ("COOKIE_SECURE", "COOKIE_HTTPONLY", "COOKIE_SAMESITE")
    return {
        f"{kind}_{name}": getattr(settings, f"{kind}_{name}")
        for kind in ("SESSION", "CSRF")
        for name in names
    }


def _errands(scene: Scene) -> Iterator[Fault]:
    for one in errands.troubled(now=timezone.now()):
        yield Fault(
            sentence=f"「{one.errand.label}」が、できていないか、おくれています。{one.errand.cure}",
            is_fatal=False,
        )
    if safety.is_published(scene.env) and errands.never_ran():
        yield Fault(
            sentence="夜の仕事が、まだ一度も動いていません。"
            "`systemctl enable --now norishiro-night.timer norishiro-often.timer norishiro-week.timer` と打ってください。",
            is_fatal=False,
        )


def _libraries() -> Iterator[Fault]:
    pinned = safety.pinned_libraries(preparing.LOCK_FILES)
    yield from safety.libraries(pinned, safety.installed_libraries(pinned))


def _point(code: str, name: str, on: Occasion, ask: Callable[[Scene], Iterable[Fault]]) -> Point:
    return Point(code=code, name=name, on=on, ask=ask)


# Who joins adds a list of points of their own here.
POINTS: list[Point] = [
    # The machine.
    _point("home", "データを置くフォルダーに書き込める", "start", lambda at: home_folder(at.env.home)),
    _point("home_closed", "データを置くフォルダーが、ほかの利用者に閉じている", "start",
           lambda at: safety.closed_home(at.env.home)),
    _point("disk", "ディスクに 1 GB 以上の空きがある", "start", lambda at: disk(_free_bytes(at.env.home))),
    _point("disk_room", "ディスクに、しばらくの余裕がある", "look",
           lambda at: safety.room_to_grow(free=_disk(at.env.home).free, total=_disk(at.env.home).total)),
    _point("disk_names", "ファイルをまだ作れる", "look",
           lambda at: safety.free_names(_names(at.env.home).f_favail, total=_names(at.env.home).f_files)),
    _point("memory", "メモリーが足りている", "look",
           lambda at: safety.memory(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))),
    _point("open_files", "一度に開けるファイルの数が足りている", "look",
           lambda at: safety.open_files(resource.getrlimit(resource.RLIMIT_NOFILE)[0])),
    _point("clock", "日付が、ありえる日になっている", "start", lambda at: clock(datetime.date.today())),
    _point("clock_kept", "時計が、時刻のサーバーと合わせられている", "look",
           lambda at: safety.clock_is_kept(_clock_is_kept())),
    _point("python", "Python に、守りの修正が続いている", "look",
           lambda at: safety.python_is_mended(sys.version_info[:2], today=datetime.date.today())),
    _point("libraries", "部品が、確かめた版のとおりに入っている", "look", lambda at: _libraries()),
    _point("user", "公開する機械で、管理者（root）のまま動いていない", "look",
           lambda at: safety.not_root(at.env, user=os.geteuid())),
    _point("font", "印刷物の日本語の文字がある", "look", lambda at: japanese_font(_font_files())),
    _point("typesetter", "PDF を作る部品がある", "look", lambda at: typesetter(can_set_type=_can_set_type())),
    # Files.
    _point("secrets_closed", "秘密のファイルが、ほかの利用者に閉じている", "start",
           lambda at: safety.closed_secrets(safety.kept_secrets(at.env.home))),
    _point("settings_closed", "設定のファイルが、ほかの利用者に閉じている", "start",
           lambda at: safety.closed_settings((at.env.settings_file, *at.env.secret_files))),
    _point("keys_apart", "封の鍵が、データベースの写しと別の場所にある", "start",
           lambda at: safety.keys_beside_copies(at.env)),
    _point("sample_town", "見本の町を公開していない", "start", lambda at: safety.sample_town(at.env)),
    # Settings.
    _point("port", "待ち受ける番号（ポート）が空いている", "start", lambda at: port(at.env)),
    _point("exposure", "ほかの機械に見せるときは、通信を暗号にしている", "start",
           lambda at: exposure(at.env, debug=settings.DEBUG)),
    _point("hosts", "公開する名前が、実際の名前だけである", "start",
           lambda at: safety.wildcard_hosts(at.env.allowed_hosts)),
    _point("hosts_named", "公開する名前が書いてある", "look", lambda at: safety.named_hosts(at.env)),
    _point("proxies", "手前の中継サーバーの数が合っている", "look", lambda at: safety.proxies(at.env)),
    _point("secret_key", "秘密の鍵が、長くて推しはかれない", "start", lambda at: secret_key(_key(at.env))),
    _point("sample_key", "秘密の鍵が、見本のままでない", "start", lambda at: safety.sample_key(_key(at.env))),
    _point("cookies", "ログインのしるし（クッキー）が守られている", "start",
           lambda at: safety.cookies(_cookie_settings(), published=at.env.https)),
    _point("content_policy", "画面が、よその命令を受け入れない", "start",
           lambda at: safety.content_policy(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])),
    _point("passwords", "合言葉のしまい方と長さの決まりが、弱められていない", "start",
           lambda at: safety.passwords({"PASSWORD_HASHERS": settings.PASSWORD_HASHERS,
                                        "AUTH_PASSWORD_VALIDATORS": settings.AUTH_PASSWORD_VALIDATORS})),
    _point("deployment", "公開のための Django の検査（check --deploy）に通る", "look",
           lambda at: safety.deployment(_deployment(at.env))),
    _point("mail", "メールの中継サーバーにつながる", "look",
           lambda at: safety.mail_answers(at.env, answers=_mail_answers(at.env))),
    _point("checkpoint_places", "台帳の控えの置き場所に書け、データの外にもある", "look",
           lambda at: safety.checkpoint_places(at.env, unwritable=safety.unwritable_places(at.env))),
    _point("metrics", "見張りの機械に数値を渡す設定が、両方ある", "look", lambda at: safety.metrics_whole(at.env)),
    *certificates.POINTS,
    *office.POINTS,
    *backup.POINTS,
    # The server of the database.
    _point("server", "データベースにつながる", "server", _server),
    _point("version", "データベースの版が 15 以上である", "server", _version),
    _point("version_mended", "データベースに、守りの修正が続いている", "server", _mended),
    _point("letters", "データベースの文字コードが合っている", "server", _letters),
    _point("careful", "停電しても、書いたものが残る設定である", "server", _careful),
    _point("sums", "ディスクの読みちがいを見つける設定である", "server", _sums),
    _point("connections", "データベースへの接続の数が足りている", "server", _connections),
    _point("wire", "別の機械のデータベースと、暗号にして話している", "server", _wire),
    # The tables: whether they are this program's is asked before all the rest.
    _point("shape", "データベースの形が、プログラムに合っている", "tables", _shape),
    *hosts.POINTS,
    _point("whole_town", "作りかけの町ではない", "tables", _whole_town),
    _point("app_role", "画面の利用者が、表の持ち主でも、壁を素通りできる者でもない", "tables", _app),
    _point("walls", "行ごとの閲覧制限が、どの表にも効いている", "tables", _walls),
    _point("public_role", "公開の利用者が、表を直接読めない", "tables", _public),
    _point("ledger_guards", "台帳を書き足すだけにする仕掛けが動いている", "tables", _guards),
    _point("ledger", "台帳が控えと合い、控えが毎時とられている", "tables",
           lambda at: ledger(at.env, now=datetime.datetime.now(datetime.UTC))),
    _point("keys", "封の鍵がそろっている", "tables", _keys_whole),
    _point("keys_copies", "封の鍵の控えがある", "tables", _keys_copied),
    _point("keys_known", "知らない鍵で封をされた値がない", "tables", _keys_known),
    _point("suppressions", "支援措置のリストが、期日までに届いている", "tables",
           lambda at: suppression_lists(at.env, today=timezone.localdate())),
    _point("errands", "夜の仕事が、ひとりでに動いている", "look", lambda at: _errands(at)),
    _point("settled", "自治体の設定と、システム管理者がいる", "tables", _settled),
    _point("second_proofs", "システム管理者が、二段階目の確認を登録している", "tables", _proofs),
]  # fmt: skip
