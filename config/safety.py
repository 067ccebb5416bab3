"""Whether an installation is safe: what the machine, the files, the settings and the database must be like.

Each question takes what was seen and answers in words; ``config.doctor`` lists them. A fatal one forbids the start.
"""

import datetime
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import psycopg

from config import databases, keys, preparing, state
from config.env import Environment
from config.points import Fault

GIGABYTE = 1024**3
SPACIOUS = 5 * GIGABYTE
FEWEST_FREE_FILES = 10_000
LEAST_MEMORY = 2 * GIGABYTE
FEWEST_OPEN_FILES = 1024
PATIENCE = 3.0

# K: until when python.org mends security faults (peps.python.org, looked up 2026-11). After that day it must be replaced.
PYTHON_MENDED_UNTIL = {
    (3, 11): datetime.date(2027, 10, 31),
    (3, 12): datetime.date(2028, 10, 31),
    (3, 13): datetime.date(2029, 10, 31),
    (3, 14): datetime.date(2030, 10, 31),
}
# K: until when PostgreSQL's developers mend a version (postgresql.org/support/versioning, looked up 2026-11).
POSTGRESQL_MENDED_UNTIL = {
    15: datetime.date(2027, 11, 11),
    16: datetime.date(2028, 11, 9),
    17: datetime.date(2029, 11, 8),
    18: datetime.date(2030, 11, 14),
}

# What stands in examples, ours and those of others; a key with such a word in it was copied.
SAMPLE_WORDS = (
    "insecure",
    "tests-only",
    "changeme",
    "change-me",
    "example",
    "sample",
    "password",
    "secret-key",
)
SAMPLE_ACCOUNTS = "demo_accounts.txt"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;]+)")

Connection = psycopg.Connection[Any]


def is_published(env: Environment) -> bool:
    """Whether anybody but this machine itself is meant to reach the pages."""
    return bool(env.allowed_hosts) or not env.is_loopback or env.https


# --- the machine ---------------------------------------------------------------------------------


def room_to_grow(*, free: int, total: int) -> Iterator[Fault]:
    if GIGABYTE <= free < min(SPACIOUS, total // 10):
        yield Fault(
            sentence=f"ディスクの空きが {free / GIGABYTE:.1f} GB まで減りました。いっぱいになると、記録も台帳も書けなくなります。"
            "いらないファイルを片づけるか、ディスクを大きくしてください。",
            is_fatal=False,
        )


def free_names(count: int, *, total: int) -> Iterator[Fault]:
    """Some file systems count no names and say nought of nought."""
    if total and count < FEWEST_FREE_FILES:
        yield Fault(
            sentence=f"ディスクに、あと {count} 個しかファイルを作れません。`df -i` で見て、たくさんの小さなファイルを片づけてください。",
            is_fatal=False,
        )


def memory(total: int) -> Iterator[Fault]:
    if total < LEAST_MEMORY * 9 // 10:
        yield Fault(
            sentence=f"メモリーが {total / GIGABYTE:.1f} GB しかありません。2 GB 以上にしてください（職員50人までなら 4 GB をすすめます）。",
            is_fatal=False,
        )


def open_files(limit: int) -> Iterator[Fault]:
    if 0 <= limit < FEWEST_OPEN_FILES:
        yield Fault(
            sentence=f"一度に開けるファイルが {limit} 個までになっています。`ulimit -n {FEWEST_OPEN_FILES}` か、"
            f"systemd の LimitNOFILE={FEWEST_OPEN_FILES} にしてください。",
            is_fatal=False,
        )


def clock_is_kept(synchronized: bool | None) -> Iterator[Fault]:
    """None where the machine has nobody to ask; then there is nothing to say."""
    if synchronized is False:
        yield Fault(
            sentence="時計が、時刻のサーバーと合わせられていません。同意と台帳の日時がずれるので、"
            "`timedatectl set-ntp true` と打つか、庁内の時刻サーバーに合わせてください。",
            is_fatal=False,
        )


def python_is_mended(version: tuple[int, int], *, today: datetime.date) -> Iterator[Fault]:
    until = PYTHON_MENDED_UNTIL.get(version)
    if until is not None and today > until:
        yield Fault(
            sentence=f"Python {version[0]}.{version[1]} は、{until:%Y年%m月%d日} で守りの修正が終わりました。"
            "OS を新しくして、新しい束を入れなおしてください。",
            is_fatal=False,
        )


def libraries(pinned: Mapping[str, str], installed: Mapping[str, str | None]) -> Iterator[Fault]:
    """Other versions than those that were tested, or none."""
    other = sorted(name for name, version in pinned.items() if installed.get(name) != version)
    if other:
        yield Fault(
            sentence=f"部品の版が、確かめたものとちがいます（{'、'.join(other[:8])}）。"
            "install.sh（開発の写しでは `make run`）で入れなおしてください。",
            is_fatal=False,
        )


def pinned_libraries(files: Iterable[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in files:
        if file.exists():
            lines = file.read_text(encoding="ascii").splitlines()
            found |= {match[1]: match[2] for line in lines if (match := PINNED.match(line))}
    return found


def installed_libraries(names: Iterable[str]) -> dict[str, str | None]:
    return {name: _version(name) for name in names}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def not_root(env: Environment, *, user: int) -> Iterator[Fault]:
    if user == 0 and is_published(env):
        yield Fault(
            sentence="公開する「のりしろ」が、管理者（root）のまま動いています。install.sh で入れた命令 `norishiro` か、"
            "systemd の norishiro.service で動かしてください（専用の利用者で動きます）。",
            is_fatal=False,
        )


# --- files ---------------------------------------------------------------------------------------


def closed_home(home: Path) -> Iterator[Fault]:
    if home.exists() and _rights(home) & 0o006:
        yield Fault(
            sentence=f"データを置くフォルダー {home} を、ほかの利用者が見られます。`chmod 700 {home}` と打って閉じてください。"
        )


def closed_secrets(files: Iterable[Path]) -> Iterator[Fault]:
    """Kept secrets belong to one user; whoever reads them is the program."""
    for file in files:
        if file.exists() and _rights(file) & 0o077:
            yield Fault(
                sentence=f"秘密のファイル {file} を、ほかの利用者も読めます。`chmod 600 {file}` と打って閉じてください。"
            )


def kept_secrets(home: Path) -> list[Path]:
    names = (state.SECRET_KEY, state.OWNER_PASSWORD, state.APP_PASSWORD, state.PUBLIC_PASSWORD)
    return [home / name for name in (*names, state.SUPERUSER_PASSWORD)]


def closed_settings(files: Iterable[Path | None]) -> Iterator[Fault]:
    """What root writes and the program's group reads; nobody else either."""
    for file in files:
        if file is not None and file.exists() and _rights(file) & 0o027:
            yield Fault(
                sentence=f"設定のファイル {file} を、ほかの利用者が読むか、書けます。`chmod 640 {file}` と打って閉じてください。"
            )


def _rights(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def keys_beside_copies(env: Environment) -> Iterator[Fault]:
    """The keys in the folder where copies of the database lie: whoever takes one has both."""
    store = keys.store_of(env)
    for folder in dict.fromkeys((store.ring.parent, store.book)):
        found = sorted(file.name for name in keys.DUMPS for file in _copies_in(folder, name))
        if found:
            yield Fault(
                sentence=f"封の鍵のフォルダー {folder} に、データベースの写し（{found[0]}）があります。"
                "いっしょに盗まれると、封をした値も読まれます。写しを別の場所に移してください。"
            )


def _copies_in(folder: Path, name: str) -> Iterator[Path]:
    if folder.is_dir():
        yield from folder.glob(name)
        yield from folder.parent.glob(name)


def sample_town(env: Environment) -> Iterator[Fault]:
    if is_published(env) and (env.home / SAMPLE_ACCOUNTS).exists():
        yield Fault(
            sentence="見本の町が入ったまま、ほかのコンピューターに公開しようとしています。見本の合言葉は、だれでも知っています。"
            "NORISHIRO_HOME に新しい空のフォルダーを書き、`norishiro setup --profile 名前` から始めてください。"
        )


# --- settings ------------------------------------------------------------------------------------


def sample_key(key: str | None) -> Iterator[Fault]:
    words = [word for word in SAMPLE_WORDS if key is not None and word in key.lower()]
    if words:
        yield Fault(
            sentence="秘密の鍵（NORISHIRO_SECRET_KEY）が、見本のままです。この設定を消してください。"
            "消すと、だれにも知られない鍵を、ひとりでに作ります（全員がログインし直しになります）。"
        )


def wildcard_hosts(hosts: Iterable[str]) -> Iterator[Fault]:
    wide = [host for host in hosts if "*" in host or host.startswith(".")]
    if wide:
        yield Fault(
            sentence=f"公開する名前に「{wide[0]}」があり、どんな名前でも受けつけてしまいます。"
            "NORISHIRO_ALLOWED_HOSTS には、実際の名前だけを書いてください（例: norishiro.example.lg.jp）。"
        )


def named_hosts(env: Environment) -> Iterator[Fault]:
    if (env.https or not env.is_loopback) and not env.allowed_hosts:
        yield Fault(
            sentence="公開する名前が書かれていないので、ほかのコンピューターからは開けません。"
            "NORISHIRO_ALLOWED_HOSTS に名前を書いてください（例: norishiro.example.lg.jp）。",
            is_fatal=False,
        )


def proxies(env: Environment) -> Iterator[Fault]:
    if env.https and env.proxy_count == 0:
        yield Fault(
            sentence="https を使う設定なのに、手前の中継サーバーの数が 0 です。画面が開かず、行ったり来たりします。"
            "NORISHIRO_PROXY_COUNT=1 と書いてください（中継サーバーは、X-Forwarded-Proto を付けるもの）。",
            is_fatal=False,
        )
    if env.proxy_count and not env.https:
        yield Fault(
            sentence="中継サーバーがある設定なのに、https ではありません。だれからのログインの失敗かを、偽れてしまいます。"
            "NORISHIRO_HTTPS=1 を書くか、NORISHIRO_PROXY_COUNT を消してください。",
            is_fatal=False,
        )


def cookies(given: Mapping[str, Any], *, published: bool) -> Iterator[Fault]:
    """What the log-in travels in: never readable by a script, never sent from another site, never in the clear."""
    for name in ("SESSION", "CSRF"):
        kept = given[f"{name}_COOKIE_HTTPONLY"] and given[f"{name}_COOKIE_SAMESITE"] in ("Lax", "Strict")
        if not kept or (published and not given[f"{name}_COOKIE_SECURE"]):
            yield Fault(
                sentence=f"ログインのしるし（クッキー {name}）が、暗号のない通信や、ほかの頁の命令から守られていません。"
                "NORISHIRO_HTTPS=1 を書いてください。書いてあるときは、入れなおしてください。"
            )


def content_policy(directives: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    loose = [
        name for name, values in directives.items() if {"*", "'unsafe-inline'", "'unsafe-eval'"} & set(values)
    ]
    if loose or "default-src" not in directives:
        yield Fault(
            sentence="画面が、よその命令や絵を受け入れる設定になっています。プログラムが書き換えられています。入れなおしてください。"
        )


def passwords(given: Mapping[str, Any]) -> Iterator[Fault]:
    lengths = [
        one.get("OPTIONS", {}).get("min_length", 0)
        for one in given["AUTH_PASSWORD_VALIDATORS"]
        if one["NAME"].endswith("MinimumLengthValidator")
    ]
    if "Argon2" not in given["PASSWORD_HASHERS"][0] or max(lengths, default=0) < 12:
        yield Fault(
            sentence="合言葉のしまい方か、長さの決まりが弱くなっています。プログラムが書き換えられています。入れなおしてください。"
        )


def deployment(messages: Sequence[str]) -> Iterator[Fault]:
    """What Django itself would say about going public."""
    if messages:
        yield Fault(
            sentence=f"公開してはいけない設定があります（{'、'.join(messages)}）。"
            "環境変数 DJANGO_SETTINGS_MODULE を消し、`norishiro check --deploy` の言葉を見てください。"
        )


def mail_answers(env: Environment, *, answers: bool) -> Iterator[Fault]:
    if (env.mail_from or env.checkpoint_mail) and not answers:
        yield Fault(
            sentence="メールの中継サーバーにつながりません。今日のお知らせ・便り・台帳の控えが届きません。"
            "NORISHIRO_SMTP の名前と番号、中継サーバーが動いているかを確かめてください。",
            is_fatal=False,
        )


def checkpoint_places(env: Environment, *, unwritable: Sequence[str]) -> Iterator[Fault]:
    for folder in unwritable:
        yield Fault(
            sentence=f"台帳の控えを置くフォルダー {folder} に書けません。つながっているか、持ち主と空きを確かめてください。",
            is_fatal=False,
        )
    outside = [folder for folder in env.checkpoints if env.home not in (Path(folder), *Path(folder).parents)]
    if is_published(env) and not outside and not env.checkpoint_mail:
        yield Fault(
            sentence="台帳の控えが、データと同じ場所にしかありません。データごと書き換えられると、見つかりません。"
            "NORISHIRO_CHECKPOINTS に別の場所を足すか、NORISHIRO_CHECKPOINT_MAIL に宛先を書いてください。",
            is_fatal=False,
        )


def metrics_whole(env: Environment) -> Iterator[Fault]:
    if bool(env.metrics_from) != bool(env.metrics_token):
        yield Fault(
            sentence="見張りの機械に数値を渡す設定が、片方しかないので、渡していません。"
            "NORISHIRO_METRICS_FROM と NORISHIRO_METRICS_TOKEN_FILE の両方を書くか、両方を消してください。",
            is_fatal=False,
        )


# --- the server of the database ------------------------------------------------------------------


def postgresql_is_mended(major: int, *, today: datetime.date) -> Iterator[Fault]:
    until = POSTGRESQL_MENDED_UNTIL.get(major)
    if until is not None and today > until:
        yield Fault(
            sentence=f"PostgreSQL {major} は、{until:%Y年%m月%d日} で守りの修正が終わりました。"
            "docs/ja/運用の手引き の「データベースの版を上げる」のとおりに、新しい版へ移してください。",
            is_fatal=False,
        )


def careful_writes(found: Mapping[str, str]) -> Iterator[Fault]:
    """A server that says it has written what a power cut still takes away."""
    careless = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if found[name] == "off"]
    if careless:
        yield Fault(
            sentence=f"データベースが、書いたふりをする設定になっています（{'、'.join(careless)} が off）。"
            "停電で記録がこわれます。データベースの設定を on に戻してください。",
            is_fatal=False,
        )


def page_sums(found: Mapping[str, str]) -> Iterator[Fault]:
    if found["data_checksums"] == "off":
        yield Fault(
            sentence="データベースが、ディスクの読みちがいを見つけられない設定です（data_checksums が off）。"
            "止めてから `pg_checksums --enable` を動かすよう、データベースの担当に頼んでください。",
            is_fatal=False,
        )


def enough_connections(limit: int, *, wanted: int) -> Iterator[Fault]:
    if limit < wanted:
        yield Fault(
            sentence=f"データベースへの接続が {limit} 本までしかできません。画面と夜の仕事で {wanted} 本まで使います。"
            f"max_connections を {wanted} 以上にするか、NORISHIRO_WORKERS・NORISHIRO_THREADS を減らしてください。",
            is_fatal=False,
        )


def wire(*, is_remote: bool, is_encrypted: bool) -> Iterator[Fault]:
    if is_remote and not is_encrypted:
        yield Fault(
            sentence="別の機械のデータベースと、暗号にしないで話しています。記録が網を流れます。"
            "DATABASE_URL の終わりに ?sslmode=verify-full を付け、データベースの側も SSL を使うようにしてください。",
            is_fatal=False,
        )


def read_server(connection: Connection) -> dict[str, str]:
    names = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums", "max_connections")
    rows = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(names)]
    ).fetchall()
    return dict(rows)


def is_remote(connection: Connection) -> bool:
    return not connection.info.host.startswith("/") and connection.info.host not in (
        "127.0.0.1",
        "::1",
        "localhost",
    )


# --- the tables ----------------------------------------------------------------------------------


def app_makes_tables(may: bool) -> Iterator[Fault]:
    if may:
        yield Fault(
            sentence="画面用の利用者（DATABASE_APP_URL）が、表や仕掛けを作れます。"
            "データベースの持ち主として `REVOKE CREATE ON SCHEMA public FROM PUBLIC` を動かし、余計な権限を外してください。"
        )


def public_reads_tables(names: Sequence[str]) -> Iterator[Fault]:
    if names:
        yield Fault(
            sentence=f"公開用の利用者（norishiro_public）が、表を直接読めます（{'、'.join(names[:5])}）。"
            "`norishiro migrate` を動かしても直らないときは、その利用者に足した権限を外してください。"
        )


def ledger_guards(off: Sequence[str]) -> Iterator[Fault]:
    if off:
        yield Fault(
            sentence=f"台帳を書き足すだけにしている仕掛けが、止められています（{'、'.join(off)}）。"
            "台帳に手をつけず、情報セキュリティの責任者へ知らせてください。"
        )


def settled(*, profile: bool, administrator: bool) -> Iterator[Fault]:
    if not profile:
        yield Fault(
            sentence="自治体の設定が、まだ入っていません。`norishiro setup --profile 名前` と打ってください。",
            is_fatal=False,
        )
    elif not administrator:
        yield Fault(
            sentence="システム管理者が一人もいません。職員がまだいなければ "
            "`norishiro first_account --login 職員ID --name 氏名` と打ち、いれば「職員」から任命してください。",
            is_fatal=False,
        )


def second_proofs(without: int, *, published: bool) -> Iterator[Fault]:
    if published and without:
        yield Fault(
            sentence=f"二段階目の確認を登録していないシステム管理者が {without} 人います。"
            "ログインして「鍵と二段階目」から、認証アプリか鍵を登録してもらってください。",
            is_fatal=False,
        )


def read_tables(owner: Connection) -> dict[str, Any]:
    """What is asked of the tables by their owner, in one go."""
    owner.execute("SELECT set_config('norishiro.maintenance', 'on', false)")
    row = owner.execute(
        """
        SELECT EXISTS (SELECT FROM profiles_profileversion WHERE valid_from <= current_date),
               count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT FROM mfa_authenticator m WHERE m.user_id = held.staff_id))
        FROM (SELECT DISTINCT a.staff_id FROM agencies_appointment a
              JOIN agencies_role r ON r.id = a.role_id AND r.kind = 'SYSTEM'
              JOIN agencies_staff s ON s.id = a.staff_id AND s.is_active
              WHERE a.from_on <= current_date AND (a.until_on IS NULL OR a.until_on > current_date)) held
        """
    ).fetchone()
    assert row is not None
    off = owner.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.ledger_entry'::regclass"
        " AND NOT tgisinternal AND tgenabled <> 'O' ORDER BY tgname"
    ).fetchall()
    readable = owner.execute(
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'"
        " AND relkind IN ('r', 'p', 'v', 'm') AND has_schema_privilege(%s, 'public', 'USAGE')"
        " AND has_table_privilege(%s, c.oid, 'SELECT') ORDER BY relname",
        [databases.PUBLIC_ROLE, databases.PUBLIC_ROLE],
    ).fetchall()
    return {
        "profile": row[0],
        "administrators": row[1],
        "without_proof": row[2],
        "off": [one[0] for one in off],
        "public_reads": [one[0] for one in readable],
    }


def may_make_tables(app: Connection) -> bool:
    row = app.execute("SELECT has_schema_privilege(current_user, 'public', 'CREATE')").fetchone()
    return bool(row and row[0])


# --- looking around ------------------------------------------------------------------------------


def unwritable_places(env: Environment) -> list[str]:
    """Folders of checkpoints that are there, or were named, and cannot be written to."""
    return [folder for folder in env.checkpoints if not _can_be_written(Path(folder))]


def _can_be_written(folder: Path) -> bool:
    existing = next(one for one in (folder, *folder.parents) if one.exists())
    return os.access(existing, os.W_OK | os.X_OK)


def lock_files() -> Sequence[Path]:
    return preparing.LOCK_FILES
