"""O4 — an unsafe start is refused: each way of being careless, tried with the real command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from config import databases, doctor, embedded, state
from config.env import ROOT, parse
from tests.assurance.evidence import Evidence
from tests.config.conftest import PATIENCE, command, copy_home, free_port, home, outside

__all__ = ["home"]

TARGET = "守りの弱い始め方を、すべて断る。点検は40項目以上"
NAMED = {
    "NORISHIRO_ALLOWED_HOSTS": "norishiro.example.lg.jp",
    "NORISHIRO_HTTPS": "1",
    "NORISHIRO_PROXY_COUNT": "1",
}
Lay = Callable[[Path], dict[str, str]]


def _weak_key(home: Path) -> dict[str, str]:
    (home / state.SECRET_KEY).write_text("secret" * 20)
    (home / state.SECRET_KEY).chmod(0o600)
    return {}


def _open_secret(home: Path) -> dict[str, str]:
    state.ensure_secret(home, state.APP_PASSWORD)
    (home / state.APP_PASSWORD).chmod(0o644)
    return {}


def _open_home(home: Path) -> dict[str, str]:
    home.chmod(0o755)
    return {}


def _open_settings(home: Path) -> dict[str, str]:
    file = home.parent / "norishiro.env"
    file.write_text("NORISHIRO_WORKERS=2\n")
    file.chmod(0o644)
    return {"NORISHIRO_SETTINGS": str(file)}


def _copy_beside_keys(home: Path) -> dict[str, str]:
    (home / "keys").mkdir(mode=0o700)
    (home / "keys/tonight.dump").touch()
    return {}


def _sample_town(home: Path) -> dict[str, str]:
    (home / "demo_accounts.txt").touch()
    return NAMED


# What is wrong, how it comes about, and the first words of the refusal.
CARELESS: tuple[tuple[str, Lay, str], ...] = (
    ("だれでも読める暗証", _open_secret, "秘密のファイル"),
    ("どんな名前でも受ける", lambda home: {**NAMED, "NORISHIRO_ALLOWED_HOSTS": "*"}, "公開する名前に「*」があり"),
    ("開発用の設定", lambda home: {**NAMED, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}, "開発用の設定"),
    ("暗号のない公開", lambda home: {"HOST": "0.0.0.0"}, "ほかのコンピューターから見える設定なのに"),
    ("暗号のない名前", lambda home: {"NORISHIRO_ALLOWED_HOSTS": "a.example.jp"}, "ほかのコンピューターから見える設定なのに"),
    ("単純な鍵", _weak_key, "秘密の鍵（secret_key）が短すぎるか"),
    ("短い鍵", lambda home: {"NORISHIRO_SECRET_KEY": "short"}, "環境変数 NORISHIRO_SECRET_KEY"),
    ("見本の鍵", lambda home: {"NORISHIRO_SECRET_KEY": "django-insecure-abcdefghijklmnopqrstuvwxyz0123456789"}, "秘密の鍵（NORISHIRO_SECRET_KEY）が、見本のまま"),
    ("だれでも見られるフォルダー", _open_home, "データを置くフォルダー"),
    ("だれでも読める設定", _open_settings, "設定のファイル"),
    ("鍵と写しが同じ場所", _copy_beside_keys, "封の鍵のフォルダー"),
    ("見本の町の公開", _sample_town, "見本の町が入ったまま"),
)  # fmt: skip

# The same, where a database is needed to see it: what was done to it, and the first words of the refusal.
LOOSENED = (
    ("壁のない表", "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY", "行ごとの閲覧制限が効いていない表"),
    ("壁を素通りする利用者", "ALTER ROLE norishiro_app BYPASSRLS", "画面用の利用者（DATABASE_APP_URL）が、行ごとの"),
    ("表を読む公開の利用者", "GRANT USAGE ON SCHEMA public TO norishiro_public; GRANT SELECT ON people_person TO norishiro_public",
     "公開用の利用者（norishiro_public）が、表を"),
    ("書き直せる台帳", "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_refuse_change", "台帳を書き足すだけにしている仕掛け"),
)  # fmt: skip
MEND = (
    "ALTER TABLE people_person FORCE ROW LEVEL SECURITY; ALTER ROLE norishiro_app NOBYPASSRLS;"
    " REVOKE SELECT ON people_person FROM norishiro_public; REVOKE USAGE ON SCHEMA public FROM norishiro_public;"
    " ALTER TABLE ledger_entry ENABLE TRIGGER ledger_refuse_change"
)


def _refusal(home: Path, **variables: str) -> str:
    """What `norishiro run` says; it must end by itself, with 1."""
    done = subprocess.run(
        command("run"), cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        env=outside(NORISHIRO_HOME=str(home), PORT=str(free_port()), **variables),
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    opening, _, words = done.stderr.partition("\n・")
    assert opening == "のりしろを始められません。"
    return words


@pytest.mark.slow
def test_an_unsafe_start_is_refused(evidence: Evidence, home: Path, laid_home: Path, tmp_path: Path) -> None:
    careless = CARELESS[: evidence.at_scale(small=2, ci=len(CARELESS), nightly=len(CARELESS))]
    loosened = LOOSENED[: evidence.at_scale(small=1, ci=len(LOOSENED), nightly=len(LOOSENED))]
    let_through = []
    for number, (name, lay, words) in enumerate(careless):
        place = tmp_path / str(number) / "home"
        place.mkdir(parents=True, mode=0o700)
        if not _refusal(place, **lay(place)).startswith(words):
            let_through.append(name)
    let_through += _loosened(home, laid_home, loosened)
    tried = len(careless) + len(loosened)
    evidence.shows(
        row="O4",
        figure=f"守りの弱い始め方 {tried} のうち、断らなかったもの {len(let_through)}。点検 {len(doctor.POINTS)}項目",
        target=TARGET,
        holds=not let_through and len(doctor.POINTS) >= 40,
    )


def _loosened(home: Path, laid_home: Path, ways: tuple[tuple[str, str, str], ...]) -> list[str]:
    """One database, loosened in one way after another; the names of those that were let through."""
    copy_home(laid_home, home)
    env = parse({"NORISHIRO_HOME": str(home)})
    server = embedded.Server(home=home)
    superuser = {
        **databases.connect_arguments(databases.settings_for(env, role="owner")),
        "user": databases.SUPERUSER,
        "password": state.read_secret(home, state.SUPERUSER_PASSWORD),
    }
    let_through = []
    with embedded.in_use(server):
        for name, statement, words in ways:
            with psycopg.connect(**superuser, autocommit=True) as connection:
                connection.execute(statement)
            if not _refusal(home).startswith(words):
                let_through.append(name)
            with psycopg.connect(**superuser, autocommit=True) as connection:
                connection.execute(MEND)
    return let_through


def test_what_django_asks_before_going_public(home: Path) -> None:
    """`check --deploy` finds nothing where the pages are published as they should be."""
    home.mkdir(mode=0o700)
    done = subprocess.run(
        command("check", "--deploy", "--fail-level", "WARNING"), cwd=ROOT, capture_output=True, text=True,
        timeout=PATIENCE, check=False, env=outside(NORISHIRO_HOME=str(home), **NAMED),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (2 silenced).\n"), (
        done.stderr
    )


def test_where_the_pages_are_published_the_browser_guards_the_cookies_by_their_names(home: Path) -> None:
    home.mkdir(mode=0o700)
    asked = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH)"
    variables = {"NORISHIRO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        env=outside(**variables, **NAMED),
    )  # fmt: skip
    assert done.stdout.split() == ["__Host-norishiro_session", "__Host-norishiro_csrf", "/", "/"], done.stderr
