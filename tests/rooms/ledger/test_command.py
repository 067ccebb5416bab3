"""`norishiro ledger …` by the owner, against the real table and an attacker with every right in it."""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from norishiro.ledger import checkpoints, verify_offline
from norishiro.ledger.events import RECORDS_SHOWN
from norishiro.ledger.operations import sign_system

pytestmark = pytest.mark.django_db(transaction=True)


def ledger(*words: str) -> list[str]:
    out = StringIO()
    call_command("ledger", *words, stdout=out)
    return out.getvalue().splitlines()


def refused(*words: str) -> tuple[int, list[str]]:
    with pytest.raises(CommandError) as caught:
        ledger(*words)
    return caught.value.returncode, str(caught.value).splitlines()


def write(count: int) -> None:
    for _ in range(count):
        sign_system(RECORDS_SHOWN, reason="試験")


def attack(connection: psycopg.Connection[Any], statement: str) -> None:
    """Whoever owns the table can switch its triggers off."""
    connection.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    connection.execute(statement)
    connection.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
    connection.commit()


@pytest.mark.usefixtures("as_owner")
def test_a_checkpoint_is_kept_signed_and_found_again(place: Path) -> None:
    write(3)
    said = ledger("checkpoint")
    (file,) = (place / "hikae").glob("*.json")
    (one,) = checkpoints.kept()
    assert said == [f"控えを取りました（3番まで）: {file}"]
    assert (one.seq, one.count, file.name.split("-")[1]) == (3, 3, "000000000003.json")
    assert verify_offline.is_signed(one, public_key=ledger("key")[1])
    assert ledger("verify")[1:] == [
        "○ 控え1枚と合っています。3番までは、控えのあと変わっていません。",
        "○ 控えの署名は正しいものです。",
    ]


@pytest.mark.usefixtures("as_owner")
def test_what_an_earlier_key_signed_stays_signed(place: Path) -> None:
    write(2)
    ledger("checkpoint")
    first = ledger("key")[1]
    ledger("new_key")
    _said, second, before = ledger("key")
    assert (before, second != first) == (first, True)
    newest, middle, oldest = checkpoints.kept()
    assert [verify_offline.is_signed(one, public_key=second) for one in (newest, middle, oldest)] == [
        True,
        False,
        False,
    ]
    assert ledger("verify")[-1] == "○ 控えの署名は正しいものです。"
    (place / "keys" / checkpoints.BEFORE).unlink()
    code, words = refused("verify")
    assert (code, len([one for one in words if "署名が正しくありません" in one])) == (
        verify_offline.CHANGED,
        2,
    )


@pytest.mark.usefixtures("as_owner")
def test_the_key_is_closed_to_others_and_stays_the_same(place: Path) -> None:
    write(1)
    first = ledger("key")
    ledger("checkpoint")
    (file,) = (place / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert ledger("key") == first


@pytest.mark.usefixtures("as_owner")
def test_every_folder_gets_its_copy_and_a_failing_one_is_named(place: Path, settings: Any) -> None:
    write(1)
    (place / "plain").write_text("a file, no folder")
    second = place / "second"
    settings.NORISHIRO_CHECKPOINTS = (place / "hikae", place / "plain" / "in", second)
    assert refused("checkpoint") == (
        1,
        [
            f"控えを {place / 'plain' / 'in'} に書き込めません。"
            "フォルダーがあるか、持ち主と空き容量を確かめてください。"
        ],
    )
    assert [len(list(folder.glob("*.json"))) for folder in (place / "hikae", second)] == [1, 1]


@pytest.mark.usefixtures("as_owner", "place")
def test_a_copy_goes_out_by_mail_when_something_was_written(settings: Any) -> None:
    settings.NORISHIRO_CHECKPOINT_MAIL = ("kansa@example.lg.jp",)
    write(2)
    ledger("checkpoint")
    ledger("checkpoint")
    (letter,) = mail.outbox
    ((name, text, kind),) = letter.attachments
    assert (letter.to, letter.subject, name, kind) == (
        ["kansa@example.lg.jp"],
        "台帳の控え 2番",
        "hikae-000000000002.json",
        "application/json",
    )
    assert verify_offline.read_checkpoint(text) == checkpoints.kept()[1]


@pytest.mark.usefixtures("as_owner", "place")
def test_nothing_is_signed_while_something_is_wrong(owner_connection: psycopg.Connection[Any]) -> None:
    write(3)
    ledger("checkpoint")
    attack(owner_connection, "UPDATE ledger_entry SET reason = '別の理由' WHERE seq = 2")
    code, said = refused("checkpoint")
    assert (code, said[0], said[-1]) == (
        1,
        "× 2番の行の内容が、書かれたときと違います。",
        "控えは取りませんでした。",
    )
    assert len(checkpoints.kept()) == 1
    assert checkpoints.alarm().splitlines()[1:] == ["2番の行の内容が、書かれたときと違います。"]


@pytest.mark.usefixtures("as_owner", "place")
def test_an_older_copy_of_the_database_is_found(owner_connection: psycopg.Connection[Any]) -> None:
    write(2)
    (old,) = owner_connection.execute("SELECT hash FROM ledger_head").fetchone() or ("",)
    owner_connection.rollback()
    write(2)
    ledger("checkpoint")
    attack(
        owner_connection,
        f"DELETE FROM ledger_entry WHERE seq > 2; UPDATE ledger_head SET seq = 2, hash = '{old}'",
    )
    assert refused("verify") == (
        1,
        [
            "× 控えには4番までありますが、台帳は2番で終わっています。"
            "末尾が消されたか、古い写しに戻されています。",
            "台帳に1か所の乱れがあります。"
            "台帳にも控えにも手をつけず、情報セキュリティの責任者へ知らせてください。",
        ],
    )


@pytest.mark.usefixtures("as_owner", "place")
def test_the_quick_check_begins_at_the_newest_checkpoint(owner_connection: psycopg.Connection[Any]) -> None:
    write(2)
    ledger("checkpoint")
    write(2)
    assert ledger("checkpoint", "--quick")[0].startswith("控えを取りました（4番まで）")
    write(2)
    attack(owner_connection, "DELETE FROM ledger_entry WHERE seq = 5")
    assert refused("checkpoint", "--quick")[1][0] == "× 5番の行がありません（次にある行は6番）。"


@pytest.mark.usefixtures("as_owner")
def test_an_export_holds_by_itself_and_replaces_nothing(place: Path) -> None:
    write(3)
    ledger("checkpoint")
    file = place / "daicho.jsonl"
    assert ledger("export", "--to", str(file)) == [
        "3行を書き出しました。だれが何を見たかが入っています。扱いに気をつけ、用がすんだら消してください。"
    ]
    (place / "kagi").write_text("\n".join(ledger("key")))
    words = [str(file), "-c", str(place / "hikae"), "--key", str(place / "kagi")]
    assert verify_offline.main(words) == verify_offline.HOLDS
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert refused("export", "--to", str(file)) == (
        1,
        ["そのファイルは、もうあります。別の名前にしてください。"],
    )


@pytest.mark.usefixtures("as_owner", "place")
def test_an_empty_ledger_has_a_checkpoint_too() -> None:
    assert ledger("verify")[1:] == [
        "△ 外に保管した控えを渡していないため、全体が作り替えられていないかまでは分かりません。"
    ]
    assert ledger("checkpoint")[0].startswith("控えを取りました（0番まで）")
    assert ledger("verify")[1] == "○ 控え1枚と合っています。0番までは、控えのあと変わっていません。"
