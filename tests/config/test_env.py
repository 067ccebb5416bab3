"""The environment: right values are typed, wrong ones are refused in words that repeat no secret."""

from pathlib import Path

import pytest

from config.env import ROOT, parse
from config.refusal import StartRefused

OPENING = "のりしろを始められません。\n・環境変数 {name} の値が正しくありません。"


def test_nothing_set_is_a_complete_environment() -> None:
    found = parse({})
    assert (found.home, found.host, found.port, found.profile, found.database_role, found.https) == (
        ROOT / "var",
        "127.0.0.1",
        8000,
        "toshima",
        "app",
        False,
    )


def test_values_are_typed() -> None:
    found = parse(
        {
            "NORISHIRO_HOME": "/srv/norishiro",
            "PORT": "9000",
            "NORISHIRO_HTTPS": "Yes",
            "NORISHIRO_ALLOWED_HOSTS": "a.example.jp, b.example.jp,",
        }
    )
    assert (found.home, found.port, found.https, found.allowed_hosts) == (
        Path("/srv/norishiro"),
        9000,
        True,
        ("a.example.jp", "b.example.jp"),
    )


def test_an_empty_value_counts_as_not_set() -> None:
    assert parse({"PORT": "", "DATABASE_URL": ""}) == parse({})


def test_other_programs_variables_are_left_alone() -> None:
    assert parse({"LANG": "ja_JP.UTF-8"}) == parse({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "八千"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("HOST", "127.0.0.1; rm"),
        ("PROFILE", "../toshima"),
        ("NORISHIRO_HTTPS", "たぶん"),
        ("NORISHIRO_SMTP", "中継"),
        ("NORISHIRO_MAIL_FROM", "差出人"),
        ("NORISHIRO_SECRET_KEY", "みじかい"),
        ("NORISHIRO_DB_ROLE", "postgres"),
        ("NORISHIRO_WORKERS", "0"),
        ("NORISHIRO_THREADS", "65"),
        ("NORISHIRO_PROXY_COUNT", "-1"),
        ("DATABASE_URL", "mysql://keeper:hidden@db/norishiro"),
        ("DATABASE_URL", "postgres://keeper:hidden@db"),
        ("DATABASE_URL", "postgres://db/norishiro"),
        ("DATABASE_URL", "postgres://keeper:hidden@db:port/norishiro?nonsense=1"),
        ("DATABASE_APP_URL", "ただの文字"),
        ("DATABASE_PUBLIC_URL", "ただの文字"),
    ],
)
def test_a_wrong_value_is_refused_by_name_without_repeating_it(name: str, value: str) -> None:
    with pytest.raises(StartRefused) as refused:
        parse({name: value})
    words = str(refused.value)
    assert words.startswith(OPENING.format(name=name))
    assert words.count("\n") == 1
    assert "hidden" not in words


def test_every_wrong_value_is_told_at_once() -> None:
    with pytest.raises(StartRefused) as refused:
        parse({"PORT": "x", "NORISHIRO_HTTPS": "y", "DATABASE_URL": "z"})
    assert len(refused.value.sentences) == 3


def test_a_refusal_ends_the_process_with_words_on_standard_error() -> None:
    with pytest.raises(SystemExit) as refused:
        parse({"PORT": "x"})
    assert refused.value.code == (
        "のりしろを始められません。\n"
        "・環境変数 PORT の値が正しくありません。1 から 65535 の数字を書いてください（例: 8000）。"
    )
