"""The environment, typed and read once. A wrong value stops the start in words."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    ValidationError,
)

from config.refusal import StartRefused

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})

# What to tell a person for each variable; the value itself is never repeated, it may be a password.
ADVICE = {
    "NORISHIRO_SETTINGS": "設定のファイルの場所を書いてください（例: /etc/norishiro/norishiro.env）。",
    "NORISHIRO_LOG_FORMAT": "text か json のどちらかを書いてください。",
    "NORISHIRO_HOME": "データを置くフォルダーの場所を書いてください（例: /var/lib/norishiro）。",
    "NORISHIRO_LOCAL": "画面を出す機械が何台もあるとき、その一台だけのものを置くフォルダーを書いてください（例: /var/lib/norishiro-local）。",
    "NORISHIRO_REPORTS_FROM_STANDBY": "1 か 0 を書いてください（重い集計を、データベースの二台めから読むときが 1 です）。",
    "NORISHIRO_DB_ROLE": "owner か app のどちらかを書いてください。ふだんは設定しなくてかまいません。",
    "NORISHIRO_SECRET_KEY": "50文字以上の、人に推測されない文字列を書いてください。設定しなければ自動で作ります。",
    "NORISHIRO_SEALING_KEYS": "鍵束のファイルの場所を書いてください。設定しなければ、NORISHIRO_HOME の keys に作ります。",
    "NORISHIRO_HTTPS": "1 か 0 を書いてください（https で公開するときが 1 です）。",
    "NORISHIRO_ALLOWED_HOSTS": "公開するときの名前を、カンマ区切りで書いてください（例: norishiro.example.lg.jp）。",
    "NORISHIRO_PROXY_COUNT": "手前にある中継サーバーの数を、0 から 5 の数字で書いてください。",
    "NORISHIRO_WORKERS": "1 から 32 の数字を書いてください。",
    "NORISHIRO_THREADS": "1 から 64 の数字を書いてください。",
    "DATABASE_URL": "postgres://利用者:パスワード@サーバー名:5432/データベース名 の形で書いてください（何台もあるときは、サーバー名:5432,サーバー名:5432 と並べます）。",
    "DATABASE_APP_URL": "postgres://利用者:パスワード@サーバー名:5432/データベース名 の形で書いてください。",
    "DATABASE_PUBLIC_URL": "postgres://利用者:パスワード@サーバー名:5432/データベース名 の形で書いてください。",
    "NORISHIRO_CHECKPOINTS": "台帳の控えを置くフォルダーを、カンマ区切りで書いてください（例: /mnt/hikae）。",
    "NORISHIRO_CHECKPOINT_MAIL": "台帳の控えを送る宛先を、カンマ区切りで書いてください（例: kansa@example.lg.jp）。",
    "NORISHIRO_BACKUP": "データベースの控えを置くフォルダーを書いてください。別のディスクか別の機械にします（例: /mnt/hikae）。",
    "NORISHIRO_BACKUP_MAIL": "控えが遅れたときに知らせる宛先を、カンマ区切りで書いてください（例: joho@example.lg.jp）。",
    "NORISHIRO_CERTIFICATE": "中継サーバーが使う証明書（PEM）の場所を書いてください（例: /etc/norishiro/tls/server.pem）。",
    "NORISHIRO_MAP_TILES": "https:// で始まる、{z} {x} {y} の入った地図の絵の番地を書いてください。",
    "NORISHIRO_MAP_CREDIT": "地図の絵の出どころを、120字までで書いてください。",
    "NORISHIRO_MAIL_FROM": "メールの差出人を、norishiro@city.example.jp の形で書いてください。",
    "NORISHIRO_SMTP": "メールの中継サーバーを、名前:番号 の形で書いてください（例: localhost:25）。",
    "NORISHIRO_METRICS_FROM": "数値を読みにくる見張りの機械の番号を、カンマ区切りで書いてください（例: 10.1.2.3, 10.1.9.0/24）。",
    "NORISHIRO_METRICS_TOKEN": "見張りの機械に渡す合言葉を、32文字以上の推測されない文字列で書いてください。",
    "NORISHIRO_SLOW_SECONDS": "おそい問い合わせとして書きとめる秒数を、0.05 から 60 の数字で書いてください（例: 1）。",
    "NORISHIRO_OFFICE_ISSUER": "庁内のログイン（OpenID Connect の発行元）の番地を、https:// から書いてください（例: https://login.example.lg.jp/realms/shokuin）。",
    "NORISHIRO_OFFICE_CLIENT": "庁内のログインで、のりしろに付けられた番号（クライアントID）を書いてください。",
    "NORISHIRO_OFFICE_SECRET": "庁内のログインで、のりしろに渡された秘密（クライアントシークレット）を、NORISHIRO_OFFICE_SECRET_FILE のファイルに書いてください。",
    "NORISHIRO_OFFICE_LABEL": "ログインの画面のボタンの名前を、30字までで書いてください（例: 職員ポータルでログインする）。",
    "NORISHIRO_OFFICE_SECOND_PROOF": "庁内のログインの二段階目を、のりしろの二段階目の代わりにするときだけ、その印（acr か amr）をカンマ区切りで書いてください（例: mfa）。",
    "NORISHIRO_OFFICE_ASK_AGAIN": "1 か 0 を書いてください（ログインのたびに、庁内のログインで本人をもう一度確かめるときが 1 です）。",
    "NORISHIRO_OFFICE_AUTHORITIES": "庁内のログインの証明書を出した発行元の証明書（PEM）の場所を書いてください（例: /etc/norishiro/tls/ca.pem）。",
    "HOST": "待ち受けるアドレスを書いてください（例: 127.0.0.1）。",
    "PORT": "1 から 65535 の数字を書いてください（例: 8000）。",
    "PROFILE": "自治体の設定の名前を、英小文字・数字・ハイフン・アンダーバーで書いてください（例: toshima）。",
}

# Values that are secrets may stand in a file of their own, whose place is then named instead.
FILE = "_FILE"
FROM_FILES = (
    *("NORISHIRO_SECRET_KEY", "NORISHIRO_METRICS_TOKEN", "NORISHIRO_OFFICE_SECRET"),
    *("DATABASE_URL", "DATABASE_APP_URL", "DATABASE_PUBLIC_URL"),
)


def _as_flag(value: object) -> object:
    word = str(value).strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError("not a flag")


def _as_list(value: object) -> object:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


def _postgres_url(value: str) -> str:
    """Accept a PostgreSQL address that names a database and a user, refuse everything else."""
    if urlsplit(value).scheme not in ("postgres", "postgresql"):
        raise ValueError("not a postgres address")
    try:
        parts = conninfo_to_dict(value)
    except ProgrammingError as error:
        raise ValueError("unreadable address") from error
    if not parts.get("dbname") or not parts.get("user"):
        raise ValueError("names no database or no user")
    return value


Flag = Annotated[bool, BeforeValidator(_as_flag)]
Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Networks = Annotated[tuple[IPvAnyNetwork, ...], BeforeValidator(_as_list)]
PostgresUrl = Annotated[str, AfterValidator(_postgres_url)]


class Environment(BaseModel):
    """Everything the program takes from outside."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=False, hide_input_in_errors=True)

    home: Path = Field(default=ROOT / "var", alias="NORISHIRO_HOME")
    # Where several machines serve pages, home is a folder they share, and this one is each machine's own (ADR 0091).
    local: Path | None = Field(default=None, alias="NORISHIRO_LOCAL")
    database_role: Literal["owner", "app"] = Field(default="app", alias="NORISHIRO_DB_ROLE")
    database_url: PostgresUrl | None = Field(default=None, alias="DATABASE_URL")
    database_app_url: PostgresUrl | None = Field(default=None, alias="DATABASE_APP_URL")
    database_public_url: PostgresUrl | None = Field(default=None, alias="DATABASE_PUBLIC_URL")
    reports_from_standby: Flag = Field(default=False, alias="NORISHIRO_REPORTS_FROM_STANDBY")
    secret_key: str | None = Field(default=None, alias="NORISHIRO_SECRET_KEY", min_length=50)
    sealing_keys: Path | None = Field(default=None, alias="NORISHIRO_SEALING_KEYS")
    https: Flag = Field(default=False, alias="NORISHIRO_HTTPS")
    allowed_hosts: Names = Field(default=(), alias="NORISHIRO_ALLOWED_HOSTS")
    proxy_count: int = Field(default=0, alias="NORISHIRO_PROXY_COUNT", ge=0, le=5)
    checkpoints: Names = Field(default=(), alias="NORISHIRO_CHECKPOINTS")
    checkpoint_mail: Names = Field(default=(), alias="NORISHIRO_CHECKPOINT_MAIL")
    backup: Path | None = Field(default=None, alias="NORISHIRO_BACKUP")
    backup_mail: Names = Field(default=(), alias="NORISHIRO_BACKUP_MAIL")
    certificate: Path | None = Field(default=None, alias="NORISHIRO_CERTIFICATE")
    # Both must be named before any figure is given to a machine that watches (ADR 0100).
    metrics_from: Networks = Field(default=(), alias="NORISHIRO_METRICS_FROM")
    metrics_token: str | None = Field(default=None, alias="NORISHIRO_METRICS_TOKEN", min_length=32)
    slow_seconds: float = Field(default=1.0, alias="NORISHIRO_SLOW_SECONDS", ge=0.05, le=60)
    # The office's own log-in: off where no issuer is named (ADR 0101).
    office_issuer: str = Field(
        default="", alias="NORISHIRO_OFFICE_ISSUER",
        pattern=r"^(https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:[0-9]+)?(/[^\s?#]*)?)?$",
    )  # fmt: skip
    office_client: str = Field(default="", alias="NORISHIRO_OFFICE_CLIENT", max_length=200)
    office_secret: str = Field(default="", alias="NORISHIRO_OFFICE_SECRET", max_length=500, repr=False)
    office_label: str = Field(
        default="庁内のログインで入る", alias="NORISHIRO_OFFICE_LABEL", min_length=1, max_length=30
    )
    office_second_proof: Names = Field(default=(), alias="NORISHIRO_OFFICE_SECOND_PROOF")
    office_asks_again: Flag = Field(default=True, alias="NORISHIRO_OFFICE_ASK_AGAIN")
    office_authorities: Path | None = Field(default=None, alias="NORISHIRO_OFFICE_AUTHORITIES")
    map_tiles: str = Field(default="", alias="NORISHIRO_MAP_TILES", pattern=r"^(https://[^\s;,'\"]+)?$")
    map_credit: str = Field(default="", alias="NORISHIRO_MAP_CREDIT", max_length=120)
    smtp: str = Field(default="localhost:25", alias="NORISHIRO_SMTP", pattern=r"^[0-9A-Za-z.-]+:[0-9]{1,5}$")
    mail_from: str = Field(
        default="", alias="NORISHIRO_MAIL_FROM", pattern=r"^([0-9A-Za-z._+-]+@[0-9A-Za-z.-]+)?$"
    )
    log_format: Literal["text", "json"] = Field(default="text", alias="NORISHIRO_LOG_FORMAT")
    workers: int = Field(default=2, alias="NORISHIRO_WORKERS", ge=1, le=32)
    threads: int = Field(default=4, alias="NORISHIRO_THREADS", ge=1, le=64)
    host: str = Field(default="127.0.0.1", alias="HOST", pattern=r"^[0-9A-Za-z.:-]+$")
    port: int = Field(default=8000, alias="PORT", ge=1, le=65535)
    profile: str = Field(default="toshima", alias="PROFILE", pattern=r"^[a-z0-9_-]+$")

    settings_file: Path | None = Field(default=None, alias="NORISHIRO_SETTINGS")
    # Files that hold a secret, as they were named; the doctor looks who may read them.
    secret_files: tuple[Path, ...] = ()

    @property
    def map_origins(self) -> tuple[str, ...]:
        """Where pictures of the land may be loaded from, as a browser is told."""
        parts = urlsplit(self.map_tiles)
        return (f"{parts.scheme}://{parts.netloc}",) if self.map_tiles else ()

    @property
    def has_office(self) -> bool:
        """Whether the office's own log-in is wholly named; the doctor tells of half a one."""
        return bool(self.office_issuer and self.office_client and self.office_secret)

    @property
    def tells_metrics(self) -> bool:
        return bool(self.metrics_from and self.metrics_token)

    @property
    def is_embedded(self) -> bool:
        """Whether the database server is the one that ships with the program."""
        return self.database_url is None

    @property
    def place(self) -> Path:
        """For what is this machine's alone: static files, the mark that it runs, the access log."""
        return self.local or self.home

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the pages."""
        return self.host in LOOPBACK


def parse(variables: Mapping[str, str]) -> Environment:
    """Return the typed environment; refuse to start, naming each wrong variable, when one is wrong.

    What stands in the settings file counts unless the environment itself says otherwise.
    """
    named = variables.get("NORISHIRO_SETTINGS", "")
    written = _settings_file(Path(named)) if named else {}
    joined = {**written, **{name: value for name, value in variables.items() if value != ""}}
    read, files = _read_secrets(joined)
    given: dict[str, Any] = {name: value for name, value in {**joined, **read}.items() if value != ""}
    try:
        found = Environment.model_validate(given)
    except ValidationError as error:
        names = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors())
        raise StartRefused(
            *(f"環境変数 {name} の値が正しくありません。{ADVICE[name]}" for name in names)
        ) from None
    folders = {"home": found.home.expanduser().absolute()}
    if found.local is not None:
        folders["local"] = found.local.expanduser().absolute()
    return found.model_copy(update={**folders, "secret_files": files})


def _settings_file(file: Path) -> dict[str, str]:
    """NAME=value, one a line, as systemd reads it. A name nobody knows is a slip of the pen, and refused."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise StartRefused(
            f"設定のファイル {file} が読めません。場所と持ち主を確かめてください（文字コードは UTF-8）。"
        ) from None
    found: dict[str, str] = {}
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, sign, value = (part.strip() for part in line.partition("="))
        if not sign or name.removesuffix(FILE) not in ADVICE:
            faults.append(
                f"設定のファイル {file} の{number}行目の名前が正しくありません。名前=値 の形で書いてください。"
            )
        elif name in found:
            faults.append(
                f"設定のファイル {file} の{number}行目と同じ名前が、前の行にもあります。どちらかを消してください。"
            )
        else:
            found[name] = value[1:-1] if len(value) > 1 and value[0] == value[-1] in "\"'" else value
    if faults:
        raise StartRefused(*faults)
    return found


def _read_secrets(given: Mapping[str, str]) -> tuple[dict[str, str], tuple[Path, ...]]:
    """``DATABASE_URL_FILE`` and its like name a file that holds the value."""
    read: dict[str, str] = {}
    files = {name: Path(given[name + FILE]) for name in FROM_FILES if given.get(name + FILE)}
    for name, file in files.items():
        if given.get(name):
            raise StartRefused(
                f"環境変数 {name} と {name}{FILE} の両方があります。どちらか一つにしてください。"
            )
        try:
            read[name] = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise StartRefused(
                f"環境変数 {name}{FILE} に書かれたファイル {file} が読めません。場所と持ち主を確かめてください。"
            ) from None
    return read, tuple(files.values())


@cache
def current() -> Environment:
    """The environment of this process, read the first time somebody asks."""
    return parse(os.environ)
