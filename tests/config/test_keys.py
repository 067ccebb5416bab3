"""The keys of sealed values as the person who keeps them meets them."""

from __future__ import annotations

import base64
import json
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded, keys
from config.env import Environment, parse
from config.refusal import StartRefused
from norishiro.core.sealing import keystore
from tests.config.conftest import command, copy_home, free_port, new_home, outside, remove_home
from tests.config.test_command import owner

ROWS = """
INSERT INTO core_sealingkey (number, keeper, master, wrapped, made_at)
VALUES (%s, gen_random_uuid(), %s, 'x', now())
"""


@pytest.fixture(scope="module")
def awake(laid_home: Path) -> Iterator[Path]:
    """A state directory with a migrated database, awake."""
    home = new_home()
    copy_home(laid_home, home)
    with embedded.in_use(embedded.Server(home=home, careless=True)):
        assert keystore.load(keys.store_of(parse({"NORISHIRO_HOME": str(home)}))).pages == 1
        yield home
    remove_home(home)


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    variables = outside(NORISHIRO_HOME=str(home), PORT=str(free_port()))
    return subprocess.run(command(*words), env=variables, capture_output=True, text=True, check=False)


@pytest.fixture
def environment(awake: Path) -> Iterator[Environment]:
    """With one key in use; afterwards as before."""
    env = parse({"NORISHIRO_HOME": str(awake)})
    store = keys.store_of(env)
    kept = {path: path.read_bytes() for path in (store.ring, store.page(1))}
    with owner(awake) as connection:
        connection.execute(ROWS, [7, keystore.load(store).newest.name])
    yield env
    with owner(awake) as connection:
        connection.execute("DELETE FROM core_sealingkey")
    for path, content in kept.items():
        path.write_bytes(content)
        path.chmod(0o600)
    for path in (*awake.glob("keys/copies.json"), *awake.glob("keys/page-0002.keys")):
        path.unlink()


def faults(env: Environment) -> list[str]:
    with owner(env.home) as connection:
        return list(keys.faults(env, connection))


def worries(env: Environment) -> list[str]:
    with owner(env.home) as connection:
        return list(keys.worries(env, connection))


def test_whole_keys_are_no_fault(environment: Environment) -> None:
    assert faults(environment) == []


def test_a_start_without_keys_is_refused_and_makes_none(environment: Environment) -> None:
    ring = keys.store_of(environment).ring
    ring.unlink()

    with pytest.raises(StartRefused) as refused:
        keys.ensure(environment)

    assert list(refused.value.sentences) == [
        f"封をしてある記録があるのに、その鍵が見つかりません（{ring}）。"
        "保管している控えから、鍵のフォルダーを戻してください。新しい鍵は作りません。"
        "docs/ja/運用の手引き の「鍵の守り方」に、手順があります。"
    ]
    assert not ring.exists()
    started = run(environment.home, "run")
    assert (started.returncode, started.stderr.splitlines()) == (
        1,
        ["のりしろを始められません。", f"・{refused.value.sentences[0]}"],
    )


def test_where_nothing_is_sealed_keys_are_made(awake: Path) -> None:
    env = parse({"NORISHIRO_HOME": str(awake), "NORISHIRO_SEALING_KEYS": str(awake / "elsewhere.json")})

    keys.ensure(env)

    assert keystore.load(keys.store_of(env)).pages == 1
    (awake / "elsewhere.json").unlink()


def test_a_missing_page_a_foreign_ring_and_an_old_book_are_faults(environment: Environment) -> None:
    page = keys.store_of(environment).page(1)
    whole = page.read_bytes()
    page.unlink()
    assert faults(environment) == [
        f"鍵の帳面のページ {page} がないか、途中で切れています。保管している控えから戻してください。"
    ]
    page.write_bytes(whole)
    page.chmod(0o644)
    assert faults(environment) == [
        f"鍵 {page} を、ほかの利用者も読めるようになっています。`chmod 600 {page}` で閉じてください。"
    ]
    page.chmod(0o600)
    with owner(environment.home) as connection:
        connection.execute(ROWS, [keystore.PAGE_SLOTS, "20200101-abc123"])
    assert faults(environment) == [
        "鍵束に、使われている鍵（20200101-abc123）がありません。保管している控えから、鍵のフォルダーを戻してください。",
        "鍵の帳面が、データベースより古いものです。新しい控えから、鍵のフォルダーを戻してください。",
    ]


def test_keys_in_the_folder_of_the_database_are_a_fault(environment: Environment) -> None:
    inside = environment.home / "postgres" / "ring.json"
    env = environment.model_copy(update={"sealing_keys": inside})
    inside.write_bytes(keys.store_of(environment).ring.read_bytes())
    inside.chmod(0o600)

    assert faults(env) == [
        "鍵が、データベースのフォルダーの中に置かれています。データベースの写しといっしょに持ち出されるので、"
        "NORISHIRO_SEALING_KEYS に別の場所を書いてください。"
    ]
    inside.unlink()


def test_two_copies_are_asked_for(environment: Environment, tmp_path: Path) -> None:
    sentence = (
        "鍵の控えが{}部しかありません。鍵をなくすと、封をした値は二度と読めません。"
        "`norishiro keys copy 控えを入れるフォルダー` を、別々の媒体に2回行ってください。"
    )
    assert worries(environment) == [sentence.format(0)]

    assert run(environment.home, "keys", "copy", str(tmp_path / "a")).returncode == 0
    assert worries(environment) == [sentence.format(1)]
    assert run(environment.home, "keys", "copy", str(tmp_path / "b")).returncode == 0
    assert worries(environment) == []

    copied = keystore.KeyStore(ring=tmp_path / "b" / "ring.json", book=tmp_path / "b")
    assert keystore.slot(copied, 7) == keystore.slot(keys.store_of(environment), 7)
    keystore.empty(keys.store_of(environment), [7])
    assert worries(environment) == [
        "廃棄したはずの鍵が、前の控えに残っています。`norishiro keys copy` で控えを作り直し、前の控えは捨ててください。"
    ]
    assert run(environment.home, "keys", "make").returncode == 0
    assert worries(environment)[0] == sentence.format(0)


def test_a_copy_beside_a_copy_of_the_database_is_refused_or_worries(
    environment: Environment, tmp_path: Path
) -> None:
    (tmp_path / "norishiro.dump").write_bytes(b"PGDMP")

    done = run(environment.home, "keys", "copy", str(tmp_path / "keys"))

    assert (done.returncode, done.stderr.splitlines()[1]) == (
        1,
        f"・{tmp_path / 'keys'} には、データベースの写しがあります。いっしょに盗まれると、封をした値も読まれます。"
        "別の媒体に作ってください。",
    )
    note = keys.Copy(folder=str(tmp_path / "keys"), made_on="2026-11-21", grown=1, emptied=0)
    (environment.home / "keys" / keys.COPIES).write_text(json.dumps([note]), encoding="utf-8")
    assert worries(environment)[-1] == (
        f"鍵の控え（{tmp_path / 'keys'}）が、データベースの写しと同じ場所にあります。"
        "いっしょに盗まれると、封をした値も読まれます。別の場所に移してください。"
    )


def test_a_book_nearly_full_worries(environment: Environment) -> None:
    with owner(environment.home) as connection:
        connection.execute(ROWS, [keystore.PAGE_SLOTS * 4 // 5 + 1, "20200101-abc123"])

    assert worries(environment)[0] == (
        "鍵の帳面の残りが少なくなりました。`norishiro keys make` でページを足し、控えを作り直してください。"
    )


def test_values_under_an_unknown_key_worry(environment: Environment) -> None:
    questions = [
        "SELECT substring(v from 5 for 8) FROM (VALUES ('\\x4e5253310000000000000007'::bytea)) AS t(v)",
        "SELECT substring(v from 5 for 8) FROM (VALUES ('\\x4e5253310000000000000009'::bytea)) AS t(v)",
    ]
    with owner(environment.home) as connection:
        assert list(keys.unknown_numbers(connection, questions)) == [
            "知らない鍵で封をされた値があります（1種類）。別のデータベースの行がまざっていないか、確かめてください。"
        ]


def test_the_commands_say_what_they_did(environment: Environment) -> None:
    home = environment.home
    with owner(home) as connection:
        connection.execute("DELETE FROM core_sealingkey")
    first = keystore.load(keys.store_of(environment)).newest.name

    assert run(home, "keys", "status").stdout == (
        f"鍵束: 1本（いま封をするのは {first}）\n帳面: 1ページ、65536行のうち 0行を使用\n引退した鍵: 0\n"
    )
    changed = run(home, "keys", "rotate")
    name = keystore.load(keys.store_of(environment)).newest.name
    assert (changed.returncode, changed.stdout) == (
        0,
        f"鍵を {name} に替え、0件に封をし直しました。`norishiro keys copy` で、控えを作り直してください。\n",
    )
    nobody = str(uuid.uuid4())
    assert (
        run(home, "keys", "destroy", "--subject", nobody, "--reason", "保存年限").stdout
        == "捨てる鍵はありません。\n"
    )


def test_destroying_asks_first_and_is_signed(environment: Environment) -> None:
    subject = uuid.uuid4()
    ring = keystore.load(keys.store_of(environment))
    with owner(environment.home) as connection:
        connection.execute("UPDATE core_sealingkey SET keeper = %s", [ring.opaque(subject)])
    words = ("keys", "destroy", "--subject", str(subject), "--reason", "保存年限が過ぎた")

    asked = run(environment.home, *words)
    assert (asked.returncode, asked.stdout) == (
        1,
        "1本の鍵を捨てます。封をした値は、データベースの写しからも読めなくなります。\n"
        "元には戻せません。よければ、同じ命令に --certain を付けて、もう一度行ってください。\n",
    )
    assert keystore.is_filled(keys.store_of(environment), 7)
    done = run(environment.home, *words, "--certain")
    assert (done.returncode, done.stdout) == (
        0,
        "1本の鍵を捨てました。`norishiro keys copy` で控えを作り直し、前の控えを捨ててください。\n",
    )
    assert not keystore.is_filled(keys.store_of(environment), 7)
    with owner(environment.home) as connection:
        signed = connection.execute(
            "SELECT verb, reason, subjects FROM ledger_entry ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    assert signed == ("keys.destroyed", "保存年限が過ぎた", [subject])


def log_in(home: Path, master: str, *, hours: int) -> None:
    """A row of log-ins that names the master it is sealed with, and runs out in so many hours."""
    sealed = base64.urlsafe_b64encode(f"{master}|封".encode()).decode().rstrip("=")
    with owner(home) as connection:
        connection.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date)"
            " VALUES (gen_random_uuid()::text, %s, now() + %s * interval '1 hour')",
            [f"{sealed}:1abc:signature", hours],
        )


def test_ending_the_retired_keys_says_first_what_goes_with_them(environment: Environment) -> None:
    home, words = environment.home, ("keys", "destroy", "--retired", "--reason", "鍵の交換")
    first = keystore.load(keys.store_of(environment)).newest.name
    assert run(home, "keys", "rotate").returncode == 0
    newest = keystore.load(keys.store_of(environment)).newest.name
    opening = "1本の鍵を捨てます。封をした値は、データベースの写しからも読めなくなります。\n"
    closing = "元には戻せません。よければ、同じ命令に --certain を付けて、もう一度行ってください。\n"

    asked = run(home, *words)
    assert (asked.returncode, asked.stdout) == (
        1,
        f"{opening}替える前の親の鍵（{first}）もなくなります。その鍵で封をしたログインは、いまありません。\n{closing}",
    )
    for master, hours in ((first, 1), (first, 2), (first, -1), (newest, 1)):
        log_in(home, master, hours=hours)
    asked = run(home, *words)
    assert asked.stdout == (
        f"{opening}替える前の親の鍵（{first}）もなくなります。その鍵で封をしたログインが2件あり、すぐに切れます。"
        "その人たちは、もう一度ログインすれば続けられます（書きかけは残ります）。みんなが帰ったあとに行うと、だれも困りません。\n"
        f"{closing}"
    )
    assert [one.name for one in keystore.load(keys.store_of(environment)).masters] == [first, newest]
    assert run(home, *words, "--certain").returncode == 0
    assert [one.name for one in keystore.load(keys.store_of(environment)).masters] == [newest]
    with owner(home) as connection:
        connection.execute("DELETE FROM django_session")


def test_the_settings_and_the_command_mean_the_same_place() -> None:
    env = parse({"NORISHIRO_HOME": "/srv/n"})

    assert keys.store_of(env) == keystore.KeyStore(
        ring=Path("/srv/n/keys/ring.json"), book=Path("/srv/n/keys")
    )
